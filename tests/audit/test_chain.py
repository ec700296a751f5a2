"""The chain of the audit: what is added holds together, and what was done to it shows."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from tests import factories
from tests.applications.test_races import at_once
from vikno.audit.models import AuditChainHead, AuditEntry, AuditNotErasable
from vikno.audit.operations import GENESIS, record, verify

pytestmark = pytest.mark.django_db

TRIGGER = "audit_entry_is_final"


@pytest.fixture
def chain(noon):
    """Five entries, as operations write them."""
    return [
        record(
            actor="person:1", action=f"case.seen{n}", subject="case:1", at=noon + timedelta(minutes=n), detail={"n": n}
        )
        for n in range(5)
    ]


def tamper(statement: str, *values) -> None:
    """Do what somebody with the keys to the database can do: take the guard away, then write."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {TRIGGER}" + (" ON audit_entry" if postgres else ""))
        cursor.execute(statement, values)


def test_entries_are_chained_from_the_first_one(chain):
    assert chain[0].previous == GENESIS
    assert [entry.previous for entry in chain[1:]] == [entry.digest for entry in chain[:-1]]
    assert AuditChainHead.objects.get().count == 5


def test_an_untouched_chain_is_intact(chain):
    verdict = verify()

    assert verdict.is_intact
    assert verdict.entries == 5


def test_an_empty_chain_is_intact():
    assert verify().is_intact


def test_what_operations_do_is_in_the_chain(officer):
    case = factories.in_work(officer)

    actions = list(AuditEntry.objects.about(case.ref).values_list("action", flat=True))

    assert actions == ["application.submitted", "application.registered", "application.taken"]
    assert verify().is_intact


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "person:2"),
        ("action", "case.changed"),
        ("subject", "case:2"),
        ("detail", '{"n": 7}'),
        ("at", "2026-03-02 10:00:00+00:00"),
    ],
)
def test_a_changed_entry_is_found(chain, column, value):
    tamper(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", value, chain[2].pk)  # noqa: S608

    verdict = verify()

    assert (verdict.is_intact, verdict.broken_at) == (False, chain[2].pk)
    assert verdict.reason == "this entry was changed"


def test_an_entry_changed_with_its_digest_is_found_at_the_next_one(chain):
    entry = AuditEntry.objects.get(pk=chain[2].pk)
    entry.actor = "person:2"
    tamper("UPDATE audit_entry SET actor = 'person:2', digest = %s WHERE id = %s", entry.computed_digest(), entry.pk)

    assert verify().broken_at == chain[3].pk


def test_a_removed_entry_is_found(chain):
    tamper("DELETE FROM audit_entry WHERE id = %s", chain[2].pk)

    verdict = verify()

    assert (verdict.is_intact, verdict.broken_at) == (False, chain[3].pk)


@pytest.mark.parametrize("first", [4, 3, 0], ids=["the last", "the last two", "all"])
def test_a_cut_tail_is_found(chain, first):
    tamper("DELETE FROM audit_entry WHERE id >= %s", chain[first].pk)

    verdict = verify()

    assert (verdict.is_intact, verdict.broken_at) == (False, None)
    assert verdict.reason == "entries at the end are missing"


def test_an_entry_slipped_in_at_the_end_is_found(chain, noon):
    tamper(
        "INSERT INTO audit_entry (at, actor, action, subject, detail, previous, digest) VALUES (%s, 'a', 'b', 'c', '{}', %s, %s)",
        noon,
        chain[-1].digest,
        "f" * 64,
    )

    assert not verify().is_intact


def test_a_removed_head_is_found(chain):
    AuditChainHead.objects.all().delete()

    assert not verify().is_intact


def test_the_command_says_that_the_audit_is_intact(chain, capsys):
    call_command("verify_audit")

    assert capsys.readouterr().out == "The audit is intact: 5 entries.\n"


def test_the_command_fails_when_it_is_not(chain, capsys):
    tamper("DELETE FROM audit_entry WHERE id = %s", chain[2].pk)

    with pytest.raises(CommandError, match=f"broken at entry {chain[3].pk}") as failure:
        call_command("verify_audit", "--format", "json")

    assert failure.value.returncode == 1
    assert json.loads(capsys.readouterr().out)["intact"] is False


def test_rows_are_not_changed_or_deleted_through_the_model(chain):
    with pytest.raises(AuditNotErasable):
        AuditEntry.objects.filter(pk=chain[0].pk).update(actor="person:2")
    with pytest.raises(AuditNotErasable):
        AuditEntry.objects.all().delete()
    with pytest.raises(AuditNotErasable):
        chain[0].delete()

    assert verify().is_intact


def test_the_database_refuses_to_change_an_entry(chain):
    entry = chain[1]
    entry.actor = "person:2"

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        entry.save(update_fields=["actor"])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is flushed by deleting")
def test_the_database_refuses_to_delete_an_entry(chain):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [chain[1].pk])


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races are shown on PostgreSQL")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_writers_at_once_keep_one_chain(noon):
    def write():
        return [record(actor="person:1", action="case.seen", subject="case:1", at=noon) for _ in range(10)]

    at_once(*[write] * 6)

    verdict = verify()
    assert verdict.is_intact
    assert verdict.entries == 60
