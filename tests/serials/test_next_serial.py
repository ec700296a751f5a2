import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from vikno.serials.models import Serial
from vikno.serials.operations import next_serial


@pytest.mark.django_db
def test_each_series_counts_from_one_for_itself():
    numbers = [next_serial("a"), next_serial("a"), next_serial("b"), next_serial("a")]

    assert numbers == [1, 2, 1, 3]


@pytest.mark.django_db
def test_a_transaction_that_is_rolled_back_gives_its_number_back():
    next_serial("a")
    with transaction.atomic():
        next_serial("a")
        transaction.set_rollback(True)

    assert next_serial("a") == 2


@pytest.mark.django_db
def test_a_number_costs_one_statement(django_assert_num_queries):
    for _number in range(2):
        with django_assert_num_queries(1):
            next_serial("a")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_number_is_not_taken_outside_a_transaction():
    with pytest.raises(RuntimeError):
        next_serial("a")

    assert not Serial.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_numbers_given_before_the_series_moved_here_go_on_where_they_were():
    """From the tables that applications and enquiries had of their own, and back again."""
    before = [("applications", "0008_model_names"), ("enquiries", "0001_initial")]
    with transaction.atomic():
        Serial.objects.create(series="applications:2026", last=4817)
        Serial.objects.create(series="register:7:2026", last=12)
        Serial.objects.create(series="enquiries:2026", last=481)
    try:
        old = migrated_to(before)
        assert set(old.get_model("applications", "Serial").objects.values_list("series", "last")) == {
            ("applications:2026", 4817),
            ("register:7:2026", 12),
        }
        assert list(old.get_model("enquiries", "EnquirySerial").objects.values_list("year", "last")) == [(2026, 481)]
    finally:
        # The whole way forward: a worker goes on with this database.
        migrated_to(MigrationExecutor(connection).loader.graph.leaf_nodes())

    with transaction.atomic():
        numbers = [next_serial(series) for series in ("applications:2026", "register:7:2026", "enquiries:2026")]
    assert numbers == [4818, 13, 482]
    assert not {"applications_serial", "enquiries_enquiryserial"} & set(connection.introspection.table_names())


def migrated_to(targets):
    """Return the models as they are when these migrations are the last of their apps."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps
