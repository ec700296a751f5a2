"""Other files of the same shapes: whatever stands in them, a row is taken or told, and the rest goes on."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import answers
from tests.eforms.strategies import TODAY, json_values
from tests.factories import NOON
from tests.imports.form_corpus import DATA
from vikno.catalogue.service_import import import_services
from vikno.centres.centre_import import import_centres
from vikno.eforms.definition import QuestionKind, definition_faults
from vikno.eforms.imports import convert_form, import_forms
from vikno.eforms.serialization import dump_definition, load_definition
from vikno.eforms.validation import check_form
from vikno.kernel.data_import import ImportFileInvalid, ImportReport, ImportRowInvalid

words = st.sampled_from(
    [
        *("Прізвище", "IПН", "Контактний телефон", "ЄДРПОУ банку", "УНЗР", "Дата народження", "Площа (га)", "E-mail"),
        *(
            "=====",
            "УВАГА",
            " ",
            ";",
            "; ;bVisible=false",
            "; ;bNew=true",
            ";labelType=info",
            ";;writable=false",
            "a=b",
        ),
        *("<b>а</b>", "\x00", "\ud800", "Юридична особа", "фізична особа", "о" * 400, "?"),
    ]
)
names = st.lists(words, max_size=4).map("".join) | json_values
ids = (
    st.sampled_from(["bankIdinn", "bankIdAddress", "phone", "email", "f", "F", "f_2", "save", "поле", "", "x" * 90])
    | json_values
)
types = st.sampled_from(
    ["string", "long", "double", "date", "enum", "select", "file", "label", "textArea", "queueData", "boolean"]
)
values = st.lists(st.fixed_dictionaries({"id": ids, "name": names}) | json_values, max_size=4) | json_values
fields = st.fixed_dictionaries(
    {"id": ids, "name": names, "type": types | json_values, "required": st.booleans() | json_values},
    optional={"values": values, "readonly": json_values},
)
forms = st.fixed_dictionaries(
    {"process_id": ids, "name": names, "fields": st.lists(fields | json_values, max_size=12) | json_values}
)


def adds_up(report: ImportReport) -> bool:
    json.dumps(report.as_dict()).encode()
    told = {problem.where for problem in report.problems}
    return report.read == report.created + report.updated + report.unchanged + report.skipped and (
        not report.skipped or bool(told)
    )


@given(row=forms)
def test_what_is_taken_for_a_form_can_be_asked_and_answered(row):
    try:
        form, lost = convert_form(row)
    except ImportRowInvalid:
        return

    assert definition_faults(form) == []
    assert load_definition(json.loads(json.dumps(dump_definition(form)).encode())) == form
    assert len(form.title) <= 300
    assert all(lost)
    files = {question.key: 1 for question in form.questions if question.kind == QuestionKind.FILES}
    assert check_form(form, answers.complete(form), files=files, today=TODAY).problems == []


@pytest.mark.django_db
@settings(max_examples=40)
@given(rows=st.lists(forms | json_values, max_size=4))
def test_any_list_of_forms_is_gone_through_twice_the_same(rows):
    first, second = import_forms(rows, at=NOON), import_forms(rows, at=NOON)

    assert adds_up(first)
    assert adds_up(second)
    assert second.created == second.updated == 0
    assert second.problems == first.problems


services = st.fixed_dictionaries(
    {"id": ids, "name": names, "provider": names},
    optional=dict.fromkeys(("audience", "category", "keywords", "tags", "info_html", "law_html", "processes"), names),
)


@pytest.mark.django_db
@settings(max_examples=40)
@given(rows=st.lists(services | json_values, max_size=4))
def test_any_list_of_services_is_gone_through_twice_the_same(rows):
    first = import_services(rows, folder=DATA, source="any", at=NOON)
    second = import_services(rows, folder=DATA, source="any", at=NOON)

    assert adds_up(first)
    assert adds_up(second)
    assert second.created == second.updated == 0


cells = st.sampled_from(
    ["1", "2", "ЦНАП", "с. Яр", "Пн-Пт 8.00-17.00", "Вихідний - неділя", "тел", '"', '""', "", "\r", "x" * 400]
)
lines = st.lists(cells, max_size=9).flatmap(lambda row: st.sampled_from(";,\t").map(lambda mark: mark.join(row)))


@pytest.mark.django_db
@settings(max_examples=60)
@given(
    header=st.sampled_from(["sID(1);CNAP Name(2);CNAP Address(3);WorkTime(4);phone(5)", "id,name,address,hours", ""]),
    rows=st.lists(lines, max_size=6),
)
def test_any_table_of_centres_is_gone_through_twice_the_same(header, rows):
    text = "\n".join([header, *rows])
    try:
        first, second = (import_centres(text, source="any", at=NOON) for _run in range(2))
    except ImportFileInvalid:
        return

    assert adds_up(first)
    assert adds_up(second)
    assert second.created == second.updated == 0
