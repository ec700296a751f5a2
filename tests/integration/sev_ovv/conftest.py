import pytest
from django.utils import translation

from simulators.sev.letters import OFFICE, OFFICE_NAME
from tests.integration.sev_ovv import sample_letters
from vikno.integration.connectors.sev_ovv import SevOvvConnector, SevOvvSettings

PATH = "/sev/csp/dirbus/bus.esb.IntegrationService.cls"


class RunningSevOffice:
    """The running bus with the office behind it, and a portal's connector to it."""

    def __init__(self, bench) -> None:
        self.bench = bench
        self.post("/sev/clear/")

    def post(self, path, **form):
        answer = self.bench.http.post(path, data=form)
        assert answer.status_code == 302, answer.text

    def trouble(self, trouble, times=1, operation="", **form):
        self.post("/sev/switch/", trouble=trouble, times=str(times), operation=operation, **form)

    def act(self, msg_id, action, words=""):
        self.post(f"/sev/letters/{msg_id}/", action=action, words=words)

    def books(self):
        return self.bench.http.get("/sev/books.json").json()

    @property
    def cases(self):
        return self.books()["cases"]

    def settings(self, **settings) -> dict[str, object]:
        return {
            "address": self.bench.address + PATH,
            "system_id": self.bench.client_id,
            "password": self.bench.client_secret,
            "our_edrpou": sample_letters.OURS,
            "our_name": "ЦНАП",
            "to_edrpou": OFFICE,
            "to_name": OFFICE_NAME,
        } | settings

    def connector(self, **settings) -> SevOvvConnector:
        return SevOvvConnector(SevOvvSettings(**self.settings(**settings)), sample_letters.place())


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def office(simulators) -> RunningSevOffice:
    return RunningSevOffice(simulators)


@pytest.fixture
def sev(office) -> SevOvvConnector:
    return office.connector()
