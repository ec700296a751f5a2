"""Every centre that a file of the country names has a page, whatever its name, address and hours are."""

import os
from pathlib import Path

import pytest

from tests import factories
from tests.english_urls import url
from tests.imports.form_corpus import ROOT
from vikno.centres.centre_import import import_centres
from vikno.centres.models import Centre

FILE = Path(os.environ.get("VIKNO_CENTRES_FILE") or ROOT.parent / "shared" / "data" / "centres" / "centres.csv")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.exists(), reason="no list of centres here: name a file of them in VIKNO_CENTRES_FILE"),
]


@pytest.fixture
def centres() -> list[Centre]:
    report = import_centres(FILE.read_text(encoding="utf-8-sig"), source="file", at=factories.NOON)
    assert all(problem.reason for problem in report.problems)
    return list(Centre.objects.order_by("pk"))


def test_every_page_of_a_centre_opens_and_the_list_of_them_stays_bounded(
    client, centres, django_assert_max_num_queries
):
    silent = []
    for centre in centres:
        page = client.get(url("content:centre", centre.code))
        assert page.status_code == 200, centre.code
        if not page.context["reception"].has_hours and not centre.hours_text:
            silent.append("Call the centre to learn its hours." in page.text)

    assert len(centres) > 300
    assert all(silent)

    with django_assert_max_num_queries(8):
        page = client.get(url("content:centres"))

    assert len(page.context["roots"]) == 50
    with django_assert_max_num_queries(12):
        assert client.get(url("content:centres"), {"open": "on", "q": "рада"}).status_code == 200
