import uuid
from datetime import timedelta

import pytest

from tests import factories
from vikno.applications import operations
from vikno.applications.models import Application, Attachment
from vikno.files.models import StoredFile
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    return factories.OfferingFactory()


def test_a_draft_begins_with_what_is_known_of_the_person(offering, resident, noon):
    draft = operations.start(service=offering.service, centre=offering.centre, applicant=resident, at=noon)

    assert draft.is_draft
    assert draft.answers == {"full_name": "Зразкова Олена Тестівна", "phone": "+380671234567"}


def test_a_second_press_of_the_button_finds_the_same_draft(offering, resident, noon):
    key = uuid.uuid4()
    where = {"service": offering.service, "centre": offering.centre, "applicant": resident, "at": noon, "key": key}

    first, second = operations.start(**where), operations.start(**where)

    assert first == second
    assert Application.objects.count() == 1


def test_a_service_that_is_not_given_online_cannot_be_begun(offering, resident, noon):
    offering.online = False
    offering.save(update_fields=["online"])

    with pytest.raises(operations.ServiceNotOnline):
        operations.start(service=offering.service, centre=offering.centre, applicant=resident, at=noon)


def test_what_was_typed_is_kept_even_when_it_is_wrong(noon):
    draft = factories.draft()

    operations.answer(application=draft, typed={"rnokpp": "12"}, at=noon)

    assert Application.objects.get().answers["rnokpp"] == "12"


def test_a_sent_application_takes_no_more_answers(noon):
    application = factories.submitted()

    with pytest.raises(operations.ApplicationAlreadySubmitted):
        operations.answer(application=application, typed={"full_name": "Інша"}, at=noon)


def test_a_file_is_added_and_removed_with_its_bytes(noon):
    draft = factories.draft()
    attachment = operations.attach(application=draft, question="contract", upload=factories.png(), at=noon)

    operations.detach(application=draft, attachment=attachment, at=noon)

    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_is_taken_only_where_one_is_asked_for(noon):
    draft = factories.draft()

    with pytest.raises(operations.QuestionNotOpen):
        operations.attach(application=draft, question="full_name", upload=factories.png(), at=noon)


def test_more_files_than_the_question_takes_are_refused(noon):
    draft = factories.draft()
    for number in range(10):
        operations.attach(application=draft, question="contract", upload=factories.png(f"{number}.png"), at=noon)

    with pytest.raises(operations.TooManyFiles):
        operations.attach(application=draft, question="contract", upload=factories.png(), at=noon)


def test_a_file_of_another_application_is_not_removed(noon):
    mine, other = factories.draft(), factories.draft()
    attachment = operations.attach(application=other, question="contract", upload=factories.png(), at=noon)

    with pytest.raises(operations.QuestionNotOpen):
        operations.detach(application=mine, attachment=attachment, at=noon)

    assert Attachment.objects.get() == attachment


def test_a_draft_is_discarded_with_its_files(noon):
    draft = factories.draft()
    operations.attach(application=draft, question="contract", upload=factories.png(), at=noon)

    operations.discard(application=draft)

    assert not Application.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_sent_application_is_not_discarded():
    application = factories.submitted()

    with pytest.raises(operations.ApplicationAlreadySubmitted):
        operations.discard(application=application)


def test_a_draft_left_lying_is_reminded_of_once_and_erased_in_the_end(noon, settings):
    draft = factories.draft()
    reminding = noon + timedelta(days=settings.DRAFT_REMINDER_DAYS, hours=1)

    assert operations.remind_of_drafts(at=reminding) == 1
    assert operations.remind_of_drafts(at=reminding) == 0
    assert Event.objects.get().name == "application.draft_waits"
    assert operations.discard_expired(at=noon + timedelta(days=settings.DRAFT_KEPT_DAYS - 1)) == 0
    assert operations.discard_expired(at=noon + timedelta(days=settings.DRAFT_KEPT_DAYS, hours=1)) == 1
    assert not Application.objects.filter(pk=draft.pk).exists()
