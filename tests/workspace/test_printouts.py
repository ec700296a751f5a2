"""Printouts of a case."""

import pytest

from tests import factories
from tests.english_urls import url
from vikno.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("paper", ["inventory", "passing_sheet", "receipt"])
def test_a_paper_opens_in_the_browser_and_is_kept_nowhere(workspace, officer, paper):
    case = factories.in_work(officer)

    response = workspace.get(url(f"workspace:{paper}", case.uid))

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith(f'inline; filename="{case.number}-')
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"%PDF-")


def test_printing_is_a_look_at_the_case(workspace, officer):
    case = factories.in_work(officer)

    workspace.get(url("workspace:inventory", case.uid))

    assert AuditEntry.objects.get(action="application.seen").actor == officer.person.ref
