"""Connections to other systems: how each is reached, which cases it gets, what its statuses mean, what is wrong with it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vikno.catalogue.models import Service
from vikno.centres.models import Centre, Officer
from vikno.kernel.fields import EncryptedJSONField, EncryptedTextField

# The line of a connection in the outbox is `edms:KEY`, that of its webhook `webhook:KEY`.
EDMS_LINE_FAMILY = "edms"
WEBHOOK_LINE_FAMILY = "webhook"


class Connection(models.Model):
    """A connection to a system that cases are sent to, by a connector. Without a centre it serves all centres.

    It acts on cases in its `post`, to which nobody can sign in; the workspace has none, its officers act. `cursor` marks how
    far its messages were read.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    connector = models.CharField(_("Connector"), max_length=20)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="connections")
    post = models.OneToOneField(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="connection")
    # None where nothing is set: the workspace is created before there are keys to encrypt with.
    settings = EncryptedJSONField(null=True, blank=True)
    is_enabled = models.BooleanField(pgettext_lazy("a connection", "In use"), default=True)
    # Minutes without an acknowledgement after which the centre is alerted.
    ack_minutes = models.PositiveIntegerField(_("Alert without acknowledgement after (minutes)"), default=60)
    poll_at = models.DateTimeField(null=True, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    poll_failures = models.PositiveIntegerField(default=0)
    poll_trouble = models.CharField(max_length=300, blank=True)
    cursor = EncryptedTextField(blank=True)
    # When a check was requested, and its outcome. A request later than the outcome is a check that is running.
    check_asked_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    check_is_ok = models.BooleanField(default=False)
    check_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def line(self) -> str:
        return f"{EDMS_LINE_FAMILY}:{self.pk}"

    @property
    def webhook_line(self) -> str:
        return f"{WEBHOOK_LINE_FAMILY}:{self.pk}"

    @property
    def lines(self) -> list[str]:
        """The lines on which events go out to it; its cases go on the first."""
        return [self.line, self.webhook_line] if self.is_pulled else [self.line]

    @property
    def is_being_checked(self) -> bool:
        return self.check_asked_at is not None and (self.checked_at is None or self.checked_at < self.check_asked_at)

    @property
    def is_workspace(self) -> bool:
        return self.connector == "workspace"

    @property
    def is_pulled(self) -> bool:
        """True if it fetches its news from a feed of the agency API."""
        return self.connector == "agency_api"


class Route(models.Model):
    """A rule that sends cases to a connection: of one service, or of every service of its centre.

    Where several connections get a case, one leads: it moves the case.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="routes")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    leads = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="route_once_per_service", fields=["connection", "service"]),
            models.UniqueConstraint(
                name="route_once_for_the_rest", fields=["connection"], condition=Q(service__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service or 'all'} to {self.connection}"


class StatusMapping(models.Model):
    """A row of the status map: the meaning of a status of the other system, and the text that the resident reads.

    `meaning` is empty where the status moves nothing and is only shown.
    """

    class StatusMeaning(models.TextChoices):
        RECEIVED = "received", _("Received")
        REGISTERED = "registered", _("Registered")
        IN_WORK = "in_work", _("In work")
        RETURNED = "returned", _("Returned for correction")
        GRANTED = "granted", _("Decided: granted")
        REFUSED = "refused", _("Decided: refused")
        ISSUED = "issued", _("Ready")

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="mappings")
    foreign = models.CharField(_("Status there"), max_length=200)
    meaning = models.CharField(_("Status here"), max_length=10, choices=StatusMeaning, blank=True)
    words_uk = models.CharField(_("What the resident reads, in Ukrainian"), max_length=200, blank=True)
    words_cs = models.CharField(_("What the resident reads, in Czech"), max_length=200, blank=True)
    words_en = models.CharField(_("What the resident reads, in English"), max_length=200, blank=True)
    needs_action = models.BooleanField(_("The resident must do something"), default=False)
    sends_letter = models.BooleanField(_("Tell by e-mail"), default=True)

    class Meta:
        db_table = "integration_mapping"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="mapping_once_per_word", fields=["connection", "foreign"]),
            models.CheckConstraint(
                name="mapping_meaning_known",
                condition=Q(
                    meaning__in=["", "received", "registered", "in_work", "returned", "granted", "refused", "issued"]
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.foreign

    @property
    def words(self) -> dict[str, str]:
        texts = {"uk": self.words_uk, "cs": self.words_cs, "en": self.words_en}
        return {language: text for language, text in texts.items() if text}


class ConnectionAlert(models.Model):
    """A problem of a connection for a person at the centre, open until it is over or somebody has cleared it."""

    class ConnectionAlertKind(models.TextChoices):
        NO_ACKNOWLEDGEMENT = "no_ack", _("No acknowledgement")
        UNKNOWN_STATUS = "unknown", _("A status that the map does not know")
        DECLINED = "declined", _("Not taken in")
        DIFFERENCE = "differs", _("The systems tell different things")

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=8, choices=ConnectionAlertKind)
    # A number of an application, or a status: never a person.
    subject = models.CharField(max_length=200)
    detail = models.CharField(max_length=300, blank=True)
    raised_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "integration_alert"
        constraints = [
            models.UniqueConstraint(
                name="alert_one_open", fields=["connection", "kind", "subject"], condition=Q(cleared_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
