"""Forms of accounts, which are allauth's with our labels, and the profile, which is made of e-form questions."""

import datetime
from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.eforms.definition import Question, QuestionKind
from vikno.eforms.posted_answers import PostedData, read_answers
from vikno.eforms.validation import CheckedAnswers, check_answer
from vikno.people.models import Person

NAME_MAX_LENGTH = 120
PASSWORD_RULES = gettext_lazy(
    "At least 10 characters, not a common password and not like your e-mail. A few words in a row do well."
)


def _in_our_words(form: forms.Form, **labels: str) -> None:
    """Set our labels and remove the placeholders of allauth."""
    for name, field in form.fields.items():
        field.label = labels.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)


def _ask_password_once(form: forms.Form, label: str) -> None:
    """Ask for a new password in one field: the password can be shown, so nobody needs to type it twice."""
    form.fields.pop("password2", None)
    _in_our_words(form, password1=label)
    form.fields["password1"].help_text = PASSWORD_RULES


class PersonNameField(forms.CharField):
    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": autocomplete})
        super().__init__(max_length=NAME_MAX_LENGTH, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


class SignUpForm(account.SignupForm):
    field_order = ["email", "family_name", "given_name", "patronymic", "password1"]

    family_name = PersonNameField(autocomplete="family-name", label=gettext_lazy("Family name"))
    given_name = PersonNameField(autocomplete="given-name", label=gettext_lazy("Given name"))
    patronymic = PersonNameField(autocomplete="additional-name", label=gettext_lazy("Patronymic"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_password_once(self, _("Password"))
        _in_our_words(self, email=_("E-mail"))
        self.fields["email"].help_text = _("We will write to it what becomes of your applications.")


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, login=_("E-mail"), password=_("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""


class NewEmailForm(account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, email=_("New e-mail"))


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_password_once(self, _("New password"))
        _in_our_words(self, oldpassword=_("Present password"))
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_password_once(self, _("New password"))


class PasswordResetRequestForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, email=_("E-mail"))


class ResetPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_password_once(self, _("New password"))


class PasswordReauthenticationForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, password=_("Password"))
        self.fields["password"].help_text = ""


def _ask_code(form: forms.Form, label: str, hint: str) -> None:
    _in_our_words(form, code=label)
    form.fields["code"].widget.attrs["inputmode"] = "numeric"
    form.fields["code"].help_text = hint


class SecondFactorForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, _("Code"), _("6 digits from the app, or one of your recovery codes."))


class SecondFactorReauthenticationForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, _("Code"), _("6 digits from the app, or one of your recovery codes."))


class TotpActivationForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, _("Code from the app"), _("6 digits. A new code comes every 30 seconds."))


class AddPasskeyForm(AddWebAuthnForm):
    """A form to add a passkey. A passkey signs in by itself, so the device must always verify its owner."""

    passwordless = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, name=_("Name of the passkey"))
        self.fields["name"].max_length = NAME_MAX_LENGTH
        self.fields["name"].help_text = _("So that you know it in the list, for example «Phone».")

    def clean(self) -> dict[str, Any]:
        if self.errors.pop("credential", None):
            self.add_error(None, _("The device gave no passkey. Try once more."))
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def clean_passwordless(self) -> bool:
        return True


class RenamePasskeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, name=_("Name of the passkey"))


def unproved_questions(person: Person) -> tuple[Question, ...]:
    """Return the questions of the profile without those whose answers an identification has proved."""
    return tuple(question for question in profile_questions() if question.key not in person.proved)


def profile_questions() -> tuple[Question, ...]:
    """Return the questions of the profile. The keys are fields of a person; e-forms are prefilled with the answers."""
    return (
        Question(key="family_name", kind=QuestionKind.TEXT, label=_("Family name"), most=NAME_MAX_LENGTH),
        Question(key="given_name", kind=QuestionKind.TEXT, label=_("Given name"), most=NAME_MAX_LENGTH),
        Question(key="patronymic", kind=QuestionKind.TEXT, label=_("Patronymic"), required=False, most=NAME_MAX_LENGTH),
        Question(key="born_on", kind=QuestionKind.DATE, label=_("Date of birth"), required=False, most="today"),
        Question(key="phone", kind=QuestionKind.PHONE, label=_("Phone"), required=False),
        Question(key="rnokpp", kind=QuestionKind.RNOKPP, label=_("Taxpayer number (РНОКПП)"), required=False),
        Question(
            key="unzr",
            kind=QuestionKind.UNZR,
            label=_("Record number in the demographic register (УНЗР)"),
            hint=_("It stands on an ID card."),
            required=False,
        ),
        Question(
            key="document_number",
            kind=QuestionKind.DOCUMENT,
            label=_("Number of the passport or ID card"),
            required=False,
        ),
        Question(key="address", kind=QuestionKind.ADDRESS, label=_("Address where you live"), required=False),
    )


def check_profile(person: Person, sent: PostedData, *, today: datetime.date) -> CheckedAnswers:
    return check_answers(unproved_questions(person), sent, today=today)


def check_answers(questions: tuple[Question, ...], sent: PostedData, *, today: datetime.date) -> CheckedAnswers:
    """Check posted answers by the rules of the e-forms. An answer with a problem stays as it was typed."""
    typed = read_answers(questions, sent)
    checked = CheckedAnswers()
    for question in questions:
        checked.answers[question.key], problems = check_answer(question, typed.get(question.key), today=today)
        checked.problems.extend(problems)
    return checked


def person_fields(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return checked answers as values of a person's fields."""
    fields = {key: value or "" for key, value in answers.items()}
    if "born_on" in fields:
        fields["born_on"] = datetime.date.fromisoformat(fields["born_on"]) if fields["born_on"] else None
    fields["address"] = fields["address"] or {}
    return fields


def profile_answers(person: Person) -> dict[str, Any]:
    """Return the person's data as answers to the questions of the profile."""
    known = person.profile()
    return {question.key: known[question.key] for question in profile_questions() if question.key in known}
