"""Other systems that a case is given to: how they are joined, how each knows the case, and what came from them."""

import uuid
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vikno.applications.models import Application
from vikno.catalogue.models import Service
from vikno.centres.models import Centre, Officer
from vikno.files.models import StoredFile
from vikno.kernel.fields import EncryptedBytesField, EncryptedJSONField, EncryptedTextField

# The line of a connection in the outbox: `edms:KEY`. Where it is told that there is news: `webhook:KEY`.
EDMS_LINE_FAMILY = "edms"
WEBHOOK_LINE_FAMILY = "webhook"


class Connection(models.Model):
    """A system that cases are given to, by a connector. Without a centre it serves all of them.

    `post` is that in which it acts on cases, a post that nobody can sign in to; the workspace has none, its officers act.
    `cursor` is how far its messages were read.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    connector = models.CharField(_("Connector"), max_length=20)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="connections")
    post = models.OneToOneField(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="connection")
    # None where nothing is set: the workspace is made before there are keys to seal with.
    settings = EncryptedJSONField(null=True, blank=True)
    is_enabled = models.BooleanField(pgettext_lazy("a connection", "In use"), default=True)
    # Minutes without an acknowledgement after which the centre is alerted.
    ack_minutes = models.PositiveIntegerField(_("Alert without acknowledgement after (minutes)"), default=60)
    poll_at = models.DateTimeField(null=True, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    poll_failures = models.PositiveIntegerField(default=0)
    poll_trouble = models.CharField(max_length=300, blank=True)
    cursor = EncryptedTextField(blank=True)
    # When somebody asked whether it can be spoken to, and what was found; asked later than found: it is being tried.
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
        """The lines on which something goes out to it; its cases go on the first."""
        return [self.line, self.webhook_line] if self.is_pulled else [self.line]

    @property
    def is_being_checked(self) -> bool:
        return self.check_asked_at is not None and (self.checked_at is None or self.checked_at < self.check_asked_at)

    @property
    def is_workspace(self) -> bool:
        return self.connector == "workspace"

    @property
    def is_pulled(self) -> bool:
        """Whether it fetches its news here itself, from a feed."""
        return self.connector == "agency_api"


class Route(models.Model):
    """Which cases a connection gets: of one service, or of every one of its centre. Of several, one leads: it moves the case."""

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


class ExternalCase(models.Model):
    """How one connection knows one application, and how far it has told of it.

    `order` and `told_at` are the latest of what it told, by its own count: what is older is late and moves nothing.
    """

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="cases")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="cases")
    leads = models.BooleanField()
    remote = models.CharField(max_length=200, blank=True)
    assigned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=200, blank=True)
    who = EncryptedTextField(blank=True)
    order = models.BigIntegerField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "integration_case"
        constraints = [
            models.UniqueConstraint(name="case_once_per_connection", fields=["connection", "application"]),
            models.UniqueConstraint(
                name="case_remote_once_per_connection", fields=["connection", "remote"], condition=~Q(remote="")
            ),
            models.UniqueConstraint(name="case_one_leads", fields=["application"], condition=Q(leads=True)),
        ]
        indexes = [
            models.Index(fields=["connection", "assigned_at"], name="case_unheard", condition=Q(received_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.application} at {self.connection}"


class Milestone(models.Model):
    """What a connection did with a case beside its status: a link of the chain that the resident sees. Written once.

    `at` is by the other side's clock where it told, `noted_at` by ours. `words` is what the status map says, by language.
    """

    class MilestoneKind(models.TextChoices):
        SENT = "sent", _("Sent to %(system)s")
        RECEIVED = "received", _("Received by %(system)s")
        DECLINED = "declined", _("%(system)s did not take it in")
        PROGRESS = "progress", _("News from %(system)s")

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=8, choices=MilestoneKind)
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    words = models.JSONField(default=dict)
    note = EncryptedTextField(blank=True)
    needs_action = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["application", "at"], name="milestone_by_application")]

    def __str__(self) -> str:
        return f"{self.kind} {self.application_id}"

    @property
    def text(self) -> str:
        """Return the words for the resident in the language of the page."""
        words: dict[str, str] = self.words
        return words.get(get_language() or "") or words.get(settings.LANGUAGE_CODE, "")


class StatusMapping(models.Model):
    """One line of the status map: what a word of the other system means here, and what the resident reads.

    `meaning` is empty where the word moves nothing and only tells.
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
        told = {"uk": self.words_uk, "cs": self.words_cs, "en": self.words_en}
        return {language: words for language, words in told.items() if words}


class InboundMessage(models.Model):
    """A message of the other side, kept once under its own id, sealed as it came; and what became of it."""

    class InboundMessageStatus(models.TextChoices):
        NEW = "new", _("Not handled yet")
        HANDLED = "handled", _("Handled")
        LATE = "late", _("Late: something newer was told before")
        TROUBLE = "trouble", _("Needs a person")
        DROPPED = "dropped", _("Set aside by a person")

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="messages")
    message_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    body = EncryptedBytesField()
    told_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=InboundMessageStatus, default=InboundMessageStatus.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="inbound_messages"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="inbound_message_once", fields=["connection", "message_id"]),
            models.CheckConstraint(
                name="inbound_message_status_known",
                condition=Q(status__in=["new", "handled", "late", "trouble", "dropped"]),
            ),
        ]
        indexes = [
            models.Index(fields=["connection", "next_try_at"], name="inbound_waiting", condition=Q(status="new")),
            models.Index(fields=["connection", "-received_at"], name="inbound_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class ConnectionAlert(models.Model):
    """Something about a connection that a person at the centre should look at, until it is over or they have."""

    class ConnectionAlertKind(models.TextChoices):
        NO_ACKNOWLEDGEMENT = "no_ack", _("No acknowledgement")
        UNKNOWN_STATUS = "unknown", _("A status that the map does not know")
        DECLINED = "declined", _("Not taken in")
        DIFFERENCE = "differs", _("The systems tell different things")

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=8, choices=ConnectionAlertKind)
    # A number of an application, or a status: never of whom.
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


# For a system that fetches its news here, by the agency API.


class Feed(models.Model):
    """How long the feed of a connection is. Its row is the lock that numbers are taken under: they follow the commits.

    `told` is up to where its webhook has heard that there is news.
    """

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="feed")
    last = models.PositiveBigIntegerField(default=0)
    told = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"feed of {self.connection_id} up to {self.last}"


class FeedItem(models.Model):
    """One fact that lies ready for a system to fetch. `uid` is that of its event, `at` when it became true."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="feed_items")
    seq = models.PositiveBigIntegerField()
    uid = models.UUIDField()
    name = models.CharField(max_length=60)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="feed_item_one_per_number", fields=["connection", "seq"]),
            models.UniqueConstraint(name="feed_item_one_per_event", fields=["connection", "uid"]),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"


class ResultUpload(models.Model):
    """A result file that a system sends in pieces; once it is whole, and what was promised, it is kept as `file`."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="parcels")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    name = EncryptedTextField()
    title = EncryptedTextField(blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    file = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="parcel")

    class Meta:
        db_table = "integration_parcel"
        indexes = [models.Index(fields=["opened_at"], name="parcel_by_age")]

    def __str__(self) -> str:
        return f"parcel {self.uid}"


class ResultUploadChunk(models.Model):
    """Bytes of a parcel, sealed, from `start` on."""

    parcel = models.ForeignKey(ResultUpload, on_delete=models.CASCADE, related_name="pieces")
    start = models.PositiveIntegerField()
    content = EncryptedBytesField()

    class Meta:
        db_table = "integration_piece"
        constraints = [models.UniqueConstraint(name="piece_once", fields=["parcel", "start"])]

    def __str__(self) -> str:
        return f"{self.parcel} from {self.start}"


class PartnerFigure(models.Model):
    """A number that a system told of its work, over a period. The same one told again is corrected, not added."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="figures")
    code = models.SlugField(max_length=60)
    service = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    until = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "integration_figure"
        constraints = [
            models.UniqueConstraint(
                name="figure_once_a_period", fields=["connection", "code", "service", "since", "until"]
            ),
            models.CheckConstraint(name="figure_period_runs_forward", condition=Q(since__lte=models.F("until"))),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.since}–{self.until}"

    @property
    def period(self) -> tuple[date, date]:
        return self.since, self.until

    @property
    def number(self) -> Decimal:
        """The value without zeros that say nothing."""
        whole = self.value.to_integral_value()
        return whole if whole == self.value else self.value.normalize()
