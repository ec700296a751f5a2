"""Forms of the file go the whole way: published, filled in page by page, sent, read by an officer, on the receipt.

One of each kind does; `make test-forms` takes every one.
"""

import html
import io
import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from tests import answers, factories
from tests.english_urls import url
from tests.imports.form_corpus import entries, of_each_kind
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus
from vikno.applications.queries import latest_submission, submitted_sections
from vikno.eforms.definition import FormDefinition, Question, QuestionKind, Step
from vikno.eforms.imports import import_forms
from vikno.eforms.models import EForm as Form
from vikno.eforms.validation import check_form

pytestmark = pytest.mark.django_db

ENTRIES = list(entries())
# Where there is no file of published forms, one test says so.
PRESENT = [entry for entry in ENTRIES if not entry.marks]


def published(entry) -> Form | None:
    """Return the form of an entry, or None for an entry that is none: then it is told why, and nothing of it is there."""
    report = import_forms([entry], at=factories.NOON)
    if report.skipped:
        assert report.problems
        assert not Form.objects.exists()
        return None
    assert report.created == 1
    return Form.objects.get()


def letters(text: str) -> str:
    """Return the text without what a page or a paper may put between its letters: spaces, hyphens, marks of breaking."""
    return re.sub(r"[\s\u00ad\u200b‐-]", "", text)


def said(page) -> str:
    """Return what a page says, without its tags."""
    body = re.sub(r"<script.*?</script>", "", page.text, flags=re.DOTALL)
    return letters(html.unescape(re.sub(r"<[^>]+>", "", body)))


def repeated(ids: list[str]) -> list[str]:
    return sorted({one for one in ids if ids.count(one) > 1})


@dataclass(frozen=True, kw_only=True)
class Filling:
    """A resident who fills a form in, and what they answer."""

    browser: Client
    form: FormDefinition
    answers: dict

    def asked(self, step: Step) -> list[Question]:
        keys = {question.key for question in self.form.applicable_questions(self.answers)}
        return [question for question in step.questions if question.key in keys]

    def fill(self, address: str, step: Step):
        """Read a page, try to go on without its first obligatory answer, then answer everything."""
        page = self.browser.get(address)
        assert page.status_code == 200
        text = said(page)
        assert letters(step.title) in text
        for question in self.asked(step):
            assert letters(question.label) in text, question.key
        assert repeated(re.findall(r'\sid="([^"]+)"', page.text)) == []
        self.is_refused_without_an_answer(address, step)
        return self.browser.post(address, {**self.sent(step), **self.files(step), "continue": "1"})

    def sent(self, step: Step) -> dict:
        return answers.fields(self.asked(step), self.answers)

    def files(self, step: Step) -> dict:
        asked = [question for question in self.asked(step) if question.kind == QuestionKind.FILES]
        return {question.key: as_file(factories.png(f"{question.key}.png")) for question in asked}

    def is_refused_without_an_answer(self, address: str, step: Step) -> None:
        obligatory = next((one for one in self.asked(step) if one.required and one.kind != QuestionKind.FILES), None)
        if obligatory is None:
            return
        empty = {
            name: "" if not name.endswith("-asked") else "1" for name in answers.fields([obligatory], self.answers)
        }
        page = self.browser.post(address, {**self.sent(step), **empty, "continue": "1"})
        assert page.status_code == 422, obligatory.key
        assert f'href="#{obligatory.key}' in page.text


def as_file(upload):
    file = io.BytesIO(upload.content)
    file.name = upload.name
    return file


def begun(browser: Client, form: Form) -> str:
    """Return the address of the first page of a new draft."""
    service = factories.ServiceFactory(form=form)
    offering = factories.OfferingFactory(service=service)
    response = browser.post(url("cabinet:start", service.code), {"centre": offering.centre.code})
    assert response.status_code == 302
    return response.url


@pytest.mark.parametrize("entry", of_each_kind(ENTRIES))
def test_a_published_form_goes_from_the_file_to_the_receipt(entry, cabinet):
    form = published(entry)
    if form is None:
        return
    definition = form.published_version.eform
    filling = Filling(browser=cabinet, form=definition, answers=answers.complete(definition))

    address = begun(cabinet, form)
    for step in definition.steps:
        assert f"/{step.key}/" in address
        response = filling.fill(address, step)
        assert response.status_code == 302, step.key
        address = response.url
    case = sent(cabinet, address)

    rows = rows_of(case)
    assert [row.label for row in rows if not row.text] == []
    assert len(rows) >= sum(question.is_answerable for step in definition.steps for question in filling.asked(step))
    is_read_by_an_officer(case, rows)
    stands_on_the_receipt(cabinet, case, rows)
    assert import_forms([entry], at=factories.NOON).unchanged == 1


def sent(cabinet: Client, address: str) -> Application:
    page = cabinet.get(address)
    assert page.status_code == 200
    response = cabinet.post(address, {"true": "1"}, follow=True)
    case = Application.objects.get()
    assert response.status_code == 200
    assert case.status == ApplicationStatus.SUBMITTED
    assert case.number in response.text
    return case


def rows_of(case: Application) -> list:
    with translation.override("en"):
        found = submitted_sections(case, latest_submission(case))
    return [row for section in found for row in section.rows]


def is_read_by_an_officer(case: Application, rows: list) -> None:
    officer = factories.OfficerFactory(centre=case.centre)
    browser = Client()
    browser.force_login(officer.person)
    page = browser.get(url("workspace:case", case.uid))
    assert page.status_code == 200
    text = said(page)
    for row in rows:
        assert letters(row.label) in text, row.key
        assert all(letters(line) in text for line in row.text.splitlines()), row.key


def stands_on_the_receipt(cabinet: Client, case: Application, rows: list) -> None:
    paper = cabinet.get(url("cabinet:receipt", case.uid))
    assert paper.content.startswith(b"%PDF-")
    text = letters(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages))
    assert letters(case.number) in text
    for row in rows:
        # A long label may go on over the page, so only its beginning is looked for.
        assert letters(row.label)[:12] in text, row.key


@pytest.mark.parametrize("entry", PRESENT)
def test_each_obligatory_question_of_a_form_is_missed_when_it_is_left_out(entry, resident):
    form = published(entry)
    if form is None:
        return
    definition = form.published_version.eform
    complete = answers.complete(definition)
    counts = {question.key: 1 for question in definition.questions if question.kind == QuestionKind.FILES}
    today = factories.NOON.date()

    assert check_form(definition, complete, files=counts, today=today).problems == []
    for question in definition.applicable_questions(complete):
        if question.required and question.is_answerable:
            left = {key: value for key, value in complete.items() if key != question.key}
            files = {key: count for key, count in counts.items() if key != question.key}
            problems = check_form(definition, left, files=files, today=today).problems
            assert [(one.question, one.is_missing) for one in problems] == [(question.key, True)]
    empty = draft_without_answers(form, resident)
    if any(question.required and question.is_answerable for question in definition.applicable_questions({})):
        with pytest.raises(operations.ApplicationIncomplete):
            operations.submit(application=empty, at=factories.NOON)


def draft_without_answers(form: Form, resident) -> Application:
    offering = factories.OfferingFactory(service=factories.ServiceFactory(form=form))
    draft = operations.start(service=offering.service, centre=offering.centre, applicant=resident, at=factories.NOON)
    nothing = dict.fromkeys((question.key for question in form.published_version.eform.questions), "")
    return operations.answer(application=draft, typed=nothing, at=factories.NOON)
