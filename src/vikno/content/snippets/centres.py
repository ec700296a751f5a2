"""Centres with their hours, and the days that differ."""

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface

from vikno.centres.models import CalendarException, Centre
from vikno.content.editor_forms import CentreForm, EditorForm
from vikno.content.snippets.base import Editable, chosen


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
                    chosen("parent", _("Centre above it")),
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
