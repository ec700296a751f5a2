"""Tests of the bundle of a card."""

import io
import zipfile
from datetime import date
from urllib.parse import unquote

import pytest

from tests import factories
from tests.english_urls import url
from tests.office_documents import upload_of, words_of
from vikno.catalogue.models import Template, TemplateDownload
from vikno.catalogue.operations import add_template_version
from vikno.catalogue.queries import with_availability
from vikno.catalogue.template_queries import templates_for
from vikno.content.service_cards.bundle import build_bundle
from vikno.content.service_cards.page import card_page

pytestmark = pytest.mark.django_db
READER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def service():
    return factories.OfferingFactory(service__code="residence", service__title="Реєстрація місця").service


def template(service, title, code="one"):
    made = Template.objects.create(code=code, title=title)
    made.services.set([service])
    add_template_version(
        template=made,
        upload=upload_of(title),
        label="зразок",
        dated_on=date(2026, 3, 1),
        actor="test",
        at=factories.NOON,
    )
    return made


def opened(client, **more):
    response = client.get(url("content:all_papers", "residence"), **more)
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(response.content))


def test_the_card_its_templates_and_a_word_on_each_are_inside(client, service):
    template(service, "Заява")

    archive = opened(client)

    assert archive.testzip() is None
    assert archive.namelist() == ["README.txt", "Реєстрація місця.pdf", "Заява.docx"]
    assert words_of(archive.read("Заява.docx")) == ["Заява"]
    assert archive.read("Реєстрація місця.pdf").startswith(b"%PDF")
    text = archive.read("README.txt").decode()
    for said in ("Реєстрація місця\r\n", "Заява.docx: Application, зразок, 1 March 2026", "вул. Вербова, 1"):
        assert said in text, said


def test_names_are_safe_and_no_two_are_the_same(client, service):
    for number, title in enumerate(["../../etc/passwd", "ЗАЯВА", "заява", "README"]):
        template(service, title, code=f"t{number}")

    names = opened(client).namelist()

    assert len({name.casefold() for name in names}) == len(names) == 6
    assert all("/" not in name and "\\" not in name and not name.startswith(".") for name in names)


def test_what_has_no_room_is_left_out_and_named_with_its_address(service):
    first, second = template(service, "Заява"), template(service, "Згода", code="two")
    found = with_availability(type(service).objects.filter(pk=service.pk)).get()

    size = first.current_version.file.size
    made = build_bundle(card_page(found, at=factories.NOON), templates_for(found), at=factories.NOON, most_bytes=size)

    assert [row.template for row in made.included] == [first]
    assert [row.template for row in made.omitted] == [second]
    text = zipfile.ZipFile(io.BytesIO(made.content)).read("README.txt").decode()
    assert "/templates/two/" in text


def test_a_service_without_templates_has_its_card(client, service):
    assert len(opened(client).namelist()) == 2
    assert "ZIP" not in client.get(url("content:service", "residence")).text


def test_templates_are_counted_once_for_a_reader_and_never_for_a_robot(client, service):
    template(service, "Заява")

    opened(client, headers={"User-Agent": "curl/8.5"})
    assert not TemplateDownload.objects.exists()
    opened(client, headers=READER)

    assert TemplateDownload.objects.get().count == 1


def test_the_file_has_the_name_of_the_service_and_the_card_leads_to_it(client, service):
    template(service, "Заява")

    response = client.get(url("content:all_papers", "residence"))

    assert unquote(response["Content-Disposition"]).endswith("Реєстрація місця.zip")
    assert url("content:all_papers", "residence") in client.get(url("content:service", "residence")).text


def test_a_service_that_is_not_there_has_no_papers(client):
    assert client.get(url("content:all_papers", "none")).status_code == 404
