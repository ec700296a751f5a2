"""Accounts of the demo. Their passwords are public, so they exist in a demo only."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "verbivka-demo"  # noqa: S105 - public: it opens accounts of invented people only


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """An account of the demo: its email, its role, and actions worth trying."""

    email: str
    role: Promise
    tries: Promise


RESIDENT = "resident@example.com"
OFFICER = "officer@example.com"
DESK = "desk@example.com"
RECEPTION = "reception@example.com"
HEAD = "head@example.com"
EDITOR = "editor@example.com"
WRITER = "writer@example.com"
ADMINISTRATOR = "admin@example.com"

SIGN_INS = (
    SignIn(
        email=RESIDENT,
        role=_("Resident"),
        tries=_("Correct the returned application, finish the draft, take a result, apply for a service."),
    ),
    SignIn(
        email=OFFICER,
        role=_("Officer"),
        tries=_("Take a registered case, return one for correction, decide, hand over the result."),
    ),
    SignIn(
        email=DESK,
        role=_("Officer of a remote desk"),
        tries=_("See that a desk works with its own cases only."),
    ),
    SignIn(
        email=RECEPTION,
        role=_("Reception"),
        tries=_("Enter a paper application, register what has come in, print the inventory."),
    ),
    SignIn(
        email=HEAD,
        role=_("Head of the centre"),
        tries=_("Look at what is late, take over a colleague’s case, extend a term."),
    ),
    SignIn(
        email=EDITOR,
        role=_("Editor"),
        tries=_("Change a service card or the hours of a centre and publish it."),
    ),
    SignIn(
        email=WRITER,
        role=_("Writer"),
        tries=_("Write a news item and hand it in: the editor approves and publishes it."),
    ),
    SignIn(
        email=ADMINISTRATOR,
        role=_("Administrator"),
        tries=_("Go into the editors’ area with all rights."),
    ),
)
