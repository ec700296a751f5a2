"""People with accounts (residents and staff), their identifications, and those they act for."""

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
    """The manager that Django and allauth create accounts with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing] # Wagtail locks cards by its own
    """A person with an account. Identifying data is encrypted; `rnokpp_index` finds a person by their taxpayer number."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # A person who signed in with BankID or a signature may have no e-mail.
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
    # The state that issued the document, by ISO 3166-1 alpha-2; empty means Ukraine.
    document_country = models.CharField(max_length=2, blank=True, editable=False)
    address = EncryptedJSONField(_("address"), default=dict, blank=True)
    # Fields that an identification has proved: {field: {"method": "bankid_nbu", "on": "2026-11-26"}}. Nobody edits them by hand.
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
        """The name of this person in the audit."""
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
        """Return the name for lists and for residents who read about staff: «Коваль О. П.»."""
        return self.person_name.short or self.email or ""

    def profile(self) -> dict[str, Any]:
        """Return the known fields under the names that a question's `prefill` uses, without the empty ones."""
        fields = {
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
        return {name: value for name, value in fields.items() if value}


class Identification(models.Model):
    """One act of proving an identity: the method, the level of assurance, the evidence. A row never changes.

    `claims` holds what the provider said of the person; `evidence` shows where it came from: ids of the session at the provider,
    the certificate that signed. Both are encrypted.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifications")
    # `provider` is the code of the provider, `method` the kind of method.
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
    """Return the index by which a taxpayer number is found; empty where there is no number, or a word says so."""
    return blind_index(rnokpp, kind="rnokpp") if rnokpp.isdecimal() else ""


def unzr_index(unzr: str) -> str:
    """Return the index by which a record number of the demographic register is found; its dash may be left out."""
    digits = unzr.replace("-", "")
    return blind_index(digits, kind="unzr") if digits.isdecimal() else ""


def document_index(number: str, country: str = "") -> str:
    """Return the index by which the series and number of a passport are found, however they are spaced.

    `country` is the state that issued it, by ISO 3166-1 alpha-2; empty means Ukraine. Passports of two states can share a number.
    """
    plain = "".join(number.split()).upper()
    if not plain:
        return ""
    return blind_index(f"{country}\0{plain}" if country else plain, kind="document")


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def of(self, person: Person) -> "RepresentationQuerySet":
        """Keep those in which this person is the representative."""
        return self.filter(representative=person)

    def current(self, today: datetime.date) -> "RepresentationQuerySet":
        """Keep those that are in force today; `until` is the last day."""
        return self.filter(Q(until=None) | Q(until__gte=today), ended_at=None)


class Representation(models.Model):
    """The right of a person to act for another: as a parent, by a power of attorney, as an officer of a legal entity.

    An officer checks a declared one against the document in `ground`; `is_proved` marks one that a certificate has proved.
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
    # The document that gives the right: a birth certificate, or a power of attorney with its number, date and notary.
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
            # The certificate of a key says that its holder acts for a legal entity: nobody declares that.
            models.CheckConstraint(
                name="representation_of_an_entity_is_proved", condition=~Q(kind="entity") | Q(is_proved=True)
            ),
        ]

    def __str__(self) -> str:
        return f"representation {self.uid}"

    @property
    def name(self) -> str:
        """The name of the represented person or legal entity."""
        person = PersonName(family=self.family_name, given=self.given_name, patronymic=self.patronymic)
        return self.organization or person.full

    def profile(self) -> dict[str, Any]:
        """Return the known fields of the represented, under the names that a question's `prefill` uses."""
        fields = {
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
        return {name: value for name, value in fields.items() if value}
