"""The e-forms of the demo: they have no faults, use every kind of question, and can be filled in."""

from random import Random

import pytest

from tests import factories
from vikno.applications import operations
from vikno.applications.models import ApplicationStatus
from vikno.demo.seed import answers, paper_files, people
from vikno.demo.seed.cards import demo_definition, form_codes
from vikno.eforms.definition import QuestionKind, definition_faults
from vikno.eforms.validation import check_form

TODAY = factories.NOON.date()
FILES = {"contract": 1, "consent": 1, "court_decision": 1, "power": 1, "certificate_file": 1}


def typed_answers(code: str, seed: int = 1) -> dict:
    return answers.typed_answers(code, people.build_person(seed), on=TODAY, luck=Random(seed))  # noqa: S311


def problems(code: str, typed: dict) -> dict[str, str]:
    answer_problems = check_form(demo_definition(code), typed, files=FILES, today=TODAY).problems
    return {problem.input_id: problem.message for problem in answer_problems}


def test_there_are_five_forms():
    assert len(form_codes()) == 5


@pytest.mark.parametrize("code", form_codes())
def test_a_form_has_no_faults_and_three_to_five_pages(code):
    form = demo_definition(code)

    assert definition_faults(form) == []
    assert 3 <= len(form.steps) <= 5
    assert form.rules


def test_together_they_show_every_kind_of_question():
    kinds = {
        nested.kind
        for code in form_codes()
        for question in demo_definition(code).questions
        for nested in (question, *question.questions)
    }

    assert kinds == set(QuestionKind)


@pytest.mark.parametrize("code", form_codes())
@pytest.mark.parametrize("seed", range(1, 9))
def test_the_answers_of_invented_people_pass_every_check(code, seed):
    assert problems(code, typed_answers(code, seed)) == {}


@pytest.mark.parametrize("code", form_codes())
def test_a_form_can_be_filled_in_and_sent(db, code):
    person = people.build_person(1)
    person.save(force_insert=True)
    offering = factories.OfferingFactory(service=factories.ServiceFactory(definition=demo_definition(code)))
    draft = operations.start(service=offering.service, centre=offering.centre, applicant=person, at=factories.NOON)
    typed = typed_answers(code)

    for question, name in answers.needed_files(code, typed).items():
        upload = paper_files.scanned_file(name)
        operations.attach(application=draft, question=question, upload=upload, at=factories.NOON)
    operations.answer(application=draft, typed=typed, at=factories.NOON)
    sent = operations.submit(application=draft, at=factories.NOON)

    assert sent.status == ApplicationStatus.SUBMITTED


@pytest.mark.parametrize("code", form_codes())
def test_known_data_of_the_person_are_prefilled(db, code):
    person = people.build_person(1)
    person.save(force_insert=True)
    offering = factories.OfferingFactory(service=factories.ServiceFactory(definition=demo_definition(code)))

    draft = operations.start(service=offering.service, centre=offering.centre, applicant=person, at=factories.NOON)

    assert draft.answers["phone"] == person.phone
    assert person.family_name in str(draft.answers)


@pytest.mark.parametrize(
    ("code", "changes", "at"),
    [
        pytest.param("residence-registration", {"moved_on": "2025-01-01"}, "moved_on", id="moved in before moving out"),
        pytest.param(
            "birth-assistance", {"certificate_on": "2020-01-01"}, "certificate_on", id="certificate before birth"
        ),
        pytest.param("birth-assistance", {"own_account": False}, "own_account", id="somebody else’s account"),
        pytest.param(
            "land-extract", {"for_what": "building", "sections": ["value"]}, "sections", id="building without borders"
        ),
        pytest.param("fop-registration", {"main_kved": "01.11"}, "main_kved", id="main activity not chosen"),
        pytest.param("housing-subsidy", {"heated_area": "999"}, "heated_area", id="more heated than there is"),
    ],
)
def test_contradictory_answers_are_problems(code, changes, at):
    assert list(problems(code, {**typed_answers(code), **changes})) == [at]


def test_a_move_to_the_old_address_is_a_problem():
    typed = typed_answers("residence-registration")

    assert "new_address" in problems("residence-registration", {**typed, "new_address": typed["old_address"]})
