"""Identity providers, identification attempts, links of accounts to providers, and conflicts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vikno.identity.levels import LEVEL_CHOICES, AssuranceLevel, parse_level
from vikno.kernel.crypto import blind_index
from vikno.kernel.fields import EncryptedJSONField, EncryptedTextField
from vikno.people.models import Person


class ProviderKind(models.TextChoices):
    """The protocol of a provider."""

    BANKID_NBU = "bankid_nbu", _("BankID NBU")
    ID_GOV_UA = "id_gov_ua", _("id.gov.ua")
    KEP = "kep", _("Qualified electronic signature")
    DIIA = "diia", _("Diia.Signature")
    OIDC = "oidc", _("OpenID Connect")


class Provider(models.Model):
    """A configured identity provider. Its secrets are encrypted."""

    code = models.SlugField(_("name in the address"), max_length=40, unique=True)
    kind = models.CharField(_("protocol"), max_length=12, choices=ProviderKind)
    title = models.CharField(_("title on the button"), max_length=80)
    titles = models.JSONField(_("titles in other languages"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_enabled = models.BooleanField(_("is offered"), default=False)
    for_residents = models.BooleanField(_("for residents"), default=True)
    for_staff = models.BooleanField(_("for staff: signs in only who has an account and is joined"), default=False)
    # The issuer for OpenID, the host for other protocols.
    address = models.URLField(_("address"), blank=True)
    client_id = models.CharField(_("client id"), max_length=200, blank=True)
    client_secret = EncryptedTextField(_("client secret"), blank=True)
    # PKCS#12 in base64: decrypts envelopes for the portal.
    keys = EncryptedTextField(_("keys (PKCS#12 in base64)"), blank=True)
    keys_password = EncryptedTextField(_("password of the keys"), blank=True)
    anchors = models.TextField(_("trusted certificates (PEM)"), blank=True)
    # Options of the protocol: scopes, acr_values, auth_type, certificate holders of banks …: see docs/integrate.md.
    options = models.JSONField(_("options"), default=dict, blank=True)
    default_level = models.CharField(
        _("level of assurance"), max_length=12, choices=LEVEL_CHOICES, default=AssuranceLevel.SUBSTANTIAL
    )
    # {the provider's value: assurance level}
    levels = models.JSONField(
        _("levels by the provider’s own word"),
        default=dict,
        blank=True,
        help_text=_(
            'For example {"loa3": "substantial"}; for BankID by the bank: {"memberId": "high"}. Once it is filled in, '
            "a word or a bank that is not in it proves nothing."
        ),
    )

    class Meta:
        verbose_name = _("way to identify oneself")
        verbose_name_plural = _("ways to identify oneself")
        constraints = [
            models.CheckConstraint(name="provider_kind_known", condition=Q(kind__in=ProviderKind.values)),
            models.CheckConstraint(
                name="provider_level_known", condition=Q(default_level__in=[level.value for level in AssuranceLevel])
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def display_name(self) -> str:
        """Return the title in the language of the reader."""
        return str(self.titles.get(get_language() or settings.LANGUAGE_CODE, self.title))

    def highest_level(self) -> AssuranceLevel:
        """Return the highest level that this provider can give."""
        return max(
            (parse_level(name) for name in (self.default_level, *self.levels.values())), key=list(AssuranceLevel).index
        )

    def option(self, name: str, default: str = "") -> str:
        return str(self.options.get(name, default))


class AttemptPurpose(models.TextChoices):
    """The purpose of an identification attempt."""

    SIGN_IN = "sign_in", _("to sign in")
    JOIN = "join", _("to join a way to an account")


class IdentificationAttempt(models.Model):
    """An identification attempt, bound to a browser session; it can be completed once, within ten minutes.

    Only the digest of the state is stored, so reading the database does not let anybody complete another person's attempt.
    """

    state_digest = models.CharField(max_length=32, unique=True)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="attempts")
    purpose = models.CharField(max_length=8, choices=AttemptPurpose)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    browser_digest = models.CharField(max_length=32)
    # Data of the protocol: nonce, PKCE verifier, the exact text of a challenge.
    secrets = EncryptedJSONField(default=dict)
    next_page = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_attempt"
        indexes = [models.Index(fields=["started_at"], name="attempt_by_time")]
        constraints = [
            models.CheckConstraint(name="attempt_purpose_known", condition=Q(purpose__in=AttemptPurpose.values))
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk} by {self.provider_id}"


def digest_state(state: str) -> str:
    """Return the digest that identifies an attempt by its state."""
    return blind_index(state, kind="attempt")


class IdentityLink(models.Model):
    """A link between an account and a person's identity at a provider. The provider's id is stored as a keyed digest."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="links")
    subject_index = models.CharField(max_length=32)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    joined_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "identity_link"
        constraints = [
            models.UniqueConstraint(name="link_one_person_per_subject", fields=["provider", "subject_index"])
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class Conflict(models.Model):
    """A contradiction between an identification and an account; a colleague reviews it, and nothing is linked."""

    class ConflictReason(models.TextChoices):
        OTHER_PERSON = "other_person", _("the method names another person than the account")
        DECLARED = "declared", _("somebody else’s account declares this number without proof")
        TWO_ACCOUNTS = "two_accounts", _("the numbers belong to two accounts")

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="conflicts")
    reason = models.CharField(max_length=12, choices=ConflictReason)

    class ConflictFinding(models.TextChoices):
        """The finding of the review."""

        ONE_PERSON = "one_person", _("it is one person: they were told how to put it right")
        TWO_PEOPLE = "two_people", _("these are two people: nothing is to be joined")
        MISUSE = "misuse", _("somebody uses data that are not theirs")

    claims = EncryptedJSONField(default=dict)
    at = models.DateTimeField()
    finding = models.CharField(max_length=10, choices=ConflictFinding, blank=True)
    note = EncryptedTextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("identification that contradicts an account")
        verbose_name_plural = _("identifications that contradict accounts")
        constraints = [
            models.CheckConstraint(
                name="conflict_reason_known", condition=Q(reason__in=["other_person", "declared", "two_accounts"])
            ),
            models.CheckConstraint(
                name="conflict_finding_known", condition=Q(finding__in=["", "one_person", "two_people", "misuse"])
            ),
        ]

    def __str__(self) -> str:
        return f"conflict {self.pk}"
