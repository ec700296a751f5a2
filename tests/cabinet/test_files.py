import pytest
from django.core.files.storage import storages

from tests import factories
from tests.cabinet.page_browser import visit
from tests.cabinet.sample_forms import FAMILY_ANSWERS, family_draft
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Attachment
from vikno.applications.queries import latest_submission
from vikno.files.operations import FileUpload
from vikno.files.queries import read_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(resident):
    return factories.draft(person=resident, answers={**factories.COMPLETE_ANSWERS, "right": "rent"})


@pytest.fixture
def page(cabinet, draft):
    return visit(cabinet, url("cabinet:step", draft.uid, "home"))


def names(draft) -> list[str]:
    return [one.file.name for one in draft.attachments.filter(removed_at=None).order_by("pk")]


def test_several_files_are_taken_at_once(page, draft):
    after = page.send(files={"contract": [factories.png("1.png"), factories.png("2.png")]})

    assert after.path == url("cabinet:check", draft.uid)
    assert names(draft) == ["1.png", "2.png"]


def test_the_same_file_sent_again_is_there_once(page, draft):
    for _ in range(2):
        page.send({"address-house": ""}, files={"contract": [factories.png("1.png")]})

    assert names(draft) == ["1.png"]


def test_files_are_added_without_going_on(page, draft):
    added = page.press("Add to the application")
    with_file = added.send(press="add=contract", files={"contract": [factories.png("1.png")]})

    assert with_file.path == url("cabinet:step", draft.uid, "home")
    assert with_file.status == 200
    assert "1.png" in with_file.text


def test_a_refused_file_says_why_and_the_others_stay(page, draft):
    good, bad = factories.png("1.png"), FileUpload(name="virus.exe", content=b"MZ nothing good")

    refused = page.send({"address-house": "15"}, files={"contract": [good, bad]})

    draft.refresh_from_db()
    assert refused.status == 422
    assert "virus.exe" in refused.errors["contract"]
    assert names(draft) == ["1.png"]
    assert "1.png" in refused.text
    assert draft.answers["address"]["house"] == "15"


def test_a_file_that_is_too_big_is_refused_and_nothing_typed_is_lost(page, draft, settings):
    settings.UPLOAD_LIMIT_BYTES = 1000
    big = FileUpload(name="contract.pdf", content=b"%PDF-" + b"0" * 5000)

    refused = page.send({"address-house": "15"}, files={"contract": [big, factories.png("1.png")]})

    assert refused.status == 422
    assert "“contract.pdf” is too big: 4.9\xa0KB" in refused.errors["contract"]
    assert names(draft) == ["1.png"]
    assert refused.value("address-house") == "15"


def test_a_very_big_file_does_not_bring_the_page_down(page, draft):
    big = FileUpload(name="film.pdf", content=b"%PDF-" + bytes(40 * 1024 * 1024))

    refused = page.send(files={"contract": [big]})

    assert refused.status == 422
    assert "“film.pdf” is too big: 40.0\xa0MB" in refused.errors["contract"]
    assert names(draft) == []


def test_an_empty_file_is_refused(page):
    refused = page.send(files={"contract": [FileUpload(name="empty.pdf", content=b"")]})

    assert "“empty.pdf” is empty" in refused.errors["contract"]


def test_more_files_than_there_is_room_for_are_refused(cabinet, resident):
    answers = {**FAMILY_ANSWERS, "has_children": True, "children": [{"name": "Дарина", "born_on": "2020-02-01"}]}
    family = family_draft(resident, answers)
    page = visit(cabinet, url("cabinet:step", family.uid, "children"))

    refused = page.send(files={"certificates": [factories.png(f"{number}.png") for number in range(3)]})

    assert refused.status == 422
    assert refused.errors == {"certificates": "Up to 2 files can be added here."}
    assert names(family) == ["0.png", "1.png"]
    assert "room for no more files" in refused.text


def test_a_refused_file_keeps_the_page_even_when_leaving(page):
    refused = page.send(press="save", files={"contract": [FileUpload(name="a.exe", content=b"MZ")]})

    assert refused.status == 422
    assert list(refused.errors) == ["contract"]


def test_a_file_is_removed_with_its_bytes(page, draft, django_capture_on_commit_callbacks):
    with_file = page.send(press="add=contract", files={"contract": [factories.png("1.png")]})
    stored = draft.attachments.get().file.stored_as

    with django_capture_on_commit_callbacks(execute=True):
        without = with_file.press("Remove")

    assert without.path == url("cabinet:step", draft.uid, "home")
    assert names(draft) == []
    assert not storages["sealed"].exists(stored)


def test_a_file_of_somebody_else_is_not_removed(page):
    other = factories.draft(answers={**factories.COMPLETE_ANSWERS, "right": "rent"})
    attachment = operations.attach(application=other, question="contract", upload=factories.png(), at=factories.NOON)

    page.send(press=f"detach={attachment.file.uid}")

    assert Attachment.objects.filter(pk=attachment.pk).exists()


def test_a_file_for_a_question_that_asks_for_none_is_not_taken(page, draft):
    page.send(files={"right": [factories.png()]})

    assert names(draft) == []


def test_a_file_given_to_a_question_that_is_not_asked_any_more_is_not_handed_in(page, draft):
    page.send(press="add=contract", files={"contract": [factories.png("1.png")]}).send({"right": "owner"})

    sent = operations.submit(application=draft, at=factories.NOON)

    assert latest_submission(sent).attachments.count() == 0


def test_what_comes_back_is_what_was_given(page, draft):
    given = factories.png("1.png")

    page.send(files={"contract": [given]})

    assert read_content(draft.attachments.get().file) == given.content
