"""Tests of the trial of a form: the real pages up to the end, and nothing is stored."""

import re

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.eforms.sample_form import FORM
from tests.form_editor.editor_browser import address
from vikno.eforms import operations
from vikno.eforms.definition import FormDefinition, Question, QuestionKind, Step
from vikno.eforms.library import ready_forms

pytestmark = pytest.mark.django_db
FILLED = {"since": "1.5.2026", "until": "2.6.2026", "children-asked": "0", "continue": "1"}


def rows() -> dict[str, int]:
    """Return the number of rows of each table."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def files() -> list[str]:
    """Return the names in the store of files."""
    return storages["sealed"].listdir(".")[0] if storages["sealed"].exists(".") else []


class TrialBrowser:
    """A browser in which an editor tries a form: sends the token of the page together with the typed answers."""

    def __init__(self, editor, code: str) -> None:
        self.client, self.code = editor.client, code
        self.page = self.client.get(address("trial_begin", code), follow=True)

    def sends(self, **typed):
        action = re.search(r'<form method="post" action="([^"]+)"', self.page.text)[1]
        token = re.search(r'name="trial" value="([^"]+)"', self.page.text)[1]
        self.page = self.client.post(action, {"trial": token, **typed})
        return self.page


@pytest.fixture
def trial(editor, draft) -> TrialBrowser:
    return TrialBrowser(editor, draft.form.code)


def scan(name: str = "договір.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, factories.png(name).content)


def test_a_trial_from_the_first_page_to_the_end_keeps_nothing(editor, trial):
    before = rows()

    assert trial.sends(**{"right-asked": "1", "right": "rent", "lease": scan(), "add": "lease"}).status_code == 200
    assert "договір.png" in trial.page.text
    trial.sends(**{"right-asked": "1", "right": "rent", "lease-asked": "1", "continue": "1"})
    trial.sends(**FILLED)
    assert "Орендую" in trial.page.text
    assert "договір.png" in trial.page.text
    trial.sends(send="1")

    assert "The trial is over" in trial.page.text
    assert rows() == before
    assert files() == []


def test_mistakes_are_told_as_on_the_real_page(trial):
    response = trial.sends(**{"right-asked": "1", "continue": "1"})

    assert response.status_code == 422
    assert "Choose an answer: Яке право Ви маєте" in response.text


def test_a_rule_speaks_in_a_trial_too(trial):
    trial.sends(**{"right-asked": "1", "right": "owner", "continue": "1"})

    response = trial.sends(**{**FILLED, "until": "1.4.2026"})

    assert response.status_code == 422
    assert "Кінець раніше початку." in response.text
    assert 'value="01.04.2026"' in response.text


def test_a_question_that_an_answer_brings_up_is_shown_before_going_on(trial):
    response = trial.sends(**{"right-asked": "1", "right": "rent", "continue": "1"})

    assert "Договір" in response.text
    assert trial.sends(**{"right-asked": "1", "right": "rent", "lease-asked": "1", "continue": "1"}).status_code == 422


def test_a_file_is_looked_at_as_the_real_form_would_and_can_be_taken_back(trial):
    fake = SimpleUploadedFile("договір.png", b"MZ not a picture")
    response = trial.sends(**{"right-asked": "1", "right": "rent", "lease": fake, "add": "lease"})
    assert response.status_code == 422
    assert "is not a PDF, JPG or PNG" in response.text

    trial.sends(**{"right-asked": "1", "right": "rent", "lease": scan(), "add": "lease"})
    uid = re.search(r'name="detach" value="([^"]+)"', trial.page.text)[1]
    response = trial.sends(**{"right-asked": "1", "right": "rent", "lease-asked": "1", "detach": uid})

    assert "договір.png" not in response.text


def test_rounds_of_a_group_are_added_and_removed(trial):
    trial.sends(**{"right-asked": "1", "right": "owner", "continue": "1"})

    trial.sends(**{**FILLED, "add": "children"})
    assert 'name="children-0-name"' in trial.page.text
    trial.sends(**{**FILLED, "children-asked": "1", "children-0-name": "Оля", "remove": "children-0"})

    assert 'name="children-0-name"' not in trial.page.text


def test_one_goes_back_with_what_was_typed(trial):
    trial.sends(**{"right-asked": "1", "right": "owner", "continue": "1"})

    response = trial.sends(since="1.5.2026", back="1")
    assert "Яке право Ви маєте?" in response.text
    assert 'value="owner" checked' in response.text
    trial.sends(**{"right-asked": "1", "right": "owner", "continue": "1"})

    assert 'value="01.05.2026"' in trial.page.text


def test_an_answer_is_changed_from_the_last_page(trial):
    trial.sends(**{"right-asked": "1", "right": "owner", "continue": "1"})
    trial.sends(**FILLED)

    assert "Яке право Ви маєте?" in trial.sends(change="home").text


def test_what_lacks_is_told_on_the_last_page_and_the_trial_does_not_end(editor, trial):
    trial.sends(**{"right-asked": "1", "right": "owner", "continue": "1"})
    trial.sends(**FILLED)
    draft = operations.save_draft
    longer = Step(key="more", title="Ще", questions=(Question(key="why", kind=QuestionKind.TEXT, label="Навіщо"),))
    draft(code=trial.code, definition=FormDefinition(title="Оренда", steps=(*FORM.steps, longer), rules=FORM.rules))

    response = trial.sends(send="1")

    assert response.status_code == 422
    assert "Fill in: Навіщо" in response.text


def test_a_forged_or_broken_trial_begins_anew(editor, draft):
    response = editor.client.post(address("trial", draft.form.code, "home"), {"trial": "forged", "back": "1"})

    assert response.status_code == 200


def test_what_a_profile_knows_stands_filled_in_for_an_invented_resident(editor, noon):
    ready = next(ready_form for ready_form in ready_forms() if ready_form.code == "person-and-address")
    draft = editor.begins(ready.form)

    response = editor.opens("trial", draft.form.code, "applicant")

    assert 'value="Зразкова"' in response.text
    assert editor.person.email not in response.text


def test_the_pages_may_stand_in_a_frame_of_ours_only(editor, draft):
    assert editor.opens("trial", draft.form.code, "home")["X-Frame-Options"] == "SAMEORIGIN"
    assert editor.opens("preview", draft.form.code)["X-Frame-Options"] == "DENY"


def test_every_step_can_be_looked_at_alone(editor, draft):
    page = editor.opens("preview", draft.form.code, step="term")

    for step in FORM.steps:
        assert address("trial", draft.form.code, step.key) in page.text
        assert editor.opens("trial", draft.form.code, step.key).status_code == 200


def test_a_form_without_questions_can_be_looked_at(editor):
    empty = editor.begins(FormDefinition(title="А", steps=(Step(key="s", title="К", questions=()),)))

    assert editor.opens("preview", empty.form.code).status_code == 200
    assert TrialBrowser(editor, empty.form.code).sends(**{"continue": "1"}).status_code == 200


@pytest.mark.parametrize("ready", ready_forms(), ids=lambda ready: ready.code)
def test_every_step_of_every_ready_form_is_shown(editor, ready):
    draft = editor.begins(ready.form)

    for step in ready.form.steps:
        assert editor.opens("trial", draft.form.code, step.key).status_code == 200
