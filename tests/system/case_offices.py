"""Those who work a case that a resident has sent: in the workspace, or in a system of their own that is joined to the portal."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import httpx

from examples.agency_client.client import Agency
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor
from tools.audit.own_portal import ROOT, OwnPortal

CENTRE, SERVICE = "verbivka", "residence-registration"
REASON, REMARK = "У договорі є квартира, а в заяві немає.", "Додайте номер квартири"


class CaseOffice(Protocol):
    """Who works a case. `remark` is what is said of the marked answer: empty where a system can mark none.

    `way` is what the resident reads of the case in the end, without times and numbers.
    """

    reason: str
    remark: str
    way: Sequence[str]

    def return_for_correction(self, number: str) -> None: ...

    def decide_and_hand_over(self, number: str, result: Path) -> None: ...


def way(*received: str) -> list[str]:
    """Return the way of a case that was mended once, by those who said so that they have it."""
    worked = ("Taken to work", "Returned for correction", "Correction sent", "Taken up again", "Decision made")
    registered = say("Registered under number %s").removesuffix("%s").strip()
    return [say("Sent"), *received, registered, *map(say, worked), say("Result handed over")]


def way_by(name: str) -> list[str]:
    """Return the way of a case that a system of this name has worked."""
    return way(*(say(words) % {"system": name} for words in ("Sent to %(system)s", "Received by %(system)s")))


class WorkspaceOffice:
    """An officer in the browser."""

    reason, remark = REASON, REMARK
    way = way(say("Received by the centre"))

    def __init__(self, desk: Visitor) -> None:
        self.desk = desk
        self.case = ""

    def return_for_correction(self, number: str) -> None:
        desk = self.desk
        self._sign_in()
        desk.open("/workspace/")
        desk.page.locator("#search-text").fill(number)
        desk.press(say("Search"))
        desk.follow(number)
        self.case = desk.page.url
        desk.press(say("Register and take"))
        desk.follow(say("Return for correction"))
        desk.page.locator("#mark-new_address").check()
        desk.page.locator("#remark-new_address").fill(REMARK)
        desk.page.locator("#id_reason").fill(REASON)
        desk.press(say("Return to the applicant"))

    def _sign_in(self) -> None:
        self.desk.open("/account/login/")
        self.desk.page.locator("#id_login").fill("officer@example.com")
        self.desk.page.locator("#id_password").fill("verbivka-demo")
        self.desk.press(say("Sign in"))

    def decide_and_hand_over(self, number: str, result: Path) -> None:
        desk = self.desk
        desk.open(self.case)
        assert desk.main().get_by_text("12").first.is_visible()
        desk.press(say("Go on with the case"))
        desk.follow(say("Grant"))
        desk.press(say("Grant and tell the applicant"))
        desk.follow(say("Hand over the result"))
        desk.page.locator("#id_title").fill("Витяг з реєстру")
        desk.page.locator("#id_upload").set_input_files(str(result))
        desk.press(say("Hand over and tell the applicant"))


@contextmanager
def leading(own: OwnPortal, code: str, *, connector: str, name: str, settings: Mapping[str, Any]) -> Iterator[None]:
    """Let a system lead the cases that are sent meanwhile; then they are for the workspace again."""
    told = own.place / f"{code}.json"
    told.write_text(json.dumps(settings))
    where = ["--centre", CENTRE, "--service", SERVICE, "--name", name, "--config", str(told)]
    own.manage("edms", "connect", code, "--connector", connector, *where)
    try:
        yield
    finally:
        own.manage("edms", "unroute", code)


class AgencyPartnerOffice:
    """A system that fetches its news: the example client, in a program of its own where it works a case to the end."""

    reason, remark = REASON, REMARK
    way = way_by("СЕД громади")

    def __init__(self, agency: Agency, address: str, told: Mapping[str, str], folder: Path) -> None:
        self.agency, self.address, self.told, self.folder = agency, address, told, folder
        self.cursor = ""

    @classmethod
    @contextmanager
    def joined(cls, own: OwnPortal, folder: Path) -> Iterator["AgencyPartnerOffice"]:
        with leading(own, "partner", connector="agency_api", name="СЕД громади", settings={}):
            said = dict(line.split() for line in own.manage("partner", "add", "partner").splitlines()[:2])
            told = {"AGENCY_ID": said["client_id"], "AGENCY_SECRET": said["client_secret"]}
            with Agency(own.address, *told.values()) as agency:
                yield cls(agency, own.address, told, folder)

    def return_for_correction(self, number: str) -> None:
        item = self._news(number, "application.submitted")
        application, _etag = self.agency.application(number)
        for file in application["files"]:
            self.agency.file(number, file)
        self.agency.acknowledge(number, remote=f"DOC-{number}")
        self.agency.register(number, "77/01-15", item["time"][:10])
        self.agency.status(number, "in_work", who="Коваль О. П.")
        _application, etag = self.agency.application(number)
        self.agency.give_back(number, REASON, {"new_address": REMARK}, etag)

    def decide_and_hand_over(self, number: str, result: Path) -> None:
        before = self.cursor
        self._news(number, "application.resubmitted")
        (self.folder / "cursor.txt").write_text(before)
        program = [sys.executable, "-m", "examples.agency_client.work", self.address, str(result)]
        subprocess.run(program, cwd=self.folder, env={**os.environ, **self.told, "PYTHONPATH": str(ROOT)}, check=True)

    def _news(self, number: str, name: str) -> dict[str, Any]:
        """Read the feed until it tells this of a case."""

        def told() -> dict[str, Any] | None:
            for item, after in self.agency.news(self.cursor):
                self.cursor = after
                if (item["subject"], item["type"]) == (number, name):
                    return item
            return None

        return wait_until(told)


class SevOffice:
    """An institution behind the State's bus: its clerk at the pages of the counterpart. A letter can mark no answers."""

    reason, remark = REASON, ""
    way = way_by("Вербівська селищна рада")

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    @classmethod
    @contextmanager
    def joined(cls, own: OwnPortal) -> Iterator["SevOffice"]:
        # The demo is joined to it: here another service is led by it for a while.
        own.manage("edms", "routes", "sev", "--service", SERVICE)
        try:
            with httpx.Client(base_url=own.environment["SIMULATORS_URL"], timeout=PATIENCE_SECONDS) as http:
                yield cls(http)
        finally:
            own.manage("edms", "unroute", "sev", "--service", SERVICE)

    def return_for_correction(self, number: str) -> None:
        self._answer(number, "Заява", action="correct", words=REASON)

    def decide_and_hand_over(self, number: str, result: Path) -> None:
        self._letter(number, "Доповнення до заяви")
        self._answer(number, "Заява", action="grant", file=result)

    def _answer(self, number: str, kind: str, *, file: Path | None = None, **form: str) -> None:
        path = f"/sev/letters/{self._letter(number, kind)}/"
        files = {"file": (file.name, file.read_bytes())} if file else None
        assert self.http.post(path, data=form, files=files).is_redirect

    def _letter(self, number: str, kind: str) -> str:
        """Wait for a letter about a case; return its id."""

        def come() -> str | None:
            letters = self.http.get("/sev/books.json").json()["cases"]
            return next((one["msg_id"] for one in letters if (one["number"], one["kind"]) == (number, kind)), None)

        return wait_until(come)
