"""Base classes of lists and forms of the editors' area."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Model, QuerySet
from django.forms import Select
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from vikno.editors.snippets.forms import OTHER_LANGUAGES
from vikno.kernel.text import fold_text, query_words


class WordSearchIndexView(IndexView):
    """A list with a case-insensitive search for Cyrillic words, which SQLite compares case-sensitively."""

    def search_queryset(self, queryset: QuerySet[Model]) -> QuerySet[Model]:
        if not self.is_searching:
            return queryset
        words = query_words(self.search_query)
        rows = queryset.order_by().values_list("pk", *self.search_fields)
        found = [pk for pk, *texts in rows if all(word in fold_text(" ".join(map(str, texts))) for word in words)]
        return queryset.filter(pk__in=found)

    headings: Mapping[str, Any] = {}

    @cached_property
    def columns(self) -> list[Any]:
        """Return the columns with the labels of the fields in the form."""
        columns: list[Any] = super().columns
        for column in columns:
            column.label = self.headings.get(column.sort_key or column.name, column.label)
        return columns

    @cached_property
    def filters(self) -> Any:
        """Return the filters with the labels of their fields."""
        filterset = super().filters
        for name, field in filterset.form.fields.items() if filterset else ():
            field.label = filterset.filters[name].label = self.headings.get(name, field.label)
        return filterset


class YesNoColumn(Column):
    """A column of a boolean value."""

    def get_value(self, instance: Model) -> Any:
        return _("yes") if super().get_value(instance) else _("no")


class EditorSnippets(SnippetViewSet):
    index_view_class = WordSearchIndexView
    add_to_admin_menu = True
    list_per_page = 50
    related: tuple[str, ...] = ()

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common = {"locale": _("Language"), "language": _("Language"), "live": _("Published")}
        headings = {**common, **_headings(self.edit_handler)}
        booleans = {field.name: field for field in self.model._meta.fields if isinstance(field, BooleanField)}
        columns = [
            YesNoColumn(column, label=capfirst(booleans[column].verbose_name), sort_key=column)
            if column in booleans
            else column
            for column in self.list_display
        ]
        return {**super().get_index_view_kwargs(**kwargs), "headings": headings, "list_display": columns}

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model._default_manager.select_related(*self.related)


def _headings(panel: Any) -> dict[str, Any]:
    """Return the headings of the fields in a panel, by their names."""
    if isinstance(panel, FieldPanel):
        return {panel.field_name: panel.heading} if panel.heading else {}
    return {name: heading for child in getattr(panel, "children", ()) for name, heading in _headings(child).items()}


NAME_TRANSLATIONS_PANEL = MultiFieldPanel(
    [FieldPanel(f"named_{code}") for code in OTHER_LANGUAGES],
    heading=_("In other languages"),
    help_text=_("What is left empty is shown in its own language."),
)


def select_panel(name: str, heading: Any, help_text: Any = "") -> FieldPanel:
    """Return a panel with a select list of rows."""
    return FieldPanel(name, heading=heading, widget=Select, help_text=help_text)


def address_panel(name: str) -> FieldPanel:
    """Return a panel with the part of an address that names a row."""
    return FieldPanel(name, heading=_("Name in the address"), help_text=_("Latin letters, digits and dashes."))
