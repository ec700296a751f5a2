"""Operations on accounts beyond those of allauth: profile, identification, representation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.kernel.errors import Refused
from vikno.people.models import Identification, Person, Representation, document_index, rnokpp_index, unzr_index

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


INDEX_FIELDS = ("rnokpp_index", "unzr_index", "document_index")


class PersonNumberTaken(Refused):
    """Another account has this taxpayer number, or this record number of the demographic register."""


@transaction.atomic
def update_profile(*, person: Person, changes: Mapping[str, Any], at: datetime) -> Person:
    """Update profile fields. Raises `PersonNumberTaken`, and then changes nothing."""
    person = Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    # A proved field does not change, whatever a page sends.
    open_fields = (name for name in PROFILE_FIELDS if name in changes and name not in person.proved)
    changed = [name for name in open_fields if getattr(person, name) != changes[name]]
    for name in changed:
        setattr(person, name, changes[name])
    if "document_number" in changed:
        # Pages ask for documents of Ukraine.
        person.document_country = ""
    _index(person)
    person.save(update_fields=[*changed, "document_country", *INDEX_FIELDS])
    if changed:
        record_audit(actor=person.ref, action="profile.changed", subject=person.ref, at=at, detail={"fields": changed})
    return person


def _index(person: Person) -> None:
    """Set the indexes by which the numbers of this person are found. Raises `PersonNumberTaken`."""
    person.rnokpp_index = rnokpp_index(person.rnokpp)
    person.unzr_index = unzr_index(person.unzr)
    person.document_index = document_index(person.document_number, person.document_country)
    others = Person.objects.exclude(pk=person.pk)
    taken = person.rnokpp_index and others.filter(rnokpp_index=person.rnokpp_index).exists()
    if taken or (person.unzr_index and others.filter(unzr_index=person.unzr_index).exists()):
        raise PersonNumberTaken(_("Another account already has this number. Call the centre, and we will sort it out."))


@transaction.atomic
def create_person(*, language: str, at: datetime) -> Person:
    """Create an account without e-mail and password: its owner signs in by identification."""
    person = Person(language=language, joined_at=at)
    person.set_unusable_password()
    person.save(force_insert=True)
    return person


@transaction.atomic
def add_identification(
    *,
    person: Person,
    provider: str,
    method: str,
    level: str,
    proved_fields: Mapping[str, Any],
    claimed_fields: Mapping[str, Any],
    claims: Mapping[str, Any],
    evidence: Mapping[str, Any],
    at: datetime,
    document_country: str = "",
) -> Identification:
    """Store an act of identification and update the profile from it.

    `proved_fields` replace those of the profile, and stay until another identification proves them anew; `claimed_fields` only
    fill in empty ones. `document_country` belongs to the document among them. Raises `PersonNumberTaken`, and then changes
    nothing.
    """
    person = Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    fresh = {name: value for name, value in proved_fields.items() if value}
    filled = {
        name: value
        for name, value in claimed_fields.items()
        if value and not getattr(person, name) and name not in fresh
    }
    for name, value in {**fresh, **filled}.items():
        setattr(person, name, value)
    if "document_number" in {**fresh, **filled}:
        person.document_country = document_country
    mark = {"method": method, "on": at.date().isoformat()}
    person.proved = {**person.proved, **dict.fromkeys(fresh, mark)}
    _index(person)
    person.save(update_fields=[*fresh, *filled, "document_country", "proved", *INDEX_FIELDS])
    identification = Identification.objects.create(
        person=person,
        provider=provider,
        method=method,
        level=level,
        claims=dict(claims),
        evidence=dict(evidence),
        at=at,
    )
    detail = {"provider": provider, "level": level, "fields": sorted(fresh)}
    record_audit(actor=person.ref, action="person.identified", subject=person.ref, at=at, detail=detail)
    return identification


def set_language(*, person: Person, language: str) -> None:
    """Store the language of letters to this person."""
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])


class RepresentedPersonOfAge(Refused):
    """The represented person is of age: they act for themselves, or give a power of attorney."""


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
AGE_OF_MAJORITY = 18


@transaction.atomic
def declare_representation(*, person: Person, kind: str, details: Mapping[str, Any], at: datetime) -> Representation:
    """Store what a person declares: to act for a child, or by a power of attorney. Raises `RepresentedPersonOfAge`."""
    born_on = details.get("born_on")
    if kind == Representation.RepresentationKind.CHILD and born_on:
        had_birthday = (at.month, at.day) >= (born_on.month, born_on.day)
        age = at.year - born_on.year - (0 if had_birthday else 1)
        if age >= AGE_OF_MAJORITY:
            raise RepresentedPersonOfAge(_("Whoever is 18 acts for themselves, or gives you a power of attorney."))
    representation = Representation.objects.create(
        representative=person,
        kind=kind,
        until=details.get("until"),
        added_at=at,
        **{name: details[name] for name in REPRESENTED_FIELDS if name in details},
    )
    record_audit(
        actor=person.ref, action="representation.declared", subject=str(representation), at=at, detail={"kind": kind}
    )
    return representation


@transaction.atomic
def record_entity_representation(*, person: Person, organization: str, edrpou: str, at: datetime) -> Representation:
    """Store that a person acts for a legal entity, as their certificate proves; a repeated call returns the known row."""
    entity = Representation.RepresentationKind.ENTITY
    for current in Representation.objects.of(person).filter(kind=entity, ended_at=None):
        if current.edrpou == edrpou:
            return current
    representation = Representation.objects.create(
        representative=person, kind=entity, organization=organization, edrpou=edrpou, is_proved=True, added_at=at
    )
    record_audit(
        actor=person.ref, action="representation.proved", subject=str(representation), at=at, detail={"kind": entity}
    )
    return representation


@transaction.atomic
def end_representation(*, representation: Representation, at: datetime) -> None:
    """End a representation now. Applications that were sent by it stay as they are."""
    if representation.ended_at is None:
        representation.ended_at = at
        representation.save(update_fields=["ended_at"])
        actor = representation.representative.ref
        record_audit(actor=actor, action="representation.ended", subject=str(representation), at=at)
