"""Centres: where they are, when they are open, who works there."""

import datetime
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vikno.people.models import Person


def _known_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Unknown time zone."))


class CentreKind(models.TextChoices):
    CENTRE = "centre", _("Centre")
    BRANCH = "branch", _("Branch")
    REMOTE_DESK = "remote_desk", _("Remote desk")
    MOBILE = "mobile", _("Mobile centre")


class CentreQuerySet(models.QuerySet["Centre"]):
    def served_by(self, person: Person) -> "CentreQuerySet":
        """Keep the centres where this person works now, with the desks below them."""
        own = Q(officers__person=person, officers__is_active=True)
        under = Q(parent__officers__person=person, parent__officers__is_active=True)
        return self.filter(own | under).distinct()

    def in_use(self) -> "CentreQuerySet":
        return self.filter(is_active=True)


class Centre(models.Model):
    """A centre, or a branch or desk below one."""

    code = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=CentreKind, default=CentreKind.CENTRE)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="branches")
    name = models.CharField(max_length=250)
    community = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300)
    directions = models.TextField(blank=True)
    accessibility = models.TextField(blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    phones = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    hours_text = models.TextField(blank=True, help_text=_("Hours in words, where they could not be made into rows."))
    time_zone = models.CharField(max_length=40, default=settings.TIME_ZONE, validators=[_known_zone])
    country = models.CharField(max_length=2, default="UA")
    holidays_apply = models.BooleanField(
        default=False, help_text=_("Off under martial law: national holidays are then working days.")
    )
    is_active = models.BooleanField(default=True)
    source_id = models.CharField(max_length=80, blank=True, help_text=_("Where it was imported from."))

    objects = CentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        constraints = [
            models.CheckConstraint(name="centre_kind_known", condition=Q(kind__in=CentreKind.values)),
            models.CheckConstraint(name="centre_is_not_its_own_parent", condition=~Q(parent=F("id"))),
            models.UniqueConstraint(name="centre_once_per_source", fields=["source_id"], condition=~Q(source_id="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self, at: datetime.datetime) -> datetime.date:
        """Return the date at the centre."""
        return at.astimezone(self.zone).date()


class OpeningHours(models.Model):
    """When residents are received on a weekday (0 is Monday); two rows on one day make a break."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="opening_hours_weekday_known", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="opening_hours_end_after_start", condition=Q(closes_at__gt=F("opens_at"))),
            models.UniqueConstraint(name="opening_hours_once", fields=["centre", "weekday", "opens_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"


class CalendarException(models.Model):
    """A date that differs from the rule: a working Saturday, a day off. Without a centre it holds for all of them."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, null=True, blank=True, related_name="exceptions")
    on = models.DateField()
    is_working = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("day that differs")
        verbose_name_plural = _("days that differ")
        constraints = [
            models.UniqueConstraint(name="calendar_exception_once_per_centre", fields=["centre", "on"]),
            models.UniqueConstraint(
                name="calendar_exception_once_for_all", fields=["on"], condition=Q(centre__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {'working' if self.is_working else 'off'}"


class Desk(models.Model):
    """A place where an officer serves: «desk 3»."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="desks")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="desk_number_once_per_centre", fields=["centre", "number"])]

    def __str__(self) -> str:
        return str(self.number)


class Role(models.TextChoices):
    RECEPTION = "reception", _("Reception")
    OFFICER = "officer", _("Officer")
    HEAD = "head", _("Head of the centre")
    EDITOR = "editor", _("Editor")


class Officer(models.Model):
    """A person's post at a centre. It is ended, never deleted: cases name who worked them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="officers")
    role = models.CharField(max_length=10, choices=Role)
    desk = models.ForeignKey(Desk, on_delete=models.SET_NULL, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="officer_one_post_per_centre", fields=["person", "centre"]),
            models.CheckConstraint(name="officer_role_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person_id}"

    @property
    def is_head(self) -> bool:
        return self.role == Role.HEAD
