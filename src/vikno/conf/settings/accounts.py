"""Accounts: registration by e-mail; passkeys and one-time codes as the second factor; identification."""

from vikno.conf import env
from vikno.conf.settings.base import DEBUG, DEMO

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cabinet:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "content:home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = lambda person: person.get_full_name()  # noqa: E731 - what a device shows beside a passkey
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "vikno.cabinet.account.forms.SignUpForm",
    "login": "vikno.cabinet.account.forms.SignInForm",
    "add_email": "vikno.cabinet.account.forms.NewEmailForm",
    "change_password": "vikno.cabinet.account.forms.ChangePasswordForm",
    "set_password": "vikno.cabinet.account.forms.SetPasswordForm",
    "reset_password": "vikno.cabinet.account.forms.PasswordResetRequestForm",
    "reset_password_from_key": "vikno.cabinet.account.forms.ResetPasswordForm",
    "reauthenticate": "vikno.cabinet.account.forms.PasswordReauthenticationForm",
}
# One confirmed address; a new one takes its place when it is confirmed too.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGIN_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "vikno.cabinet.account.adapters.AccountAdapter"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "vikno.cabinet.account.adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": "vikno.cabinet.account.forms.SecondFactorForm",
    "reauthenticate": "vikno.cabinet.account.forms.SecondFactorReauthenticationForm",
    "activate_totp": "vikno.cabinet.account.forms.TotpActivationForm",
    "add_webauthn": "vikno.cabinet.account.forms.AddPasskeyForm",
    "edit_webauthn": "vikno.cabinet.account.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody signs in with an address that is not confirmed, so one that waits for confirmation must not block the rest.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Вікно"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
# A session is noted when it begins: noting each use would be a write on every page.
USERSESSIONS_TRACK_ACTIVITY = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# How long a provider of identification may be silent while somebody waits (seconds).
IDENTITY_PATIENCE = env.number("IDENTITY_PATIENCE", 10)
