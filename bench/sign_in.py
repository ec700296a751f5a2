"""Compare the time that the portal needs for signing in by BankID with the time of the bank: `make bench-sign-in`.

A resident starts at the portal, chooses a person at the bank and comes back. The requests for the token and the sealed data are
then repeated directly, to measure the bank's share. The rest of the way back is the portal's own time.
"""

import base64
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx

from tools.audit.own_portal import OwnPortal, own_portal, stop_when_told

TIMES = 30
FIELDS = ["lastName", "firstName", "middleName", "phone", "inn", "birthDay", "sex", "email"]


def main() -> None:
    stop_when_told()
    with own_portal(processes=["web", "simulators"]) as portal:
        out, back, bank = measure_medians(portal)
    own = out + back - bank
    sys.stdout.write(
        f"setting out {out:.0f} ms, coming back {back:.0f} ms, of which the bank {bank:.0f} ms\n"
        f"the portal's own {own:.0f} ms: {own / bank:.1f} times the bank's\n"
    )


def measure_medians(portal: OwnPortal) -> tuple[float, float, float]:
    """Return the medians in milliseconds: the start, the way back, and the bank's share of the way back."""
    client = BankIdVisitor(portal)
    rounds = [client.round() for _ in range(TIMES)]
    return tuple(statistics.median(column) for column in zip(*rounds[2:], strict=True))  # type: ignore[return-value]


class BankIdVisitor:
    """A resident's browser and a client that calls the bank directly."""

    def __init__(self, portal: OwnPortal) -> None:
        keys_folder = Path(portal.environment["SIMULATORS_PLACE"]) / "for-the-portal"
        self.client = json.loads((keys_folder / "client.json").read_text())
        self.portal = portal.address
        self.bank = f"{portal.environment['SIMULATORS_URL']}/bankid/v1/bank"
        self.cert = base64.b64encode((keys_folder.parent / "keys" / "portal.cer").read_bytes()).decode()

    def round(self) -> tuple[float, float, float]:
        with httpx.Client(timeout=30) as browser:
            started, out = timed_request(lambda: browser.get(f"{self.portal}/identify/bankid/"))
            address = started.headers["location"]
            landing = self._choose_person(browser, address)
            _, back = timed_request(lambda: browser.get(landing))
            code = dict(parse_qsl(urlsplit(self._choose_person(browser, address)).query))["code"]
            _, bank = timed_request(lambda: self._request_data(browser, code, address))
        return out, back, bank

    def _choose_person(self, browser: httpx.Client, address: str) -> str:
        form = dict(parse_qsl(urlsplit(address).query)) | {"person": "maryna", "fault": "none", "way": "verba"}
        return browser.post(f"{self.bank}/oauth2/authorize", data=form).headers["location"]

    def _request_data(self, browser: httpx.Client, code: str, address: str) -> None:
        redirect = dict(parse_qsl(urlsplit(address).query))["redirect_uri"]
        secrets = {name: self.client[name] for name in ("client_id", "client_secret")}
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, **secrets}
        token = browser.post(f"{self.bank}/oauth2/token", data=form).json()["access_token"]
        data_request = {"type": "physical", "cert": self.cert, "fields": FIELDS}
        browser.post(
            f"{self.bank}/resource/client", json=data_request, headers={"Authorization": f"Bearer {token}"}
        ).raise_for_status()


def timed_request(send: Callable[[], httpx.Response | None]) -> tuple[httpx.Response, float]:
    began = time.perf_counter()
    response = send()
    return response, (time.perf_counter() - began) * 1000  # type: ignore[return-value]


if __name__ == "__main__":
    main()
