"""Tests of the list of forms and of new forms: empty, copied or from JSON."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.eforms.sample_form import FORM
from tests.form_editor.editor_browser import address, asks
from vikno.eforms import operations
from vikno.eforms.definition import FormDefinition, Question, QuestionKind, Step
from vikno.eforms.library import ready_forms
from vikno.eforms.models import EForm as Row
from vikno.eforms.models import FormVersion
from vikno.eforms.serialization import dump_definition

pytestmark = pytest.mark.django_db


# The list.


def test_forms_are_listed_with_their_state_and_services(editor, draft, noon):
    service = factories.ServiceFactory(title="Видача довідки")
    operations.begin_draft(form=service.form, by=editor.person, at=noon)

    text = editor.opens("list").text

    assert "Оренда" in text
    assert "Видача довідки" in text
    assert "Draft changes" in text
    assert "Version 1, published 02.03.2026" in text


@pytest.mark.parametrize("query", ["ОРЕНДА", "orenda", "видача"])
def test_forms_are_found_by_title_code_and_service(editor, draft, query):
    draft.form.services.add(factories.ServiceFactory(title="Видача довідки", form=draft.form))
    other = editor.begins(FormDefinition(title="Інша", steps=FORM.steps))

    text = editor.opens("list", q=query).text

    assert address("outline", draft.form.code) in text
    assert address("outline", other.form.code) not in text


def test_the_list_costs_the_same_however_long(editor, draft, django_assert_max_num_queries):
    for number in range(8):
        editor.begins(FormDefinition(title=f"Форма {number}", steps=FORM.steps))

    with django_assert_max_num_queries(20):
        editor.opens("list")


def test_nothing_found_says_what_to_do(editor):
    assert "There are no forms yet" in editor.opens("list").text
    assert "Try fewer words" in editor.opens("list", q="щось").text


# Beginning a form.


def test_an_empty_form_has_one_step(editor):
    response = editor.sends("new", title="Заява", source="")

    assert response.status_code == 302
    assert [step.questions for step in asks().steps] == [()]
    assert FormVersion.objects.get().edited_by == editor.person


@pytest.mark.parametrize("ready", ready_forms(), ids=lambda ready: ready.code)
def test_every_ready_form_can_be_copied_opened_and_published(editor, ready, noon):
    editor.sends("new", title="Моя заява", source=ready.code)

    version = FormVersion.objects.get()
    assert (version.eform.title, version.eform.steps) == ("Моя заява", ready.form.steps)
    assert editor.opens("outline", version.form.code).status_code == 200
    assert "nothing to remark" in editor.opens("publish", version.form.code).text
    assert editor.sends("publish", version.form.code).status_code == 302


def test_another_form_can_be_copied(editor, draft):
    editor.sends("new", title="Копія", source="form", other=draft.form.code)

    copy = FormVersion.objects.get(form__title="Копія")
    assert copy.eform.steps == FORM.steps
    assert copy.form.code == "kopiia"


def test_a_form_without_a_title_is_not_begun(editor):
    response = editor.sends("new", title="  ", source="child")

    assert response.status_code == 422
    assert 'value="child" checked' in response.text
    assert not Row.objects.exists()


# JSON.


def test_a_form_goes_out_as_json_and_comes_in_again(editor, draft):
    sent = editor.opens("json", draft.form.code)
    assert sent["Content-Type"].startswith("application/json")

    response = editor.client.post(address("bring_in"), {"text": sent.text})

    assert response.status_code == 302
    assert FormVersion.objects.order_by("pk").last().eform == FORM


def test_an_older_version_goes_out_too(editor, draft):
    assert json.loads(editor.opens("json", draft.form.code, version="1").text)["title"] == "Оренда"
    assert editor.opens("json", draft.form.code, version="7").status_code == 404
    assert editor.opens("json", draft.form.code, version="9" * 50).status_code == 404


def with_question(fields: str) -> str:
    question = f'{{"key": "q", "label": "К", {fields}}}'
    return f'{{"title": "А", "steps": [{{"key": "s", "title": "К", "questions": [{question}]}}]}}'


@pytest.mark.parametrize(
    ("text", "expected_text"),
    [
        ("{", "look at line 1, character 2"),
        ("[]", "the whole text: an object in braces is expected"),
        ('{"title": "А", "steps": [{"key": "s", "title": "К"}]}', "step 1, «questions»: this is missing"),
        (with_question('"kind": "colour"'), "step 1, question 1, «kind»: no such sort is known"),
        (with_question('"kind": "text", "lable": "К"'), "step 1, question 1, «lable»: no such word is known here"),
        (with_question('"kind": "text", "asked_when": 5'), "step 1, question 1, condition: "),
        (
            '{"title": "А", "steps": [{"key": "s", "title": "К", "questions": [{"key": "q", "kind": "text", "label": "К"},'
            ' {"key": "q", "kind": "text", "label": "К"}]}]}',
            "The key “q” stands at two places",
        ),
        ('{"title": "А", "steps": []}', "The form has no steps yet."),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_what_is_no_form_is_told_by_place(editor, text, expected_text):
    response = editor.client.post(address("bring_in"), {"text": text})

    assert response.status_code == 422
    assert expected_text in response.text
    assert not Row.objects.exists()


def test_a_form_too_large_for_people_is_not_taken(editor):
    steps = tuple(
        Step(key=f"s{n}", title="К", questions=(Question(key=f"q{n}", kind=QuestionKind.TEXT, label="З"),))
        for n in range(31)
    )

    response = editor.client.post(
        address("bring_in"), {"text": json.dumps(dump_definition(FormDefinition(title="А", steps=steps)))}
    )

    assert "room for 30 steps" in response.text


def test_nothing_sent_or_a_huge_file_is_told(editor):
    huge = SimpleUploadedFile("form.json", b" " * (1024 * 1024 + 1))
    wrong = SimpleUploadedFile("form.json", b"\xff\xfe\x00")

    assert "Choose a file, or paste the text" in editor.client.post(address("bring_in"), {}).text
    assert "larger than 1 MB" in editor.client.post(address("bring_in"), {"file": huge}).text
    assert "not text in UTF-8" in editor.client.post(address("bring_in"), {"file": wrong}).text


def test_json_takes_the_place_of_the_draft_and_can_be_undone(editor, draft):
    other = FormDefinition(title="Інша", steps=FORM.steps[:1])

    editor.sends("replace", draft.form.code, text=json.dumps(dump_definition(other)))
    assert asks() == other

    editor.sends("undo", draft.form.code)
    assert asks() == FORM
