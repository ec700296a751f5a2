"""The e-form editor, page by page: what is sent becomes a change, what is wrong is told and kept as it was typed."""

import json

import pytest

from tests import factories
from tests.content.form_editing import address, asks, draft, editor  # noqa: F401 - fixtures
from tests.eforms.drafts import FORM
from vikno.audit.models import Entry
from vikno.catalogue.models import Service
from vikno.eforms import operations
from vikno.eforms.definition import All, Choice, EForm, Kind, Not, Op, Question, Step
from vikno.eforms.definition import Test as Compare
from vikno.eforms.editing.places import find
from vikno.eforms.library import ready_forms
from vikno.eforms.models import EForm as Row
from vikno.eforms.models import FormVersion, VersionStatus
from vikno.eforms.stored import dump

pytestmark = pytest.mark.django_db


# The list.


def test_forms_are_listed_with_their_state_and_services(editor, draft, noon):
    service = factories.ServiceFactory(title="Видача довідки")
    operations.begin(form=service.form, by=editor.person, at=noon)

    text = editor.opens("list").text

    assert "Оренда" in text
    assert "Видача довідки" in text
    assert "Draft changes" in text
    assert "Version 1, published 02.03.2026" in text


@pytest.mark.parametrize("query", ["ОРЕНДА", "orenda", "видача"])
def test_forms_are_found_by_title_code_and_service(editor, draft, query):
    draft.form.services.add(factories.ServiceFactory(title="Видача довідки", form=draft.form))
    other = editor.begins(EForm(title="Інша", steps=FORM.steps))

    text = editor.opens("list", q=query).text

    assert address("outline", draft.form.code) in text
    assert address("outline", other.form.code) not in text


def test_the_list_costs_the_same_however_long(editor, draft, django_assert_max_num_queries):
    for number in range(8):
        editor.begins(EForm(title=f"Форма {number}", steps=FORM.steps))

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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "look at line 1, character 2"),
        ("[]", "the whole text: an object in braces is expected"),
        ('{"title": "А", "steps": [{"key": "s", "title": "К"}]}', "step 1, «questions»: this is missing"),
        (
            '{"title": "А", "steps": [{"key": "s", "title": "К", "questions": [{"key": "q", "kind": "colour", "label": "К"}]}]}',
            "step 1, question 1, «kind»: no such sort is known",
        ),
        (
            '{"title": "А", "steps": [{"key": "s", "title": "К", "questions": [{"key": "q", "kind": "text", "label": "К", "lable": "К"}]}]}',
            "step 1, question 1, «lable»: no such word is known here",
        ),
        (
            '{"title": "А", "steps": [{"key": "s", "title": "К", "questions": [{"key": "q", "kind": "text", "label": "К", "asked_when": 5}]}]}',
            "step 1, question 1, condition: ",
        ),
        (
            '{"title": "А", "steps": [{"key": "s", "title": "К", "questions": [{"key": "q", "kind": "text", "label": "К"},'
            ' {"key": "q", "kind": "text", "label": "К"}]}]}',
            "The key “q” stands at two places",
        ),
        ('{"title": "А", "steps": []}', "The form has no steps yet."),
        ("[" * 100_000, "nested too deep"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_told_by_place(editor, text, told):
    response = editor.client.post(address("bring_in"), {"text": text})

    assert response.status_code == 422
    assert told in response.text
    assert not Row.objects.exists()


def test_a_form_too_large_for_people_is_not_taken(editor):
    steps = tuple(
        Step(key=f"s{n}", title="К", questions=(Question(key=f"q{n}", kind=Kind.TEXT, label="З"),)) for n in range(31)
    )

    response = editor.client.post(address("bring_in"), {"text": json.dumps(dump(EForm(title="А", steps=steps)))})

    assert "room for 30 steps" in response.text


def test_nothing_sent_or_a_huge_file_is_told(editor):
    from django.core.files.uploadedfile import SimpleUploadedFile

    huge = SimpleUploadedFile("form.json", b" " * (1024 * 1024 + 1))
    wrong = SimpleUploadedFile("form.json", b"\xff\xfe\x00")

    assert "Choose a file, or paste the text" in editor.client.post(address("bring_in"), {}).text
    assert "larger than 1 MB" in editor.client.post(address("bring_in"), {"file": huge}).text
    assert "not text in UTF-8" in editor.client.post(address("bring_in"), {"file": wrong}).text


def test_json_takes_the_place_of_the_draft_and_can_be_undone(editor, draft):
    other = EForm(title="Інша", steps=FORM.steps[:1])

    editor.sends("replace", draft.form.code, text=json.dumps(dump(other)))
    assert asks() == other

    editor.sends("undo", draft.form.code)
    assert asks() == FORM


# Steps.


def test_a_step_is_added_and_leads_to_its_first_question(editor, draft):
    response = editor.sends("step_new", draft.form.code, title="Ваші діти", lead="")

    assert response["Location"] == address("choose", draft.form.code, "vashi_dity")


def test_a_step_is_renamed(editor, draft):
    editor.sends("step", draft.form.code, "home", title="Ваше житло", lead="Коротко.")

    assert (asks().steps[0].title, asks().steps[0].lead) == ("Ваше житло", "Коротко.")


def test_title_minutes_and_language_are_changed(editor, draft):
    assert editor.sends("settings", draft.form.code, title="Заява", minutes="500", language="uk").status_code == 422

    editor.sends("settings", draft.form.code, title="Заява", minutes="5", language="cs")

    assert (asks().title, asks().minutes, asks().language) == ("Заява", 5, "cs")


def test_a_step_is_removed_after_a_question(editor, draft):
    page = editor.opens("step_remove", draft.form.code, "home")
    assert "Яке право Ви маєте?" in page.text

    editor.sends("step_remove", draft.form.code, "home")

    assert [step.key for step in asks().steps] == ["term"]


def test_a_step_that_cannot_go_says_why(editor):
    only = editor.begins(EForm(title="А", steps=FORM.steps[:1]))

    response = editor.sends("step_remove", only.form.code, "home")

    assert response.status_code == 422
    assert "A form has at least one step" in response.text


def test_a_ready_step_comes_at_the_end(editor, draft):
    page = editor.opens("ready", draft.form.code)
    assert "Хто звертається" in page.text

    editor.sends("ready", draft.form.code, step="child:children")

    assert asks().steps[-1].title == "Діти"
    assert find(asks(), "children_2").kind == Kind.GROUP
    assert editor.sends("ready", draft.form.code, step="nothing:here").status_code == 422


@pytest.mark.parametrize(
    ("button", "where", "steps", "first"),
    [
        ("step_down", "home", ["term", "home"], "since"),
        ("step_up", "term", ["term", "home"], "since"),
        ("up", "until", ["home", "term"], "right"),
    ],
)
def test_small_buttons_put_things_in_order(editor, draft, button, where, steps, first):
    response = editor.sends("move", draft.form.code, **{button: where})

    assert response.status_code == 302
    assert [step.key for step in asks().steps] == steps
    assert asks().steps[0].questions[0].key == first


def test_a_move_that_breaks_a_condition_says_which(editor, draft):
    response = editor.sends("move", draft.form.code, up="lease")

    assert response.status_code == 422
    assert "the condition of “Договір”" in response.text
    assert asks() == FORM


def test_a_button_that_is_not_there_does_nothing(editor, draft):
    assert editor.sends("move", draft.form.code, sideways="lease").status_code == 302
    assert editor.sends("move", draft.form.code, up="gone").status_code == 422
    assert asks() == FORM


# Questions.

OWN = {
    Kind.ONE_OF: {"choices": "Так\nМожливо\nНі"},
    Kind.SEVERAL_OF: {"choices": "А\nБ", "most": "2"},
    Kind.TEXT: {"least": "2", "most": "20", "prefill": "full_name"},
    Kind.INTEGER: {"least": "-5", "most": "5"},
    Kind.DECIMAL: {"least": "0,5", "most": "1 000.25"},
    Kind.DATE: {"least": "1.1.2020", "most": "Today"},
    Kind.FILES: {"most": "3", "types": ["pdf", "jpg"]},
    Kind.GROUP: {"least": "1", "most": "4"},
    Kind.INFO: {"tone": "warn"},
    Kind.PERSON: {"prefill": "person"},
}


@pytest.mark.parametrize("kind", Kind)
def test_a_question_of_every_sort_is_added_opened_and_saved(editor, draft, kind):
    said = {"label": "Нове запитання", "hint": "Підказка", "required": "on", **OWN.get(kind, {})}
    assert editor.opens("add", draft.form.code, "home", kind).status_code == 200

    response = editor.sends("add", draft.form.code, "home", kind, **said)

    assert response.status_code == 302
    added = asks().steps[0].questions[-1]
    assert (added.kind, added.label, added.hint) == (kind, "Нове запитання", "Підказка")
    page = editor.opens("question", draft.form.code, added.key)
    assert page.status_code == 200
    form = page.context["fields"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    editor.sends("question", draft.form.code, added.key, **sent)
    assert asks().steps[0].questions[-1] == added


def test_limits_are_kept_as_plain_values(editor, draft):
    for kind in (Kind.DECIMAL, Kind.DATE, Kind.INTEGER, Kind.FILES):
        editor.sends("add", draft.form.code, "home", kind, label=f"Межі {kind}", **OWN[kind])

    decimal, date, integer, files = asks().steps[0].questions[-4:]
    assert (decimal.least, decimal.most) == ("0.5", "1000.25")
    assert (date.least, date.most) == ("2020-01-01", "today")
    assert (integer.least, integer.most) == (-5, 5)
    assert (files.most, files.types) == (3, ("pdf", "jpg"))


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        (Kind.TEXT, {"label": " "}, "This field is required"),
        (Kind.TEXT, {"label": "З", "least": "9", "most": "3"}, "less than the other limit"),
        (Kind.DATE, {"label": "З", "least": "завтра"}, "Write a date such as 27.03.2026"),
        (Kind.DATE, {"label": "З", "least": "2.1.2026", "most": "1.1.2026"}, "less than the other limit"),
        (Kind.DECIMAL, {"label": "З", "least": "багато"}, "Write a number, for example 12,5."),
        (Kind.ONE_OF, {"label": "З", "choices": "\n \n"}, "This field is required"),
        (Kind.ONE_OF, {"label": "З", "choices": "Так\nТак"}, "“Так” is written twice"),
        (Kind.FILES, {"label": "З", "most": "0"}, "greater than or equal to 1"),
        (Kind.FILES, {"label": "З"}, "Mark at least one kind of files"),
        (Kind.TEXT, {"label": "З" * 1001}, "at most 1000"),
    ],
)
def test_what_cannot_be_asked_is_told_and_kept_as_typed(editor, draft, kind, said, told):
    response = editor.sends("add", draft.form.code, "home", kind, hint="Моя підказка", **said)

    assert response.status_code == 422
    assert told in response.text
    assert "Моя підказка" in response.text
    assert asks() == FORM


def test_an_older_page_is_refused_and_what_was_typed_can_be_sent_again(editor, draft):
    editor.sends("settings", draft.form.code, title="Оренда житла", minutes="10", language="uk")

    typed = {"label": "Від якого дня", "hint": "З договору", "required": "on"}
    response = editor.sends("question", draft.form.code, "since", seen=draft.revision, **typed)

    assert response.status_code == 422
    assert "changed in another tab or by somebody else" in response.text
    assert "Від якого дня" in response.text
    assert f'name="seen" value="{draft.revision + 1}"' in response.text
    assert editor.sends("question", draft.form.code, "since", **typed).status_code == 302
    assert find(asks(), "since").label == "Від якого дня"


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_a_page_that_does_not_say_what_it_showed_changes_nothing(editor, draft, seen):
    assert editor.sends("move", draft.form.code, seen=seen, up="until").status_code == 422
    assert asks() == FORM


def test_a_question_inside_a_group_has_a_page_of_its_own(editor, draft):
    response = editor.sends("add", draft.form.code, "group-children", Kind.TEXT, label="Школа", required="on")

    assert response["Location"] == address("question", draft.form.code, "children")
    assert editor.opens("question", draft.form.code, "children-shkola").status_code == 200
    editor.sends("question", draft.form.code, "children-shkola", label="Номер школи")
    assert find(asks(), "children-shkola").label == "Номер школи"
    assert editor.opens("add", draft.form.code, "group-children", Kind.FILES).status_code == 404


def test_after_a_new_group_its_questions_are_asked_for(editor, draft):
    response = editor.sends("add", draft.form.code, "home", Kind.GROUP, label="Співвласник")

    assert response["Location"] == address("question", draft.form.code, "spivvlasnyk")


def test_a_question_is_copied_moved_and_removed(editor, draft):
    editor.sends("duplicate", draft.form.code, "lease")
    editor.sends("move_to", draft.form.code, "lease_2", step="term")
    assert [one.key for one in asks().steps[1].questions][-1] == "lease_2"

    assert editor.opens("question_remove", draft.form.code, "lease_2").status_code == 200
    editor.sends("question_remove", draft.form.code, "lease_2")
    assert asks() == FORM


def test_a_question_that_is_looked_at_stays_and_says_who_needs_it(editor, draft):
    response = editor.sends("question_remove", draft.form.code, "right")

    assert response.status_code == 422
    assert "the condition of “Договір”" in response.text
    assert asks() == FORM


def test_another_sort_of_answer_is_chosen(editor, draft):
    assert editor.opens("kind", draft.form.code, "until").status_code == 200

    editor.sends("kind", draft.form.code, "lease", kind="long_text")
    assert find(asks(), "lease").kind == Kind.LONG_TEXT

    assert editor.sends("kind", draft.form.code, "right", kind="info").status_code == 422
    assert editor.sends("kind", draft.form.code, "right", kind="colour").status_code == 404


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("step", ["gone"]), ("step_remove", ["gone"]), ("choose", ["gone"]), ("add", ["home", "colour"]),
        ("question", ["gone"]), ("question", ["children-gone"]), ("question_remove", ["gone"]), ("kind", ["gone"]),
        ("when", ["lease"]), ("rule", [9]), ("rule_remove", [9]), ("trial", ["gone"]), ("compare", []),
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(editor, draft, name, args):
    assert editor.opens(name, draft.form.code, *args).status_code == 404


# Conditions.


def asked(at: str = "until"):
    return find(asks(), at).asked_when


@pytest.mark.parametrize(
    ("key", "kind", "said", "condition"),
    [
        ("q", Kind.YES_NO, {"how": "no"}, Compare(question="q", value=False)),
        ("q", Kind.ONE_OF, {"how": "in", "answers": ["a"]}, Compare(question="q", value="a")),
        ("q", Kind.ONE_OF, {"how": "in", "answers": ["a", "b"]}, Compare(question="q", op=Op.IN, value=["a", "b"])),
        ("q", Kind.ONE_OF, {"how": "not_in", "answers": ["a"]}, Compare(question="q", op=Op.IS_NOT, value="a")),
        (
            "q", Kind.ONE_OF, {"how": "not_in", "answers": ["a", "b"]},
            Not(none_of=(Compare(question="q", op=Op.IN, value=["a", "b"]),)),
        ),
        ("q", Kind.SEVERAL_OF, {"how": "has", "answers": "a"}, Compare(question="q", op=Op.HAS, value="a")),
        ("q", Kind.SEVERAL_OF, {"how": "has_not", "answers": "a"}, Not(none_of=(Compare(question="q", op=Op.HAS, value="a"),))),
        ("q", Kind.INTEGER, {"how": "more", "value": "3"}, Compare(question="q", op=Op.MORE, value=3)),
        ("q", Kind.DECIMAL, {"how": "less", "value": "2,5"}, Compare(question="q", op=Op.LESS, value="2.5")),
        ("q", Kind.DATE, {"how": "less", "value": "1.1.2026"}, Compare(question="q", op=Op.LESS, value="2026-01-01")),
        ("q", Kind.DATE, {"how": "other_more", "other": "since"}, Compare(question="q", op=Op.MORE, other="since")),
        ("q", Kind.TEXT, {"how": "is", "value": "Київ"}, Compare(question="q", value="Київ")),
        ("q", Kind.ADDRESS, {"how": "answered"}, Compare(question="q", op=Op.ANSWERED, value=True)),
        ("q", Kind.PERSON, {"how": "empty"}, Compare(question="q", op=Op.ANSWERED, value=False)),
    ],
)  # fmt: skip
def test_a_condition_is_put_together_from_an_earlier_answer(editor, key, kind, said, condition):
    choices = (Choice(code="a", label="А"), Choice(code="b", label="Б"))
    looked_at = Question(
        key="q", kind=kind, label="Перше", choices=choices if kind in (Kind.ONE_OF, Kind.SEVERAL_OF) else ()
    )
    first = Step(key="first", title="Перший", questions=(looked_at, *FORM.steps[1].questions))
    draft = editor.begins(EForm(title="А", steps=(first,), rules=FORM.rules))
    first_known = {"query": "?question=q"}
    assert editor.opens("when", draft.form.code, "until", question="q").status_code == 200

    response = editor.sends("when", draft.form.code, "until", **first_known, **said)

    assert response.status_code == 302
    assert asked() == condition
    assert editor.opens("question", draft.form.code, "until").status_code == 200


def test_a_second_condition_says_how_they_belong_together(editor, draft):
    editor.sends("when", draft.form.code, "until", query="?question=right", how="in", answers=["rent"])
    editor.sends("when", draft.form.code, "until", query="?question=since", how="more", value="1.1.2026", join="all")

    assert asked() == All(
        all=(Compare(question="right", value="rent"), Compare(question="since", op=Op.MORE, value="2026-01-01"))
    )
    assert "Only when" in editor.opens("outline", draft.form.code).text

    editor.sends("settle", draft.form.code, "until", join="any")
    assert asked().any[0] == Compare(question="right", value="rent")

    editor.sends("settle", draft.form.code, "until", take="1")
    assert asked() == Compare(question="right", value="rent")
    assert editor.sends("settle", draft.form.code, "until", take="7").status_code == 422


@pytest.mark.parametrize(
    ("question", "said", "told"),
    [
        ("right", {"how": "in"}, "Mark at least one answer."),
        ("right", {"how": "sideways"}, "Select a valid choice"),
        ("since", {"how": "less", "value": ""}, "Write what to compare the answer with."),
        ("since", {"how": "less", "value": "today"}, "Write a date such as 27.03.2026."),
        ("since", {"how": "less", "value": "колись"}, "Write a date such as 27.03.2026, or"),
    ],
)
def test_half_a_condition_is_no_condition(editor, draft, question, said, told):
    response = editor.sends("when", draft.form.code, "until", query=f"?question={question}", **said)

    assert response.status_code == 422
    assert told in response.text
    assert asked() is None


def test_a_condition_does_not_look_ahead(editor, draft):
    assert editor.opens("when", draft.form.code, "since", question="until").status_code == 404
    assert editor.opens("when", draft.form.code, "until", question="lease").status_code == 404


# Rules.


def test_a_rule_compares_two_answers(editor, draft):
    said = {"question": "until", "way": "is", "other": "since", "message": "Дати однакові."}
    assert editor.opens("rule_new", draft.form.code).status_code == 200

    editor.sends("rule_new", draft.form.code, **said)

    rule = asks().rules[-1]
    assert (rule.at, rule.message) == ("until", "Дати однакові.")
    assert rule.refused_when == Compare(question="until", op=Op.IS, other="since")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"question": "until", "way": "less", "other": "until", "message": "А"}, "This is the same question."),
        ({"question": "until", "way": "less", "other": "since", "message": " "}, "This field is required"),
        ({"question": "until", "way": "less", "other": "name", "message": "А"}, "of different sorts"),
        ({"question": "name", "way": "less", "other": "name_2", "message": "А"}, "Only dates and numbers"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(editor, draft, said, told):
    for _time in range(2):
        editor.sends("add", draft.form.code, "home", Kind.TEXT, label="Name")

    response = editor.sends("rule_new", draft.form.code, **said)

    assert response.status_code == 422
    assert told in response.text
    assert asks().rules == FORM.rules


def test_a_rule_about_one_answer_is_written_widened_and_removed(editor, draft):
    code = draft.form.code
    said = {"how": "in", "answers": ["owner"], "message": "Власникам не сюди.", "at": "right"}
    assert editor.opens("refuse_when", code, question="right").status_code == 200
    editor.sends("refuse_when", code, query="?question=right", **said)
    assert asks().rules[1].refused_when == Compare(question="right", value="owner")

    more = {"how": "more", "value": "1.1.2026", "join": "any"}
    assert editor.opens("rule_when", code, 2, question="since").status_code == 200
    editor.sends("rule_when", code, 2, query="?question=since", **more)
    assert len(asks().rules[1].refused_when.any) == 2

    editor.sends("rule_settle", code, 2, join="all")
    editor.sends("rule_settle", code, 2, take="1")
    assert asks().rules[1].refused_when == Compare(question="right", value="owner")
    assert editor.sends("rule_settle", code, 2, take="0").status_code == 422

    editor.sends("rule", code, 2, message="Зверніться до центру.", at="since")
    assert (asks().rules[1].message, asks().rules[1].at) == ("Зверніться до центру.", "since")
    editor.sends("rule_remove", code, 2)
    assert asks() == FORM


# Undo, throw away.


def test_undo_says_what_it_takes_back(editor, draft):
    editor.sends("step", draft.form.code, "home", title="Ваше житло", lead="")
    assert "Ваше житло: title of the step" in editor.opens("outline", draft.form.code).text

    editor.sends("undo", draft.form.code)

    assert asks() == FORM
    assert editor.sends("undo", draft.form.code).status_code == 422


def test_a_draft_is_thrown_away_after_a_question(editor, draft):
    assert "never published" in editor.opens("discard", draft.form.code).text
    assert editor.sends("discard", draft.form.code, seen=99).status_code == 422

    response = editor.sends("discard", draft.form.code)

    assert response["Location"] == address("list")
    assert not Row.objects.exists()


# Publishing.


def test_publishing_makes_the_version_that_services_use(editor, draft):
    code = draft.form.code

    response = editor.sends("publish", code)

    assert response["Location"] == address("versions", code)
    assert draft.form.published == draft
    assert Entry.objects.get(action="form.published").actor == editor.person.ref


def test_what_stops_publishing_is_told_with_its_place(editor, draft):
    editor.sends("step_new", draft.form.code, title="Порожній", lead="")

    page = editor.opens("publish", draft.form.code)
    response = editor.sends("publish", draft.form.code)

    assert "asks nothing" in page.text
    assert f"{address('outline', draft.form.code)}#step-porozhnii" in page.text
    assert response.status_code == 422
    assert draft.form.published is None


def test_a_draft_changed_since_the_page_was_read_is_not_published(editor, draft):
    editor.sends("step", draft.form.code, "home", title="Житло тут", lead="")

    response = editor.sends("publish", draft.form.code, seen=draft.revision)

    assert response.status_code == 422
    assert "was changed after You opened this page" in response.text
    assert draft.form.published is None


def test_the_next_version_is_begun_compared_and_published(editor, draft):
    code = draft.form.code
    editor.sends("publish", code)
    assert "Begin the next version" in editor.opens("outline", code).text
    editor.client.post(address("begin", code))
    editor.sends("question", code, "since", label="Від якого дня", required="on")

    page = editor.opens("publish", code)
    assert "Від якого дня" in page.text
    assert "З якого дня" in page.text
    editor.sends("publish", code)

    assert [version.status for version in draft.form.versions.order_by("number")] == ["retired", "published"]
    compared = editor.opens("compare", code, before="2", after="1")
    assert "From version 1 to version 2." in compared.text
    assert "Від якого дня" in compared.text
    assert "Earlier, published" in editor.opens("versions", code).text


def test_a_form_is_offered_no_more(editor, draft):
    code = draft.form.code
    editor.sends("publish", code)
    assert editor.opens("retire", code).status_code == 200

    editor.sends("retire", code)

    assert draft.form.published is None
    assert editor.sends("retire", code).status_code == 422
    assert "Offered no more" in editor.opens("outline", code).text
    assert "Offered no more" in editor.opens("list").text


# Services.


def test_a_service_is_linked_with_the_form_and_let_go(editor, draft):
    service = factories.ServiceFactory(form=None)

    editor.sends("services", draft.form.code, link=service.pk)
    assert Service.objects.get().form == draft.form
    assert service.title in editor.opens("services", draft.form.code).text

    editor.sends("services", draft.form.code, unlink=service.pk)
    assert Service.objects.get().form is None
    assert Entry.objects.filter(action="service.form_set", actor=editor.person.ref).count() == 2


@pytest.mark.parametrize("key", ["", "x", "999999", "9" * 60])
def test_a_service_that_is_not_there_is_not_linked(editor, draft, key):
    response = editor.sends("services", draft.form.code, link=key)

    assert response.status_code == 422
    assert "Choose a service." in response.text


def test_an_imported_form_is_copied_and_edited_like_any_other(editor, noon):
    service = factories.ServiceFactory()

    response = editor.client.post(address("begin", service.form.code))

    assert response["Location"] == address("outline", service.form.code)
    assert service.form.published.number == 1
    assert FormVersion.objects.get(status=VersionStatus.DRAFT).number == 2
