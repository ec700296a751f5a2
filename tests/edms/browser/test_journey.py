"""The main job with every office that is not the workspace: the same resident on a phone, and whoever works the case there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.edms.mayan_user import MayanUser
from tests.patience import wait_until
from tests.system.case_offices import (
    REASON,
    AgencyPartnerOffice,
    CaseOffice,
    SevOffice,
    leading,
    way_by,
)
from tests.system.resident_journey import from_registration_to_the_result
from tests.system.visitor import Visitor
from tools.audit.own_portal import OwnPortal
from tools.edms.own_mayan import OwnMayan
from vikno.integration.connectors.mayan import schema


class MayanOffice:
    """A clerk in Mayan. A move of its workflow has a comment, and marks no answers."""

    reason, remark = REASON, ""
    way = way_by("Mayan")

    def __init__(self, clerk: MayanUser) -> None:
        self.clerk = clerk

    @classmethod
    @contextmanager
    def joined(cls, own: OwnPortal, mayan: OwnMayan, token: str, clerk: MayanUser) -> Iterator["MayanOffice"]:
        settings = {"url": mayan.address, "token": token}
        with leading(own, "mayan", connector="mayan", name="Mayan", settings=settings):
            yield cls(clerk)

    def return_for_correction(self, number: str) -> None:
        document = self._document(number)
        today = timezone.localdate()
        self.clerk.move(document, "Зареєструвати", registration_number="701/26-М", registration_date=f"{today}")
        self.clerk.move(document, "Взяти в роботу")
        until = today + timedelta(days=14)
        self.clerk.move(document, "Повернути на доопрацювання", REASON, correction_due=f"{until}")

    def decide_and_hand_over(self, number: str, result: Path) -> None:
        document = self._document(number)
        wait_until(lambda: self.clerk.state(document) == schema.RESUBMITTED.label)
        self.clerk.move(document, "Взяти в роботу")
        self.clerk.move(document, "Вирішити: надати")
        self.clerk.attach(document, result.name, result.read_bytes(), "Результат")
        self.clerk.move(document, "Видати результат")

    def _document(self, number: str) -> str:
        """Wait until the portal has brought the whole case; return its document."""
        return wait_until(lambda: next(iter(self.clerk.documents(number)), None))


@pytest.fixture
def agency_api(own: OwnPortal, tmp_path: Path) -> Iterator[CaseOffice]:
    with AgencyPartnerOffice.joined(own, tmp_path) as office:
        yield office


@pytest.fixture
def sev_ovv(own: OwnPortal) -> Iterator[CaseOffice]:
    with SevOffice.joined(own) as office:
        yield office


@pytest.fixture
def in_mayan(own: OwnPortal, mayan: OwnMayan, token: str, clerk: MayanUser) -> Iterator[CaseOffice]:
    with MayanOffice.joined(own, mayan, token, clerk) as office:
        yield office


@pytest.mark.parametrize("office", ["agency_api", "sev_ovv", "in_mayan"])
def test_from_registration_to_the_result(
    office: str, request: pytest.FixtureRequest, phone: Visitor, scan: Path, extract: Path
):
    from_registration_to_the_result(phone, request.getfixturevalue(office), scan, extract)
