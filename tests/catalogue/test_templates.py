"""Templates: versions that stay, what is offered beside a service, how often one was downloaded."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import translation

from tests import factories
from tests.office_documents import docx_of, upload_of
from vikno.audit.models import AuditEntry
from vikno.catalogue.models import Template, TemplateDownload, TemplateVersion
from vikno.catalogue.operations import (
    TemplateFileUnchanged,
    add_template_version,
    count_template_download,
    update_version_details,
)
from vikno.catalogue.placeholders import placeholder_values
from vikno.catalogue.template_queries import (
    TemplateCriteria,
    file_name,
    find_templates,
    replacement_chain,
    services_with_templates,
    template_warnings,
    templates_for,
)
from vikno.files.models import StoredFile
from vikno.files.operations import FileTypeNotAllowed, FileUpload
from vikno.files.queries import read_content
from vikno.kernel.errors import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def put(template, *paragraphs, **said):
    fields = {"label": "форма 1", "dated_on": TODAY, "actor": "test", "at": factories.NOON, **said}
    return add_template_version(template=template, upload=upload_of(*paragraphs), **fields)


@pytest.fixture
def template():
    return Template.objects.create(code="application", title="Заява")


def test_a_new_file_is_the_next_version_and_the_old_one_stays(template):
    first = put(template, "Перша, {{ full_name }}")
    second = put(template, "Друга")

    assert (first.number, second.number) == (1, 2)
    assert template.current_version == second
    assert template.earlier_versions == [first]
    assert read_content(first.file) == docx_of("Перша, {{ full_name }}") or first.placeholders == ["full_name"]
    assert (first.is_fillable, second.is_fillable) == (True, False)
    assert [entry.action for entry in AuditEntry.objects.about(template.ref)] == ["template.version_added"] * 2


def test_the_same_file_again_is_refused(template):
    upload = upload_of("Заява")
    said = {"label": "", "dated_on": TODAY, "actor": "test", "at": factories.NOON}
    add_template_version(template=template, upload=upload, **said)

    with pytest.raises(TemplateFileUnchanged, match="current version already"):
        add_template_version(template=template, upload=upload, **said)

    assert TemplateVersion.objects.count() == 1


@pytest.mark.parametrize(
    "upload",
    [upload_of("{{ ''.__class__ }}"), upload_of("{{ nobody }}"), FileUpload(name="а.docm", content=docx_of("x"))],
)
def test_of_a_file_that_is_refused_nothing_is_kept(template, upload):
    with pytest.raises((Refused, FileTypeNotAllowed)):
        add_template_version(
            template=template, upload=upload, label="", dated_on=TODAY, actor="test", at=factories.NOON
        )

    assert not TemplateVersion.objects.exists()
    assert not StoredFile.objects.exists()


def test_what_is_said_of_a_version_can_be_mended(template):
    version = put(template, "Заява")

    update_version_details(version=version, label="форма 2", dated_on=date(2026, 1, 1))

    assert (template.current_version.label, template.current_version.dated_on) == ("форма 2", date(2026, 1, 1))


def test_downloads_are_counted_by_day_and_say_nothing_of_who(template):
    for on in (TODAY, TODAY, TODAY + timedelta(days=1)):
        count_template_download(template=template, on=on)

    assert sorted(TemplateDownload.objects.values_list("on", "count")) == [(TODAY, 2), (date(2026, 3, 3), 1)]
    assert {field.name for field in TemplateDownload._meta.fields} == {"id", "template", "on", "count"}


def test_the_count_does_not_grow_with_services_or_versions(template):
    template.services.set(factories.ServiceFactory.create_batch(3))
    put(template, "1")
    put(template, "2")
    for _ in range(5):
        count_template_download(template=template, on=TODAY)

    assert [row.downloads for row in find_templates(TemplateCriteria())] == [5]


def test_what_is_offered_beside_a_service_are_its_own_papers_and_those_for_all(template):
    service, other = factories.ServiceFactory.create_batch(2)
    template.services.set([service])
    consent = Template.objects.create(code="consent", title="А Згода", kind="consent")
    elsewhere = Template.objects.create(code="other", title="Б Інше")
    elsewhere.services.set([other])
    for one in (template, consent, elsewhere):
        put(one, one.title)

    assert [row.template for row in templates_for(service)] == [template, consent]
    assert [title for _code, title in services_with_templates()] == [service.title, other.title]


def test_what_has_no_file_is_withdrawn_or_replaced_is_not_in_the_list(template):
    newer = Template.objects.create(code="newer", title="Нова")
    put(newer, "Нова")
    for code, fields in {"withdrawn": {"is_active": False}, "old": {"replaced_by": newer}}.items():
        put(Template.objects.create(code=code, title=code, **fields), code)

    assert [row.template.code for row in find_templates(TemplateCriteria())] == ["newer"]


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (TemplateCriteria(words="ЗГОДА"), ["consent"]),
        (TemplateCriteria(words="реєстрація"), ["application"]),
        (TemplateCriteria(words="нічого"), []),
        (TemplateCriteria(kind="consent"), ["consent"]),
        (TemplateCriteria(service="residence"), ["consent", "application"]),
        (TemplateCriteria(is_fillable=True), ["consent"]),
    ],
)
def test_the_list_is_narrowed_by_words_kind_service_and_filling(template, wanted, codes):
    template.services.set([factories.ServiceFactory(code="residence")])
    put(template, "Заява")
    put(Template.objects.create(code="consent", title="Б згода", kind="consent"), "{{ full_name }}")

    assert [row.template.code for row in find_templates(wanted)] == codes


def test_a_file_is_given_under_the_title_of_the_paper(template):
    old, new = put(template, "1"), put(template, "2")
    Template.objects.update(title="../Заява: «про» все")

    names = [file_name(TemplateVersion.objects.get(pk=one.pk)) for one in (old, new)]

    assert names == ["Заява «про» все (1).docx", "Заява «про» все.docx"]


def test_an_editor_is_told_what_to_look_at(template):
    assert template_warnings(template, today=TODAY) == [
        "No file yet: residents do not see it.",
        "Belongs to no service: it is offered beside every one.",
    ]
    template.services.set([factories.ServiceFactory()])
    put(template, "1", dated_on=date(2025, 3, 1))
    assert template_warnings(template, today=TODAY) == ["Older than a year: check that it is still in force."]
    put(template, "2", dated_on=date(2025, 3, 3))
    assert template_warnings(template, today=TODAY) == []


def test_who_follows_whom_ends_even_in_a_circle(template):
    other = Template.objects.create(code="b", title="Б", replaced_by=template)
    Template.objects.filter(pk=template.pk).update(replaced_by=other)

    assert replacement_chain(Template.objects.get(pk=template.pk)) == [template.pk, other.pk]


@pytest.mark.parametrize("broken", [{"kind": "poem"}, {"replaced_by_id": 1, "pk": 1}], ids=["kind", "itself"])
def test_the_database_refuses_an_impossible_template(broken):
    with pytest.raises(IntegrityError):
        Template.objects.create(code="x", title="X", **broken)


def test_what_a_paper_says_of_a_resident():
    person = factories.PersonFactory(
        rnokpp="1759013776", address={"settlement": "с. Вербівка", "street": "вул. Шкільна", "house": "14-А"}
    )
    service = factories.ServiceFactory()
    centre = factories.CentreFactory(community="Вербівська громада")

    said = placeholder_values(person=person, centre=centre, service=service, today=TODAY)

    assert said["full_name"] == "Зразкова Олена Тестівна"
    assert said["initials"] == "Зразкова О.\xa0Т."
    assert (said["born_on"], said["today"]) == ("01.05.1990", "02.03.2026")
    assert said["address"] == "вул. Шкільна, 14-А, с. Вербівка"
    assert said["phone"] == "+380 67 123 4567"
    assert (said["service"], said["authority"]) == (service.title, service.authority.name)
    assert "unzr" not in said


def test_who_gave_only_an_address_of_e_mail_leaves_lines():
    person = factories.PersonFactory(family_name="", given_name="", patronymic="", born_on=None, phone="")

    assert set(placeholder_values(person=person, centre=None, service=None, today=TODAY)) == {"email", "today"}
