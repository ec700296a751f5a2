"""The viewset of templates with their files."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, MultipleChooserPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminDateInput

from vikno.catalogue import operations
from vikno.catalogue.models import Template
from vikno.catalogue.template_queries import replacement_chain, template_warnings
from vikno.editors.snippets.base import EditorSnippets, address_panel, select_panel
from vikno.editors.snippets.forms import EditorModelForm
from vikno.kernel.errors import Refused
from vikno.web.uploads import as_upload


class TemplateForm(EditorModelForm):
    """The form of a template. A new file makes a new version; without one the current version is corrected."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the paper"), choices=settings.LANGUAGES)
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    version_label = forms.CharField(label=gettext_lazy("Version in words"), required=False, max_length=80)
    version_on = forms.DateField(label=gettext_lazy("Version of"), widget=AdminDateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = self.instance.versions.select_related("file").order_by("-number") if self.instance.pk else []
        self.versions = list(versions)
        self.version = next(iter(self.versions), None)
        self.fields["file"].required = self.version is None
        self.initial["version_on"] = self.version.dated_on if self.version else timezone.localdate()
        self.initial["version_label"] = self.version.label if self.version else ""

    def clean_file(self) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if file is None:
            return None
        self.upload = as_upload(file)
        try:
            operations.check_template_file(self.upload)
            operations.refuse_unchanged_file(version=self.version, upload=self.upload)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return file

    def clean_replaced_by(self) -> Template | None:
        newer: Template | None = self.cleaned_data.get("replaced_by")
        if newer is not None and self.instance.pk in replacement_chain(newer):
            raise forms.ValidationError(_("That template is itself replaced by this one. Choose another."))
        return newer

    def _save_m2m(self) -> None:
        """Store the file after the template itself is saved."""
        super()._save_m2m()
        details = {"label": self.cleaned_data["version_label"], "dated_on": self.cleaned_data["version_on"]}
        if self.cleaned_data.get("file"):
            operations.add_template_version(
                template=self.instance, upload=self.upload, actor=self.for_user.ref, at=timezone.now(), **details
            )
        elif self.version and {"version_label", "version_on"} & set(self.changed_data):
            operations.update_version_details(version=self.version, **details)


def _warnings(template: Template) -> str:
    warnings = template_warnings(template, today=timezone.localdate())
    return format_html_join(" ", "{}", ((warning,) for warning in warnings))


class TemplateSnippets(EditorSnippets):
    model = Template
    menu_label = gettext_lazy("Templates of papers")
    menu_name = "templates"
    menu_order = 225
    icon = "download"
    list_display = (
        "title",
        "kind",
        "is_active",
        Column("doubts", label=gettext_lazy("To look at"), accessor=_warnings),
    )
    list_filter = ("kind", "is_active", "language")
    search_fields = ("title", "purpose")
    ordering = ("title",)
    edit_handler = ObjectList(
        [
            HelpPanel(template="editors/template_warnings.html", heading=gettext_lazy("To look at")),
            FieldPanel("title", heading=gettext_lazy("Title")),
            address_panel("code"),
            FieldPanel("purpose", heading=gettext_lazy("What it is for")),
            FieldPanel("kind", heading=gettext_lazy("Kind of paper")),
            MultipleChooserPanel(
                "service_links",
                chooser_field_name="service",
                heading=gettext_lazy("For which services"),
                label=gettext_lazy("Service"),
                help_text=gettext_lazy("Choose none to offer it beside every service."),
            ),
            FieldPanel("language"),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "file",
                        help_text=gettext_lazy(
                            "DOCX, XLSX, ODT, RTF or PDF without macros, up to 10 MB. Another file makes a new version; "
                            "the old one stays readable."
                        ),
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("version_on"),
                            FieldPanel(
                                "version_label", help_text=gettext_lazy("For example the act that approved it.")
                            ),
                        ]
                    ),
                    HelpPanel(template="editors/template_versions.html"),
                ],
                heading=gettext_lazy("File and version"),
            ),
            HelpPanel(template="editors/placeholders.html", heading=gettext_lazy("Filling in a DOCX")),
            MultiFieldPanel(
                [
                    FieldPanel("is_active", heading=gettext_lazy("Offered now")),
                    select_panel("replaced_by", gettext_lazy("Another template takes its place")),
                ],
                heading=gettext_lazy("In use"),
            ),
        ],
        base_form_class=TemplateForm,
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return Template.objects.with_versions().prefetch_related("services")
