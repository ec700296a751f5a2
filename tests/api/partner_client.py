"""A partner's program as a test sees it: joined to a centre, with a token, asking by the paths of the documents."""

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from tests import factories
from vikno.api.operations import PartnerCredentials, register_partner
from vikno.api.scopes import SCOPES
from vikno.applications.models import Application
from vikno.applications.operations import attach, submit
from vikno.centres.models import Centre
from vikno.files.operations import FileUpload
from vikno.integration.models import Connection
from vikno.integration.operations import add_routes, connect, run_exchange_once

PREFIX = "/api/v1/agency/"


@dataclass
class PartnerProgram:
    connection: Connection
    credentials: PartnerCredentials
    token: str = ""
    client: Client = field(default_factory=Client)

    def sign_in(self, scope: str = "") -> "PartnerProgram":
        self.token = self.ask_token(scope=scope).json()["access_token"]
        return self

    def ask_token(self, **asked: str):
        made = self.credentials
        sent = {"grant_type": "client_credentials", "client_id": made.client_id, "client_secret": made.client_secret}
        return self.client.post("/api/v1/oauth/token", sent | {name: value for name, value in asked.items() if value})

    def get(self, path: str, **headers: str):
        return self.client.get(f"{PREFIX}{path}", headers=self._headers(headers))

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str):
        told = self._headers(headers | {"Idempotency-Key": key or str(uuid.uuid4())})
        return self.client.post(f"{PREFIX}{path}", body or {}, content_type="application/json", headers=told)

    def put(self, path: str, content: bytes, **headers: str):
        kind = "application/octet-stream"
        return self.client.put(f"{PREFIX}{path}", content, content_type=kind, headers=self._headers(headers))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        told = {name.replace("_", "-"): value for name, value in more.items()}
        return ({"Authorization": f"Bearer {self.token}"} if self.token else {}) | told

    def given(self, **of: Any) -> Application:
        """Return an application that was handed in and lies in the feed."""
        application = factories.submitted(centre=self.connection.centre, **of)
        run_exchange_once(at=timezone.now())
        return application

    def given_with(self, contract: FileUpload) -> Application:
        """Return an application with a file, as `given` does."""
        draft = factories.draft(centre=self.connection.centre, answers={**factories.COMPLETE_ANSWERS, "right": "rent"})
        attach(application=draft, question="contract", upload=contract, at=factories.NOON)
        application = submit(application=draft, at=factories.NOON)
        run_exchange_once(at=timezone.now())
        return application

    def key(self, case: Application) -> str:
        """Return how the API calls the file of a case."""
        return self.get(f"applications/{case.number}").json()["files"][0]["key"]

    def etag(self, case: Application) -> str:
        return self.get(f"applications/{case.number}")["ETag"]

    def upload(self, case: Application, content: bytes, *, name: str = "result.png", sha256: str = "") -> str:
        """Open an upload of a result; return its path."""
        said = {"name": name, "size": len(content), "sha256": sha256 or hashlib.sha256(content).hexdigest()}
        return f"uploads/{self.post(f'applications/{case.number}/results', said).json()['upload']}"


def joined(
    centre: Centre, *, code: str = "edms", scopes: tuple[str, ...] = tuple(SCOPES), **settings: Any
) -> PartnerProgram:
    """Return the program of a system that leads every case of a centre, signed in."""
    at = factories.NOON
    connection = connect(
        code=code, name="СЕД", connector="agency_api", centre=centre, settings=settings, actor="test", at=at
    )
    add_routes(connection=connection, every_service=True)
    credentials = register_partner(connection=connection, scopes=scopes, actor="test", at=at)
    return PartnerProgram(connection=connection, credentials=credentials).sign_in()
