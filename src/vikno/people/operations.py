"""What can be done to a person's account, beyond what allauth does."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.kernel.errors import Refused
from vikno.people.models import Person, Representation, rnokpp_index

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


class NotAChild(Refused):
    """Somebody of age acts for themselves, or gives a power of attorney."""


REPRESENTED_FIELDS = (
    "family_name",
    "given_name",
    "patronymic",
    "born_on",
    "rnokpp",
    "unzr",
    "document_number",
    "ground",
)
OF_AGE = 18


@transaction.atomic
def represent(*, person: Person, kind: str, details: Mapping[str, Any], at: datetime) -> Representation:
    """Note that a person declares to act for a child or by a power of attorney. Raises `NotAChild`."""
    born_on = details.get("born_on")
    if kind == Representation.Kind.CHILD and born_on and _years_on(born_on, at.date()) >= OF_AGE:
        raise NotAChild(_("Whoever is 18 acts for themselves, or gives You a power of attorney."))
    made = Representation.objects.create(
        representative=person,
        kind=kind,
        until=details.get("until"),
        added_at=at,
        **{name: details[name] for name in REPRESENTED_FIELDS if name in details},
    )
    record_audit(actor=person.ref, action="representation.declared", subject=str(made), at=at, detail={"kind": kind})
    return made


@transaction.atomic
def represent_entity(*, person: Person, organization: str, edrpou: str, at: datetime) -> Representation:
    """Note that a certificate names a person as acting for a legal entity; the same one again is the one that is there."""
    for known in Representation.objects.of(person).filter(kind=Representation.Kind.ENTITY, ended_at=None):
        if known.edrpou == edrpou:
            return known
    entity = Representation.Kind.ENTITY
    made = Representation.objects.create(
        representative=person, kind=entity, organization=organization, edrpou=edrpou, is_proved=True, added_at=at
    )
    record_audit(actor=person.ref, action="representation.proved", subject=str(made), at=at, detail={"kind": entity})
    return made


@transaction.atomic
def end_representation(*, representation: Representation, at: datetime) -> None:
    """End it from now on; what was sent by it stays as it was."""
    if representation.ended_at is None:
        representation.ended_at = at
        representation.save(update_fields=["ended_at"])
        actor = representation.representative.ref
        record_audit(actor=actor, action="representation.ended", subject=str(representation), at=at)


def _years_on(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
