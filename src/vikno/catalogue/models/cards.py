"""The card that describes a service, and its published versions."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from stdnum import iban
from stdnum.ua import edrpou
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin, WorkflowMixin
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from vikno.catalogue.blocks import ChecklistQuestionsBlock
from vikno.catalogue.models.services import Service
from vikno.centres.working_days import DayUnit
from vikno.kernel.previews import RegisteredPreviewMixin


class ServiceCard(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    RegisteredPreviewMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """The information card of a service, which the law obliges a centre to publish (5203-VI, art. 8).

    The original has the service, and every rule reads it: grounds, stages, documents, term. A translation has the same
    `translation_key`, its own locale and no service, so `service.card` is always the original. Each published state of the
    original becomes a `CardVersion`.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="card")
    # On the original the service's title at the time of saving; on a translation the title in its language.
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

    # Payment details go to a translation unchanged: a bank needs them as the payee wrote them. The service stays with the
    # original.
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

    def clean(self) -> None:
        """Copy the service's title to the original, where translators and later readers of versions find it."""
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
        """Return the language of the card; an unsaved card is an original in the language of the site."""
        return str(self.locale.language_code) if self.locale_id else settings.LANGUAGE_CODE

    @property
    def is_free(self) -> bool:
        return self.fee_amount == 0

    @property
    def has_account(self) -> bool:
        return bool(self.fee_iban and self.fee_payee)


class CardVersion(models.Model):
    """A published state of a card: the text in force from `published_at` on. It never changes."""

    card = models.ForeignKey(ServiceCard, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    approved_by = models.CharField(max_length=300, blank=True)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(name="cardversion_number_once", fields=["card", "number"])]

    def __str__(self) -> str:
        return f"version {self.number} of card {self.card_id}"
