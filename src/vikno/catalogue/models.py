"""What the centre gives: services, who decides them, and the card that describes each."""

from pathlib import PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from stdnum import iban
from stdnum.ua import edrpou
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from vikno.catalogue.blocks import ChecklistQuestionsBlock
from vikno.centres.models import Centre
from vikno.centres.working_days import DayUnit
from vikno.eforms.models import EForm
from vikno.files.models import StoredFile
from vikno.identity.levels import LEVEL_CHOICES as LEVELS
from vikno.identity.levels import AssuranceLevel

# The rows of a card.
CARD_PARTS = ("documents", "stages", "refusal_grounds", "legal_acts")


class TranslatedNameModel(models.Model):
    """What is known by a short name: its own, and one in each other language of the site that somebody wrote down."""

    names = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    @property
    def display_name(self) -> str:
        """Return the name in the language of the reader, or its own where there is none."""
        return str(self.names.get(get_language()) or self)

    @property
    def display_name_language(self) -> str:
        """Return the language that `called` is in."""
        language = get_language()
        return language if language and self.names.get(language) else settings.LANGUAGE_CODE


class Authority(TranslatedNameModel):
    """The body that decides, and answers for what it decided."""

    name = models.CharField(max_length=300, unique=True)
    edrpou = models.CharField(max_length=8, blank=True)
    address = models.CharField(max_length=300, blank=True)
    hours = models.CharField(max_length=300, blank=True)
    phones = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    site = models.URLField(blank=True)

    class Meta:
        verbose_name = _("body that decides")
        verbose_name_plural = _("bodies that decide")

    def __str__(self) -> str:
        return self.name


class LifeEvent(TranslatedNameModel):
    """A theme that gathers services: «A child is born»."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    icon = models.SlugField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("life event")
        verbose_name_plural = _("life events")

    def __str__(self) -> str:
        return self.title


class Category(TranslatedNameModel):
    """What a service is about, as a catalogue is ordered: «Family», «Land». A service has one at most."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.title


class Audience(models.TextChoices):
    CITIZENS = "citizens", _("For people")
    BUSINESS = "business", _("For business and organisations")
    BOTH = "both", _("For everybody")


class SigningRequirement(models.TextChoices):
    """Whether an application is signed electronically before it is sent online."""

    NOT_NEEDED = "not_needed", _("Not needed")
    OFFERED = "offered", _("Offered: the applicant decides")
    REQUIRED = "required", _("Required: not sent without it")


class ServiceQuerySet(models.QuerySet["Service"]):
    def in_use(self) -> "ServiceQuerySet":
        """Keep what residents are shown: services that are given and have a published card."""
        return self.filter(is_active=True, card__live=True)

    def online_at(self, centre: Centre) -> "ServiceQuerySet":
        return self.filter(offerings__centre=centre, offerings__online=True)


class Service(models.Model):
    """An administrative service, with its identifier in the state's register where it has one."""

    code = models.SlugField(max_length=120, unique=True)
    official_id = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=500)
    summary = models.CharField(max_length=500, blank=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="services")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.CITIZENS)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="services")
    keywords = models.CharField(max_length=500, blank=True)
    life_events = models.ManyToManyField(LifeEvent, related_name="services", blank=True)
    form = models.ForeignKey(EForm, on_delete=models.PROTECT, null=True, blank=True, related_name="services")
    signing = models.CharField(max_length=10, choices=SigningRequirement, default=SigningRequirement.NOT_NEEDED)
    # How surely it must be known who applies online.
    level = models.CharField(max_length=12, choices=LEVELS, default=AssuranceLevel.NONE)
    is_active = models.BooleanField(default=True)
    source_id = models.CharField(max_length=80, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(name="service_audience_known", condition=Q(audience__in=Audience.values)),
            models.CheckConstraint(
                name="service_level_known", condition=Q(level__in=[one.value for one in AssuranceLevel])
            ),
            models.CheckConstraint(name="service_signing_known", condition=Q(signing__in=SigningRequirement.values)),
            models.UniqueConstraint(name="service_once_per_source", fields=["source_id"], condition=~Q(source_id="")),
        ]

    def __str__(self) -> str:
        return self.title


class Offering(models.Model):
    """That a centre gives a service, and in which ways an application may be handed in there."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="offerings")
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="offerings")
    online = models.BooleanField(default=False)
    at_desk = models.BooleanField(default=True)
    by_post = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("place where a service is given")
        verbose_name_plural = _("places where services are given")
        constraints = [models.UniqueConstraint(name="offering_once", fields=["service", "centre"])]

    def __str__(self) -> str:
        return f"{self.service_id} at {self.centre_id}"


class ServiceCard(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """The information card of a service: what the law asks a centre to say of it (5203-VI, art. 8).

    The original has the service, and every rule is read from it: grounds, stages, documents, term. A translation has the same
    `translation_key`, its own locale and no service, so `service.card` is always the original. What is published of the original
    becomes a `CardVersion`.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="card")
    # On the original what the service was called when it was saved; on a translation the name in its language.
    title = models.CharField(_("title"), max_length=500, blank=True)
    lead = models.TextField(_("in short"), blank=True)
    who_may_apply = models.TextField(_("who may apply"), blank=True)
    term_days_least = models.PositiveSmallIntegerField(
        _("least term, days"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    term_days = models.PositiveSmallIntegerField(
        _("term, days"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    term_unit = models.CharField(
        _("term in"), max_length=8, choices=[(u.value, u.value) for u in DayUnit], default=DayUnit.CALENDAR
    )
    term_text = models.CharField(_("term in words"), max_length=200, blank=True)
    fee_amount = models.DecimalField(_("fee"), max_digits=10, decimal_places=2, null=True, blank=True)
    fee_text = models.TextField(_("fee in words"), blank=True)
    fee_exempt = models.TextField(_("who does not pay"), blank=True)
    fee_payee = models.CharField(_("payee"), max_length=200, blank=True)
    fee_payee_code = models.CharField(_("code of the payee (ЄДРПОУ)"), max_length=20, blank=True)
    fee_iban = models.CharField(_("account (IBAN)"), max_length=40, blank=True)
    fee_purpose = models.CharField(_("purpose of the payment"), max_length=300, blank=True)
    how_to_apply = models.TextField(_("procedure and ways to submit"), blank=True)
    online_ground = models.TextField(_("legal ground for applying online"), blank=True)
    working_conditions = models.TextField(_("working conditions"), blank=True)
    result = models.TextField(_("result"), blank=True)
    ways_to_receive = models.TextField(_("ways to receive the result"), blank=True)
    appeal = models.TextField(_("how to appeal"), blank=True)
    more_html = models.TextField(_("further text"), blank=True)
    questions = StreamField(
        ChecklistQuestionsBlock(),
        verbose_name=_("questions of the checklist"),
        help_text=_(
            "A few questions that make a list of papers for one person. The documents of the card are asked of everybody; "
            "an answer adds its own. Of several answers that set the fee or the term, the last one counts."
        ),
        blank=True,
    )
    approved_by = models.CharField(_("approved by (act, number, date)"), max_length=300, blank=True)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)

    # Copied to a translation as it is: a bank asks for the payee's own words. The service stays with the original.
    override_translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        BaseTranslatableField("service"),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("fee_payee", "fee_payee_code", "fee_iban", "fee_purpose")
        ),
    ]
    exclude_fields_in_copy: ClassVar[list[str]] = ["service"]

    class Meta:
        verbose_name = _("service card")
        verbose_name_plural = _("service cards")
        constraints = [
            models.UniqueConstraint(name="servicecard_once_per_locale", fields=["translation_key", "locale"]),
            models.UniqueConstraint(
                name="servicecard_one_original", fields=["translation_key"], condition=Q(service__isnull=False)
            ),
            models.CheckConstraint(
                name="servicecard_least_term_is_least",
                condition=Q(term_days_least=None) | Q(term_days_least__lt=models.F("term_days")),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.service or "")

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "content/service_cards/preview.html"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """Show a draft to its editor in the language that it is written in."""
        with override(self.language):
            response: TemplateResponse = super().serve_preview(request, mode_name)
            # Made while the language holds: later it would be the reader's.
            response.render()
        return response

    def clean(self) -> None:
        """Keep the title of the service with the original, so that translators and later readers of versions have it."""
        super().clean()
        if self.service is not None:
            self.title = self.service.title
        problems = {}
        if self.term_days_least and not (self.term_days and self.term_days_least < self.term_days):
            problems["term_days_least"] = _("The least term is to be less than the greatest.")
        self.fee_iban, self.fee_payee_code = iban.compact(self.fee_iban), edrpou.compact(self.fee_payee_code)
        if self.fee_iban and not iban.is_valid(self.fee_iban):
            problems["fee_iban"] = _("This IBAN has a typing error: its check digits do not agree.")
        if self.fee_payee_code and not edrpou.is_valid(self.fee_payee_code):
            problems["fee_payee_code"] = _("This ЄДРПОУ code has a typing error: its check digit does not agree.")
        if problems:
            raise ValidationError(problems)

    @property
    def language(self) -> str:
        """Return the language of the card; one that was never saved is an original in the language of the site."""
        return str(self.locale.language_code) if self.locale_id else settings.LANGUAGE_CODE

    @property
    def is_free(self) -> bool:
        return self.fee_amount == 0

    @property
    def has_account(self) -> bool:
        return bool(self.fee_iban and self.fee_payee)


class CardVersion(models.Model):
    """What was published of a card, kept as it stood: the text that was in force from `published_at` on. Never changed."""

    card = models.ForeignKey(ServiceCard, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    approved_by = models.CharField(max_length=300, blank=True)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(name="cardversion_number_once", fields=["card", "number"])]

    def __str__(self) -> str:
        return f"version {self.number} of card {self.card_id}"


class CardPart(TranslatableMixin, Orderable):
    """A row of a card. A translated card has the same rows, in its own language."""

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(name="%(class)s_once_per_locale", fields=["translation_key", "locale"]),
        ]


class DocumentSource(models.TextChoices):
    APPLICANT = "applicant", _("from you")
    REGISTER = "register", _("from the register, not asked")


class DocumentCopyKind(models.TextChoices):
    ORIGINAL = "original", _("original")
    COPY = "copy", _("copy")
    BOTH = "both", _("original and copy")
    SHOWN = "shown", _("is only shown")


class CardDocument(CardPart):
    """A document that the service needs, and who brings it (1689-IX, art. 5: what a register holds is not asked for)."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=DocumentSource, default=DocumentSource.APPLICANT)
    register = models.CharField(max_length=200, blank=True)
    brought_as = models.CharField(max_length=10, choices=DocumentCopyKind, blank=True)
    # The card names every document that may be needed; a checklist asks for this one only where an answer does.
    is_conditional = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class CardStage(CardPart):
    """What happens to an application, in the words of the card."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="stages")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class RefusalGround(CardPart):
    """A ground on which the service may be refused; a refusal names one."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="refusal_grounds")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class LegalAct(CardPart):
    """A law or regulation that the service rests on; `changed_on` is when an editor learnt that it was changed."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="legal_acts")
    title = models.CharField(max_length=400)
    number = models.CharField(max_length=60, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    articles = models.CharField(max_length=200, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    url = models.URLField(blank=True)

    def __str__(self) -> str:
        return self.title


class TemplateKind(models.TextChoices):
    APPLICATION = "application", _("Application")
    CONSENT = "consent", _("Consent to the processing of personal data")
    POWER = "power", _("Power of attorney")
    CONTRACT = "contract", _("Contract")
    OTHER = "other", _("Other papers")


class TemplateQuerySet(models.QuerySet["Template"]):
    def in_use(self) -> "TemplateQuerySet":
        """Keep what residents are shown: what is not withdrawn and has a file."""
        return self.filter(Exists(TemplateVersion.objects.filter(template=OuterRef("pk"))), is_active=True)

    def of_service(self, code: str) -> "TemplateQuerySet":
        """Keep the templates for this service, and those for every service."""
        return self.filter(Q(services__code=code) | Q(services=None))

    def with_versions(self) -> "TemplateQuerySet":
        return self.prefetch_related(
            models.Prefetch("versions", queryset=TemplateVersion.objects.select_related("file"))
        )


class Template(ClusterableModel):
    """A paper to download and fill in: an application, a consent, a power of attorney («бланк, зразок»).

    Its file is that of its latest version; the earlier ones stay readable as old.
    """

    code = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    purpose = models.TextField(blank=True)
    kind = models.CharField(_("kind of paper"), max_length=12, choices=TemplateKind, default=TemplateKind.APPLICATION)
    services = models.ManyToManyField(Service, through="TemplateService", related_name="templates", blank=True)
    language = models.CharField(max_length=5, default=settings.LANGUAGE_CODE)
    is_active = models.BooleanField(default=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = [
            models.CheckConstraint(name="template_kind_known", condition=Q(kind__in=TemplateKind.values)),
            models.CheckConstraint(
                name="template_not_replaced_by_itself",
                condition=Q(replaced_by=None) | ~Q(replaced_by=models.F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """How the audit names this template."""
        return f"template:{self.pk}"

    @property
    def current_version(self) -> "TemplateVersion | None":
        """Return the latest version; asks no database after `with_versions`."""
        return next(iter(self._latest_first()), None)

    @property
    def earlier_versions(self) -> "list[TemplateVersion]":
        return self._latest_first()[1:]

    def _latest_first(self) -> "list[TemplateVersion]":
        return sorted(self.versions.all(), key=lambda version: -version.number)


class TemplateService(models.Model):
    """That a template is for a service."""

    template = ParentalKey(Template, on_delete=models.CASCADE, related_name="service_links")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="template_links")

    class Meta:
        constraints = [models.UniqueConstraint(name="template_once_per_service", fields=["template", "service"])]

    def __str__(self) -> str:
        return f"{self.template_id} for {self.service_id}"


class TemplateVersion(models.Model):
    """One file of a template. It never changes: a changed file is the next version."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="template_version")
    placeholders = models.JSONField(default=list)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="template_version_once", fields=["template", "number"])]

    def __str__(self) -> str:
        return f"{self.template_id} version {self.number}"

    @property
    def format(self) -> str:
        """Return e.g. «DOCX»."""
        return PurePosixPath(self.file.name).suffix.lstrip(".").upper()

    @property
    def is_fillable(self) -> bool:
        return bool(self.placeholders)


class TemplateDownload(models.Model):
    """How often a template was downloaded on one day: a number, and nothing of who did."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="downloads")
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="template_download_one_per_day", fields=["template", "on"])]

    def __str__(self) -> str:
        return f"{self.template_id} on {self.on}: {self.count}"
