"""Services, the authorities that decide them, the themes that gather them and where they are offered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vikno.centres.models import Centre
from vikno.eforms.models import EForm
from vikno.identity.levels import LEVEL_CHOICES, AssuranceLevel


class TranslatedNameModel(models.Model):
    """A model with a short name of its own and its translations by language code."""

    names = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    @property
    def display_name(self) -> str:
        """Return the name in the reader's language, or the model's own where there is none."""
        return str(self.names.get(get_language()) or self)

    @property
    def display_name_language(self) -> str:
        """Return the language of `display_name`."""
        language = get_language()
        return language if language and self.names.get(language) else settings.LANGUAGE_CODE


class Authority(TranslatedNameModel):
    """The body that decides on an application and answers for the decision."""

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
    """A theme of the catalogue, such as «Family» or «Land»; a service has at most one."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.title


class Audience(models.TextChoices):
    """The readers that a service is for."""

    CITIZENS = "citizens", _("For people")
    BUSINESS = "business", _("For business and organisations")
    BOTH = "both", _("For everybody")


class SigningRequirement(models.TextChoices):
    """The need for an electronic signature on an application that is sent online."""

    NOT_NEEDED = "not_needed", _("Not needed")
    OFFERED = "offered", _("Offered: the applicant decides")
    REQUIRED = "required", _("Required: not sent without it")


class ServiceQuerySet(models.QuerySet["Service"]):
    def in_use(self) -> "ServiceQuerySet":
        """Keep the services that residents see: active, with a published card."""
        return self.filter(is_active=True, card__live=True)

    def online_at(self, centre: Centre) -> "ServiceQuerySet":
        return self.filter(offerings__centre=centre, offerings__online=True)


class Service(models.Model):
    """An administrative service, with its identifier in the state register where it has one."""

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
    # The assurance level that an online applicant must reach.
    level = models.CharField(max_length=12, choices=LEVEL_CHOICES, default=AssuranceLevel.NONE)
    is_active = models.BooleanField(default=True)
    source_id = models.CharField(max_length=80, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(name="service_audience_known", condition=Q(audience__in=Audience.values)),
            models.CheckConstraint(
                name="service_level_known", condition=Q(level__in=[level.value for level in AssuranceLevel])
            ),
            models.CheckConstraint(name="service_signing_known", condition=Q(signing__in=SigningRequirement.values)),
            models.UniqueConstraint(name="service_once_per_source", fields=["source_id"], condition=~Q(source_id="")),
        ]

    def __str__(self) -> str:
        return self.title


class Offering(models.Model):
    """A service offered at a centre, with the ways in which an application may be handed in there."""

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
