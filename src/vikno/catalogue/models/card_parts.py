"""The rows of a card: documents, stages, grounds for refusal and legal acts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, TranslatableMixin

from vikno.catalogue.models.cards import ServiceCard

# The relations from a card to its rows.
CARD_PARTS = ("documents", "stages", "refusal_grounds", "legal_acts")


class CardPart(TranslatableMixin, Orderable):
    """A row of a card. A translated card has the same rows in its own language."""

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(name="%(class)s_once_per_locale", fields=["translation_key", "locale"]),
        ]


class DocumentSource(models.TextChoices):
    """The party that provides a document."""

    APPLICANT = "applicant", _("from you")
    REGISTER = "register", _("from the register, not asked")


class DocumentCopyKind(models.TextChoices):
    """The form in which a document is brought."""

    ORIGINAL = "original", _("original")
    COPY = "copy", _("copy")
    BOTH = "both", _("original and copy")
    SHOWN = "shown", _("is only shown")


class CardDocument(CardPart):
    """A document that the service needs, and its source (1689-IX, art. 5: a document held in a register is not asked for)."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=DocumentSource, default=DocumentSource.APPLICANT)
    register = models.CharField(max_length=200, blank=True)
    brought_as = models.CharField(max_length=10, choices=DocumentCopyKind, blank=True)
    # The card lists every document that may be needed; a checklist asks for this one only if an answer requires it.
    is_conditional = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class CardStage(CardPart):
    """A stage of an application, as the card describes it."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="stages")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class RefusalGround(CardPart):
    """A ground for refusing the service; every refusal names one."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="refusal_grounds")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class LegalAct(CardPart):
    """A law or regulation behind the service; `changed_on` is the date of its last change known to an editor."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="legal_acts")
    title = models.CharField(max_length=400)
    number = models.CharField(max_length=60, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    articles = models.CharField(max_length=200, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    url = models.URLField(blank=True)

    def __str__(self) -> str:
        return self.title
