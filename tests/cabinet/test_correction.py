from datetime import timedelta

import pytest

from tests import factories
from tests.cabinet.page_browser import visit
from tests.cabinet.sample_forms import returned
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus, Submission
from vikno.applications.queries import changes_in, latest_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(resident, officer):
    return returned(officer, remarks={"address": "Вкажіть номер будинку"}, person=resident)


def step(case, key: str = "home") -> str:
    return url("cabinet:step", case.uid, key)


def test_it_opens_at_the_marked_question_with_the_remark(cabinet, case):
    page = visit(cabinet, url("cabinet:correct", case.uid))

    assert page.path == step(case)
    assert page.title.startswith("Нова адреса – Step 1 of 2")
    assert "Вкажіть номер будинку" in page.text
    assert page.value("address-house") == "14-А"


def test_what_was_not_marked_is_read_and_not_changed(cabinet, case):
    page = visit(cabinet, step(case))

    assert "На якій підставі Ви тут живете? Я власник" in page.text
    assert "right" not in page.fields()


def test_a_step_without_a_marked_question_is_no_page(cabinet, case):
    assert visit(cabinet, step(case, "person")).path == step(case)


def test_a_forged_answer_to_an_unmarked_question_changes_nothing(cabinet, case):
    cabinet.post(step(case, "person"), {"full_name": "Хтось Інший", "rnokpp": "1759013776"})
    cabinet.post(step(case), {"right": "rent", "address-house": "15", "address-street": "вул. Шкільна"})
    cabinet.post(url("cabinet:autosave", case.uid, "person"), {"full_name": "Хтось Інший"})

    case.refresh_from_db()
    assert case.answers["full_name"] == "Зразкова Олена Тестівна"
    assert case.answers["right"] == "owner"
    assert case.answers["address"]["house"] == "15"


def test_the_check_shows_what_changed_and_sends_it(cabinet, case):
    check = visit(cabinet, step(case)).send({"address-house": "15"})

    done = check.send({"true": "1"})

    assert check.path == url("cabinet:check", case.uid)
    assert "What you changed" in check.text
    assert "вул. Шкільна, 15, с. Вербівка Was: вул. Шкільна, 14-А, с. Вербівка" in check.text
    assert check.buttons == ["Send the correction"]
    assert done.h1 == "The correction is sent"
    case = Application.objects.get(pk=case.pk)
    assert case.status == ApplicationStatus.SUBMITTED
    assert [change.key for change in changes_in(case, latest_submission(case))] == ["address"]


def test_the_check_offers_to_change_the_marked_answers_only(cabinet, case):
    page = visit(cabinet, url("cabinet:check", case.uid))

    assert [words for words in page.links if words.startswith("Change")] == ["Change : Адреса"]
    assert "Зразкова Олена Тестівна" in page.text
    assert "Nothing yet." in page.text


def test_sent_twice_it_is_one_correction(cabinet, case):
    check = visit(cabinet, step(case)).send({"address-house": "15"})

    first, second = check.send({"true": "1"}), check.send({"true": "1"})

    assert first.path == second.path == url("cabinet:done", case.uid)
    assert Submission.objects.filter(application=case).count() == 2


def test_a_wrong_correction_is_told_and_stays_as_it_was_typed(cabinet, case):
    page = visit(cabinet, step(case)).send({"address-house": ""})

    assert page.status == 422
    assert list(page.errors) == ["address-house"]
    refused = visit(cabinet, url("cabinet:check", case.uid)).send({"true": "1"})
    assert refused.status == 422


def test_an_answer_that_newly_asks_for_more_opens_that_too(cabinet, resident, officer):
    case = returned(officer, remarks={"right": "Ви не власник"}, person=resident)

    page = visit(cabinet, step(case)).send({"right": "rent"})
    sent = page.send(files={"contract": [factories.png("1.png")]}).send({"true": "1"})

    assert page.main.find(id="contract") is not None
    assert sent.h1 == "The correction is sent"


def test_a_marked_file_is_replaced(cabinet, resident, officer):
    draft = factories.draft(
        person=resident, centre=officer.centre, answers={**factories.COMPLETE_ANSWERS, "right": "rent"}
    )
    operations.attach(application=draft, question="contract", upload=factories.png("dark.png"), at=factories.NOON)
    operations.submit(application=draft, at=factories.NOON)
    operations.register(application=draft, officer=officer, at=factories.NOON)
    operations.take(application=draft, officer=officer, at=factories.NOON)
    operations.return_for_correction(
        application=draft,
        officer=officer,
        reason="Темно",
        remarks={"contract": "Фото ще раз"},
        due_on=(factories.NOON + timedelta(days=9)).date(),
        at=factories.NOON,
    )

    page = visit(cabinet, step(draft))
    check = page.press("Remove").send(files={"contract": [factories.png("light.png")]})

    assert "light.png Was: dark.png" in check.text


def test_what_nobody_may_change_holds_nobody_up(cabinet, resident, officer):
    """An answer may stop passing its check by itself: here a number that the form took before."""
    case = returned(officer, remarks={"address": "Номер"}, person=resident)
    Application.objects.filter(pk=case.pk).update(answers={**case.answers, "rnokpp": "1"})

    page = visit(cabinet, url("cabinet:check", case.uid))

    assert "Before you send it" not in page.text
    assert page.send({"true": "1"}).h1 == "The correction is sent"


def test_with_nothing_to_correct_it_leads_to_the_application(cabinet, resident):
    sent = factories.submitted(person=resident)

    assert visit(cabinet, url("cabinet:correct", sent.uid)).path == url("cabinet:application", sent.uid)


@pytest.fixture
def open_case(resident, officer):
    """A case that came back by a system which cannot mark answers: only words say what to mend."""
    every = {one.key: "" for one in factories.submitted().form_version.eform.questions}
    return returned(officer, remarks=every, person=resident)


def test_where_no_answer_was_marked_all_are_offered_beside_the_words(cabinet, open_case):
    application = visit(cabinet, url("cabinet:application", open_case.uid))

    page = visit(cabinet, url("cabinet:correct", open_case.uid))

    assert "Choose yourself which answers to correct" in application.text
    assert "—" not in application.text
    assert page.path == url("cabinet:check", open_case.uid)
    assert "The centre asks: Не все видно" in page.text
    assert "Change : Адреса" in page.links


def test_an_answer_chosen_for_correction_is_changed_beside_the_words_and_leads_back_to_all(cabinet, open_case):
    page = visit(cabinet, f"{step(open_case)}?from=check")

    check = page.send({"address-house": "15"})

    assert "The centre asks: Не все видно" in page.text
    assert check.path == url("cabinet:check", open_case.uid)
    assert "вул. Шкільна, 15, с. Вербівка Was: вул. Шкільна, 14-А, с. Вербівка" in check.text
