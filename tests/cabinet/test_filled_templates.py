"""Papers filled in with the resident's data: for them alone, and never kept."""

from datetime import date

import pytest
from django.utils import timezone

from tests import factories
from tests.english_urls import url
from tests.office_documents import upload_of, words_of
from vikno.catalogue.docx_templates import BLANK_LINE
from vikno.catalogue.models import Template, TemplateVersion
from vikno.catalogue.operations import add_template_version
from vikno.files.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def template():
    template = Template.objects.create(code="application", title="Заява")
    text = "{{ full_name }} / {{ rnokpp }} / {{ service }} / {{ today }}"
    add_template_version(
        template=template, upload=upload_of(text), label="", dated_on=date(2026, 3, 1), actor="test", at=factories.NOON
    )
    return template


def test_the_page_says_what_is_written_and_what_is_missing(cabinet, template):
    text = cabinet.get(url("cabinet:template", "application")).text

    known, _, missing = text.partition("What we do not know")
    assert "Зразкова Олена Тестівна" in known
    assert "Taxpayer number" in missing
    assert url("cabinet:profile") in missing


def test_the_paper_is_filled_in_and_not_kept(cabinet, template):
    service = factories.ServiceFactory(code="residence")
    files = StoredFile.objects.count()

    response = cabinet.get(url("cabinet:template_filled", "application"), {"service": "residence"})

    today = f"{timezone.localdate():%d.%m.%Y}"
    assert words_of(response.content) == [f"Зразкова Олена Тестівна / {BLANK_LINE} / {service.title} / {today}"]
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert StoredFile.objects.count() == files


def test_each_gets_their_own(client, template):
    client.force_login(factories.PersonFactory(family_name="Інша"))

    assert words_of(client.get(url("cabinet:template_filled", "application")).content)[0].startswith("Інша Олена")


@pytest.mark.parametrize("name", ["cabinet:template", "cabinet:template_filled"])
def test_a_guest_is_led_to_sign_in_and_back(client, template, name):
    response = client.get(url(name, "application"), {"service": "residence"})

    assert response.status_code == 302
    assert "next=" in response["Location"]
    assert "service%3Dresidence" in response["Location"]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Template.objects.update(is_active=False),
        lambda: TemplateVersion.objects.update(placeholders=[]),
        lambda: Template.objects.update(code="other"),
    ],
    ids=["withdrawn", "nothing to fill in", "unknown"],
)
def test_what_cannot_be_filled_in_is_not_found(cabinet, template, change):
    change()

    assert cabinet.get(url("cabinet:template", "application")).status_code == 404
    assert cabinet.get(url("cabinet:template_filled", "application")).status_code == 404


def test_a_template_that_got_broken_is_refused_in_words(cabinet, template):
    other = Template.objects.create(code="broken", title="Ні")
    version = add_template_version(
        template=other,
        upload=upload_of("{{ nobody }}".replace("nobody", "phone")),
        label="",
        dated_on=date(2026, 3, 1),
        actor="test",
        at=factories.NOON,
    )
    TemplateVersion.objects.filter(pk=version.pk).update(file=_broken_file())

    response = cabinet.get(url("cabinet:template_filled", "broken"))

    assert response.status_code == 422
    assert 'role="alert"' in response.text


def _broken_file():
    from vikno.files.operations import PUBLIC_FILE_POLICY, store

    return store(upload=upload_of("{{ nobody }}"), at=factories.NOON, policy=PUBLIC_FILE_POLICY)
