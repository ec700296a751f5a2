"""Cases as connectors are given them, without a database. A test names only what it is about; the rest is ordinary."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from vikno.integration.connectors.base import CaseDossier, EnclosedFile, OutboundMessage, PortalIdentity

NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)
PLACE = PortalIdentity(
    connection="archive",
    centre_code="verbivka",
    centre_name="ЦНАП Вербівської громади",
    public_url="http://localhost:8000",
)
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
"""


def enclosure(name: str = "договір.pdf", content: bytes = PDF, media_type: str = "application/pdf") -> EnclosedFile:
    digest = hashlib.sha256(content).hexdigest()
    return EnclosedFile(
        key=name, name=name, media_type=media_type, size=len(content), sha256=digest, read=lambda: content
    )


def dossier(number: str = "2603-000012-7", **more: Any) -> CaseDossier:
    submission = more.get("submission", 1)
    values = {
        "uid": "0b9e4a54-6c6e-4a0e-9d3c-0a8f3f1b2c3d",
        "number": number,
        "submission": submission,
        "channel": "online",
        "submitted_at": NOON,
        "due_on": date(2026, 4, 1),
        "service_code": "residence",
        "service_identifier": "00034",
        "service_title": "Реєстрація місця проживання",
        "authority": "Вербівська сільська рада",
        "centre_code": PLACE.centre_code,
        "centre_name": PLACE.centre_name,
        "applicant": {"family_name": "Зразкова", "given_name": "Олена", "patronymic": "Тестівна"},
        "represented": {},
        "answers": {"right": "owner"},
        "make_labelled_answers": lambda: (("На якій підставі Ви тут живете?", "Я власник"),),
        "make_data": lambda: json.dumps({"application": number, "submission": submission}).encode(),
        "make_pdf": lambda: PDF + f"% {number} {submission}".encode(),
        "make_container": lambda: None,
        **more,
    }
    return CaseDossier(**values)


def message(
    kind: str = "submitted",
    of: CaseDossier | None = None,
    *,
    remote: str = "",
    id: str = "",  # noqa: A002 - the field's own name
) -> OutboundMessage:
    of = of or dossier()
    return OutboundMessage(
        id=id or f"{of.number}-{kind}-{of.submission}",
        name=f"application.{kind}",
        at=NOON,
        payload={},
        dossier=of,
        remote=remote,
    )
