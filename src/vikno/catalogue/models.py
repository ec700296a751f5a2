"""What the centre gives: services, who decides them, and the card that describes each."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin

from vikno.centres.models import Centre
from vikno.centres.working_days import Unit
from vikno.eforms.models import EForm


class Authority(models.Model):
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


class LifeEvent(models.Model):
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


class Audience(models.TextChoices):
    CITIZENS = "citizens", _("For people")
    BUSINESS = "business", _("For business and organisations")
    BOTH = "both", _("For everybody")


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
    category = models.CharField(max_length=120, blank=True)
    keywords = models.CharField(max_length=500, blank=True)
    life_events = models.ManyToManyField(LifeEvent, related_name="services", blank=True)
    form = models.ForeignKey(EForm, on_delete=models.PROTECT, null=True, blank=True, related_name="services")
    is_active = models.BooleanField(default=True)
    source_id = models.CharField(max_length=80, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(name="service_audience_known", condition=Q(audience__in=Audience.values)),
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


class ServiceCard(DraftStateMixin, RevisionMixin, ClusterableModel):
    """The information card of a service: what the law asks a centre to say of it (5203-VI, art. 8).

    Its published revisions are its versions.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="card")
    language = models.CharField(max_length=5, default=settings.LANGUAGE_CODE)
    lead = models.TextField(_("in short"), blank=True)
    who_may_apply = models.TextField(_("who may apply"), blank=True)
    term_days = models.PositiveSmallIntegerField(
        _("term, days"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    term_unit = models.CharField(
        _("term in"), max_length=8, choices=[(u.value, u.value) for u in Unit], default=Unit.CALENDAR
    )
    term_text = models.CharField(_("term in words"), max_length=200, blank=True)
    fee_amount = models.DecimalField(_("fee"), max_digits=10, decimal_places=2, null=True, blank=True)
    fee_text = models.TextField(_("fee in words, and account details"), blank=True)
    how_to_apply = models.TextField(_("procedure and ways to submit"), blank=True)
    working_conditions = models.TextField(_("working conditions"), blank=True)
    result = models.TextField(_("result"), blank=True)
    ways_to_receive = models.TextField(_("ways to receive the result"), blank=True)
    appeal = models.TextField(_("how to appeal"), blank=True)
    more_html = models.TextField(_("further text"), blank=True)
    approved_by = models.CharField(_("approved by (act, number, date)"), max_length=300, blank=True)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)

    class Meta:
        verbose_name = _("service card")
        verbose_name_plural = _("service cards")

    def __str__(self) -> str:
        return str(self.service)

    @property
    def is_free(self) -> bool:
        return self.fee_amount == 0


class DocumentSource(models.TextChoices):
    APPLICANT = "applicant", _("from you")
    REGISTER = "register", _("from the register, not asked")


class CardDocument(Orderable):
    """A document that the service needs, and who brings it (1689-IX, art. 5: what a register holds is not asked for)."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=DocumentSource, default=DocumentSource.APPLICANT)

    def __str__(self) -> str:
        return self.name


class CardStage(Orderable):
    """What happens to an application, in the words of the card."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="stages")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class RefusalGround(Orderable):
    """A ground on which the service may be refused; a refusal names one."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="refusal_grounds")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class LegalAct(Orderable):
    """A law or regulation that the service rests on."""

    card = ParentalKey(ServiceCard, on_delete=models.CASCADE, related_name="legal_acts")
    title = models.CharField(max_length=400)
    url = models.URLField(blank=True)

    def __str__(self) -> str:
        return self.title
