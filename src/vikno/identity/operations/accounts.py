"""Resolution of an assertion to an account, links of accounts to providers, and conflicts.

Two identities are one person only if they come from the same signed-in session, or have the same РНОКПП or УНЗР or, without
these, the same document: never by an e-mail address or a name. A number that an account only declares proves nothing.
"""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.identity.assertion import IdentityAssertion
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import Conflict, IdentityLink, Provider
from vikno.kernel.crypto import blind_index
from vikno.kernel.errors import Refused
from vikno.people import operations as people
from vikno.people.models import Person

SUFFICIENT_LEVEL = AssuranceLevel.SUBSTANTIAL
_FIELDS = {"rnokpp_index": "rnokpp", "unzr_index": "unzr", "document_index": "document_number"}


class LastSignInMethod(Refused):
    """Without this provider nobody could sign in to the account any more."""


class ConflictAlreadySettled(Refused):
    """A colleague has settled the conflict meanwhile."""


@dataclass(frozen=True, kw_only=True)
class ResolvedAccount:
    """The account of an identified person; `is_new` if it was created now."""

    person: Person
    is_new: bool


def resolve_account(
    *, assertion: IdentityAssertion, provider: Provider, language: str, at: datetime.datetime
) -> ResolvedAccount:
    """Return the account of the identified person, or create it at the first sign-in. Raises `IdentificationFailed`."""
    try:
        return _resolve(assertion, provider, language, at)
    except (IntegrityError, people.PersonNumberTaken):
        # Another tab has created the account meanwhile.
        return _resolve(assertion, provider, language, at)


def _resolve(assertion: IdentityAssertion, provider: Provider, language: str, at: datetime.datetime) -> ResolvedAccount:
    link = (
        IdentityLink.objects.filter(provider=provider, subject_index=subject_index(assertion))
        .select_related("person")
        .first()
    )
    person = link.person if link else _account_by_number(assertion, provider, at)
    if person is not None:
        # A weak assertion may not match only by a number that was proved at a higher level.
        is_by_number = not assertion.subject and _is_proved(person, assertion)
        if is_by_number and not assertion.level.reaches(SUFFICIENT_LEVEL):
            raise IdentificationFailed(IdentityFailureReason.WEAK, detail="known number")
        # No number may belong to another account; only a document may be declared twice.
        numbers = {name: value for name, value in assertion.indexes.items() if name != "document_index"}
        holders = [Person.objects.filter(**{name: value}) for name, value in numbers.items()]
        if any(rows.exclude(pk=person.pk).exists() for rows in holders):
            _refuse(
                Conflict.ConflictReason.TWO_ACCOUNTS,
                IdentityFailureReason.OTHER_PERSON,
                person,
                assertion,
                provider,
                at,
            )
        _require_same_numbers(person, assertion, provider, at)
    elif not provider.for_residents:
        raise IdentificationFailed(IdentityFailureReason.NO_ACCOUNT)
    with transaction.atomic():
        is_new = person is None
        person = person or people.create_person(language=language, at=at)
        _record_identification(person, assertion, provider, at)
        person.refresh_from_db()
    return ResolvedAccount(person=person, is_new=is_new)


def link_identity(*, assertion: IdentityAssertion, provider: Provider, person: Person, at: datetime.datetime) -> None:
    """Link a provider to the account of the signed-in person. Raises `IdentificationFailed`; then nothing has changed."""
    person = Person.objects.get(pk=person.pk)
    link = (
        IdentityLink.objects.filter(provider=provider, subject_index=subject_index(assertion))
        .exclude(person=person)
        .first()
    )
    others = _holders(assertion).exclude(pk=person.pk)
    if link or any(_is_proved(other, assertion) for other in others):
        _refuse(
            Conflict.ConflictReason.TWO_ACCOUNTS, IdentityFailureReason.OTHER_PERSON, person, assertion, provider, at
        )
    if others.exists():
        _refuse(Conflict.ConflictReason.DECLARED, IdentityFailureReason.OTHER_PERSON, person, assertion, provider, at)
    _require_same_numbers(person, assertion, provider, at)
    with transaction.atomic():
        _record_identification(person, assertion, provider, at)


@transaction.atomic
def unlink_identity(*, link: IdentityLink, has_other_ways: bool, at: datetime.datetime) -> None:
    """Remove a provider from the account. Raises `LastSignInMethod`."""
    person = link.person
    others = IdentityLink.objects.filter(person=person, provider__is_enabled=True).exclude(pk=link.pk)
    if not has_other_ways and not others.exists():
        raise LastSignInMethod
    record_audit(
        actor=person.ref, action="way.parted", subject=person.ref, at=at, detail={"provider": link.provider.code}
    )
    link.delete()


@transaction.atomic
def settle_conflict(*, conflict: Conflict, by: Person, finding: str, note: str, at: datetime.datetime) -> None:
    """Record a colleague's finding on a conflict. It links nothing, and the first finding stays.

    The audit records the finding; the note may name people, so it is only stored encrypted. Raises `ConflictAlreadySettled`.
    """
    conflict = Conflict.objects.select_for_update(of=["self"]).get(pk=conflict.pk)
    if conflict.settled_at is not None:
        raise ConflictAlreadySettled(_("A colleague has looked at this meanwhile. Their word stands."))
    conflict.settled_at, conflict.settled_by, conflict.finding, conflict.note = at, by, finding, note
    conflict.save(update_fields=["settled_at", "settled_by", "finding", "note"])
    detail = {"finding": str(Conflict.ConflictFinding(finding).value)}
    record_audit(actor=by.ref, action="conflict.settled", subject=str(conflict), at=at, detail=detail)


def subject_index(assertion: IdentityAssertion) -> str:
    """Return the index of the person at this provider: by the provider's id, or else by the strongest number."""
    subject = assertion.subject or next(iter(assertion.indexes.values()), "") or assertion.birth_number
    return blind_index(f"{assertion.provider}\0{subject}", kind="subject")


def _holders(assertion: IdentityAssertion) -> QuerySet[Person]:
    condition = Q(pk=None)
    for column, value in assertion.indexes.items():
        condition |= Q(**{column: value})
    return Person.objects.filter(condition)


def _account_by_number(assertion: IdentityAssertion, provider: Provider, at: datetime.datetime) -> Person | None:
    """Return the account with the same proved number, or None. Raises `IdentificationFailed` if there is no single one."""
    holders = list(_holders(assertion))
    if not holders:
        return None
    if not assertion.level.reaches(SUFFICIENT_LEVEL):
        raise IdentificationFailed(IdentityFailureReason.WEAK, detail="known number")
    proved = [holder for holder in holders if _is_proved(holder, assertion)]
    if len(proved) == 1:
        return proved[0]
    reason = Conflict.ConflictReason.TWO_ACCOUNTS if proved else Conflict.ConflictReason.DECLARED
    _refuse(reason, IdentityFailureReason.SIGN_IN_FIRST, (proved or holders)[0], assertion, provider, at)
    raise AssertionError("refused above")


def _is_proved(person: Person, assertion: IdentityAssertion) -> bool:
    """Return whether a number of the assertion is proved for this account too."""
    return any(
        getattr(person, column) == value and _FIELDS[column] in person.proved
        for column, value in assertion.indexes.items()
    )


def _require_same_numbers(
    person: Person, assertion: IdentityAssertion, provider: Provider, at: datetime.datetime
) -> None:
    """Refuse an assertion whose number differs from the one proved for the account. Raises `IdentificationFailed`."""
    for column, value in assertion.indexes.items():
        field = _FIELDS[column]
        if field in person.proved and field != "document_number" and getattr(person, column) != value:
            _refuse(
                Conflict.ConflictReason.OTHER_PERSON,
                IdentityFailureReason.OTHER_PERSON,
                person,
                assertion,
                provider,
                at,
            )


def _refuse(
    conflict_reason: str,
    failure_reason: IdentityFailureReason,
    person: Person,
    assertion: IdentityAssertion,
    provider: Provider,
    at: datetime.datetime,
) -> None:
    """Record a conflict for review, and raise `IdentificationFailed`. The conflict stays although nothing else changes."""
    Conflict.objects.create(provider=provider, person=person, reason=conflict_reason, claims=assertion.claims(), at=at)
    detail = {"provider": provider.code, "reason": str(conflict_reason)}
    record_audit(actor="identity", action="identification.refused", subject=person.ref, at=at, detail=detail)
    raise IdentificationFailed(failure_reason, detail=str(conflict_reason))


def _record_identification(
    person: Person, assertion: IdentityAssertion, provider: Provider, at: datetime.datetime
) -> None:
    is_sufficient = assertion.level.reaches(SUFFICIENT_LEVEL)
    people.add_identification(
        person=person,
        provider=provider.code,
        method=assertion.method,
        level=assertion.level,
        proved_fields=assertion.verified_claims() if is_sufficient else {},
        claimed_fields=assertion.unverified_claims()
        if is_sufficient
        else {**assertion.verified_claims(), **assertion.unverified_claims()},
        claims=assertion.claims(),
        evidence=assertion.evidence,
        document_country=assertion.document_country,
        at=at,
    )
    IdentityLink.objects.update_or_create(
        provider=provider,
        subject_index=subject_index(assertion),
        defaults={"last_at": at},
        create_defaults={"person": person, "joined_at": at, "last_at": at},
    )
    if assertion.edrpou and is_sufficient:
        name = assertion.organization or assertion.edrpou
        people.record_entity_representation(person=person, organization=name, edrpou=assertion.edrpou, at=at)
