import pytest

from tests import factories
from tests.cabinet.page_browser import visit
from tests.cabinet.sample_forms import returned
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, DecisionOutcome
from vikno.applications.operations.submissions import PaperApplication
from vikno.catalogue.models import RefusalGround

pytestmark = pytest.mark.django_db


def open_(client, application):
    return visit(client, url("cabinet:application", application.uid))


@pytest.fixture
def sent(resident):
    return factories.submitted(person=resident)


def test_it_says_where_the_application_stands_and_what_was_sent(cabinet, sent):
    page = open_(cabinet, sent)

    assert page.h1 == "Реєстрація місця проживання"
    for words in (
        "Sent",
        sent.number,
        "The centre has received the application",
        "вул. Шкільна, 14-А",
        sent.access_code,
    ):
        assert words in page.text
    assert page.links["Withdraw the application"] == url("cabinet:withdraw", sent.uid)
    assert url("cabinet:receipt", sent.uid) in page.links.values()


def test_the_whole_way_is_there_with_who_took_it(cabinet, resident, officer):
    case = factories.in_work(officer, person=resident)

    text = open_(cabinet, case).text

    for words in ("Sent", f"Registered under number {case.registration.number}", "Taken to work", "Зразкова О. Т."):
        assert words in text


def test_a_draft_opens_where_it_was_left(cabinet, resident):
    draft = factories.draft(person=resident, answers={"full_name": "Зразкова"})

    assert open_(cabinet, draft).path == url("cabinet:step", draft.uid, "person")


def test_a_correction_says_what_why_and_until_when(cabinet, resident, officer):
    case = returned(officer, remarks={"address": "Вкажіть номер будинку"}, person=resident)

    page = open_(cabinet, case)

    for words in (
        "Your action is needed",
        "Не все видно",
        "Адреса Вкажіть номер будинку",
        "Answer by 20 March 2026",
        "paused",
    ):
        assert words in page.text
    assert page.follow("Correct").path == url("cabinet:step", case.uid, "home")


def test_a_refusal_says_on_what_ground_why_and_how_to_appeal(cabinet, resident, officer):
    case = factories.in_work(officer, person=resident)
    ground = RefusalGround.objects.get(card__service=case.service)
    operations.decide(
        application=case,
        officer=officer,
        outcome=DecisionOutcome.REFUSED,
        ground=ground,
        reasons="Немає договору",
        at=factories.NOON,
    )

    text = open_(cabinet, case).text

    for words in ("Why it was refused", "Подано не всі документи", "Немає договору", "Do you disagree?", "до суду"):
        assert words in text
    assert "Withdraw" not in text


def test_a_result_is_there_to_be_downloaded(cabinet, resident, officer):
    case = factories.in_work(officer, person=resident)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=factories.NOON)
    waiting = open_(cabinet, case).text
    result = operations.issue(
        application=case, officer=officer, title="Витяг", upload=factories.png("extract.png"), at=factories.NOON
    )

    page = open_(cabinet, case)

    assert "The decision is positive" in waiting
    assert url("cabinet:result", case.uid, result.file.uid) in page.links.values()


def test_a_paper_result_says_where_it_waits(cabinet, resident, officer):
    case = factories.in_work(officer, person=resident)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=factories.NOON)
    operations.issue(application=case, officer=officer, title="Витяг", where="вікно 3", at=factories.NOON)

    assert "The paper waits here: вікно 3" in open_(cabinet, case).text


def test_own_files_are_given_back(cabinet, resident):
    draft = factories.draft(person=resident, answers={**factories.COMPLETE_ANSWERS, "right": "rent"})
    attachment = operations.attach(
        application=draft, question="contract", upload=factories.png("1.png"), at=factories.NOON
    )
    operations.submit(application=draft, at=factories.NOON)

    page = open_(cabinet, draft)

    assert "1.png from you" in page.text
    assert url("cabinet:attachment", draft.uid, attachment.file.uid) in page.links.values()


def test_a_withdrawn_application_stays_to_be_read(cabinet, sent, noon):
    operations.withdraw(application=sent, at=noon)

    page = open_(cabinet, sent)

    assert "You withdrew this application." in page.text
    assert "Withdraw the application" not in page.links


def test_an_application_handed_in_on_paper_is_followed_too(cabinet, resident, officer):
    service = factories.OfferingFactory(centre=officer.centre).service
    details = {"family_name": "Зразкова", "given_name": "Олена"}
    case = operations.intake(
        service=service,
        centre=officer.centre,
        officer=officer,
        paper=PaperApplication(details=details),
        at=factories.NOON,
    )
    Application.objects.filter(pk=case.pk).update(applicant=resident)

    page = open_(cabinet, case)

    assert page.status == 200
    assert case.number in page.text


def test_a_page_costs_a_bounded_number_of_queries(cabinet, resident, officer, django_assert_max_num_queries):
    case = returned(officer, remarks={"address": "Номер"}, person=resident)

    with django_assert_max_num_queries(24):
        open_(cabinet, case)
