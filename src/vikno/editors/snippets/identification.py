"""Viewsets of identification methods and identity conflicts, for administrators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList

from vikno.editors.snippets.base import NAME_TRANSLATIONS_PANEL, EditorSnippets
from vikno.editors.snippets.forms import EditorModelForm, TranslatedNameForm
from vikno.identity import operations
from vikno.identity.models import Conflict, Provider
from vikno.identity.provider_validation import configuration_problems

SECRETS = ("client_secret", "keys", "keys_password")


class IdentityProviderForm(TranslatedNameForm):
    """The form of an identification method. Secrets are never shown: an empty field keeps the stored one. A configuration
    that cannot work is refused."""

    names = "titles"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SECRETS:
            if name in self.fields:
                self.fields[name].widget = forms.PasswordInput(attrs={"autocomplete": "off"})
                self.fields[name].help_text = _("Write it to change it; empty keeps what is there.")
        for name in ("options", "levels"):
            self.fields[name].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in SECRETS:
            if name in self.fields and not cleaned.get(name):
                cleaned[name] = self.initial.get(name, "")
        values = {field.name: cleaned[field.name] for field in Provider._meta.fields if field.name in cleaned}
        for name, problem in configuration_problems(Provider(**values)).items():
            if name not in self.errors:
                self.add_error(name, problem)
        return cleaned


class IdentityProviderSnippets(EditorSnippets):
    model = Provider
    menu_label = _("Ways to identify oneself")
    menu_name = "identification"
    menu_order = 296
    icon = "key"
    list_display = ("title", "kind", "is_enabled")
    search_fields = ("title", "code")
    ordering = ("position",)
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("code"),
            FieldPanel("kind"),
            FieldPanel("is_enabled"),
            FieldPanel("for_residents"),
            FieldPanel("for_staff"),
            FieldPanel("position"),
            MultiFieldPanel(
                [
                    FieldPanel("address"),
                    FieldPanel("client_id"),
                    FieldPanel("client_secret"),
                    FieldPanel("keys"),
                    FieldPanel("keys_password"),
                    FieldPanel("anchors"),
                    FieldPanel("options"),
                ],
                heading=_("The other side"),
            ),
            NAME_TRANSLATIONS_PANEL,
            MultiFieldPanel([FieldPanel("default_level"), FieldPanel("levels")], heading=_("Level of assurance")),
        ],
        base_form_class=IdentityProviderForm,
    )


class IdentityConflictForm(EditorModelForm):
    """The result of the review of a conflict. It is recorded once and cannot be changed."""

    finding = forms.ChoiceField(choices=Conflict.ConflictFinding.choices, widget=forms.RadioSelect)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = self.instance.settled_at is not None

    def save(self, commit: bool = True) -> Conflict:
        """Record the result by the operation, which writes person, time and an audit entry."""
        result = {name: self.cleaned_data[name] for name in ("finding", "note")}
        operations.settle_conflict(conflict=self.instance, by=self.for_user, at=timezone.now(), **result)
        return self.instance  # type: ignore[no-any-return]  # Wagtail's forms tell no types

    def clean(self) -> dict[str, Any]:
        if Conflict.objects.filter(pk=self.instance.pk).exclude(settled_at=None).exists():
            raise ValidationError(_("A colleague has looked at this meanwhile. Their word stands."))
        return dict(super().clean())


class IdentityConflictSnippets(EditorSnippets):
    model = Conflict
    menu_label = _("Contradictions in identification")
    menu_name = "conflicts"
    menu_order = 297
    icon = "warning"
    list_display = ("provider", "person", "reason", "at", "settled_at")
    list_filter = ("reason", "provider")
    ordering = ("-at",)
    related = ("provider", "person")
    edit_handler = ObjectList(
        [
            HelpPanel(template="editors/conflict_sides.html", heading=_("What the two sides say")),
            FieldPanel("finding", heading=_("What you have found")),
            FieldPanel(
                "note", heading=_("Note"), help_text=_("How you know it: whom you have spoken to, what papers you saw.")
            ),
        ],
        base_form_class=IdentityConflictForm,
    )
