"""Services with the HTML of their cards: cleaned, linked to forms, and never over what editors wrote."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOON, PersonFactory
from tests.imports.form_corpus import DATA, rows
from vikno.catalogue.models import Authority, LifeEvent, Service, ServiceCard
from vikno.catalogue.service_import import clean_html, import_services
from vikno.eforms.imports import import_forms
from vikno.kernel.data_import import ImportReport

pytestmark = pytest.mark.django_db

SMALL = DATA / "services_small.json"
FORMS = DATA / "forms_small.json"


def run(capsys, *options: str) -> dict:
    call_command("import_services", str(SMALL), "--format", "json", *options)
    return json.loads(capsys.readouterr().out)


def bring_in(*services: dict, folder: Path = DATA) -> ImportReport:
    return import_services(list(services), folder=folder, source="s", at=NOON)


def service(**more) -> dict:
    return {"id": "1", "name": "Послуга", "provider": "Відділ", "audience": "Громадянам", "tags": [], **more}


def counts(report: dict) -> list[int]:
    return [report[name] for name in ("read", "created", "updated", "unchanged", "skipped")]


def reasons(report: dict, where: str) -> list[str]:
    return [problem["reason"] for problem in report["problems"] if problem["where"] == where]


def test_services_are_brought_in_and_a_second_run_changes_nothing(capsys):
    first, second = run(capsys), run(capsys)

    assert counts(first) == [13, 7, 0, 0, 6]
    assert counts(second) == [13, 0, 0, 7, 6]
    assert second["problems"] == first["problems"]
    assert Service.objects.count() == ServiceCard.objects.count() == 7
    assert Authority.objects.count() == 2


def test_a_service_says_who_decides_for_whom_and_on_which_occasion(capsys):
    run(capsys)

    found = Service.objects.get(source_id="services_small:1")
    assert found.code == "services-small-1"
    assert (found.title, found.authority.name) == (
        "Довідка про зареєстрованих осіб",
        "Відділ реєстрації Вербівської ради",
    )
    assert (found.audience, found.category.title, found.keywords) == ("citizens", "Родина", "довідка, склад сім’ї")
    assert [(event.title, event.code) for event in found.life_events.all()] == [("Дитина", "dytyna")]
    assert found.card.live
    assert set(Service.objects.values_list("source_id", "audience")) >= {
        ("services_small:2", "business"),
        ("services_small:3", "both"),
        ("services_small:4", "both"),
    }


def test_bad_rows_are_told_and_stop_no_other(capsys):
    report = run(capsys)

    assert reasons(report, "service 7") == ["it has no name"]
    assert reasons(report, "service 8") == ["it has no provider"]
    assert reasons(report, "entry 10") == ["it has no id"]
    assert reasons(report, "entry 11") == reasons(report, "entry 12") == ["not a service"]
    assert "a service with this id stands before it in the file" in reasons(report, "service 1")
    assert Service.objects.filter(title="Мало що відомо").exists()


def test_the_texts_of_a_card_come_clean_whatever_they_are_in(capsys):
    report = run(capsys)

    html = ServiceCard.objects.get(service__source_id="services_small:1").more_html
    assert "<h1>Крок 1</h1>" in html
    assert '<a href="http://example.com/zakon">Закон</a> Довідка порталу Натисніть' in html
    assert "<p>Закон про послуги, їх ґрунтовність</p>" in html
    assert "<p>Три дні, є</p>" in html
    for unwanted in (
        "Не показувати",
        "не показувати",
        "alert",
        "onload",
        "style",
        "<img",
        "javascript",
        "option",
        "\ufeff",
    ):
        assert unwanted not in html
    assert "cards/FAQ/1.html is not in UTF-8: read as windows-1251" in reasons(report, "service 1")


def test_a_file_of_a_card_that_is_not_there_is_told_and_the_service_stays(capsys):
    report = run(capsys)

    assert "cards/Info/404.html cannot be read: No such file or directory" in reasons(report, "service 4")
    assert "../../pyproject.toml cannot be read: it is outside the folder" in reasons(report, "service 6")
    assert reasons(report, "service 3")[1:] == ["cards/Info/3.html has no text"]
    assert ServiceCard.objects.get(service__source_id="services_small:6").more_html == ""


def test_a_name_that_is_too_long_is_cut_in_the_title_and_whole_in_the_card(capsys):
    run(capsys)

    found = Service.objects.get(source_id="services_small:3")
    assert len(found.title) == 500
    assert found.card.lead.startswith(found.title[:-1])
    assert len(found.card.lead) > 500


def test_a_service_marked_as_a_trial_is_not_shown(capsys):
    run(capsys)

    trial = Service.objects.get(source_id="services_small:5")
    assert not trial.is_active
    assert {event.title for event in trial.life_events.all()} == {"Дитина", "Смерть"}


def test_a_life_event_that_is_there_already_is_used(capsys):
    own = LifeEvent.objects.create(code="child", title="Дитина")

    run(capsys)

    assert Service.objects.get(source_id="services_small:1").life_events.get() == own


def test_the_first_process_that_is_a_form_here_becomes_the_form(capsys):
    import_forms(rows(FORMS), at=NOON)

    report = run(capsys)

    assert Service.objects.get(source_id="services_small:1").form.code == "verba_101_Residence"
    assert "no e-form for its processes: verba_999_lost" in reasons(report, "service 1")
    assert "it has one e-form here, verba_101_Residence; not linked: verba_103_visit" in reasons(report, "service 1")


def test_forms_that_come_later_are_linked_by_the_next_run(capsys):
    run(capsys)
    import_forms(rows(FORMS), at=NOON)

    assert counts(run(capsys)) == [13, 0, 1, 6, 6]
    assert Service.objects.get(source_id="services_small:1").form.code == "verba_101_Residence"


def test_a_changed_text_is_published_as_a_new_revision(tmp_path):
    (tmp_path / "card.html").write_text("<p>Було</p>")
    bring_in(service(info_html="card.html"), folder=tmp_path)
    (tmp_path / "card.html").write_text("<p>Стало</p>")

    report = bring_in(service(info_html="card.html"), folder=tmp_path)

    card = ServiceCard.objects.get()
    assert (report.updated, card.more_html, card.revisions.count()) == (1, "<p>Стало</p>", 2)
    assert card.latest_revision == card.live_revision


def test_a_card_that_an_editor_published_is_left_and_the_service_goes_on(tmp_path):
    (tmp_path / "card.html").write_text("<p>Було</p>")
    bring_in(service(info_html="card.html"), folder=tmp_path)
    card = ServiceCard.objects.get()
    card.more_html = "<p>Написав редактор</p>"
    card.save_revision(user=PersonFactory()).publish()
    (tmp_path / "card.html").write_text("<p>Стало</p>")

    report = bring_in(service(info_html="card.html", category="Родина"), folder=tmp_path)
    again = bring_in(service(info_html="card.html", category="Родина"), folder=tmp_path)

    assert (report.updated, again.unchanged) == (1, 1)
    assert ServiceCard.objects.get().more_html == "<p>Написав редактор</p>"
    assert Service.objects.get().category.title == "Родина"
    told = "its card was changed here since it was imported, and is left as it is"
    assert told in [problem.reason for problem in report.problems]
    assert told in [problem.reason for problem in again.problems]


def test_a_draft_that_an_editor_has_begun_is_not_buried(tmp_path):
    (tmp_path / "card.html").write_text("<p>Було</p>")
    bring_in(service(info_html="card.html"), folder=tmp_path)
    card = ServiceCard.objects.get()
    card.fee_text = "Чернетка редактора"
    card.save_revision(user=PersonFactory())
    (tmp_path / "card.html").write_text("<p>Стало</p>")

    bring_in(service(info_html="card.html"), folder=tmp_path)

    card = ServiceCard.objects.get()
    assert card.more_html == "<p>Було</p>"
    assert card.get_latest_revision_as_object().fee_text == "Чернетка редактора"


def test_what_editors_added_beside_the_imported_text_stays_through_an_update(tmp_path):
    (tmp_path / "card.html").write_text("<p>Було</p>")
    bring_in(service(info_html="card.html"), folder=tmp_path)
    card = ServiceCard.objects.get()
    card.fee_text = "49,92 грн"
    card.save_revision(user=PersonFactory()).publish()
    (tmp_path / "card.html").write_text("<p>Стало</p>")

    bring_in(service(info_html="card.html"), folder=tmp_path)

    card = ServiceCard.objects.get()
    assert (card.more_html, card.fee_text) == ("<p>Стало</p>", "49,92 грн")


def test_a_service_that_was_changed_here_is_left():
    bring_in(service())
    Service.objects.update(title="Назва редактора")

    report = bring_in(service(name="Нова назва"))

    assert (report.unchanged, Service.objects.get().title) == (1, "Назва редактора")
    assert "its service was changed here since it was imported, and is left as it is" in [
        p.reason for p in report.problems
    ]


def test_a_dry_run_keeps_nothing(capsys):
    assert counts(run(capsys, "--dry-run")) == [13, 7, 0, 0, 6]
    assert not Service.objects.exists()
    assert not Authority.objects.exists()


def test_forms_are_not_taken_for_services():
    with pytest.raises(CommandError, match="is not a list of services: no entry has “provider”"):
        call_command("import_services", str(FORMS))


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>Текст</p><script>x</script>", "<p>Текст</p>"),
        ('<p onclick="x" class="y" style="z">Текст</p>', "<p>Текст</p>"),
        ('<a href="data:text/html,x">а</a>', "а"),
        ('<a href="mailto:a@example.com">а</a>', '<a href="mailto:a@example.com">а</a>'),
        ("<table><tr><td colspan=2 width=5>а</td></tr></table>", '<table><tbody><tr><td colspan="2">а</td></tr></tbody></table>'),
        ("<title>Назва</title><p> &nbsp; </p>", ""),
        ("Просто текст", "Просто текст"),
    ],
)  # fmt: skip
def test_html_is_cleaned(html, clean):
    assert clean_html(html) == clean
