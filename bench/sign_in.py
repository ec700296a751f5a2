"""What signing in by BankID costs the portal beside what the bank itself takes: `make bench-sign-in`.

A resident sets out, chooses, comes back. The bank's part, the token and the sealed data, is asked once more directly: what is
left of the way back is the portal's own.
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
        out, back, bank = measured(portal)
    own = out + back - bank
    sys.stdout.write(
        f"setting out {out:.0f} ms, coming back {back:.0f} ms, of which the bank {bank:.0f} ms\n"
        f"the portal's own {own:.0f} ms: {own / bank:.1f} times the bank's\n"
    )


def measured(portal: OwnPortal) -> tuple[float, float, float]:
    """Return the medians in milliseconds: setting out, coming back, and what the bank takes of that."""
    client = BankIdVisitor(portal)
    rounds = [client.round() for _ in range(TIMES)]
    return tuple(statistics.median(column) for column in zip(*rounds[2:], strict=True))  # type: ignore[return-value]


class BankIdVisitor:
    """A resident's browser, and somebody who asks the bank directly."""

    def __init__(self, portal: OwnPortal) -> None:
        given = Path(portal.environment["SIMULATORS_PLACE"]) / "for-the-portal"
        self.client = json.loads((given / "client.json").read_text())
        self.portal = portal.address
        self.bank = f"{portal.environment['SIMULATORS_URL']}/bankid/v1/bank"
        self.cert = base64.b64encode((given.parent / "keys" / "portal.cer").read_bytes()).decode()

    def round(self) -> tuple[float, float, float]:
        with httpx.Client(timeout=30) as browser:
            started, out = timed(lambda: browser.get(f"{self.portal}/identify/bankid/"))
            address = started.headers["location"]
            landing = self._chosen(browser, address)
            _, back = timed(lambda: browser.get(landing))
            code = dict(parse_qsl(urlsplit(self._chosen(browser, address)).query))["code"]
            _, bank = timed(lambda: self._ask(browser, code, address))
        return out, back, bank

    def _chosen(self, browser: httpx.Client, address: str) -> str:
        form = dict(parse_qsl(urlsplit(address).query)) | {"person": "maryna", "fault": "none", "way": "verba"}
        return browser.post(f"{self.bank}/oauth2/authorize", data=form).headers["location"]

    def _ask(self, browser: httpx.Client, code: str, address: str) -> None:
        redirect = dict(parse_qsl(urlsplit(address).query))["redirect_uri"]
        secrets = {name: self.client[name] for name in ("client_id", "client_secret")}
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, **secrets}
        word = browser.post(f"{self.bank}/oauth2/token", data=form).json()["access_token"]
        asked = {"type": "physical", "cert": self.cert, "fields": FIELDS}
        browser.post(
            f"{self.bank}/resource/client", json=asked, headers={"Authorization": f"Bearer {word}"}
        ).raise_for_status()


def timed(do: Callable[[], httpx.Response | None]) -> tuple[httpx.Response, float]:
    began = time.perf_counter()
    answer = do()
    return answer, (time.perf_counter() - began) * 1000  # type: ignore[return-value]


if __name__ == "__main__":
    main()
