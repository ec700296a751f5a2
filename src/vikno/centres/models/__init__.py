"""Centres: where they are, when they are open, how they work just now, who works there."""

from vikno.centres.models.alerts import Alert, AlertWords, Severity
from vikno.centres.models.hours import CalendarException, HoursKind, HoursPeriod, OpeningHours, RouteStop
from vikno.centres.models.modes import ModeChange
from vikno.centres.models.places import (
    Centre,
    CentreKind,
    CentrePhoto,
    CentreQuerySet,
    CentreWords,
    Mode,
    PublicOfficer,
)
from vikno.centres.models.staff import Desk, Officer, Role

__all__ = [
    "Alert",
    "AlertWords",
    "CalendarException",
    "Centre",
    "CentreKind",
    "CentrePhoto",
    "CentreQuerySet",
    "CentreWords",
    "Desk",
    "HoursKind",
    "HoursPeriod",
    "Mode",
    "ModeChange",
    "Officer",
    "OpeningHours",
    "PublicOfficer",
    "Role",
    "RouteStop",
    "Severity",
]
