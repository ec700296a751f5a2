"""A browser of an editor: requests to the form editor as the pages send them."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests import factories
from tests.eforms.sample_form import FORM
from vikno.editors.operations import grant_editor
from vikno.eforms import operations
from vikno.eforms.models import FormVersion


def address(name: str, *args: Any) -> str:
    return reverse(f"form_editor:{name}", args=args)


class EditorBrowser:
    """A browser in which an editor has signed in."""

    def __init__(self) -> None:
        self.person = factories.PersonFactory()
        grant_editor(person=self.person, actor="test", at=factories.NOON)
        UserProfile.objects.create(user=self.person, preferred_language="en")
        self.client = Client()
        self.client.force_login(self.person)

    def begins(self, definition=FORM) -> FormVersion:
        return operations.create(definition=definition, by=self.person, at=factories.NOON)

    def opens(self, name: str, *args: Any, **query: str):
        return self.client.get(address(name, *args), query)

    def sends(self, name: str, *args: Any, seen: int | None = None, query: str = "", **data: Any):
        """Post data with the current revision of the draft, or with that of an older page (`seen`)."""
        draft = FormVersion.objects.filter(status="draft").first()
        if seen is None and draft:
            seen = draft.revision
        return self.client.post(f"{address(name, *args)}{query}", {"seen": "" if seen is None else seen, **data})


def asks() -> Any:
    """Return the definition of the draft as it is now."""
    return FormVersion.objects.get(status="draft").eform
