"""Viewsets of centres, exceptional days and alerts."""

from typing import Any

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

from vikno.centres.accessibility import AccessibilityFeature
from vikno.centres.models import Alert, CalendarException, Centre
from vikno.editors.snippets.base import EditorSnippets, address_panel, select_panel
from vikno.editors.snippets.centre_forms import (
    AlertForm,
    CalendarExceptionForm,
    CentreForm,
    HoursPeriodForm,
    HoursPeriodFormSet,
    RouteStopForm,
    TranslationsFormSet,
    accessibility_field_name,
)


class InlineFormPanel(InlinePanel):
    """An inline panel of rows of a centre with its own form class."""

    def __init__(self, *args: Any, form: type | None = None, formset: type | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form, self.formset = form, formset

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "form": self.form, "formset": self.formset}

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        own_classes = {"form": self.form, "formset": self.formset}
        options["formsets"][self.relation_name] |= {name: own for name, own in own_classes.items() if own}
        return options


COORDINATES_PANEL = FieldRowPanel(
    [FieldPanel("latitude", heading=_("Latitude")), FieldPanel("longitude", heading=_("Longitude"))]
)


def week_panel(name: str, **options: Any) -> MultiFieldPanel:
    """Return a panel with the fields of `centre_forms.week_fields`."""
    return MultiFieldPanel([FieldPanel(f"{name}_{weekday}") for weekday in range(7)], **options)


_ABOUT = ObjectList(
    [
        FieldPanel("name", heading=_("Name")),
        address_panel("code"),
        FieldPanel("kind", heading=_("Kind")),
        select_panel("parent", _("Centre above it")),
        FieldPanel("community", heading=_("Community")),
        FieldPanel("is_active", heading=_("Works now")),
    ],
    heading=_("Centre"),
)
_HOURS = ObjectList(
    [
        week_panel(
            "hours",
            heading=_("Hours of reception"),
            help_text=_("For example 9:00–13:00, 14:00–18:00. Leave empty for a day off."),
        ),
        week_panel(
            "office",
            heading=_("Office hours"),
            help_text=_("Only if they differ from the hours of reception: when there is somebody on the phone."),
            classname="collapsed",
        ),
        InlineFormPanel(
            "periods",
            form=HoursPeriodForm,
            formset=HoursPeriodFormSet,
            heading=_("Other hours for a time"),
            label=_("period"),
            help_text=_(
                "Summer, repairs, the time until further notice. Between the dates this week holds, not the usual."
            ),
            panels=[
                FieldPanel("title", heading=_("What it is"), help_text=_("For example: summer hours")),
                FieldRowPanel(
                    [
                        FieldPanel("starts_on", heading=_("From")),
                        FieldPanel(
                            "ends_on", heading=_("Until, including"), help_text=_("Empty: until further notice.")
                        ),
                        FieldPanel("priority", heading=_("Priority"), help_text=_("The higher one counts.")),
                    ]
                ),
                week_panel(
                    "hours", heading=_("Hours of reception in this time"), help_text=_("All seven empty: closed.")
                ),
            ],
        ),
        HelpPanel(content=_("Single days, such as a day off or a working Saturday, are under “Days that differ”.")),
        FieldRowPanel(
            [
                FieldPanel(
                    "last_entry_minutes",
                    heading=_("Last entry, minutes before the end"),
                    help_text=_("Who comes later is not received. 0: until the end."),
                ),
                FieldPanel(
                    "short_before_holidays",
                    heading=_("An hour less on the day before a holiday"),
                ),
            ]
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
)
_PLACE = ObjectList(
    [
        FieldPanel("address", heading=_("Address")),
        COORDINATES_PANEL,
        FieldPanel("directions", heading=_("How to get here")),
        FieldPanel(
            "transport", heading=_("Public transport"), help_text=_("Stops, numbers of routes, how far to walk.")
        ),
        FieldPanel("access_roads", heading=_("Access roads")),
        FieldPanel("parking", heading=_("Parking")),
        FieldPanel("entrance", heading=_("How to get inside")),
        FieldPanel("shelter", heading=_("Shelter"), help_text=_("Where people go in an air raid.")),
    ],
    heading=_("How to get here"),
)
_ACCESS = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel(accessibility_field_name(feature)) for feature in AccessibilityFeature],
            heading=_("What there is"),
            help_text=_("Say “no” where there is none: people plan by it. What nobody has checked stays “not known”."),
        ),
        FieldPanel("accessibility", heading=_("In words")),
    ],
    heading=_("Accessibility"),
)
_CONTACTS = ObjectList(
    [
        FieldPanel("phones", heading=_("Phones"), help_text=_("Several apart by commas.")),
        FieldPanel("email", heading=_("E-mail")),
        FieldPanel("site", heading=_("Site")),
        FieldPanel(
            "other_contacts", heading=_("Other contacts"), help_text=_("Viber, Telegram, pages: one to a line.")
        ),
        InlinePanel(
            "public_officers",
            heading=_("People shown to everybody"),
            label=_("person"),
            help_text=_("Only who agreed to be shown. It has nothing to do with accounts."),
            panels=[
                FieldPanel("name", heading=_("Name")),
                FieldPanel("post", heading=_("Job title")),
                FieldPanel("hours", heading=_("When they receive people")),
                FieldPanel("phone", heading=_("Phone")),
            ],
        ),
    ],
    heading=_("Contacts"),
)
_PHOTOS = ObjectList(
    [
        InlinePanel(
            "photos",
            heading=_("Photos"),
            label=_("photo"),
            help_text=_("The entrance first: people look for it. No faces of visitors."),
            panels=[
                FieldPanel("image", heading=_("Picture")),
                FieldPanel(
                    "alt",
                    heading=_("What it shows"),
                    help_text=_("For those who do not see it, for example: ramp to the left of the green door."),
                ),
                FieldPanel("caption", heading=_("Words under it")),
            ],
        )
    ],
    heading=_("Photos"),
)
_ROUTE = ObjectList(
    [
        InlineFormPanel(
            "stops",
            form=RouteStopForm,
            heading=_("Timetable of the route"),
            label=_("stop of the route"),
            help_text=_("For a mobile centre: where it stands and when."),
            panels=[
                FieldPanel("place", heading=_("Place"), help_text=_("Settlement, and where there to look for it.")),
                FieldRowPanel(
                    [FieldPanel("weekday"), FieldPanel("dates", help_text=_("For example 05.03.2026, 19.03.2026"))]
                ),
                FieldRowPanel(
                    [FieldPanel("opens_at", heading=_("From")), FieldPanel("closes_at", heading=_("Until"))],
                ),
                COORDINATES_PANEL,
            ],
        )
    ],
    heading=_("Route"),
)
_WORDS = ObjectList(
    [
        InlineFormPanel(
            "words",
            formset=TranslationsFormSet,
            heading=_("In other languages"),
            label=_("language"),
            help_text=_("What is left empty is shown in the original."),
            panels=[
                FieldPanel("language", heading=_("Language")),
                FieldPanel("name", heading=_("Name")),
                FieldPanel("address", heading=_("Address")),
                FieldPanel("directions", heading=_("How to get here")),
                FieldPanel("transport", heading=_("Public transport")),
                FieldPanel("access_roads", heading=_("Access roads")),
                FieldPanel("parking", heading=_("Parking")),
                FieldPanel("entrance", heading=_("How to get inside")),
                FieldPanel("shelter", heading=_("Shelter")),
                FieldPanel("accessibility", heading=_("Accessibility in words")),
                FieldPanel("hours_text", heading=_("Hours in words")),
            ],
        )
    ],
    heading=_("Languages"),
)


class CentreSnippets(EditorSnippets):
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
        [_ABOUT, _HOURS, _PLACE, _ACCESS, _CONTACTS, _PHOTOS, _ROUTE, _WORDS], base_form_class=CentreForm
    )


class CalendarExceptionSnippets(EditorSnippets):
    model = CalendarException
    menu_label = _("Days that differ")
    menu_name = "days"
    menu_order = 260
    icon = "calendar-alt"
    list_display = ("on", "centre", "is_working", "own_hours", "reason")
    list_filter = ("centre", "is_working")
    search_fields = ("reason", "centre__name")
    ordering = ("-on",)
    related = ("centre",)
    edit_handler = ObjectList(
        [
            FieldPanel("on", heading=_("Date")),
            select_panel("centre", _("Centre"), help_text=_("Leave empty for all centres.")),
            FieldPanel("is_working", heading=_("A working day")),
            FieldPanel(
                "own_hours",
                heading=_("Hours of that day"),
                help_text=_("For example 9:00–14:00. Empty: as on other days of the week."),
            ),
            FieldPanel(
                "is_holiday",
                heading=_("A public holiday"),
                help_text=_("The day before it is an hour shorter where the centre has that rule."),
            ),
            FieldPanel("reason", heading=_("Why")),
        ],
        base_form_class=CalendarExceptionForm,
    )


class AlertSnippets(EditorSnippets):
    model = Alert
    menu_label = _("Alerts")
    menu_name = "alerts"
    menu_order = 240
    icon = "warning"
    list_display = ("title", "severity", "centre", "starts_at", "ends_at")
    list_filter = ("severity", "centre")
    search_fields = ("title", "text")
    ordering = ("-starts_at",)
    related = ("centre",)
    edit_handler = ObjectList(
        [
            FieldPanel("title", heading=_("What happened"), help_text=_("With the hours: Today from 14:00 to 15:00 …")),
            FieldPanel("text", heading=_("What people should do")),
            FieldPanel("severity", heading=_("How serious")),
            select_panel("centre", _("Centre"), help_text=_("Leave empty for all centres.")),
            FieldRowPanel(
                [
                    FieldPanel("starts_at", heading=_("Shown from")),
                    FieldPanel("ends_at", heading=_("Shown until"), help_text=_("Empty: until it is deleted.")),
                ]
            ),
            InlineFormPanel(
                "words",
                formset=TranslationsFormSet,
                heading=_("In other languages"),
                label=_("language"),
                panels=[
                    FieldPanel("language", heading=_("Language")),
                    FieldPanel("title", heading=_("What happened")),
                    FieldPanel("text", heading=_("What people should do")),
                ],
            ),
        ],
        base_form_class=AlertForm,
    )
