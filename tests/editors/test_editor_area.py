"""Tests of the editors' area: access, permissions, and Wagtail with our model of a person."""

import json
from datetime import date, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks.base import BlockField
from wagtail.users.models import UserProfile

from tests import factories
from tests.content.test_questions import question, theme
from tests.english_urls import url
from tests.office_documents import upload_of
from vikno.audit.models import AuditEntry
from vikno.catalogue.models import Authority, Category, LifeEvent, Offering, Service, ServiceCard, Template
from vikno.catalogue.operations import add_template_version
from vikno.centres.models import Alert, CalendarException, Centre, OpeningHours
from vikno.content.models import NewsCategory
from vikno.editors.operations import GROUP, MAY, WRITERS, grant_editor, revoke_editor
from vikno.editors.snippets import SNIPPETS
from vikno.enquiries.models import PageVerdict, PageVerdictKind, QuestionAnswer, QuestionTheme
from vikno.search.models import Missed, Synonyms

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    person = factories.PersonFactory()
    grant_editor(person=person, actor="test", at=factories.NOON)
    UserProfile.objects.create(user=person, preferred_language="en")
    return person


@pytest.fixture
def editor(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def administrator():
    client = Client()
    client.force_login(factories.PersonFactory(is_staff=True, is_superuser=True))
    return client


def address(model, name, *args):
    return reverse(f"wagtailsnippets_{model._meta.label_lower.replace('.', '_')}:{name}", args=args)


def form_of(response):
    """Return the data that a browser would send for the unchanged form of this page."""
    form = response.context["form"]
    data = {}
    for part in (form, *(one for formset in getattr(form, "formsets", {}).values() for one in formset)):
        for field in part:
            value = field.value()
            if isinstance(field.field, BlockField):
                data[f"{field.html_name}-count"] = "0"
            elif value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = value
    for formset in getattr(form, "formsets", {}).values():
        data |= {field.html_name: field.value() for field in formset.management_form}
    return data


# What language it speaks.


@pytest.mark.parametrize(("language", "said"), [("uk", "Шукати…"), ("cs", "Hledat…"), ("en", "Search…")])
def test_a_list_asks_what_to_look_for_in_the_language_of_the_editor(editor, person, language, said):
    UserProfile.objects.filter(user=person).update(preferred_language=language)

    response = editor.get(address(Service, "list"))

    assert f'placeholder="{said}"' in response.text


@pytest.mark.parametrize(("language", "said"), [("uk", "Зміни збережено автоматично."), ("cs", "Rozbalit vše")])
def test_the_scripts_of_the_editors_area_get_the_words_that_wagtail_lacks(editor, person, language, said):
    UserProfile.objects.filter(user=person).update(preferred_language=language)

    response = editor.get(reverse("wagtailadmin_javascript_catalog"))

    assert json.dumps(said) in response.text


# Who gets in.


def test_a_guest_is_led_to_our_own_sign_in_page_and_back(client):
    response = client.get("/editors/")

    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/editors/"


@pytest.mark.parametrize("path", ["/editors/", "/editors/account/", "/editors/snippets/catalogue/service/"])
def test_somebody_without_the_right_gets_403_and_does_not_go_round_in_circles(client, path):
    client.force_login(factories.PersonFactory(is_staff=True))

    assert client.get(path).status_code == 403


def test_wagtails_own_sign_in_page_lets_nobody_in(client):
    person = factories.PersonFactory()
    person.set_password("correct horse battery")
    person.is_superuser = True
    person.save(update_fields=["password", "is_superuser"])

    response = client.post("/editors/login/", {"username": person.email, "password": "correct horse battery"})

    assert response.status_code == 302
    assert "/account/login/" in response["Location"]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/editors/password_reset/", "/editors/users/"])
def test_what_is_closed_to_editors_stays_closed(editor, path):
    response = editor.get(path)

    assert response.status_code in (302, 403, 404)


def test_an_editor_gets_in_and_sees_what_they_may_edit(editor):
    text = editor.get("/editors/").text

    for viewset in SNIPPETS:
        assert address(viewset.model, "list") in text
    for part in ("/editors/pages/", "/editors/images/", "/editors/documents/", "/editors/redirects/"):
        assert part in text
    for closed in ("/editors/users/", "/editors/groups/"):
        assert closed not in text


def test_the_right_can_be_taken_away(editor, person):
    revoke_editor(person=person, actor="test", at=factories.NOON)

    assert editor.get("/editors/").status_code == 403


def test_granting_twice_is_granting_once_and_leaves_a_trace(person):
    grant_editor(person=person, actor="test", at=factories.NOON)

    assert person.groups.get().name == GROUP
    assert [entry.action for entry in AuditEntry.objects.filter(subject=person.ref)] == ["editor.granted"]


def test_an_editor_may_do_what_the_list_says_and_no_more(person):
    kinds = {
        (permission.content_type.model, permission.codename.partition("_")[0])
        for permission in person.groups.get().permissions.exclude(codename__in=["access_admin", "submit_translation"])
    }

    assert kinds == {(model.__name__.lower(), act) for model, acts in MAY.items() for act in acts}


def test_the_command_appoints_and_dismisses():
    person = factories.PersonFactory(email="editor@example.com")

    call_command("grant_editor", "Editor@example.com")
    assert person.groups.filter(name=GROUP).exists()
    call_command("grant_editor", "editor@example.com", writes_only=True)
    assert person.groups.get().name == WRITERS
    call_command("grant_editor", "editor@example.com", revoke=True)
    assert not person.groups.exists()
    with pytest.raises(CommandError, match="Nobody is registered"):
        call_command("grant_editor", "nobody@example.com")


# Wagtail and our kind of person.


def test_an_editors_own_page_asks_no_name_and_saves(editor):
    page = editor.get("/editors/account/")

    assert page.status_code == 200
    assert "first_name" not in page.text
    assert "avatar" not in page.text.partition("<main")[2].partition("</main>")[0]
    data = {"locale-preferred_language": "uk", "locale-current_time_zone": "", "theme-theme": "system"}
    data |= {"theme-contrast": "system", "theme-density": "default"}
    assert editor.post("/editors/account/", data).status_code == 302


@pytest.mark.parametrize(
    "path", ["/editors/users/", "/editors/users/new/", "/editors/users/edit/{pk}/", "/editors/users/delete/{pk}/"]
)
def test_people_are_not_managed_here_even_by_administrators(administrator, path):
    resident = factories.PersonFactory()

    response = administrator.get(path.format(pk=resident.pk))

    assert response.status_code == 302
    assert resident.email not in administrator.get("/editors/").text


def test_people_cannot_be_deleted_in_bulk(administrator):
    resident = factories.PersonFactory()

    administrator.post(f"/editors/bulk/people/person/delete/?id={resident.pk}&next=/editors/")

    assert type(resident).objects.filter(pk=resident.pk).exists()


def test_groups_and_history_open_for_administrators(administrator):
    assert administrator.get("/editors/groups/").status_code == 200
    assert administrator.get("/editors/reports/site-history/").status_code == 200


# What editors edit.


@pytest.fixture
def rows():
    offering = factories.OfferingFactory()
    OpeningHours.objects.create(centre=offering.centre, weekday=0, opens_at=time(9), closes_at=time(18))
    template = Template.objects.create(code="consent", title="Згода")
    upload, said = upload_of("Я, {{ full_name }}"), {"label": "", "dated_on": date(2026, 3, 1)}
    add_template_version(template=template, upload=upload, actor="test", at=factories.NOON, **said)
    return {
        Template: template,
        Service: offering.service,
        ServiceCard: offering.service.card,
        Offering: offering,
        Authority: offering.service.authority,
        Category: Category.objects.create(code="family", title="Сім’я"),
        LifeEvent: LifeEvent.objects.create(code="birth", title="Народилася дитина", icon="baby"),
        Centre: offering.centre,
        Synonyms: Synonyms.objects.create(phrases="прописка\nреєстрація місця проживання"),
        CalendarException: CalendarException.objects.create(on=date(2026, 8, 24), is_working=False, reason="Свято"),
        Alert: Alert.objects.create(title="Не працює реєстр", starts_at=factories.NOON),
        QuestionAnswer: question("Чи потрібна копія?", slug="copy"),
        QuestionTheme: theme("Документи"),
        NewsCategory: NewsCategory.objects.get(slug="services"),
    }


@pytest.mark.parametrize("viewset", SNIPPETS, ids=lambda viewset: viewset.model.__name__)
def test_every_kind_is_listed_opened_saved_and_has_a_history(editor, rows, viewset):
    row = rows[viewset.model]
    edit = address(viewset.model, "edit", row.pk)

    assert editor.get(address(viewset.model, "list")).status_code == 200
    assert editor.get(address(viewset.model, "list"), {"q": "нічого"}).status_code == 200
    assert editor.get(address(viewset.model, "add")).status_code == 200
    page = editor.get(edit)
    assert page.status_code == 200
    assert editor.post(edit, form_of(page)).status_code == 302
    assert editor.get(address(viewset.model, "history", row.pk)).status_code == 200


def test_a_published_change_of_a_card_is_seen_and_a_draft_is_not(editor, rows, client):
    service = rows[Service]
    edit = address(ServiceCard, "edit", service.card.pk)
    data = form_of(editor.get(edit))

    editor.post(edit, data | {"result": "Чернетка витягу"})
    assert "Чернетка витягу" not in client.get(url("content:service", service.code)).text

    editor.post(edit, data | {"result": "Готовий витяг", "action-publish": "1"})
    assert "Готовий витяг" in client.get(url("content:service", service.code)).text


def test_documents_are_added_to_a_card(editor, rows, client):
    service = rows[Service]
    edit = address(ServiceCard, "edit", service.card.pk)
    data = form_of(editor.get(edit)) | {
        "documents-TOTAL_FORMS": 1,
        "documents-0-name": "Паспорт",
        "documents-0-detail": "",
        "documents-0-source": "register",
        "documents-0-id": "",
        "documents-0-ORDER": 1,
        "documents-0-DELETE": "",
        "action-publish": "1",
    }

    assert editor.post(edit, data).status_code == 302
    assert "we take it from a register" in client.get(url("content:service", service.code)).text


def test_the_week_of_a_centre_is_written_a_line_a_day(editor, rows):
    centre = rows[Centre]
    edit = address(Centre, "edit", centre.pk)
    page = editor.get(edit)
    assert page.context["form"].initial["hours_0"] == "9:00–18:00"

    editor.post(edit, form_of(page) | {"hours_0": "", "hours_3": "8.00-12.00, 13:00 – 20:00"})

    assert [str(row) for row in centre.hours.order_by("weekday", "opens_at")] == ["3: 08:00-12:00", "3: 13:00-20:00"]
    assert AuditEntry.objects.filter(action="centre.hours_set").count() == 1


@pytest.mark.parametrize("typed", ["з ранку", "18:00–9:00", "9:00–13:00, 12:00–18:00", "25:00–26:00", "9:00"])
def test_hours_that_cannot_be_are_refused_and_nothing_changes(editor, rows, typed):
    centre = rows[Centre]
    edit = address(Centre, "edit", centre.pk)

    response = editor.post(edit, form_of(editor.get(edit)) | {"hours_1": typed})

    assert response.status_code == 200
    assert response.context["form"].errors["hours_1"]
    assert [row.weekday for row in centre.hours.all()] == [0]


def test_a_new_centre_gets_its_hours_at_once(editor):
    data = form_of(editor.get(address(Centre, "add")))
    data |= {"name": "Новий", "code": "new", "address": "вул. Нова, 1", "hours_0": "9:00-18:00"}

    response = editor.post(address(Centre, "add"), data)

    assert response.status_code == 302
    assert Centre.objects.get(code="new").hours.count() == 1


def test_lists_find_cyrillic_words_whatever_their_case(editor, rows):
    factories.ServiceFactory(title="Паспорт громадянина")

    text = editor.get(address(Service, "list"), {"q": "ПАСПОРТ"}).text

    assert "Паспорт громадянина" in text
    assert rows[Service].title not in text


def test_rows_to_choose_from_stand_in_alphabetical_order(editor):
    for name in ("Їжа", "Ґанок", "Гараж"):
        factories.AuthorityFactory(name=name)

    choices = editor.get(address(Service, "add")).context["form"].fields["authority"].choices

    assert [str(label) for _, label in choices][1:] == ["Гараж", "Ґанок", "Їжа"]


def test_columns_are_headed_as_the_fields_of_the_form(editor, rows):
    text = editor.get(address(Service, "list")).text

    for heading in ("Title", "Who decides", "Is given now"):
        assert heading in text


@pytest.mark.parametrize("viewset", SNIPPETS, ids=lambda one: one.model.__name__)
def test_filters_are_named_as_the_fields_of_the_form(editor, person, viewset):
    UserProfile.objects.filter(user=person).update(preferred_language="uk")

    filters = editor.get(address(viewset.model, "list")).context["filters"]

    labels = [str(field.label) for field in filters.form.fields.values()] if filters else []
    assert [label for label in labels if label.isascii()] == []


def test_the_first_page_names_what_can_be_edited(editor):
    assert "Residents see a card once it is published." in editor.get("/editors/").text


def test_a_list_costs_the_same_however_long(editor, rows, django_assert_max_num_queries):
    factories.OfferingFactory.create_batch(10)

    # The buttons for translating, wagtail-localize's own, ask twice for each card of the page.
    with django_assert_max_num_queries(20 + 2 * ServiceCard.objects.count()):
        editor.get(address(ServiceCard, "list"))
    with django_assert_max_num_queries(20):
        editor.get(address(Offering, "list"))


# What readers think.


def test_an_editor_sees_the_worst_pages_first_and_why(editor):
    for path, verdict, times in (("/good/", "useful", 9), ("/bad/", "useless", 7), ("/bad/", "unclear", 3)):
        PageVerdict.objects.create(
            path=path, language="en", on=timezone.localdate(), verdict=PageVerdictKind(verdict), times=times
        )

    text = editor.get(reverse("content_verdicts")).text

    assert text.index("/bad/") < text.index("/good/")
    assert "It is not clear: 3" in text
    assert reverse("content_verdicts") in editor.get("/editors/").text


def test_the_time_looked_at_can_be_chosen(editor):
    PageVerdict.objects.create(
        path="/old/",
        language="en",
        on=timezone.localdate() - timedelta(days=60),
        verdict=PageVerdictKind.USELESS,
        times=1,
    )

    assert "/old/" not in editor.get(reverse("content_verdicts")).text
    assert "/old/" in editor.get(reverse("content_verdicts"), {"days": "90"}).text
    assert editor.get(reverse("content_verdicts"), {"days": "<script>"}).status_code == 200


def test_who_is_no_editor_does_not_see_it(client, cabinet):
    assert client.get(reverse("content_verdicts")).status_code == 302
    assert cabinet.get(reverse("content_verdicts")).status_code == 403


def test_a_question_is_previewed_and_published(editor, rows, client):
    edit = address(QuestionAnswer, "edit", rows[QuestionAnswer].pk)
    data = form_of(editor.get(edit)) | {"answer": "<p>Так, одна.</p>"}
    preview = address(QuestionAnswer, "preview_on_edit", rows[QuestionAnswer].pk)

    assert editor.post(preview, data).json()["is_valid"]
    assert "Так, одна." in editor.get(preview).text
    editor.post(edit, data)
    assert "Так, одна." not in client.get(url("content:questions")).text
    editor.post(edit, data | {"action-publish": "1"})
    assert "Так, одна." in client.get(url("content:questions")).text


# How people search.


def test_words_that_were_looked_for_in_vain_become_a_synonym(editor):
    Missed.objects.create(words="загранпаспорт", language="uk", count=7, last_at=factories.NOON)

    text = editor.get(address(Missed, "list")).content.decode()
    form = editor.get(address(Synonyms, "add"), {"phrases": "загранпаспорт"})
    saved = editor.post(address(Synonyms, "add"), {"phrases": "загранпаспорт\n закордонний  паспорт \n\nзагранпаспорт"})

    assert "phrases=%D0%B7%D0%B0%D0%B3%D1%80%D0%B0%D0%BD" in text
    assert "загранпаспорт" in form.content.decode()
    assert saved.status_code == 302
    assert Synonyms.objects.get().lines == ["загранпаспорт", "закордонний паспорт"]


def test_a_synonym_has_at_least_two_lines(editor):
    response = editor.post(address(Synonyms, "add"), {"phrases": "загранпаспорт"})

    assert response.status_code == 200
    assert "Write at least two lines" in response.content.decode()


def test_what_was_missed_is_not_rewritten_but_can_be_dismissed(editor):
    missed = Missed.objects.create(words="загранпаспорт", language="uk", last_at=factories.NOON)

    assert editor.get(address(Missed, "add")).status_code == 302
    assert editor.post(address(Missed, "delete", missed.pk)).status_code == 302
    assert not Missed.objects.exists()
