"""What becomes of a published form: its questions, their kinds, its steps; and what the command says."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOON
from tests.imports.form_corpus import DATA, rows
from vikno.eforms.definition import FormDefinition, Question, QuestionKind, definition_faults
from vikno.eforms.imports import convert_form, form_code, import_forms
from vikno.eforms.imports.questions import PRINTED
from vikno.eforms.models import EForm, FormVersion

SMALL, FAULTY = DATA / "forms_small.json", DATA / "forms_faulty.json"


def form(*fields: dict, **more) -> FormDefinition:
    return convert_form({"process_id": "p", "name": "Форма", "fields": list(fields), **more})[0]


def field(id_: str = "f", name: str = "Назва", type_: str = "string", required=True, **more) -> dict:
    return {"id": id_, "name": name, "type": type_, "required": required, **more}


def question(*args, **more) -> Question:
    return next(form(field(*args, **more)).questions)


def lost(*fields: dict) -> list[str]:
    return convert_form({"process_id": "p", "name": "Форма", "fields": [field("known"), *fields]})[1]


@pytest.mark.django_db
class TestTheCommand:
    def run(self, capsys, path, *options: str) -> dict:
        call_command("import_forms", str(path), "--format", "json", *options)
        return json.loads(capsys.readouterr().out)

    def test_the_first_run_creates_and_the_second_changes_nothing(self, capsys):
        first, second = self.run(capsys, SMALL), self.run(capsys, SMALL)

        assert list(first) == ["read", "created", "updated", "unchanged", "skipped", "problems"]
        assert [first[name] for name in ("read", "created", "updated", "unchanged", "skipped")] == [6, 6, 0, 0, 0]
        assert [second[name] for name in ("read", "created", "updated", "unchanged", "skipped")] == [6, 0, 0, 6, 0]
        assert second["problems"] == first["problems"]
        assert FormVersion.objects.count() == 6

    def test_a_changed_form_becomes_a_new_version_and_the_old_one_stays(self):
        row = rows(SMALL)[0]
        import_forms([row], at=NOON)

        report = import_forms([{**row, "name": "Інша назва"}], at=NOON)

        versions = EForm.objects.get().versions.order_by("number")
        assert report.updated == 1
        assert [version.status for version in versions] == ["retired", "published"]
        assert [version.eform.title for version in versions] == [
            "Довідка про зареєстрованих осіб (зразок)",
            "Інша назва",
        ]

    def test_a_dry_run_says_the_same_and_keeps_nothing(self, capsys):
        tried = self.run(capsys, SMALL, "--dry-run")

        assert (tried["read"], tried["created"]) == (6, 6)
        assert not EForm.objects.exists()

    def test_bad_entries_are_told_and_stop_no_other(self, capsys):
        report = self.run(capsys, FAULTY)

        assert (report["read"], report["created"], report["skipped"]) == (17, 5, 12)
        reasons = {(problem["where"], problem["reason"]) for problem in report["problems"]}
        assert {
            ("entry 1", "not a form"),
            ("entry 6", "it has no process_id"),
            ("faulty_1", "its fields are not a list"),
            ("faulty_3", "it asks nothing"),
            ("faulty_4", "it asks nothing; not asked, hidden in the published form: x"),
            ("faulty_5", "a form with this process_id stands before it in the file"),
            ("faulty_5", "not read, it is not a field: field 2, field 3, field 4"),
            ("42", "asked as text, its type is not known: a (hologram)"),
        } <= reasons
        assert all(set(problem) == {"where", "reason"} for problem in report["problems"])

    def test_in_words_it_ends_with_a_summary(self, capsys):
        call_command("import_forms", str(SMALL))

        *problems, summary = capsys.readouterr().out.splitlines()
        assert summary == f"6 read: 6 created, 0 updated, 0 unchanged, 0 skipped; {len(problems)} problems."

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            pytest.param(None, "cannot be read: No such file", id="missing"),
            pytest.param(b"{not json", "is not JSON", id="not JSON"),
            pytest.param(b"", "is not JSON", id="empty"),
            pytest.param(b"[" * 100_000, "is not JSON", id="too deep"),
            pytest.param(b'{"fields": []}', "is not a list of forms", id="another shape"),
            pytest.param('[{"id": "1", "provider": "А"}]'.encode(), "no entry has “fields”", id="a list of something else"),
            pytest.param("[“форма”]".encode("cp1251"), "is not in UTF-8", id="another charset"),
        ],
    )  # fmt: skip
    def test_a_file_of_another_kind_is_refused_in_one_sentence(self, tmp_path, capsys, content, message):
        path = tmp_path / "forms.json"
        if content is not None:
            path.write_bytes(content)

        with pytest.raises(CommandError, match=message) as refusal:
            call_command("import_forms", str(path), "--format", "json")

        assert refusal.value.returncode == 1
        assert capsys.readouterr().out == ""

    def test_a_mark_of_utf_8_at_the_start_is_no_fault(self, tmp_path, capsys):
        path = tmp_path / "forms.json"
        path.write_bytes(b"\xef\xbb\xbf" + SMALL.read_bytes())

        assert self.run(capsys, path)["created"] == 6


@pytest.mark.parametrize(
    ("name", "label", "hint"),
    [
        ("Прізвище", "Прізвище", ""),
        (" Назва ;підказка; ", "Назва", "підказка"),
        ("Назва; ;bNew=true", "Назва", ""),
        ("Назва;;bNew=true", "Назва", ""),
        ("Назва; перша; друга; ;bNew=true", "Назва", "перша; друга"),
        ("Назва;підказка;bNew=true, bPrintFormFileAsPDF=false", "Назва", "підказка"),
        ("Назва;bNew=true;підказка", "Назва", "підказка"),
        ("Назва;площа = 5 га", "Назва", "площа = 5 га"),
        (" ;підказка", "підказка", ""),
        ("<b>Назва</b>;<p>одне<br>друге</p>", "Назва", "одне друге"),
        ("Менше < 5;більше > 6", "Менше < 5", "більше > 6"),
        ("Три\u0000 слова\u202e\n тут", "Три слова тут", ""),
    ],
)  # fmt: skip
def test_a_name_is_taken_apart(name, label, hint):
    asked = question(name=name)

    assert (asked.label, asked.hint) == (label, hint)


@pytest.mark.parametrize(
    ("id_", "name", "type_", "kind", "prefill"),
    [
        ("bankIdlastName", "Прізвище", "string", QuestionKind.TEXT, "family_name"),
        ("bankIdfirstName", "Ім'я", "string", QuestionKind.TEXT, "given_name"),
        ("bankIdmiddleName", "По батькові", "string", QuestionKind.TEXT, "patronymic"),
        ("bankIdPassport", "Паспортні дані", "textArea", QuestionKind.TEXT, "document_number"),
        ("bankIdinn", "IПН", "long", QuestionKind.RNOKPP, "rnokpp"),
        ("bankIdInn", "Ідентифікаційний код", "string", QuestionKind.RNOKPP, "rnokpp"),
        ("bankIdbirthDay", "День народження", "string", QuestionKind.DATE, "born_on"),
        ("bankIdAdressFactual", "Домашня адреса", "string", QuestionKind.ADDRESS, "address"),
        ("bankId_scan_passport", "Паспорт", "file", QuestionKind.FILES, ""),
        ("bankIdsex", "Стать", "string", QuestionKind.TEXT, ""),
        ("phone", "Контактний телефон", "string", QuestionKind.PHONE, "phone"),
        ("phone", "Ваш контактний телефон", "long", QuestionKind.PHONE, "phone"),
        ("phone", "Адреса і телефон", "string", QuestionKind.TEXT, ""),
        ("ur_tel", "Телефон", "string", QuestionKind.TEXT, ""),
        ("sMobile", "Мобільний телефон керівника", "string", QuestionKind.PHONE, ""),
        ("email", "Електронна адреса", "string", QuestionKind.EMAIL, "email"),
        ("sMail", "Е-mail директора", "string", QuestionKind.EMAIL, ""),
        ("sRekv", "Адреса, телефон, E-mail", "string", QuestionKind.TEXT, ""),
        ("sPost", "Поштова адреса", "string", QuestionKind.TEXT, ""),
        ("lIPN2", "ІПН другого власника", "long", QuestionKind.RNOKPP, ""),
        ("sIPN", "ІПН підприємства", "string", QuestionKind.TEXT, ""),
        ("edrpou", "ЄДРПОУ банку", "string", QuestionKind.EDRPOU, ""),
        ("edrpou", "Код ЄДРПОУ або номер фізичної особи", "string", QuestionKind.TEXT, ""),
        ("sDate", "Дата витягу з ЄДРПОУ", "string", QuestionKind.TEXT, ""),
        ("sUnzr", "УНЗР", "string", QuestionKind.UNZR, ""),
        ("sPas", "Серія та номер паспорта", "string", QuestionKind.TEXT, ""),
        ("sPas", "Серія та номер паспорта громадянина України", "string", QuestionKind.DOCUMENT, ""),
        ("sBirth", "Дата народження дитини (1)", "string", QuestionKind.DATE, ""),
        ("sDate", "Дата рішення;формат дати ДД.ММ.PPPP", "string", QuestionKind.DATE, ""),
        ("sDate", "Дата довідки", "string", QuestionKind.TEXT, ""),
        ("sDov", "Номер та дата доручення;за зразком №__ від ДД.ММ.РРРР", "string", QuestionKind.TEXT, ""),
        ("dDate", "З ...", "date", QuestionKind.DATE, ""),
        ("n", "Кількість поверхів", "long", QuestionKind.INTEGER, ""),
        ("n", "Площа (кв.м)", "long", QuestionKind.DECIMAL, ""),
        ("n", "Номер квартири", "long", QuestionKind.TEXT, ""),
        ("n", "Поштовий індекс", "long", QuestionKind.TEXT, ""),
        ("n", "Який за рахунком виїзд;перший чи другий", "long", QuestionKind.TEXT, ""),
        ("n", "Площа", "double", QuestionKind.DECIMAL, ""),
        ("s", "Опишіть обставини", "string", QuestionKind.LONG_TEXT, ""),
        ("s", "Текст", "textArea", QuestionKind.LONG_TEXT, ""),
        ("b", "Згода", "boolean", QuestionKind.YES_NO, ""),
        ("x", "Щось", "hologram", QuestionKind.TEXT, ""),
    ],
)  # fmt: skip
def test_a_kind_is_told_from_id_words_and_type(id_, name, type_, kind, prefill):
    asked = question(id_, name, type_)

    assert (asked.kind, asked.prefill) == (kind, prefill)


def test_where_people_and_organisations_apply_by_one_form_a_code_of_an_organisation_is_not_checked():
    who = field(
        "who",
        "Хто звертається",
        "enum",
        values=[{"id": "p", "name": "Фізична особа"}, {"id": "o", "name": "Юридична особа"}],
    )

    mixed = form(who, field("edrpou", "Код ЄДРПОУ"))

    assert mixed.question("edrpou").kind == QuestionKind.TEXT


class TestChoices:
    def enum(self, *values, required=True, name="Вибір") -> Question:
        pairs = [{"id": id_, "name": words} for id_, words in values]
        return question("e", name, "enum", required, values=pairs)

    def test_published_answers_become_choices(self):
        asked = self.enum(("a", "Один"), ("b", "Два"))

        assert asked.kind == QuestionKind.ONE_OF
        assert [(choice.code, choice.label) for choice in asked.choices] == [("a", "Один"), ("b", "Два")]

    def test_an_empty_answer_means_that_the_question_may_be_left_out(self):
        asked = self.enum(("none", " "), ("b", "Два"))

        assert not asked.required
        assert [choice.code for choice in asked.choices] == ["b"]

    def test_two_answers_with_one_id_are_told_apart(self):
        asked = self.enum(("w", "листом"), ("w", "телефоном"), ("w", "листом"))

        assert [choice.code for choice in asked.choices] == ["w", "w_2"]

    def test_without_answers_it_is_asked_as_text(self):
        assert self.enum().kind == self.enum(("x", " ")).kind == QuestionKind.TEXT

    def test_a_box_to_tick_becomes_yes_or_no_without_words_on_ticking(self):
        name = "Чи є ліфт?;позначте галочкою - якщо так;sID_CheckboxTrue=yes"

        asked = self.enum(("yes", "так"), ("no", "ні"), name=name)

        assert (asked.kind, asked.hint) == (QuestionKind.YES_NO, "")


@pytest.mark.parametrize(
    ("dropped", "reason"),
    [
        (field("x", "Пошта; ;bVisible=false"), "not asked, hidden in the published form: x"),
        (field("x", type_="invisible"), "not asked, hidden in the published form: x"),
        (field("x", "Вартість;;writable=false"), "not asked, read-only in the published form: x"),
        (field("x", readonly=True), "not asked, read-only in the published form: x"),
        (field("x", "Заява; ;bPrintFormFileAsPDF=true", "file"), f"{PRINTED}: x"),
        (field("C_REG", "C_REG", required=False), "not asked, a technical field without words for people: C_REG"),
        (field("x", "Код;system", required=False), "not asked, a technical field without words for people: x"),
        (field("x", "", required=False), "not asked, a technical field without words for people: x"),
        (field("x", " ; ;labelType=info", "label"), "not shown, a note whose text is not in the file: x"),
        (field("x", "УВАГА", "label"), "not shown, a note whose text is not in the file: x"),
    ],
)  # fmt: skip
def test_what_is_not_asked_is_told(dropped, reason):
    assert lost(dropped) == [reason]
    assert [asked.key for asked in form(field("known"), dropped).questions] == ["known"]


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        (field("x", type_="select"), "asked as text, the answers to choose from are not in the file: x"),
        (field("x", type_="queueData"), "asked as a wish, a time in the queue cannot be booked here: x"),
        (field("x", type_="hologram"), "asked as text, its type is not known: x (hologram)"),
        (field("x", ""), "asked without words, it has no label: x"),
        (field("x", "Назва;;fPower=9"), "asked, but an option of it is not known: x (fPower)"),
        (field("bankIdsex"), "not prefilled, the portal does not know it of a person: bankIdsex"),
        (field("save"), "asked under another key, its id is no key or stands for another field: save"),
        (field("поле 1"), "asked under another key, its id is no key or stands for another field: поле 1"),
        (field("known"), "asked under another key, its id is no key or stands for another field: known"),
    ],
)  # fmt: skip
def test_what_is_asked_otherwise_than_published_is_told(kept, reason):
    assert lost(kept) == [reason]
    assert len(list(form(field("known"), kept).questions)) == 2


def test_a_time_in_the_queue_is_asked_as_a_wish_that_nobody_must_have():
    asked = question("visitDay", "Оберіть день та час", "queueData")

    assert (asked.kind, asked.required) == (QuestionKind.TEXT, False)
    assert "не запис у чергу" in asked.hint


class TestSteps:
    def test_the_person_comes_first_wherever_it_stood(self):
        definition = form(field("a"), field("b"), field("bankIdinn", "ІПН"), field("c"), field("phone", "Телефон"))

        assert [question.key for question in definition.questions] == ["bankIdinn", "phone", "a", "b", "c"]
        assert definition.steps[0].title == "Про Вас"

    def test_a_short_label_before_questions_becomes_a_title(self):
        heading = field("h", "==== Перша адреса ====", "label", False)

        definition = form(field("a"), field("b"), heading, field("c"))

        assert [(step.title, len(step.questions)) for step in definition.steps] == [
            ("Відомості для заяви", 2),
            ("Перша адреса", 1),
        ]

    def test_a_note_stays_a_note_with_its_tone(self):
        note = field("n", "Зверніть увагу: послуга платна.; ;labelType=danger", "label", False)

        definition = form(field("a"), note, field("b"))

        assert [(question.kind, question.tone) for question in definition.questions][1] == (QuestionKind.INFO, "warn")

    def test_many_questions_are_parted_into_pages_of_about_one_length(self):
        definition = form(*(field(f"f{number}") for number in range(30)))

        assert [len(step.questions) for step in definition.steps] == [8, 7, 7, 8]
        assert definition.steps[0].title == "Відомості для заяви (1 з 4)"

    def test_a_run_of_files_gets_a_page_of_its_own(self):
        texts, files = [field(f"t{n}") for n in range(5)], [field(f"d{n}", type_="file") for n in range(5)]

        definition = form(*texts, *files)

        assert [step.title for step in definition.steps] == ["Відомості для заяви", "Документи"]

    def test_no_page_asks_nothing(self):
        note = field("n", "Прийом безкоштовний.", "label", False)

        definition = form(
            note,
            field("phone", "Телефон"),
            note | {"id": "n2"},
            *(field(f"f{n}") for n in range(9)),
            note | {"id": "n3"},
        )

        assert all(any(one.kind != QuestionKind.INFO for one in step.questions) for step in definition.steps)


def test_every_form_of_the_corpus_can_be_asked():
    definitions = [convert_form(row)[0] for row in rows(SMALL)]

    assert [definition_faults(definition) for definition in definitions] == [[]] * 6
    assert max(len(step.questions) for definition in definitions for step in definition.steps) <= 10


def test_a_process_that_is_no_address_gets_a_code_of_its_own():
    assert form_code("cnap_293") == "cnap_293"
    assert form_code("Форма № 7/б") != form_code("Форма № 7/в")
    assert len(form_code("x" * 500)) <= 100
