"""Those who sign in: residents and staff alike."""

import datetime
import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vikno.kernel.crypto import blind_index
from vikno.kernel.fields import EncryptedDateField, EncryptedJSONField, EncryptedTextField
from vikno.kernel.person_names import PersonName


class PersonManager(BaseUserManager["Person"]):
    """What Django's and allauth's own commands need to make an account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing] # Wagtail locks cards by its own
    """Somebody with an account. What identifies them is sealed; `rnokpp_index` finds them by their number."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Whoever came by BankID or a signature may have none, and nobody is known by it.
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    family_name = EncryptedTextField(_("family name"), blank=True)
    given_name = EncryptedTextField(_("given name"), blank=True)
    patronymic = EncryptedTextField(_("patronymic"), blank=True)
    born_on = EncryptedDateField(_("date of birth"), null=True, blank=True)
    phone = EncryptedTextField(_("phone"), blank=True)
    rnokpp = EncryptedTextField(_("taxpayer number (РНОКПП)"), blank=True)
    rnokpp_index = models.CharField(max_length=32, blank=True, editable=False)
    unzr_index = models.CharField(max_length=32, blank=True, editable=False)
    document_index = models.CharField(max_length=32, blank=True, editable=False)
    unzr = EncryptedTextField(_("record number in the demographic register (УНЗР)"), blank=True)
    document_number = EncryptedTextField(_("passport or ID card number"), blank=True)
    # Which state issued it, by ISO 3166-1 alpha-2; empty: Ukraine.
    document_country = models.CharField(max_length=2, blank=True, editable=False)
    address = EncryptedJSONField(_("address"), default=dict, blank=True)
    # What an identification has proved: {field: {"method": "bankid_nbu", "on": "2026-11-26"}}. It is not changed by hand.
    proved = models.JSONField(default=dict, blank=True, editable=False)
    language = models.CharField(_("language of letters"), max_length=5, default="uk")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_auditor = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_one_per_email"),
            models.UniqueConstraint(
                name="person_one_per_rnokpp", fields=["rnokpp_index"], condition=~Q(rnokpp_index="")
            ),
            models.UniqueConstraint(name="person_one_per_unzr", fields=["unzr_index"], condition=~Q(unzr_index="")),
        ]

    def __str__(self) -> str:
        return f"person {self.uid}"

    @property
    def ref(self) -> str:
        """How the audit names this person."""
        return f"person:{self.uid}"

    @property
    def person_name(self) -> PersonName:
        return PersonName(family=self.family_name, given=self.given_name, patronymic=self.patronymic)

    def get_full_name(self) -> str:
        return self.person_name.full or self.email or ""

    def get_short_name(self) -> str:
        return self.given_name or self.email or ""

    @property
    def short_name(self) -> str:
        """Return e.g. «Коваль О. П.»: how staff are named to residents and in lists."""
        return self.person_name.short or self.email or ""

    def profile(self) -> dict[str, Any]:
        """Return what is known, by the names that a question's `prefill` uses. Unknown things are left out."""
        known = {
            "family_name": self.family_name,
            "given_name": self.given_name,
            "patronymic": self.patronymic,
            "full_name": self.person_name.full,
            "born_on": self.born_on.isoformat() if self.born_on else "",
            "phone": self.phone,
            "email": self.email,
            "rnokpp": self.rnokpp,
            "unzr": self.unzr,
            "document_number": self.document_number,
            "address": self.address,
        }
        return {name: value for name, value in known.items() if value}


class Identification(models.Model):
    """One act of proving who one is: by which method, how surely, on what evidence. Written once.

    `claims` is what was told of the person; `evidence` what shows where it came from: ids of the session at the provider, the
    certificate that signed. Both are sealed.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifications")
    # The provider by its code, and the kind of method it is.
    provider = models.CharField(max_length=40)
    method = models.CharField(max_length=20)
    level = models.CharField(max_length=12)
    claims = EncryptedJSONField(default=dict)
    evidence = EncryptedJSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="identification_by_person")]

    def __str__(self) -> str:
        return f"identification {self.uid}"


def rnokpp_index(rnokpp: str) -> str:
    """Return what finds a person by this number; an empty text for no number, or for a word that there is none."""
    return blind_index(rnokpp, kind="rnokpp") if rnokpp.isdecimal() else ""


def unzr_index(unzr: str) -> str:
    """Return what finds a person by their record in the demographic register; the dash in it may be left out."""
    digits = unzr.replace("-", "")
    return blind_index(digits, kind="unzr") if digits.isdecimal() else ""


def document_index(number: str, country: str = "") -> str:
    """Return what finds a person by the series and number of a passport, however it is spaced.

    `country` is the state that issued it, by ISO 3166-1 alpha-2; empty: Ukraine. States number alike.
    """
    plain = "".join(number.split()).upper()
    if not plain:
        return ""
    return blind_index(f"{country}\0{plain}" if country else plain, kind="document")


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def of(self, person: Person) -> "RepresentationQuerySet":
        """Keep those in which this person acts."""
        return self.filter(representative=person)

    def current(self, today: datetime.date) -> "RepresentationQuerySet":
        """Keep those by which one may act today; `until` is the last day."""
        return self.filter(Q(until=None) | Q(until__gte=today), ended_at=None)


class Representation(models.Model):
    """That a person acts for another: a parent for a child, by a power of attorney, an officer of a legal entity.

    What was declared is for the officer to check against the document in `ground`; what a certificate has proved says so.
    """

    class RepresentationKind(models.TextChoices):
        CHILD = "child", _("for a child")
        POWER = "power", _("by a power of attorney")
        ENTITY = "entity", _("for a legal entity")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    representative = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="representations")
    kind = models.CharField(max_length=6, choices=RepresentationKind)
    family_name = EncryptedTextField(blank=True)
    given_name = EncryptedTextField(blank=True)
    patronymic = EncryptedTextField(blank=True)
    born_on = EncryptedDateField(null=True, blank=True)
    rnokpp = EncryptedTextField(blank=True)
    unzr = EncryptedTextField(blank=True)
    document_number = EncryptedTextField(blank=True)
    organization = EncryptedTextField(blank=True)
    edrpou = EncryptedTextField(blank=True)
    # The document that gives the right: a certificate of birth, a power of attorney with its number, date and notary.
    ground = EncryptedTextField(blank=True)
    until = models.DateField(null=True, blank=True)
    is_proved = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="representation_kind_known", condition=Q(kind__in=["child", "power", "entity"])
            ),
            # Whom a legal entity has given a key to, its key says: nobody declares that.
            models.CheckConstraint(
                name="representation_of_an_entity_is_proved", condition=~Q(kind="entity") | Q(is_proved=True)
            ),
        ]

    def __str__(self) -> str:
        return f"representation {self.uid}"

    @property
    def name(self) -> str:
        """Return whom this is about: the person, or the legal entity."""
        person = PersonName(family=self.family_name, given=self.given_name, patronymic=self.patronymic)
        return self.organization or person.full

    def profile(self) -> dict[str, Any]:
        """Return what is known of whom this is about, by the names that a question's `prefill` uses."""
        known = {
            "family_name": self.family_name,
            "given_name": self.given_name,
            "patronymic": self.patronymic,
            "full_name": "" if self.organization else self.name,
            "born_on": self.born_on.isoformat() if self.born_on else "",
            "rnokpp": self.rnokpp,
            "unzr": self.unzr,
            "document_number": self.document_number,
            "organization": self.organization,
            "edrpou": self.edrpou,
        }
        return {name: value for name, value in known.items() if value}
