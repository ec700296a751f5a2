"""Components: what they say, and how they are wired for screen readers."""

import datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.utils import translation

from tests.web.rendered_html import by_class, by_id, described, label_of, rendered, text
from vikno.applications.models import ApplicationStatus, Deadline
from vikno.applications.queries import CaseUrgency, TimelineEntry
from vikno.eforms.answer_display import AnswerRow, AnswerSection
from vikno.web.problems import InputProblem, form_problems

TODAY = datetime.date(2026, 3, 2)
SECTIONS = [
    AnswerSection(
        step="home",
        title="Нова адреса",
        rows=[
            AnswerRow(key="address", label="Адреса", text="Шкільна, 14\nВербівка"),
            AnswerRow(key="flat", label="Квартира", text=""),
        ],
    )
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class ComponentsForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the passport")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    way = forms.ChoiceField(label="Way", choices=[("mail", "By mail"), ("phone", "By phone")], widget=forms.RadioSelect)
    paper = forms.FileField(label="Paper", required=False)
    agreed = forms.BooleanField(label="I agree")


def test_the_error_summary_links_to_each_problem_and_takes_the_focus():
    problems = [
        InputProblem(input_id="house", message="Write the house"),
        InputProblem(input_id="", message="Something else"),
    ]

    summary = by_class(rendered('<c-error-summary :problems="problems" />', problems=problems), "govuk-error-summary")[
        0
    ]

    assert summary.get("role") == "alert"
    assert [(link.get("href"), text(link)) for link in summary.iter("a")] == [("#house", "Write the house")]
    assert "Correct 2 answers" in text(summary)
    assert "data-error-summary" in summary.attrib


def test_without_problems_there_is_no_summary():
    assert by_class(rendered('<c-error-summary :problems="problems" />', problems=[]), "govuk-error-summary") == []


def test_what_is_typed_into_a_component_is_escaped_once():
    body = rendered(
        '<c-file name="{{ name }}" href="/x" /><c-panel title="{{ name }}">{{ name }}</c-panel>', name="<b>&"
    )

    assert by_class(body, "files__name")[0].text == "<b>&"
    assert text(by_class(body, "panel")[0]) == "<b>& <b>&"


@pytest.mark.parametrize(("tone", "role"), [("info", None), ("warn", None), ("done", None), ("problem", "alert")])
def test_a_notice_is_read_out_at_once_only_when_it_is_a_problem(tone, role):
    notice = by_class(rendered('<c-notice tone="{{ tone }}" title="T">x</c-notice>', tone=tone), f"notice--{tone}")[0]

    assert notice.get("role") == role


@pytest.mark.parametrize(
    ("status", "lit"),
    [
        ("draft", 0),
        ("submitted", 1),
        ("registered", 2),
        ("in_work", 3),
        ("decided", 4),
        ("issued", 4),
        ("withdrawn", 0),
    ],
)
def test_a_state_lights_a_pane_for_each_stage_passed(status, lit):
    body = rendered('<c-state :status="status" :label="label" />', status=status, label="In words")

    assert len(by_class(body, "glyph__pane--on")) == lit
    assert text(by_class(body, "state")[0]) == "In words"


def test_a_state_that_needs_the_reader_says_so_by_its_last_pane():
    body = rendered('<c-state :status="status" :label="status.label" />', status=ApplicationStatus.RETURNED)

    assert len(by_class(body, "glyph__pane--need")) == 1


@pytest.mark.parametrize(
    ("urgency", "days", "words"),
    [
        (CaseUrgency.LATE, -3, "3 days late"),
        (CaseUrgency.LATE, -1, "1 day late"),
        (CaseUrgency.SOON, 0, "today"),
        (CaseUrgency.SOON, 1, "tomorrow"),
        (CaseUrgency.SOON, 2, "2 days left"),
        (CaseUrgency.CALM, 21, "21 days left"),
        (CaseUrgency.PAUSED, 5, "paused"),
        (CaseUrgency.NONE, 5, ""),
    ],
)
def test_a_deadline_is_told_in_words(urgency, days, words):
    deadline = Deadline(due_on=TODAY + datetime.timedelta(days=days))

    body = rendered('<c-due :urgency="urgency" :deadline="deadline" :today="today" />', **locals(), today=TODAY)

    assert text(body) == words


def test_a_deadline_can_carry_its_date():
    body = rendered(
        '<c-due urgency="soon" :deadline="deadline" :today="today" full />',
        deadline=Deadline(due_on=TODAY),
        today=TODAY,
    )

    assert text(body) == "today, 2 March 2026"


def test_steps_say_where_the_reader_is():
    body = rendered('<c-steps :now="3" :total="5" title="New address" more="5 minutes" />')

    assert text(by_class(body, "steps__row")[0]) == "Step 3 of 5: New address5 minutes"
    assert len(by_class(body, "steps__pane--done")) == 2


def test_answers_keep_lines_and_link_to_where_they_are_changed():
    body = rendered(
        '<c-answers :sections="sections" :change="change" :marked="marked" />',
        sections=SECTIONS,
        change={"home": "/step/"},
        marked={"address": "Не видно"},
    )

    values = by_class(body, "answers__value")
    assert len(list(values[0].iter("br"))) == 1
    assert "Не видно" in text(values[0])
    assert text(values[1]) == "Not given"
    assert [link.get("href") for link in body.iter("a")] == ["/step/#address", "/step/#flat"]
    assert text(next(body.iter("a"))) == "Change: Адреса"


def test_answers_without_a_way_back_have_no_links():
    assert list(rendered('<c-answers :sections="sections" />', sections=SECTIONS).iter("a")) == []


def test_a_chain_tells_when_by_the_clock_of_the_site():
    at = datetime.datetime(2026, 3, 2, 10, 31, tzinfo=datetime.UTC)
    moments = [TimelineEntry(code="submitted", title="Sent", at=at, by="Коваль О.", note="One\ntwo")]

    with translation.override("uk"):
        body = rendered(
            '<c-chain :moments="moments"><c-wait title="Decision" when="later" /></c-chain>', moments=moments
        )

    assert "2 березня" in text(by_class(body, "chain__when")[0])
    assert "12:31" in text(by_class(body, "chain__when")[0])
    assert text(by_class(body, "chain__item--wait")[0]) == "Decisionlater"


def test_a_list_of_one_page_has_no_pager():
    assert by_class(rendered('<c-pager :page="page" />', page=Paginator(range(3), 5).page(1)), "pager") == []


def test_a_pager_keeps_what_was_searched_for():
    body = rendered('<c-pager :page="page" query="status=open&" />', page=Paginator(range(12), 5).page(2))

    assert [link.get("href") for link in body.iter("a")] == ["?status=open&page=1", "?status=open&page=3"]
    assert "6–10 of 12" in text(body)


@pytest.mark.parametrize("name", ["check", "alert", "document"])
def test_an_icon_is_not_read_out(name):
    icon = by_class(rendered(f'<c-icon name="{name}" size="s" />'), "icon--s")[0]

    assert icon.get("aria-hidden") == "true"
    assert len(list(icon)) > 0


# Forms of Django in our look.


def test_a_field_is_labelled_and_described():
    body = rendered('<c-field :field="form.name" />', form=ComponentsForm({}))

    entry = by_id(body, "id_name")

    assert label_of(body, "id_name") == "Name"
    assert described(body, entry) == ["As in the passport", "Error: Fill in: Name"]
    assert entry.get("aria-invalid") == "true"
    assert "govuk-input--error" in entry.get("class", "")


def test_a_field_that_may_stay_empty_says_so():
    body = rendered('<c-field :field="form.note" />', form=ComponentsForm())

    assert label_of(body, "id_note") == "Note (optional)"
    assert by_id(body, "id_note").get("class") == "govuk-textarea"


def test_choices_of_a_field_stand_in_a_fieldset_that_is_described():
    body = rendered('<c-field :field="form.way" />', form=ComponentsForm({}))

    fieldset = next(body.iter("fieldset"))

    assert text(next(body.iter("legend"))) == "Way"
    assert described(body, fieldset) == ["Error: Choose an answer: Way"]
    assert label_of(body, "id_way_0") == "By mail"


def test_a_box_to_tick_has_its_label_after_it():
    body = rendered('<c-field :field="form.agreed" />', form=ComponentsForm({}))

    assert label_of(body, "id_agreed") == "I agree"
    assert by_id(body, "id_agreed").get("class") == "govuk-checkboxes__input govuk-checkboxes__input--error"


def test_a_file_field_keeps_the_real_input():
    body = rendered('<c-field :field="form.paper" />', form=ComponentsForm())

    assert by_id(body, "id_paper").get("type") == "file"


def test_the_problems_of_a_form_come_in_the_order_of_its_fields_with_where_to_go():
    form = ComponentsForm({})
    form.add_error(None, "Together they do not fit.")

    assert [(problem.input_id, problem.message) for problem in form_problems(form)] == [
        ("", "Together they do not fit."),
        ("id_name", "Fill in: Name"),
        ("id_way_0", "Choose an answer: Way"),
        ("id_agreed", "Tick: I agree"),
    ]


def test_the_summary_of_a_form_is_there_only_when_it_was_sent_wrong():
    source = '<c-form-problems :form="form" />'

    assert by_class(rendered(source, form=ComponentsForm()), "govuk-error-summary") == []
    assert "Correct 3 answers" in text(rendered(source, form=ComponentsForm({})))
