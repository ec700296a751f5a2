"""A centre: its location, access, contacts and current mode."""

import datetime
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from vikno.centres.models.translations import OTHER_LANGUAGES, TranslatedTextModel
from vikno.people.models import Person


def _known_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Unknown time zone."))


class CentreKind(models.TextChoices):
    CENTRE = "centre", _("Centre")
    BRANCH = "branch", _("Branch")
    REMOTE_DESK = "remote_desk", _("Remote desk")
    MOBILE = "mobile", _("Mobile centre")


class CentreMode(models.TextChoices):
    """The current way of working of a centre."""

    NORMAL = "normal", _("Works as usual")
    AIR_RAID = "air_raid", _("Air raid")
    BLACKOUT = "blackout", _("No electricity")
    LIVE_QUEUE = "live_queue", _("Live queue only")
    CLOSED = "closed", _("Closed to visitors")

    @property
    def stops_reception(self) -> bool:
        return self in (CentreMode.AIR_RAID, CentreMode.CLOSED)


class CentreQuerySet(models.QuerySet["Centre"]):
    def served_by(self, person: Person) -> "CentreQuerySet":
        """Keep the centres where this person works now, with the branches and desks below them."""
        own = Q(officers__person=person, officers__is_active=True)
        below_own = Q(parent__officers__person=person, parent__officers__is_active=True)
        return self.filter(own | below_own).distinct()

    def in_use(self) -> "CentreQuerySet":
        return self.filter(is_active=True)

    def in_special_mode(self) -> "CentreQuerySet":
        """Keep the active centres that do not work as usual now."""
        return self.in_use().exclude(mode=CentreMode.NORMAL)


class Centre(TranslatedTextModel):
    """A centre, or a branch or desk below one."""

    code = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=CentreKind, default=CentreKind.CENTRE)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="branches")
    name = models.CharField(max_length=250)
    community = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    # How to get there and inside (5203-VI, art. 6).
    directions = models.TextField(blank=True)
    transport = models.TextField(blank=True)
    access_roads = models.TextField(blank=True)
    parking = models.TextField(blank=True)
    entrance = models.TextField(blank=True)
    accessibility = models.TextField(blank=True)
    accessibility_facts = models.JSONField(default=dict, blank=True)
    shelter = models.CharField(max_length=300, blank=True)

    phones = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    site = models.URLField(blank=True)
    other_contacts = models.TextField(blank=True)

    hours_text = models.TextField(blank=True, help_text=_("Hours in words, where they could not be made into rows."))
    last_entry_minutes = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(240)])
    short_before_holidays = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=40, default=settings.TIME_ZONE, validators=[_known_zone])
    country = models.CharField(max_length=2, default="UA")
    holidays_apply = models.BooleanField(
        default=False, help_text=_("Off under martial law: national holidays are then working days.")
    )

    # The current mode, from the last `ModeChange`.
    mode = models.CharField(max_length=10, choices=CentreMode, default=CentreMode.NORMAL)
    mode_note = models.CharField(max_length=300, blank=True)
    mode_since = models.DateTimeField(null=True, blank=True)

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
            models.CheckConstraint(name="centre_mode_known", condition=Q(mode__in=CentreMode.values)),
            models.CheckConstraint(
                name="centre_mode_has_its_time", condition=Q(mode=CentreMode.NORMAL) | Q(mode_since__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="centre_out_of_the_ordinary", fields=["mode"], condition=~Q(mode=CentreMode.NORMAL)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self, at: datetime.datetime) -> datetime.date:
        """Return the date at the centre."""
        return at.astimezone(self.zone).date()


class CentreTranslation(models.Model):
    """The texts of a centre in another language; an empty field is shown in the original language."""

    FIELDS = (
        "name",
        "address",
        "directions",
        "transport",
        "access_roads",
        "parking",
        "entrance",
        "accessibility",
        "shelter",
        "hours_text",
    )

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=5, choices=OTHER_LANGUAGES)
    name = models.CharField(max_length=250, blank=True)
    address = models.CharField(max_length=300, blank=True)
    directions = models.TextField(blank=True)
    transport = models.TextField(blank=True)
    access_roads = models.TextField(blank=True)
    parking = models.TextField(blank=True)
    entrance = models.TextField(blank=True)
    accessibility = models.TextField(blank=True)
    shelter = models.CharField(max_length=300, blank=True)
    hours_text = models.TextField(blank=True)

    class Meta:
        db_table = "centres_centrewords"
        constraints = [models.UniqueConstraint(name="centre_words_once", fields=["centre", "language"])]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.language}"


class PublicOfficer(Orderable):
    """An employee of the centre shown to the public by editors; unrelated to accounts."""

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="public_officers")
    name = models.CharField(max_length=150)
    post = models.CharField(max_length=200)
    hours = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.name


class CentrePhoto(Orderable):
    """A photo of the entrance or the rooms; its alternative text is for people who do not see it."""

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("wagtailimages.Image", on_delete=models.CASCADE, related_name="+")
    alt = models.CharField(max_length=250)
    caption = models.CharField(max_length=250, blank=True)

    def __str__(self) -> str:
        return self.alt
