"""Adapters of allauth: registration, redirects, letters, encryption of secrets."""

import io
import logging
import time
from typing import Any
from urllib.parse import urlencode

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.applications.access import posts_of
from vikno.audit.operations import record as record_audit
from vikno.centres.queries import main_centre
from vikno.kernel import crypto
from vikno.notifications.channels.email import sender_address
from vikno.people.models import Person

logger = logging.getLogger(__name__)

NAME_FIELDS = ("family_name", "given_name", "patronymic")
SECRET_CONTEXT = "mfa.authenticator"  # noqa: S105 - the name of a column, not a secret


def works_with_cases(person: Person) -> bool:
    return person.is_auditor or bool(posts_of(person))


def is_editor(person: Person) -> bool:
    return person.has_perm("wagtailadmin.access_admin")


def is_staff(person: Person) -> bool:
    """Return whether this account opens more than its owner's own data."""
    return works_with_cases(person) or is_editor(person)


def start_page(person: Person) -> str:
    """Return the page to open after a sign-in that was not on the way to another page."""
    if works_with_cases(person):
        return reverse("workspace:cases")
    return reverse("wagtailadmin_home" if is_editor(person) else "cabinet:home")


def has_second_factor(person: Person) -> bool:
    factors = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
    return bool(Authenticator.objects.filter(user=person, type__in=factors).exists())


def letterhead() -> str:
    centre = main_centre()
    return centre.name if centre else settings.WAGTAIL_SITE_NAME


class AccountAdapter(DefaultAccountAdapter):
    """Registration, sign-in and letters."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account is closed."),
        "duplicate_email": gettext_lazy("This is your address already."),
        "email_password_mismatch": gettext_lazy(
            "The e-mail and the password do not go together. Check both, or set a new password."
        ),
        "enter_current_password": gettext_lazy("This is not the present password."),
        "incorrect_code": gettext_lazy("This code does not fit. Wait for the next one and type that."),
        "incorrect_password": gettext_lazy("This is not your password. Check the keyboard layout."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait 5 minutes and try again."),
        "rate_limited": gettext_lazy("Too many tries. Wait a few minutes."),
    }

    def save_user(self, request: HttpRequest, user: Person, form: forms.Form, commit: bool = True) -> Person:
        """Save the names, and the language of the registration as the language of letters."""
        for name in NAME_FIELDS:
            setattr(user, name, form.cleaned_data[name])
        user.language = translation.get_language() or settings.LANGUAGE_CODE
        registered: Person = super().save_user(request, user, form, commit)
        return registered

    def send_account_already_exists_mail(self, email: str) -> None:
        """Hash a password as for a new address, so that the response time does not reveal that the account exists."""
        make_password("a password of nobody")
        super().send_account_already_exists_mail(email)

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in until the browser is closed: many residents use somebody else's computer."""
        super().login(request, user)
        request.session.set_expiry(0)

    def post_login(self, request: HttpRequest, user: Person, **login: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **login)
        if is_staff(user) and not has_second_factor(user):
            warning = _(
                "Your account opens other people’s data. Protect it with a passkey: see «Sign-in and security»."
            )
            messages.warning(request, warning)
        elif login["signup"]:
            advice = _("Next time you can sign in without a password: add a passkey under «Sign-in and security».")
            messages.info(request, advice)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return start_page(request.user)  # type: ignore[arg-type]  # allauth asks when somebody has signed in

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("cabinet:security")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether a change in security needs another proof; a recent sign-in is proof enough."""
        records = get_authentication_records(self.request, self.request.user)
        is_fresh = bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not is_fresh and bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("By the password"),
            "mfa_reauthenticate": _("By a code"),
            "mfa_reauthenticate:webauthn": _("By the passkey"),
        }
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": words[way["id"]]} for way in ways]

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the link of the letter, with the page the person was going to: another browser may open the link."""
        url = super().get_email_confirmation_url(request, emailconfirmation)
        onward = get_next_redirect_url(request)
        return f"{url}?{urlencode({'next': onward})}" if onward else str(url)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Return the page for a link that signs nobody in: opened in another browser, or by a person already signed in."""
        if self.request.user.is_authenticated:
            return reverse("cabinet:security")
        onward = self.request.POST.get("onward", "")
        query = f"?{urlencode({'next': onward})}" if onward and self.is_safe_url(onward) else ""
        return f"{reverse('account_login')}{query}"

    def get_from_email(self) -> str:
        return sender_address(letterhead())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter in the language of the person, or in the language of the page to somebody without an account.

        If the mail server does not accept the letter, the page is still shown and a message says what to do.
        """
        person = context.get("user") or Person.objects.filter(email=email.lower()).first()
        language = person.language if person else translation.get_language()
        addresses = {
            "home_url": self.request.build_absolute_uri(reverse("content:home")),
            "login_url": self.request.build_absolute_uri(reverse("account_login")),
            "password_reset_url": self.request.build_absolute_uri(reverse("account_reset_password")),
        }
        full = {**addresses, **context, "letterhead": letterhead()}
        # Before the language changes: an address is resolved in the active language only.
        translated = {
            name: translate_url(value, language) if name.endswith("_url") else value for name, value in full.items()
        }
        try:
            with translation.override(language):
                super().send_mail(template_prefix, email, translated)
        except OSError:
            logger.exception("sending the letter %s", template_prefix)
            with translation.override(self.request.LANGUAGE_CODE):
                messages.warning(
                    self.request,
                    _("The letter could not be sent just now. Try again in a few minutes: we will write once more."),
                )

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """Render a letter with the header that asks mail programs for no automatic answer."""
        letter: EmailMessage = super().render_mail(
            template_prefix, email, context, {**(headers or {}), "Auto-Submitted": "auto-generated"}
        )
        return letter

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Notify the person of a change in how they sign in, and record the change in the audit."""
        change = template_prefix.rpartition("/")[2]
        record_audit(actor=user.ref, action=f"account.{change}", subject=user.ref, at=timezone.now())
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)


class MfaAdapter(DefaultMFAAdapter):
    """The second factor: its secrets are encrypted, its QR code has a light background of its own."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code does not fit. Wait for the next one and type that."),
    }

    def encrypt(self, text: str) -> str:
        return crypto.encrypt_text(text, context=SECRET_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt_text(encrypted_text, context=SECRET_CONTEXT)

    def build_totp_svg(self, url: str) -> str:
        picture = io.BytesIO()
        segno.make(url).save(picture, kind="svg", scale=5, border=4, light="white")
        return picture.getvalue().decode()

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}
