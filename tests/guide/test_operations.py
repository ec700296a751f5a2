"""Tests of register files: import, comparison, acceptance and rejection of entries."""

import pytest

from tests import factories
from vikno.audit.models import AuditEntry as AuditEntry
from vikno.catalogue.models import CardDocument, Service
from vikno.guide import operations
from vikno.guide.models import RegisterEntryState
from vikno.guide.operations import CardChangedMeanwhile, EntryAlreadyDecided, RegisterRecordIncomplete
from vikno.guide.queries import compare_entries, services_missing_from
from vikno.guide.register_parser import ParsedRegisterFile
from vikno.guide.register_record import RegisterRecord

pytestmark = pytest.mark.django_db

OURS = "00157"


@pytest.fixture
def service():
    service = factories.ServiceFactory(official_id=OURS, title="Реєстрація шлюбу")
    card = service.card
    card.result = "Свідоцтво"
    card.save_revision().publish()
    return service


def bring(noon, **fields):
    """Import a file with one service and compare it; return its entry."""
    given = RegisterRecord(**{"official_id": OURS, "title": "Реєстрація шлюбу", **fields})
    read = ParsedRegisterFile(services={given.official_id: given}, problems=[])
    dump = operations.import_register_file(read=read, file_name="dump.json", actor="person:1", at=noon)
    operations.compare_register_file(dump=dump, at=noon)
    return dump.entries.get()


def take(entry, noon, *fields):
    return operations.accept_entry(entry=entry, fields=fields, actor="person:1", at=noon)


def test_bringing_a_file_in_changes_nothing_here(service, noon):
    entry = bring(noon, title="Інша назва", result="Інше")

    service.refresh_from_db()
    assert service.title == "Реєстрація шлюбу"
    assert entry.state == RegisterEntryState.DIFFERS
    assert entry.service == service


def test_an_entry_that_says_the_same_waits_for_nobody(service, noon):
    assert bring(noon, result="Свідоцтво").state == RegisterEntryState.SAME


def test_taking_a_field_over_publishes_the_card_with_it(service, noon):
    take(bring(noon, result="Витяг", fee_text="Безоплатно"), noon, "result")

    card = Service.objects.get(pk=service.pk).card
    assert (card.result, card.live, card.has_unpublished_changes) == ("Витяг", True, False)
    assert card.fee_text != "Безоплатно"


def test_a_draft_that_waits_is_not_published_with_it(service, noon):
    draft = service.card.get_latest_revision_as_object()
    draft.lead = "Недописане"
    draft.save_revision()

    take(bring(noon, result="Витяг"), noon, "result")

    card = Service.objects.get(pk=service.pk).card
    assert card.result == "Свідоцтво"
    waiting = card.get_latest_revision_as_object()
    assert (waiting.lead, waiting.result) == ("Недописане", "Витяг")


def test_a_document_that_stays_keeps_what_else_the_card_says_of_it(service, noon):
    draft = service.card.get_latest_revision_as_object()
    draft.documents.set([CardDocument(name="Заява", detail="У двох примірниках", locale=draft.locale)])
    draft.save_revision().publish()

    take(bring(noon, documents=("Паспорт", "Заява")), noon, "documents")

    rows = Service.objects.get(pk=service.pk).card.documents.order_by("sort_order")
    assert [(row.name, row.detail) for row in rows] == [("Паспорт", ""), ("Заява", "У двох примірниках")]


def test_what_was_taken_and_stays_so_may_be_replaced_by_the_next_file(service, noon):
    take(bring(noon, result="Витяг"), noon, "result")

    [difference] = compare_entries([bring(noon, result="Новий витяг")])[0].differences

    assert difference.is_safe


def test_what_was_written_here_after_is_local(service, noon):
    take(bring(noon, result="Витяг"), noon, "result")
    card = Service.objects.get(pk=service.pk).card
    card.result = "Витяг і наша пам’ятка"
    card.save_revision().publish()

    row = compare_entries([bring(noon, result="Новий витяг")])[0]

    assert row.locally_edited_count == 1


def test_a_service_without_an_identifier_is_known_by_its_title_and_gets_it(noon):
    nameless = factories.ServiceFactory(title="Видача ДОВІДКИ")

    take(bring(noon, official_id="00777", title="видача довідки"), noon, "official_id")

    nameless.refresh_from_db()
    assert (nameless.official_id, nameless.title) == ("00777", "Видача ДОВІДКИ")


def test_what_was_left_is_not_asked_about_again(service, noon):
    operations.reject_entry(entry=bring(noon, result="Витяг"), actor="person:1", at=noon)

    assert bring(noon, result="Витяг").state == RegisterEntryState.LEFT_BEFORE
    assert bring(noon, result="Зовсім нове").state == RegisterEntryState.DIFFERS


def test_all_that_is_safe_is_taken_at_once_and_what_is_local_waits(service, noon):
    take(bring(noon, result="Витяг"), noon, "result")
    safe = bring(noon, result="Новий витяг")
    Service.objects.filter(pk=service.pk).update(title="Шлюб по-нашому")
    local = bring(noon, result="Новий витяг")

    assert operations.accept_safe_entries(dump=local.dump, actor="person:1", at=noon) == 0
    Service.objects.filter(pk=service.pk).update(title="Реєстрація шлюбу")
    assert operations.accept_safe_entries(dump=safe.dump, actor="person:1", at=noon) == 1
    assert Service.objects.get(pk=service.pk).card.result == "Новий витяг"


def test_a_new_service_is_made_with_a_draft_that_residents_do_not_see(noon):
    entry = bring(noon, official_id="00900", title="Нова послуга", authority="Орган", documents=("Заява",))

    made = take(entry, noon)

    assert (made.official_id, made.authority.name) == ("00900", "Орган")
    assert not Service.objects.in_use().filter(pk=made.pk).exists()
    assert [row.name for row in made.card.get_latest_revision_as_object().documents.all()] == ["Заява"]


def test_a_new_service_without_a_provider_is_refused_and_nothing_is_made(noon):
    entry = bring(noon, official_id="00900", title="Нова послуга")

    with pytest.raises(RegisterRecordIncomplete):
        take(entry, noon)

    assert not Service.objects.filter(official_id="00900").exists()


def test_an_entry_is_decided_on_once(service, noon):
    entry = bring(noon, result="Витяг")
    take(entry, noon, "result")

    with pytest.raises(EntryAlreadyDecided):
        take(entry, noon, "result")
    with pytest.raises(EntryAlreadyDecided):
        operations.reject_entry(entry=entry, actor="person:2", at=noon)


def test_a_field_that_does_not_differ_any_more_is_refused(service, noon):
    entry = bring(noon, result="Витяг")
    card = service.card
    card.result = "Витяг"
    card.save_revision().publish()

    with pytest.raises(CardChangedMeanwhile):
        take(entry, noon, "result")


def test_taking_over_is_audited_with_its_fields(service, noon):
    take(bring(noon, result="Витяг"), noon, "result")

    said = AuditEntry.objects.filter(action="guide.taken").get()
    assert said.detail == {"official_id": OURS, "fields": ["result"]}


def test_services_that_the_file_lacks_are_named(service, noon):
    other = bring(noon, official_id="00900", title="Інша", authority="Орган")

    assert services_missing_from(other.dump) == [service]


def test_many_entries_are_compared_with_as_many_queries_as_one(noon, django_assert_max_num_queries):
    services = {}
    for number in range(12):
        factories.ServiceFactory(official_id=f"1{number}")
        services[f"1{number}"] = RegisterRecord(official_id=f"1{number}", title="Інша", documents=("Заява",))
    dump = operations.import_register_file(
        read=ParsedRegisterFile(services=services), file_name="d", actor="person:1", at=noon
    )

    with django_assert_max_num_queries(16):
        operations.compare_register_file(dump=dump, at=noon)

    assert dump.entries.waiting().count() == 12
