"""Viewsets of services, cards, authorities and offerings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from vikno.catalogue.models import Authority, Category, LifeEvent, Offering, Service, ServiceCard
from vikno.editors.snippets.base import NAME_TRANSLATIONS_PANEL, EditorSnippets, address_panel, select_panel
from vikno.editors.snippets.forms import EditorModelForm, LifeEventForm, ServiceCardForm, TranslatedNameForm


class ServiceSnippets(EditorSnippets):
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
            address_panel("code"),
            FieldPanel("official_id", heading=_("Identifier in the state register")),
            FieldPanel("summary", heading=_("In one sentence")),
            select_panel("authority", _("Who decides")),
            FieldPanel("audience", heading=_("For whom")),
            select_panel("category", _("Theme")),
            FieldPanel("keywords", heading=_("Words people search with"), help_text=_("For example the old name.")),
            FieldPanel("life_events", heading=_("Life events")),
            select_panel("form", _("E-form")),
            FieldPanel("level", heading=_("How surely it must be known who applies online")),
            FieldPanel("signing", heading=_("Electronic signature of the application")),
            FieldPanel("is_active", heading=_("Is given now")),
        ],
        base_form_class=EditorModelForm,
    )


class ServiceCardSnippets(EditorSnippets):
    model = ServiceCard
    menu_label = _("Service cards")
    menu_name = "cards"
    menu_order = 210
    list_per_page = 25
    icon = "doc-full"
    list_display = ("__str__", "reviewed_on", "live")
    list_filter = ("live",)
    search_fields = ("title", "service__title")
    ordering = ("title",)
    related = ("service", "locale")
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(template="editors/card_problems.html", heading=_("To mend")),
                    select_panel("service", _("Service")),
                    FieldPanel("lead"),
                    FieldPanel("who_may_apply"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [FieldPanel("term_days_least"), FieldPanel("term_days"), FieldPanel("term_unit")]
                            ),
                            FieldPanel("term_text"),
                        ],
                        heading=_("Term"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("fee_amount"),
                            FieldPanel("fee_text"),
                            FieldPanel("fee_exempt"),
                            FieldPanel("fee_payee"),
                            FieldRowPanel([FieldPanel("fee_payee_code"), FieldPanel("fee_iban")]),
                            FieldPanel("fee_purpose"),
                        ],
                        heading=_("Fee"),
                    ),
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
                            FieldRowPanel(
                                [
                                    FieldPanel("source", heading=_("Who brings it")),
                                    FieldPanel("register", heading=_("Name of the register")),
                                    FieldPanel("brought_as", heading=_("Original or copy")),
                                ]
                            ),
                            FieldPanel("detail", heading=_("In which form, when")),
                            FieldPanel(
                                "is_conditional",
                                heading=_("Only in some cases"),
                                help_text=_("A checklist asks for it only where an answer names it."),
                            ),
                        ],
                    ),
                    FieldPanel("how_to_apply"),
                    FieldPanel("online_ground"),
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
                        panels=[
                            FieldPanel("title", heading=_("Title")),
                            FieldRowPanel(
                                [
                                    FieldPanel("number", heading=_("Number")),
                                    FieldPanel("adopted_on", heading=_("Date")),
                                    FieldPanel("articles", heading=_("Articles")),
                                ]
                            ),
                            FieldPanel("url", heading=_("Address")),
                            FieldPanel(
                                "changed_on",
                                heading=_("Changed on"),
                                help_text=_("When the act was changed last. A card reviewed before that is marked."),
                            ),
                        ],
                    ),
                    FieldRowPanel([FieldPanel("approved_by"), FieldPanel("reviewed_on")]),
                    FieldPanel("more_html", help_text=_("HTML. What could run or break the page is left out.")),
                ],
                heading=_("Law"),
            ),
            ObjectList([FieldPanel("questions")], heading=_("Checklist")),
        ],
        base_form_class=ServiceCardForm,
    )


class OfferingSnippets(EditorSnippets):
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
            select_panel("service", _("Service")),
            select_panel("centre", _("Centre")),
            FieldPanel("online", heading=_("Can be applied for online"), help_text=_("Needs a published e-form.")),
            FieldPanel("at_desk", heading=_("At the desk")),
            FieldPanel("by_post", heading=_("By post")),
        ],
        base_form_class=EditorModelForm,
    )


class AuthoritySnippets(EditorSnippets):
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
            NAME_TRANSLATIONS_PANEL,
        ],
        base_form_class=TranslatedNameForm,
    )


class CategorySnippets(EditorSnippets):
    model = Category
    menu_label = _("Themes")
    menu_name = "themes"
    menu_order = 235
    icon = "folder-open-inverse"
    list_display = ("title",)
    search_fields = ("title",)
    ordering = ("title",)
    edit_handler = ObjectList(
        [
            FieldPanel("title", heading=_("Title")),
            address_panel("code"),
            NAME_TRANSLATIONS_PANEL,
        ],
        base_form_class=TranslatedNameForm,
    )


class LifeEventSnippets(EditorSnippets):
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
            address_panel("code"),
            FieldPanel("icon"),
            FieldPanel("position", heading=_("Place in the list")),
            NAME_TRANSLATIONS_PANEL,
        ],
        base_form_class=LifeEventForm,
    )
