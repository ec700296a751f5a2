"""The file question: what was given, what may be added."""

import pytest
from django.utils import translation

from tests import factories
from tests.factories import NOON
from tests.web.rendered_html import by_id, named, rendered, text
from vikno.applications import operations
from vikno.eforms.definition import Question, QuestionKind
from vikno.web.eforms import controls

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def attachment():
    draft = factories.draft()
    return operations.attach(application=draft, question="contract", upload=factories.png("Договір.png"), at=NOON)


def page(attachments=(), **more):
    question = Question(key="contract", kind=QuestionKind.FILES, label="Договір", **more)
    shown = controls([question], answers={}, attachments={"contract": attachments})
    return rendered('<c-question :control="shown.0" />', shown=shown)


def test_the_input_takes_the_kinds_of_files_that_are_checked():
    entry = by_id(page(), "contract")

    assert entry.get("accept") == ".jpeg,.jpg,.pdf,.png"
    assert "multiple" in entry.attrib


def test_where_one_file_is_wanted_one_can_be_chosen():
    assert "multiple" not in by_id(page(most=1), "contract").attrib


def test_what_was_given_is_listed_and_can_be_removed_by_its_uid(attachment):
    shown = page([attachment])

    remove = named(shown, "detach")[0]

    assert remove.get("value") == str(attachment.file.uid)
    assert text(remove) == "Remove: Договір.png"


def test_a_question_full_of_files_says_so_and_still_can_be_linked_to(attachment):
    shown = page([attachment], most=1)

    assert named(shown, "contract") == []
    assert "no more files" in text(by_id(shown, "contract"))
