"""Tests of the public pages of templates and of their forms for editors."""

from datetime import date
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests import factories
from tests.editors.test_editor_area import address, form_of
from tests.english_urls import url
from tests.office_documents import docx_of, upload_of, words_of
from vikno.catalogue.models import Template, TemplateDownload
from vikno.catalogue.operations import add_template_version
from vikno.editors.operations import grant_editor

pytestmark = pytest.mark.django_db
READER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def put(template, *paragraphs, dated_on=date(2026, 3, 1)):
    fields = {"label": "форма", "dated_on": dated_on, "actor": "test", "at": factories.NOON}
    return add_template_version(template=template, upload=upload_of(*paragraphs), **fields)


@pytest.fixture
def service():
    return factories.OfferingFactory(service__code="residence").service


@pytest.fixture
def template(service):
    template = Template.objects.create(code="application", title="Заява", purpose="Коли переїхали")
    template.services.set([service])
    put(template, "Стара", dated_on=date(2020, 1, 5))
    put(template, "Нова, {{ full_name }}")
    return template


def test_the_list_says_what_each_file_is(client, template):
    text = client.get(url("content:templates")).text

    for words in ("1 template", "Заява", "Application", "Ukrainian", "1 March 2026", "DOCX, ", "we fill it in"):
        assert words in text


def test_the_list_is_narrowed_by_the_address(client, template):
    page = url("content:templates")

    assert "Заява" not in client.get(page, {"q": "паспорт"}).text
    assert "Nothing found" in client.get(page, {"q": "паспорт"}).text
    assert "Заява" in client.get(page, {"q": "ЗАЯВА", "kind": "application", "service": "residence"}).text
    assert "Заява" in client.get(page, {"kind": "poem", "page": "999"}).text


def test_an_empty_list_says_what_will_be_here(client):
    assert "No templates yet" in client.get(url("content:templates")).text


def test_a_template_has_a_page_with_its_old_versions(client, template):
    text = client.get(url("content:template", "application")).text

    assert "Коли переїхали" in text
    assert "Old version of 5 January 2020" in text
    assert reverse("content:template_version", args=["application", 1]) in text
    assert "Fill in with my data" in text


def test_a_replaced_template_leads_to_the_new_one(client, template):
    newer = Template.objects.create(code="newer", title="Новіша заява")
    put(newer, "x")
    Template.objects.filter(pk=template.pk).update(replaced_by=newer)

    text = client.get(url("content:template", "application")).text

    assert "not in use any more" in text
    assert url("content:template", "newer") in text
    assert "Fill in with my data" not in text
    assert "Заява" not in client.get(url("content:service", "residence")).text.partition("Papers to download")[2]


@pytest.mark.parametrize("path", ["templates/none/", "templates/none/download", "templates/application/9/download"])
def test_what_is_not_there_is_not_found(client, template, path):
    assert client.get(f"/{path}").status_code == 404


def test_a_withdrawn_template_is_not_found(client, template):
    Template.objects.update(is_active=False)

    assert client.get(url("content:template", "application")).status_code == 404
    assert client.get(url("content:template_version", "application", 1)).status_code == 404


def test_a_file_comes_under_its_ukrainian_name_and_never_runs(client, template):
    response = client.get(url("content:template_download", "application"))

    assert words_of(response.content) == ["Нова, {{ full_name }}"]
    assert unquote(response["Content-Disposition"]) == "attachment; filename*=utf-8''Заява.docx"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, no-cache"
    assert words_of(client.get(url("content:template_version", "application", 1)).content) == ["Стара"]


def test_a_download_by_a_reader_is_counted_and_shown(client, template):
    for _ in range(2):
        client.get(url("content:template_download", "application"), headers=READER)

    assert list(TemplateDownload.objects.values_list("on", "count")) == [(timezone.localdate(), 2)]
    assert "2 times" in client.get(url("content:template", "application")).text


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": ""},
        {**READER, "Sec-Purpose": "prefetch"},
    ],
    ids=["a robot", "a program", "nobody", "ahead of time"],
)
def test_robots_are_not_counted(client, template, headers):
    assert client.get(url("content:template_download", "application"), headers=headers).status_code == 200

    assert not TemplateDownload.objects.exists()


def test_a_question_about_the_file_and_a_kept_copy_are_not_counted(client, template):
    page = url("content:template_download", "application")

    etag = client.head(page, headers=READER)["ETag"]
    again = client.get(page, headers={**READER, "If-None-Match": etag})

    assert again.status_code == 304
    assert not TemplateDownload.objects.exists()


def test_a_card_offers_its_papers(client, template):
    text = client.get(url("content:service", "residence")).text

    assert "Papers to download" in text
    assert reverse("content:template_download", args=["application"]) in text


def test_pages_of_templates_cost_the_same_however_many(client, template, service, django_assert_max_num_queries):
    for number in range(9):
        one = Template.objects.create(code=f"t{number}", title=f"Бланк {number}")
        one.services.set([service])
        put(one, "x")
        put(one, "y")

    with django_assert_max_num_queries(9):
        client.get(url("content:templates"))
    with django_assert_max_num_queries(9):
        client.get(url("content:template", "application"))


# Editors.


@pytest.fixture
def editor():
    person = factories.PersonFactory()
    grant_editor(person=person, actor="test", at=factories.NOON)
    UserProfile.objects.create(user=person, preferred_language="en")
    client = Client()
    client.force_login(person)
    return client


def filled_in(editor, page, **more):
    data = form_of(editor.get(page)) | {"version_on": "2026-03-02", "version_label": "форма 7"} | more
    data.pop("file", None) if not more.get("file") else None
    return data


def file_of(*paragraphs, name="бланк.docx"):
    return SimpleUploadedFile(name, docx_of(*paragraphs))


def test_an_editor_adds_a_template_with_its_file(editor, service):
    page = address(Template, "add")
    links = {"service_links-TOTAL_FORMS": 1, "service_links-0-service": service.pk, "service_links-0-id": ""}
    data = {"title": "Згода", "code": "consent", "kind": "consent", "language": "uk", "is_active": "on", **links}

    response = editor.post(page, filled_in(editor, page, file=file_of("Я, {{ піб }}"), **data))

    assert response.status_code == 302
    template = Template.objects.get(code="consent")
    assert (template.current_version.label, template.current_version.placeholders) == ("форма 7", ["full_name"])
    assert list(template.services.all()) == [service]


def test_another_file_makes_a_version_and_without_one_the_words_are_mended(editor, template):
    page = address(Template, "edit", template.pk)

    editor.post(page, filled_in(editor, page))
    assert [(one.number, one.label) for one in template.versions.order_by("number")] == [(1, "форма"), (2, "форма 7")]

    editor.post(page, filled_in(editor, page, file=file_of("Третя")))
    assert template.current_version.number == 3


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (file_of("{{ full_nme }}"), "Did you mean “full_name”?"),
        (file_of("{{ ''.__class__ }}"), "cannot be filled in"),
        (file_of("x", name="бланк.docm"), "is not a DOCX, XLSX, ODT, RTF or PDF"),
        (SimpleUploadedFile("б.docx", b"x" * (11 * 1024 * 1024)), "is too big"),
    ],
    ids=["unknown", "evil", "macros", "big"],
)
def test_a_file_that_cannot_be_is_refused_with_the_reason_and_nothing_is_saved(editor, template, file, words):
    page = address(Template, "edit", template.pk)

    response = editor.post(page, filled_in(editor, page, file=file, title="Інша назва"))

    assert response.status_code == 200
    assert words in " ".join(response.context["form"].errors["file"])
    assert (template.versions.count(), Template.objects.get().title) == (2, "Заява")


def test_a_new_template_needs_a_file(editor):
    page = address(Template, "add")

    response = editor.post(page, filled_in(editor, page, title="Згода", code="consent"))

    assert response.context["form"].errors["file"]
    assert not Template.objects.exists()


def test_a_template_cannot_replace_what_replaces_it(editor, template):
    newer = Template.objects.create(code="newer", title="Новіша", replaced_by=template)
    page = address(Template, "edit", template.pk)

    response = editor.post(page, filled_in(editor, page, replaced_by=newer.pk))

    assert "itself replaced by this one" in " ".join(response.context["form"].errors["replaced_by"])


def test_an_editor_sees_the_placeholders_the_versions_and_what_to_look_at(editor, template):
    Template.objects.get().services.clear()

    text = editor.get(address(Template, "edit", template.pk)).text

    assert "{{ full_name }}" in text
    assert "{{ піб }}" in text
    assert "Belongs to no service" in text
    assert reverse("template_trial", args=[template.pk]) in text
    assert "Belongs to no service" in editor.get(address(Template, "list")).text


def test_an_editor_tries_it_with_an_invented_resident(editor, client, template):
    page = reverse("template_trial", args=[template.pk])

    assert words_of(editor.get(page).content) == ["Нова, Зразкова Олена Тестівна"]
    assert client.get(page).status_code == 302
    client.force_login(factories.PersonFactory())
    assert client.get(page).status_code == 403


def test_what_cannot_be_filled_in_has_no_trial(editor, template):
    put(template, "Без полів")

    assert editor.get(reverse("template_trial", args=[template.pk])).status_code == 404
