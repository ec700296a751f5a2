"""Centres out of CSV files with their faults: what is kept, what is put together, what is told."""

import json
from datetime import time

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.factories import NOON
from tests.imports.form_corpus import DATA
from vikno.audit.operations import verify
from vikno.centres.centre_import import import_centres
from vikno.centres.models import Centre
from vikno.kernel.data_import import ImportReport

pytestmark = pytest.mark.django_db

COMMAS, SEMICOLONS = DATA / "centres_small.csv", DATA / "centres_semicolons.csv"
HEADER = "src,id,name,address,hours,brk,phone"


def run(capsys, path, *options: str) -> dict:
    call_command("import_centres", str(path), "--format", "json", *options)
    return json.loads(capsys.readouterr().out)


def bring_in(*lines: str, header: str = HEADER) -> ImportReport:
    return import_centres("\n".join([header, *lines]), source="test", at=NOON)


def counts(report: dict) -> list[int]:
    return [report[name] for name in ("read", "created", "updated", "unchanged", "skipped")]


def reasons(report: dict) -> dict[str, str]:
    return {problem["where"]: problem["reason"] for problem in report["problems"]}


def test_a_file_with_commas_is_brought_in_and_a_second_run_changes_nothing(capsys):
    first, second = run(capsys, COMMAS), run(capsys, COMMAS)

    assert counts(first) == [8, 4, 0, 0, 4]
    assert counts(second) == [8, 0, 0, 4, 4]
    assert Centre.objects.count() == 4
    assert verify().is_intact


def test_hours_become_rows_with_the_break_of_their_own_column(capsys):
    run(capsys, COMMAS)

    centre = Centre.objects.get(source_id="verba_reg:2")
    monday = list(centre.hours.filter(weekday=0).order_by("opens_at").values_list("opens_at", "closes_at"))
    assert (centre.code, centre.name) == ("verba-reg-2", 'ЦНАП (відділення "Лугове")')
    assert monday == [(time(8), time(12)), (time(13), time(17))]
    assert centre.hours.count() == 10
    assert centre.hours_text == ""


def test_hours_that_are_not_understood_stay_words_and_are_told(capsys):
    report = run(capsys, COMMAS)

    centre = Centre.objects.get(source_id="verba_reg:3")
    assert centre.hours_text == "За попереднім записом | Без перерви на обід"
    assert not centre.hours.exists()
    assert reasons(report)["verba_reg:3"] == "its hours are kept as text, not understood: “за”"


def test_a_row_without_name_address_or_id_is_told_and_left_out(capsys):
    told = reasons(run(capsys, COMMAS))

    assert told["verba_reg:4"] == "it has no name"
    assert told["verba_reg:5"] == "it has no address"
    assert told["row 9"] == "it has no id"
    assert told["verba_reg:1"] == "a centre with this id stands before it in the file"
    assert Centre.objects.get(source_id="verba_reg:1").name == "ЦНАП Вербівської ради"


def test_a_file_with_semicolons_and_another_header_is_read_too(capsys):
    report = run(capsys, SEMICOLONS)

    assert counts(report) == [7, 6, 0, 0, 1]
    centre = Centre.objects.get(source_id="centres_semicolons:1")
    assert (centre.name, centre.email, centre.phones) == ('ЦНАП "Калинова" громада', "kalyna@example.com", "")
    assert centre.hours.count() == 5


@pytest.mark.parametrize(
    ("own_id", "address", "phones", "rows"),
    [
        pytest.param(2, "02002, с. Дубівка; вул. Довга; 2", "(04401) 2-00-02", 10, id="the address in several columns"),
        pytest.param(3, "02003, с. Липки, вул. Крута, 3", "(04401) 2-00-03", 5, id="the hours in two columns"),
    ],
)
def test_a_row_that_a_separator_tore_is_put_together(capsys, own_id, address, phones, rows):
    report = run(capsys, SEMICOLONS)

    centre = Centre.objects.get(source_id=f"centres_semicolons:{own_id}")
    assert (centre.address, centre.phones, centre.hours.count()) == (address, phones, rows)
    assert any(f":{own_id}" in one["where"] and "put together" in one["reason"] for one in report["problems"])


def test_a_row_that_cannot_be_put_together_for_certain_is_left_out(capsys):
    report = run(capsys, SEMICOLONS)

    assert reasons(report)["centres_semicolons:6"] == "its columns are shifted, and it is not certain how"
    assert not Centre.objects.filter(source_id="centres_semicolons:6").exists()


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_after_it(capsys):
    run(capsys, SEMICOLONS)

    assert Centre.objects.get(source_id="centres_semicolons:4").name == '"ЦНАП Незакриті лапки'
    assert Centre.objects.get(source_id="centres_semicolons:5").name == "ЦНАП Після лапок"


def test_a_line_break_inside_quotes_belongs_to_the_cell(capsys):
    run(capsys, COMMAS)

    assert Centre.objects.get(source_id="verba_reg:6").name == "ЦНАП багаторядковий у лапках"


def test_hours_that_slipped_into_the_phones_are_put_back():
    report = bring_in(
        's,1,ЦНАП,с. Яр,"Понеділок, середа з 8.00 до 17.00",,"вівторок, четвер, п\'ятниця з 8.00 до 16.00"'
    )

    assert [problem.reason for problem in report.problems] == ["its hours stood in two columns and were put together"]
    assert Centre.objects.get().hours.count() == 5
    assert Centre.objects.get().phones == ""


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("Телефон для довідок: (04400) 2-00-01", "(04400) 2-00-01"),
        ("тел. 2-00-01", "2-00-01"),
        ("(04400) 2-00-01 факс: 2-00-02", "(04400) 2-00-01 факс: 2-00-02"),
        ("тел", ""),
        ("-", ""),
    ],
)
def test_only_what_is_a_phone_is_kept_of_the_phones(phone, kept):
    bring_in(f"s,1,ЦНАП,с. Яр,Пн-Пт 8.00-17.00,,{phone}")

    assert Centre.objects.get().phones == kept


def test_values_that_are_too_long_are_cut_and_told():
    report = bring_in(f"s,1,ЦНАП {'дуже ' * 90}довгий,с. Яр {'за ' * 200}лісом,Пн-Пт 8.00-17.00,,")

    centre = Centre.objects.get()
    assert (len(centre.name) <= 250, len(centre.address) <= 300, centre.name[-1]) == (True, True, "…")
    assert [problem.reason.partition(":")[0] for problem in report.problems] == ["name was cut", "address was cut"]


def test_a_changed_row_updates_the_centre_and_its_hours():
    bring_in("s,1,ЦНАП,с. Яр,Пн-Пт 8.00-17.00,,")

    report = bring_in("s,1,ЦНАП Новий,с. Яр,Пн-Пт 9.00-18.00,,")

    centre = Centre.objects.get()
    assert (report.updated, centre.name) == (1, "ЦНАП Новий")
    assert {row.opens_at for row in centre.hours.all()} == {time(9)}


def test_what_was_changed_here_is_not_overwritten():
    bring_in("s,1,ЦНАП,с. Яр,Пн-Пт 8.00-17.00,,")
    Centre.objects.update(phones="0 800 000 000")

    with translation.override("en"):
        report = bring_in("s,1,ЦНАП Новий,с. Яр,Пн-Пт 8.00-17.00,,")

    assert (report.skipped, Centre.objects.get().name) == (1, "ЦНАП")
    assert "changed here since it was imported" in report.problems[0].reason


def test_what_a_file_has_no_column_for_is_left_as_it_is():
    header = "id;name;address;hours;mail"
    bring_in("1;ЦНАП;с. Яр;Пн-Пт 8.00-17.00;yar@example.com", header=header)

    report = bring_in("1,ЦНАП,с. Яр,Пн-Пт 8.00-17.00", header="id,name,address,hours")

    assert report.unchanged == 1
    assert Centre.objects.get().email == "yar@example.com"


def test_a_dry_run_keeps_nothing(capsys):
    assert counts(run(capsys, COMMAS, "--dry-run")) == [8, 4, 0, 0, 4]
    assert not Centre.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "cannot be read", id="missing"),
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"a,b,c\n1,2,3\n", "does not name the columns", id="other columns"),
        pytest.param(b'[{"process_id": "x"}]', "does not name the columns", id="JSON"),
        pytest.param("id,name,address\n1,ЦНАП,с. Яр".encode("cp1251"), "is not in UTF-8", id="another charset"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_sentence(tmp_path, content, message):
    path = tmp_path / "centres.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=message):
        call_command("import_centres", str(path))


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_centres", str(tmp_path))
