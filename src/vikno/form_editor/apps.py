from django.apps import AppConfig


class FormEditorConfig(AppConfig):
    name = "vikno.form_editor"
