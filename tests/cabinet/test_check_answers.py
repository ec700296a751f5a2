import pytest

from tests import factories
from tests.cabinet.page_browser import visit
from tests.cabinet.sample_forms import FAMILY
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus, Submission
from vikno.eforms import operations as eform_operations
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(resident):
    return factories.draft(person=resident)


@pytest.fixture
def page(cabinet, draft):
    return visit(cabinet, url("cabinet:check", draft.uid))


def status(draft) -> str:
    return Application.objects.get(pk=draft.pk).status


def test_it_shows_every_answer_and_where_to_change_it(page, draft):
    assert page.h1 == "Check your answers"
    for words in ("Про Вас", "Зразкова Олена Тестівна", "Нова адреса", "вул. Шкільна, 14-А, с. Вербівка", "Я власник"):
        assert words in page.text
    assert page.follow("Change : РНОКПП").path == f"{url('cabinet:step', draft.uid, 'person')}?from=check"
    assert page.follow("Back to the previous step").path == url("cabinet:step", draft.uid, "home")
    assert page.buttons == ["Send to the centre"]


def test_it_is_sent_and_confirmed(page, draft):
    done = page.send({"true": "1"})

    assert done.path == url("cabinet:done", draft.uid)
    assert done.status == 200
    assert status(draft) == ApplicationStatus.SUBMITTED


def test_it_is_not_sent_without_the_tick(page, draft):
    refused = page.send()

    assert refused.status == 422
    assert refused.title.startswith("Error:")
    assert refused.errors == {"true": "Confirm that what you wrote is true."}
    assert status(draft) == ApplicationStatus.DRAFT


@pytest.mark.parametrize("times", [2, 3])
def test_pressed_again_it_is_one_application_all_the_same(page, draft, times):
    answers = [page.send({"true": "1"}) for _ in range(times)]

    assert {answer.path for answer in answers} == {url("cabinet:done", draft.uid)}
    assert Submission.objects.count() == 1
    assert Event.objects.filter(name="application.submitted").count() == 1


def test_sent_from_two_tabs_it_is_one_application(cabinet, draft, page):
    other_tab = visit(cabinet, url("cabinet:check", draft.uid))
    first = page.send({"true": "1"})

    second = other_tab.send({"true": "1"})

    assert (first.path, second.path) == (url("cabinet:done", draft.uid),) * 2
    assert Submission.objects.count() == 1


def test_what_is_missing_is_listed_with_the_way_to_it(cabinet, resident):
    draft = factories.draft(person=resident, answers={"full_name": "Зразкова Олена", "right": "rent"})

    page = visit(cabinet, url("cabinet:check", draft.uid))

    assert "Fill in: РНОКПП" in page.links
    step = page.follow("Add a file: Договір оренди")
    assert step.path == f"{url('cabinet:step', draft.uid, 'home')}?from=check"


def test_an_incomplete_application_is_not_sent(cabinet, resident):
    draft = factories.draft(person=resident, answers={"full_name": "Зразкова Олена"})

    refused = visit(cabinet, url("cabinet:check", draft.uid)).send({"true": "1"})

    assert refused.status == 422
    assert "some answers still need you" in refused.text
    assert "Fill in: РНОКПП" in refused.links
    assert refused.value("true") == "1"
    assert status(draft) == ApplicationStatus.DRAFT


def test_answers_changed_in_another_tab_are_read_before_they_are_sent(cabinet, draft, page):
    typed = {**factories.COMPLETE_ANSWERS, "full_name": "Зразкова О. Т."}
    operations.answer(application=draft, typed=typed, at=factories.NOON.replace(hour=11))

    refused = page.send({"true": "1"})
    sent = refused.send({"true": "1"})

    assert refused.status == 422
    assert "changed in another tab" in refused.text
    assert "Зразкова О. Т." in refused.text
    assert sent.path == url("cabinet:done", draft.uid)


def test_a_draft_goes_on_with_the_version_of_the_form_it_was_begun_with(cabinet, draft):
    eform_operations.publish_if_changed(code=draft.form_version.form.code, definition=FAMILY, at=factories.NOON)

    page = visit(cabinet, url("cabinet:check", draft.uid))

    assert "На якій підставі Ви тут живете?" in page.text
    assert page.send({"true": "1"}).path == url("cabinet:done", draft.uid)


def test_looked_at_after_sending_it_leads_to_the_application(cabinet, resident):
    sent = factories.submitted(person=resident)

    assert visit(cabinet, url("cabinet:check", sent.uid)).path == url("cabinet:application", sent.uid)


def test_a_withdrawn_application_is_not_sent_again(cabinet, page, draft, noon):
    operations.submit(application=draft, at=noon)
    operations.withdraw(application=draft, at=noon)

    assert page.send({"true": "1"}).path == url("cabinet:application", draft.uid)
    assert status(draft) == ApplicationStatus.WITHDRAWN
