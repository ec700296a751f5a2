"""What editors edit: services with their cards, who gives them and where, centres with their hours."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import Select
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from vikno.catalogue.models import Authority, LifeEvent, Offering, Service, ServiceCard
from vikno.centres.models import CalendarException, Centre
from vikno.content.editor_forms import CardForm, CentreForm, EditorForm, LifeEventForm
from vikno.kernel.text import folded, words_of


class WordSearchIndex(IndexView):
    """A list that finds Cyrillic words whatever their case: SQLite's own comparison knows Latin letters only."""

    def search_queryset(self, queryset: QuerySet[Model]) -> QuerySet[Model]:
        if not self.is_searching:
            return queryset
        words = words_of(self.search_query)
        rows = queryset.order_by().values_list("pk", *self.search_fields)
        found = [pk for pk, *texts in rows if all(word in folded(" ".join(map(str, texts))) for word in words)]
        return queryset.filter(pk__in=found)

    headings: Mapping[str, Any] = {}

    @cached_property
    def columns(self) -> list[Any]:
        """Head the columns with the words that stand over the same fields in the form."""
        columns: list[Any] = super().columns
        for column in columns:
            column.label = self.headings.get(column.name, column.label)
        return columns


class Editable(SnippetViewSet):
    index_view_class = WordSearchIndex
    add_to_admin_menu = True
    list_per_page = 50
    related: tuple[str, ...] = ()

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        headings = {"live": _("Published"), **_headings(self.edit_handler)}
        return {**super().get_index_view_kwargs(**kwargs), "headings": headings}

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model._default_manager.select_related(*self.related)


def _headings(panel: Any) -> dict[str, Any]:
    """Return the headings of the fields in a panel, by their names."""
    if isinstance(panel, FieldPanel):
        return {panel.field_name: panel.heading} if panel.heading else {}
    return {name: heading for child in getattr(panel, "children", ()) for name, heading in _headings(child).items()}


def _chosen(name: str, heading: Any) -> FieldPanel:
    """Return a plain list to choose a row from."""
    return FieldPanel(name, heading=heading, widget=Select)


class ServiceSnippets(Editable):
    model = Service
    menu_label = _("Services")
    menu_name = "services"
    menu_order = 200
    icon = "list-ul"
    list_display = ("title", "authority", "is_active")
    list_filter = ("audience", "is_active", "life_events")
    search_fields = ("title", "keywords", "official_id")
    ordering = ("title",)
    related = ("authority",)
    edit_handler = ObjectList(
        [
            FieldPanel("title", heading=_("Title")),
            FieldPanel("code", heading=_("Name in the address"), help_text=_("Latin letters, digits and dashes.")),
            FieldPanel("official_id", heading=_("Identifier in the state register")),
            FieldPanel("summary", heading=_("In one sentence")),
            _chosen("authority", _("Who decides")),
            FieldPanel("audience", heading=_("For whom")),
            FieldPanel("category", heading=_("Category")),
            FieldPanel("keywords", heading=_("Words people search with"), help_text=_("For example the old name.")),
            FieldPanel("life_events", heading=_("Life events")),
            _chosen("form", _("E-form")),
            FieldPanel("is_active", heading=_("Is given now")),
        ],
        base_form_class=EditorForm,
    )


class CardSnippets(Editable):
    model = ServiceCard
    menu_label = _("Service cards")
    menu_name = "cards"
    menu_order = 210
    icon = "doc-full"
    list_display = ("service", "reviewed_on", "live")
    list_filter = ("live", "language")
    search_fields = ("service__title",)
    ordering = ("service__title",)
    related = ("service",)
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    _chosen("service", _("Service")),
                    FieldPanel("lead"),
                    FieldPanel("who_may_apply"),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("term_days"), FieldPanel("term_unit")]), FieldPanel("term_text")],
                        heading=_("Term"),
                    ),
                    MultiFieldPanel([FieldPanel("fee_amount"), FieldPanel("fee_text")], heading=_("Fee")),
                    FieldPanel("language", heading=_("Language of the card"), help_text=_("uk, cs or en")),
                ],
                heading=_("In short"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "documents",
                        heading=_("Documents"),
                        label=_("Document"),
                        panels=[
                            FieldPanel("name", heading=_("Name")),
                            FieldPanel("source", heading=_("Who brings it")),
                            FieldPanel("detail", heading=_("In which form, when")),
                        ],
                    ),
                    FieldPanel("how_to_apply"),
                    FieldPanel("working_conditions"),
                ],
                heading=_("How to apply"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "stages",
                        heading=_("What happens to the application"),
                        label=_("Stage"),
                        panels=[FieldPanel("title", heading=_("Title")), FieldPanel("text", heading=_("Text"))],
                    ),
                    FieldPanel("result"),
                    FieldPanel("ways_to_receive"),
                ],
                heading=_("Result"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "refusal_grounds",
                        heading=_("Grounds for refusal"),
                        label=_("Ground"),
                        panels=[FieldPanel("text", heading=_("Text"))],
                    ),
                    FieldPanel("appeal"),
                    InlinePanel(
                        "legal_acts",
                        heading=_("Legal acts"),
                        label=_("Act"),
                        panels=[FieldPanel("title", heading=_("Title")), FieldPanel("url", heading=_("Address"))],
                    ),
                    FieldRowPanel([FieldPanel("approved_by"), FieldPanel("reviewed_on")]),
                    FieldPanel("more_html", help_text=_("HTML. What could run or break the page is left out.")),
                ],
                heading=_("Law"),
            ),
        ],
        base_form_class=CardForm,
    )


class OfferingSnippets(Editable):
    model = Offering
    menu_label = _("Where services are given")
    menu_name = "offerings"
    menu_order = 220
    icon = "site"
    list_display = ("service", "centre", "online", "at_desk", "by_post")
    list_filter = ("centre", "online", "at_desk", "by_post")
    search_fields = ("service__title", "centre__name")
    ordering = ("service__title", "centre__name")
    related = ("service", "centre")
    edit_handler = ObjectList(
        [
            _chosen("service", _("Service")),
            _chosen("centre", _("Centre")),
            FieldPanel("online", heading=_("Can be applied for online"), help_text=_("Needs a published e-form.")),
            FieldPanel("at_desk", heading=_("At the desk")),
            FieldPanel("by_post", heading=_("By post")),
        ],
        base_form_class=EditorForm,
    )


class AuthoritySnippets(Editable):
    model = Authority
    menu_label = _("Bodies that decide")
    menu_name = "authorities"
    menu_order = 230
    icon = "group"
    list_display = ("name", "phones")
    search_fields = ("name", "edrpou")
    ordering = ("name",)
    edit_handler = ObjectList(
        [
            FieldPanel("name", heading=_("Name")),
            FieldPanel("edrpou", heading=_("Code in the register of organisations (ЄДРПОУ)")),
            FieldPanel("address", heading=_("Address")),
            FieldPanel("hours", heading=_("Hours")),
            FieldPanel("phones", heading=_("Phones")),
            FieldPanel("email", heading=_("E-mail")),
            FieldPanel("site", heading=_("Site")),
        ]
    )


class LifeEventSnippets(Editable):
    model = LifeEvent
    menu_label = _("Life events")
    menu_name = "life-events"
    menu_order = 240
    icon = "tag"
    list_display = ("title", "position")
    search_fields = ("title",)
    ordering = ("position",)
    edit_handler = ObjectList(
        [
            FieldPanel("title", heading=_("Title")),
            FieldPanel("code", heading=_("Name in the address"), help_text=_("Latin letters, digits and dashes.")),
            FieldPanel("icon"),
            FieldPanel("position", heading=_("Place in the list")),
        ],
        base_form_class=LifeEventForm,
    )


class CentreSnippets(Editable):
    model = Centre
    menu_label = _("Centres")
    menu_name = "centres"
    menu_order = 250
    icon = "home"
    list_display = ("name", "kind", "address", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "address", "community")
    ordering = ("name",)
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name", heading=_("Name")),
                    FieldPanel(
                        "code", heading=_("Name in the address"), help_text=_("Latin letters, digits and dashes.")
                    ),
                    FieldPanel("kind", heading=_("Kind")),
                    _chosen("parent", _("Centre above it")),
                    FieldPanel("community", heading=_("Community")),
                    FieldPanel("is_active", heading=_("Works now")),
                ],
                heading=_("Centre"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel(f"hours_{weekday}") for weekday in range(7)],
                        heading=_("Hours of reception"),
                        help_text=_("For example 9:00–13:00, 14:00–18:00. Leave empty for a day off."),
                    ),
                    FieldPanel("hours_text", heading=_("Hours in words")),
                    FieldRowPanel(
                        [
                            FieldPanel("time_zone", heading=_("Time zone")),
                            FieldPanel("country", heading=_("Country")),
                            FieldPanel("holidays_apply", heading=_("National holidays are days off")),
                        ]
                    ),
                ],
                heading=_("Hours"),
            ),
            ObjectList(
                [
                    FieldPanel("address", heading=_("Address")),
                    FieldPanel("directions", heading=_("How to get here")),
                    FieldPanel("accessibility", heading=_("Entrance, ramps, parking")),
                    FieldPanel("phones", heading=_("Phones")),
                    FieldPanel("email", heading=_("E-mail")),
                    FieldRowPanel(
                        [
                            FieldPanel("latitude", heading=_("Latitude")),
                            FieldPanel("longitude", heading=_("Longitude")),
                        ]
                    ),
                ],
                heading=_("How to reach it"),
            ),
        ],
        base_form_class=CentreForm,
    )


class CalendarSnippets(Editable):
    model = CalendarException
    menu_label = _("Days that differ")
    menu_name = "days"
    menu_order = 260
    icon = "calendar-alt"
    list_display = ("on", "centre", "is_working", "reason")
    list_filter = ("centre", "is_working")
    search_fields = ("reason", "centre__name")
    ordering = ("-on",)
    related = ("centre",)
    edit_handler = ObjectList(
        [
            FieldPanel("on", heading=_("Date")),
            FieldPanel("centre", heading=_("Centre"), widget=Select, help_text=_("Leave empty for all centres.")),
            FieldPanel("is_working", heading=_("A working day")),
            FieldPanel("reason", heading=_("Why")),
        ],
        base_form_class=EditorForm,
    )


SNIPPETS = (
    ServiceSnippets,
    CardSnippets,
    OfferingSnippets,
    AuthoritySnippets,
    LifeEventSnippets,
    CentreSnippets,
    CalendarSnippets,
)
