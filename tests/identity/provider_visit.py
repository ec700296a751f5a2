"""The visit of a resident to a provider: the portal by Django's client, the provider by its own pages."""

from urllib.parse import parse_qsl, urlsplit

from django.test import Client

from tests.simulator_server import SimulatorServer
from vikno.people.models import Person


def signed_in(client: Client) -> Person | None:
    """Return the person who is signed in in this browser, or None."""
    key = client.session.get("_auth_user_id")
    return Person.objects.get(pk=key) if key else None


class ProviderVisit:
    """A visit that starts at the portal, chooses a person at the provider and returns to the portal."""

    def __init__(self, client: Client, bench: SimulatorServer, provider: str) -> None:
        self.client, self.bench, self.provider = client, bench, provider

    def start(self, next_page: str = "") -> str:
        """Return the address at the provider that the browser is sent to."""
        query = {"next": next_page} if next_page else {}
        answer = self.client.get(f"/identify/{self.provider}/", query)
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    def choose(self, address: str, *, person: str = "maryna", fault: str = "none", way: str = "verba") -> str:
        """Choose on the provider's page; return the address of the portal that it leads back to."""
        parts = urlsplit(address)
        form = {**dict(parse_qsl(parts.query)), "person": person, "fault": fault, "way": way}
        answer = self.bench.http.post(parts.path, data=form)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def back(self, address: str):
        """Open this address of the portal in the browser of the visit."""
        parts = urlsplit(address)
        return self.client.get(f"{parts.path}?{parts.query}")

    def whole(self, **chosen):
        return self.back(self.choose(self.start(), **chosen))
