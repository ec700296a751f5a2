"""The stamp grows with every write to what public pages show, in the same transaction."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from wagtail.models import Page

from tests import factories
from tests.patience import PATIENCE_SECONDS
from vikno.catalogue.models import LifeEvent, Service
from vikno.pagecache import operations
from vikno.pagecache.models import Stamp
from vikno.pagecache.queries import current_stamp
from vikno.people.models import Person

pytestmark = pytest.mark.django_db
# A transaction that is really committed.
alone = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def service():
    return factories.ServiceFactory()


def events(*codes: str) -> list[LifeEvent]:
    return [LifeEvent(code=code, title=code) for code in codes]


def test_reading_does_not_move_it(service):
    before = current_stamp()

    list(Service.objects.all())

    assert current_stamp() == before


@pytest.mark.parametrize(
    "write",
    [
        lambda service: service.save(update_fields=["title"]),
        lambda service: Service.objects.update(title="Інша"),
        lambda service: LifeEvent.objects.bulk_create(events("a", "b")),
        lambda service: service.life_events.add(LifeEvent.objects.create(code="a", title="a")),
        lambda service: service.delete(),
        lambda service: connection.cursor().execute("UPDATE catalogue_service SET summary = 'Без моделі'"),
    ],
    ids=["a row", "many rows", "bulk rows", "a tie between rows", "a deletion", "bare SQL"],
)
def test_every_kind_of_write_moves_it(service, write):
    before = current_stamp()

    write(service)

    assert current_stamp() > before


def test_each_write_of_one_transaction_moves_it(service):
    seen = [current_stamp()]

    for title in ("Перша", "Друга", "Третя"):
        Service.objects.update(title=title)
        seen.append(current_stamp())

    assert seen == sorted(set(seen))


def test_a_page_published_in_wagtail_moves_it():
    page = Page.objects.filter(depth__gt=1).first().specific
    before = current_stamp()

    page.title = "Нова назва"
    page.save_revision().publish()

    assert current_stamp() > before


def test_what_no_public_page_shows_does_not(service, resident):
    before = current_stamp()

    Person.objects.update(is_auditor=True)

    assert current_stamp() == before


def test_the_watch_is_set_once_however_often_one_migrates(service):
    operations.install_triggers(using="default")
    operations.install_triggers(using="default")
    before = current_stamp()

    Service.objects.update(title="Інша")

    assert current_stamp() - before == 1
    assert Stamp.objects.count() == 1


def test_migrating_moves_it(service):
    before = current_stamp()

    operations.install_triggers(using="default")

    assert current_stamp() > before


def test_a_table_built_anew_is_watched_again(service):
    for name in triggers_of("catalogue_service"):
        drop(name, "catalogue_service")

    operations.install_triggers(using="default")
    before = current_stamp()
    Service.objects.update(title="Інша")

    assert current_stamp() > before


def test_a_table_that_is_not_shown_any_more_is_left_alone(service, settings):
    settings.PAGECACHE_NOT_WATCHED = ["catalogue.Service"]

    operations.install_triggers(using="default")

    assert triggers_of("catalogue_service") == []
    assert triggers_of("catalogue_servicecard") != []


def triggers_of(table: str) -> list[str]:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor], [table])
        return [name for (name,) in cursor.fetchall()]


def drop(name: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


@contextmanager
def taken_back():
    """Do what follows in a transaction, or a part of one, and undo it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@alone
def test_what_is_rolled_back_leaves_it_where_it_was():
    factories.ServiceFactory()
    before = current_stamp()

    with taken_back():
        Service.objects.update(title="Інша")
        inside = current_stamp()

    assert inside > before
    assert current_stamp() == before


@alone
def test_a_write_after_one_that_was_taken_back_still_moves_it():
    factories.ServiceFactory()
    before = current_stamp()

    with transaction.atomic():
        with taken_back():
            Service.objects.update(title="Інша")
        Service.objects.update(title="Ще інша")

    assert current_stamp() > before


@alone
def test_tables_emptied_at_one_stroke_move_it():
    LifeEvent.objects.bulk_create(events("a"))
    Stamp.objects.update(number=0)
    emptying = (
        "TRUNCATE catalogue_lifeevent CASCADE"
        if connection.vendor == "postgresql"
        else "DELETE FROM catalogue_lifeevent"
    )

    with connection.cursor() as cursor:
        cursor.execute(emptying)

    assert current_stamp() > 0


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races are shown on PostgreSQL")
@alone
class TestTwoAtOnce:
    def test_nobody_waits_for_the_stamp_of_another(self):
        LifeEvent.objects.bulk_create(events("a", "b"))
        before = current_stamp()

        with transaction.atomic():
            LifeEvent.objects.filter(code="a").update(title="Перша")
            elsewhere(lambda: LifeEvent.objects.filter(code="b").update(title="Друга"))
            theirs = elsewhere(current_stamp)

        assert before < theirs < current_stamp()

    def test_the_new_number_is_seen_with_the_new_data_and_not_before(self):
        LifeEvent.objects.bulk_create(events("a"))
        before = current_stamp()

        with transaction.atomic():
            LifeEvent.objects.update(title="Нова")
            seen = elsewhere(lambda: (current_stamp(), LifeEvent.objects.get().title))

        assert seen == (before, "a")
        assert elsewhere(lambda: (current_stamp() > before, LifeEvent.objects.get().title)) == (True, "Нова")

    def test_as_many_shares_as_there_were_writers_at_once(self):
        LifeEvent.objects.bulk_create(events("a", "b"))

        for _ in range(5):
            with transaction.atomic():
                LifeEvent.objects.filter(code="a").update(title="Перша")
                elsewhere(lambda: LifeEvent.objects.filter(code="b").update(title="Друга"))

        assert Stamp.objects.count() == 2


def elsewhere(act):
    """Return what another thread, on a connection of its own, gets."""
    results = []

    def run() -> None:
        try:
            results.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=PATIENCE_SECONDS)
    return results[0]
