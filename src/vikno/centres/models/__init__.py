"""Centres: their places, hours, modes, alerts and staff."""

from vikno.centres.models.alerts import Alert, AlertSeverity, AlertTranslation
from vikno.centres.models.hours import CalendarException, HoursKind, HoursPeriod, OpeningHours, RouteStop
from vikno.centres.models.modes import ModeChange
from vikno.centres.models.places import (
    Centre,
    CentreKind,
    CentreMode,
    CentrePhoto,
    CentreQuerySet,
    CentreTranslation,
    PublicOfficer,
)
from vikno.centres.models.staff import Desk, Officer, OfficerRole

__all__ = [
    "Alert",
    "AlertSeverity",
    "AlertTranslation",
    "CalendarException",
    "Centre",
    "CentreKind",
    "CentreMode",
    "CentrePhoto",
    "CentreQuerySet",
    "CentreTranslation",
    "Desk",
    "HoursKind",
    "HoursPeriod",
    "ModeChange",
    "Officer",
    "OfficerRole",
    "OpeningHours",
    "PublicOfficer",
    "RouteStop",
]
