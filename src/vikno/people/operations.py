"""What can be done to a person's account, beyond what allauth does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.kernel.errors import Refused
from vikno.people.models import Person, rnokpp_index

PROFILE_FIELDS = (
    "family_name",
    "given_name",
    "patronymic",
    "born_on",
    "phone",
    "rnokpp",
    "unzr",
    "document_number",
    "address",
)


class NumberTaken(Refused):
    """Another account already has this taxpayer number."""


@transaction.atomic
def update_profile(*, person: Person, changes: Mapping[str, Any], at: datetime) -> Person:
    """Write the given profile fields. Raises `NumberTaken`; then nothing has changed."""
    person = Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    changed = [name for name in PROFILE_FIELDS if name in changes and getattr(person, name) != changes[name]]
    for name in changed:
        setattr(person, name, changes[name])
    person.rnokpp_index = rnokpp_index(person.rnokpp)
    if person.rnokpp_index and Person.objects.filter(rnokpp_index=person.rnokpp_index).exclude(pk=person.pk).exists():
        raise NumberTaken(_("Another account already has this number. Call the centre, and we will sort it out."))
    person.save(update_fields=[*changed, "rnokpp_index"])
    if changed:
        record_audit(actor=person.ref, action="profile.changed", subject=person.ref, at=at, detail={"fields": changed})
    return person


def choose_language(*, person: Person, language: str) -> None:
    """Remember the language in which to write to this person."""
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])
