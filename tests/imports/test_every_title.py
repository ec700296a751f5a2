"""Every centre, service and question that the files of the country name is found by its own name."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.imports.form_corpus import ROOT
from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.content.search.index import index_content
from vikno.enquiries.models import QuestionAnswer
from vikno.search.queries import find_entries

DATA = Path(os.environ.get("VIKNO_DATA") or ROOT.parent / "shared" / "data")
# What stands on the first page of answers.
FIRST_PAGE = 20

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.exists(), reason="no data of the country here: name its folder in VIKNO_DATA"),
]


@pytest.fixture
def filled():
    call_command("import_centres", str(DATA / "centres" / "centres.csv"))
    call_command("import_services", str(DATA / "services" / "services.json"))
    call_command("import_questions", str(DATA / "faq" / "faq.json"))
    index_content()


def lost(kind: str, names: dict[str, str]) -> list[str]:
    """Return the names that do not find what they name, or something called the same."""
    by_name: dict[str, set[str]] = {}
    for key, name in names.items():
        by_name.setdefault(name, set()).add(key)
    return [name for name, keys in by_name.items() if not keys & _found(kind, name)]


def _found(kind: str, name: str) -> set[str]:
    return {hit.key for hit in find_entries(name, language="uk").hits[:FIRST_PAGE] if hit.kind == kind}


def test_everything_is_found_by_its_own_name(filled):
    services = dict(Service.objects.in_use().values_list("code", "title"))
    centres = dict(Centre.objects.in_use().values_list("code", "name"))
    questions = dict(QuestionAnswer.objects.filter(live=True).values_list("slug", "question"))
    assert len(services) > 100
    assert len(centres) > 300

    assert lost("service", services) == []
    assert lost("centre", centres) == []
    assert lost("question", questions) == []
