"""Papers as they are read: their words, their tags, and that what people write stays text."""

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from tests import factories
from vikno.applications import case_documents, operations
from vikno.applications.models import Application
from vikno.applications.operations import submissions
from vikno.catalogue.models import CardStage

pytestmark = pytest.mark.django_db

HOSTILE = '#image("x") *жирно* _так_ []$ @ref <lab> \\ // `код` #panic() = Заголовок'


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """Return the text of a paper in one line, without the invisible marks where long words may be broken."""
    text = " ".join(page.extract_text() for page in read(pdf).pages)
    return " ".join(text.replace("\u200b", "").split())


def reader_of_english(**of):
    return factories.PersonFactory(language="en", **of)


def desk_case(officer, **details) -> Application:
    offering = factories.OfferingFactory(centre=officer.centre)
    paper = submissions.PaperApplication(
        details={"family_name": "Зразковий", "given_name": "Тест", **details},
        papers=[{"name": "Заява", "sheets": 2}, {"name": "Копія паспорта", "sheets": 3}],
        scans=[factories.png("scan.png")],
    )
    return operations.intake(
        service=offering.service, centre=officer.centre, officer=officer, paper=paper, at=factories.NOON
    )


def test_a_receipt_names_number_code_deadline_answers_and_digest(noon):
    case = factories.submitted(person=reader_of_english())

    text = words(case_documents.receipt(case, at=noon))

    for expected in (
        case.number,
        case.access_code,
        "Decision no later than 12 March 2026",
        "2 March 2026, 12:00",
        "Зразкова Олена Тестівна",
        "1759013776",
        "вул. Шкільна, 14-А, с. Вербівка",
        "Я власник",
        "What happens next",
    ):
        assert expected in text
    assert case.submissions.get().sha256 in text.replace(" ", "")


def test_a_receipt_lists_the_files_with_the_beginning_of_their_digest(noon):
    draft = factories.draft(person=reader_of_english(), answers={**factories.COMPLETE_ANSWERS, "right": "rent"})
    attached = operations.attach(application=draft, question="contract", upload=factories.png("lease.png"), at=noon)
    case = operations.submit(application=draft, at=noon)

    text = words(case_documents.receipt(case, at=noon))

    assert "lease.png Договір оренди" in text
    assert attached.file.sha256[:16] in text
    assert attached.file.sha256[:17] not in text


def test_the_labels_follow_the_reader_and_the_answers_do_not(noon):
    case = factories.submitted(person=reader_of_english())

    assert read(case_documents.receipt(case, at=noon)).root_object["/Lang"] == "en"
    assert read(case_documents.routing_slip(case, at=noon)).root_object["/Lang"] == "uk"
    assert "Нова адреса" in words(case_documents.receipt(case, at=noon))


def test_the_words_of_the_card_say_what_happens_next(noon):
    case = factories.submitted(person=reader_of_english())
    CardStage.objects.create(
        card=case.service.card, title="Внесемо нову адресу", text="Стару знімемо самі", sort_order=0
    )

    text = words(case_documents.receipt(case, at=noon))

    assert "Внесемо нову адресу Стару знімемо самі" in text
    assert "We register the application" not in text


def test_after_a_correction_the_receipt_shows_what_was_handed_in_last(noon, officer):
    case = factories.in_work(officer, person=reader_of_english())
    operations.return_for_correction(
        application=case,
        officer=officer,
        reason="Не видно будинку",
        remarks={"address": "Вкажіть номер"},
        due_on=date(2026, 3, 20),
        at=noon,
    )
    case = Application.objects.get(pk=case.pk)
    assert "The term is paused" in words(case_documents.receipt(case, at=noon))
    operations.answer(
        application=case, typed={"address": {**factories.COMPLETE_ANSWERS["address"], "house": "15"}}, at=noon
    )
    case = operations.resubmit(application=case, at=noon + timedelta(days=1))

    text = words(case_documents.receipt(case, at=noon))

    assert "вул. Шкільна, 15," in text
    assert "Corrected 3 March 2026, 12:00" in text


def test_a_person_from_the_desk_gets_a_receipt_with_the_papers_they_gave(noon, officer):
    case = desk_case(officer)

    text = words(case_documents.receipt(case, at=noon))

    assert case.access_code in text
    assert "Копія паспорта" in text
    assert "scan.png" in text


def test_an_inventory_counts_documents_and_sheets_in_two_copies(noon, officer, settings):
    settings.LANGUAGE_CODE = "en"
    case = desk_case(officer)

    pages = [page.extract_text() for page in read(case_documents.inventory(case, at=noon)).pages]

    assert [page.count("In all: 3 documents, 5 sheets") for page in pages] == [1, 1]
    assert "for the applicant" in pages[0].lower()
    assert "for the case" in pages[1].lower()
    for expected in (case.number, officer.centre.name, "Зразковий Тест", "12 March 2026", "Officer: signature"):
        assert expected in pages[0]


def test_an_inventory_does_not_give_the_access_code_away(noon, officer):
    case = desk_case(officer)

    assert case.access_code not in words(case_documents.inventory(case, at=noon))
    assert case.access_code not in words(case_documents.routing_slip(case, at=noon))


def test_a_passing_sheet_says_who_did_what_and_what_is_ahead(noon, officer, settings):
    settings.LANGUAGE_CODE = "en"
    case = factories.in_work(officer)
    operations.extend(application=case, officer=officer, days=3, reason="Чекаємо на реєстр", at=noon)
    case = Application.objects.get(pk=case.pk)

    text = words(case_documents.routing_slip(case, at=noon))

    assert "Sent Applicant" in text
    assert (
        f"Registered under number {case.registration.number} {officer.person.short_name}".replace("\u00a0", " ") in text
    )
    assert "Term extended by 3 days Чекаємо на реєстр" in text
    assert "5 Decision by 15 March 2026 6 Handing over the result" in text


def test_nothing_is_ahead_of_a_withdrawn_case(noon, settings):
    settings.LANGUAGE_CODE = "en"
    case = operations.withdraw(application=factories.submitted(), at=noon)

    text = words(case_documents.routing_slip(case, at=noon))

    assert "Withdrawn by the applicant" in text
    assert "Handing over the result" not in text


@pytest.mark.parametrize("paper", [case_documents.receipt, case_documents.inventory, case_documents.routing_slip])
def test_every_paper_is_tagged_titled_and_says_its_language(noon, officer, paper):
    case = factories.in_work(officer)

    pdf = read(paper(case, at=noon))

    root = pdf.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "uk"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert case.number in pdf.metadata.title
    assert b"pdfuaid:part>1" in root["/Metadata"].get_data()
    assert "/H1" in tags(root["/StructTreeRoot"])


def tags(node) -> list[str]:
    """Return the names of all tags below a node of the structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        return [name for child in node for name in tags(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (tags(node["/K"]) if "/K" in node else [])


def test_lists_of_documents_are_tables_with_heads_and_the_code_has_words(noon, officer):
    case = desk_case(officer)

    receipt = read(case_documents.receipt(case, at=noon)).root_object["/StructTreeRoot"]

    found = tags(receipt)
    assert found.count("/TH") == 4
    assert found.count("/TR") == 4
    assert "/Figure" in found
    assert found.count("/H1") == 1


def test_what_people_write_stays_text(noon):
    answers = {**factories.COMPLETE_ANSWERS, "full_name": HOSTILE}
    answers["address"] = {"settlement": '"); #panic("', "street": "$ x $\n= Not a heading", "house": "1"}
    case = factories.submitted(answers=answers, person=reader_of_english(family_name="#lorem(9)"))

    pdf = case_documents.receipt(case, at=noon)

    text = words(pdf)
    assert HOSTILE in text
    assert '"); #panic("' in text
    assert "#lorem(9) Олена" in text
    assert tags(read(pdf).root_object["/StructTreeRoot"]).count("/H1") == 1


def test_an_answer_in_any_script_still_makes_a_paper(noon):
    strange = "Emoji 🎂 中文 \u202eоберт \x07 עברית العربية ქართული a\u0301 \ud7ff"
    case = factories.submitted(answers={**factories.COMPLETE_ANSWERS, "full_name": strange})

    text = words(case_documents.receipt(case, at=noon))

    assert "Emoji \ufffd \ufffd\ufffd оберт" in text


def test_a_long_answer_and_a_word_without_end_stay_on_the_sheet(noon):
    answers = {**factories.COMPLETE_ANSWERS, "full_name": "Ж" * 200}
    answers["address"] = {"settlement": "с. Вербівка", "street": "вул. Довга " * 9, "house": "1"}

    pdf = case_documents.receipt(factories.submitted(answers=answers), at=noon)

    assert "Ж" * 200 in words(pdf).replace(" ", "")
