"""Putting an application into Mayan so that doing it again changes nothing: one document, its marks, its files, its moves.

The document is found by our number: in the search, which knows what was entered long ago, and among the newest, which the search
may not know yet. A file is known by its digest, or by the comment that we gave it. Mayan takes a file in at once and stores it
later, so a file that was sent a moment ago and is not seen yet is waited for, not sent again.
"""

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vikno.integration.connectors.base import Dossier, Message, Receipt
from vikno.integration.connectors.mayan import plan
from vikno.integration.connectors.mayan.client import Client, NotThere, Row
from vikno.integration.connectors.mayan.setting_up import SetUp
from vikno.kernel.errors import Unreachable

LONGEST_LABEL, LONGEST_VALUE = 255, 250
NEWEST = 100
# How long a file that was sent may take to be seen, and how soon to look again.
PATIENCE, AGAIN_SECONDS = datetime.timedelta(minutes=5), 60
OURS = "Портал: подання "
WITHDRAWN = "Заявник відкликав заяву на порталі"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A file to be in Mayan. `action` is what it does to the pages that clerks see: replace, append or keep them."""

    name: str
    media_type: str
    comment: str
    action: str
    sha256: str
    read: Callable[[], bytes]


def deliver(client: Client, setup: SetUp, message: Message, *, at: datetime.datetime) -> Receipt:
    """Bring Mayan to where this message leaves the case. Raises `Unreachable`, `Rejected`."""
    dossier = message.dossier
    key = find(client, setup, dossier.number, message.remote) or create(client, setup, dossier)
    sheets = list(sheets_of(dossier))
    marks = Marks(client, setup, key)
    marks.write(told(dossier, files=len(sheets)))
    is_whole = send(client, key, sheets, marks, round_=str(dossier.submission), at=at)
    if message.kind == "resubmitted":
        move(client, key, plan.MEND, f"{OURS}{dossier.submission}")
    if message.kind == "withdrawn" and not move(client, key, plan.WITHDRAW, WITHDRAWN):
        remark(client, key, WITHDRAWN)
    return Receipt(remote=str(key), received=is_whole)


def find(client: Client, setup: SetUp, number: str, remote: str = "") -> int | None:
    """Return the key of the document of this application, the oldest if there are several."""
    if remote.isdecimal() and is_there(client, int(remote)):
        return int(remote)
    return min({*newest(client, setup, number), *searched(client, number)}, default=None)


def is_there(client: Client, key: int) -> bool:
    try:
        client.get(f"documents/{key}/", _fields_only="id")
    except NotThere:
        return False
    return True


def searched(client: Client, number: str) -> Iterator[int]:
    """Yield what the search finds by the number. It finds parts of words too, and what only mentions the number."""
    path = "search/advanced/documents.documentsearchresult/"
    for field in ("metadata__value", "label"):
        for row in client.get(path, **{field: number}, page_size=NEWEST, _fields_only="id,label")["results"]:
            if begins_with(row, number) or (field != "label" and is_marked(client, int(row["id"]), number)):
                yield int(row["id"])


def newest(client: Client, setup: SetUp, number: str) -> Iterator[int]:
    path = f"document_types/{setup.document_type}/documents/"
    rows = client.get(path, _ordering="-id", page_size=NEWEST, _fields_only="id,label")["results"]
    return (int(row["id"]) for row in rows if begins_with(row, number))


def is_marked(client: Client, document: int, number: str) -> bool:
    return written(client, document).get(plan.NUMBER.name, (0, ""))[1] == number


def begins_with(row: Row, number: str) -> bool:
    return str(row["label"]).partition(" ")[0] == number


def create(client: Client, setup: SetUp, dossier: Dossier) -> int:
    """Make the document, still without files."""
    label = f"{dossier.number} {dossier.service_title}"[:LONGEST_LABEL]
    return int(client.post("documents/", {"document_type_id": setup.document_type, "label": label})["id"])


def told(dossier: Dossier, *, files: int) -> dict[str, str]:
    """Return what is written on the document, by the names of the marks."""
    values = {
        plan.NUMBER: dossier.number,
        plan.SERVICE: dossier.service_title,
        plan.SERVICE_ID: dossier.service_identifier,
        plan.CENTRE: dossier.centre_name,
        plan.APPLICANT: dossier.applicant_name,
        plan.SUBMITTED: dossier.submitted_at.isoformat(timespec="seconds"),
        plan.DUE: dossier.due_on.isoformat() if dossier.due_on else "",
        plan.SUBMISSION: str(dossier.submission),
        plan.FILES: str(files),
    }
    return {mark.name: value[:LONGEST_VALUE] for mark, value in values.items() if value}


def written(client: Client, document: int) -> dict[str, tuple[int, str]]:
    """Return what is written on a document: key and value, by the names of the marks."""
    rows = client.all(f"documents/{document}/metadata/", _fields_only="id,value,metadata_type__name")
    return {str(row["metadata_type"]["name"]): (int(row["id"]), str(row["value"] or "")) for row in rows}


class Marks:
    """What is written on one document."""

    def __init__(self, client: Client, setup: SetUp, document: int) -> None:
        self._client, self._setup, self._path = client, setup, f"documents/{document}/metadata/"
        self._there = written(client, document)

    def read(self, mark: plan.Mark) -> str:
        return self._there.get(mark.name, (0, ""))[1]

    def write(self, values: dict[str, str]) -> None:
        """Write what differs. The state is written by Mayan itself, and only needs to be there."""
        for name, value in {plan.STATE.name: self.read(plan.STATE) or plan.RECEIVED.label, **values}.items():
            key, there = self._there.get(name, (0, ""))
            if not key:
                key = int(
                    self._client.post(self._path, {"metadata_type_id": self._setup.marks[name], "value": value})["id"]
                )
            elif value != there:
                self._client.patch(f"{self._path}{key}/", {"value": value})
            self._there[name] = (key, value)


def sheets_of(dossier: Dossier) -> Iterator[Sheet]:
    """Yield the application as it is read, as data, as it was signed, and what was enclosed."""
    yield made("application.pdf", "application/pdf", dossier.pdf, dossier, action="replace")
    yield made("application.json", "application/json", dossier.data, dossier, action="keep")
    if dossier.container is not None:
        yield made("application.asice", "application/vnd.etsi.asic-e+zip", dossier.container, dossier, action="keep")
    for place, enclosure in enumerate(dossier.enclosures, start=1):
        yield Sheet(
            name=enclosure.name,
            media_type=enclosure.media_type,
            comment=f"{OURS}{dossier.submission}, додаток {place}",
            action="append",
            sha256=enclosure.sha256,
            read=enclosure.read,
        )


def made(name: str, media_type: str, content: bytes, dossier: Dossier, *, action: str) -> Sheet:
    digest = hashlib.sha256(content).hexdigest()
    comment = f"{OURS}{dossier.submission}, {name}"
    return Sheet(name=name, media_type=media_type, comment=comment, action=action, sha256=digest, read=lambda: content)


def send(
    client: Client, document: int, sheets: list[Sheet], marks: Marks, *, round_: str, at: datetime.datetime
) -> bool:
    """Send the files that are not there, and tell whether all are seen now. Raises `Unreachable` while some are on their way."""
    missing = absent(client, document, sheets)
    if not missing:
        return True
    if waiting := still_sending(marks.read(plan.SENDING), round_, at):
        raise Unreachable("Mayan has not stored all files yet", after=min(waiting, AGAIN_SECONDS))
    marks.write({plan.SENDING.name: f"{round_} {at.isoformat(timespec='seconds')}"})
    for sheet in missing:
        client.upload(
            f"documents/{document}/files/",
            {"action_name": sheet.action, "comment": sheet.comment, "filename": sheet.name},
            name="file_new",
            file=(sheet.name, sheet.read(), sheet.media_type),
        )
    return not absent(client, document, sheets)


def absent(client: Client, document: int, sheets: list[Sheet]) -> list[Sheet]:
    """Return the files that Mayan does not have. A file that was enclosed before stands there with its earlier comment."""
    rows = list(client.all(f"documents/{document}/files/", _fields_only="checksum,comment"))
    there = {row["checksum"] for row in rows} | {row["comment"] for row in rows}
    return [sheet for sheet in sheets if not there & {sheet.sha256, sheet.comment}]


def still_sending(mark: str, round_: str, at: datetime.datetime) -> float:
    """Return for how many seconds files sent in this round may still be on their way."""
    of, _, since = mark.partition(" ")
    if of != round_:
        return 0.0
    try:
        left = datetime.datetime.fromisoformat(since) + PATIENCE - at
    except (ValueError, TypeError):
        return 0.0
    return max(left.total_seconds(), 0.0)


def instance_of(client: Client, document: int) -> Row | None:
    """Return the path of the document. Mayan starts it in the background; until then there is none."""
    rows = client.all(f"documents/{document}/workflow_instances/")
    return next((row for row in rows if row["workflow_template"]["internal_name"] == plan.WORKFLOW_NAME), None)


def move(client: Client, document: int, step: plan.Move, comment: str) -> bool:
    """Move the case if Mayan offers this step; tell whether it was made, now or before: each has a comment of its own."""
    instance = instance_of(client, document)
    if instance is None:
        raise Unreachable("Mayan has not started the workflow yet")
    path = f"documents/{document}/workflow_instances/{instance['id']}/log_entries/"
    if comment in [row["comment"] for row in client.all(path)]:
        return True
    for offered in client.all(f"{path}transitions/"):
        if offered["label"] == step.label:
            client.post(path, {"transition_id": offered["id"], "comment": comment})
            return True
    return False


def remark(client: Client, document: int, text: str) -> None:
    """Write a comment on the document, once."""
    path = f"documents/{document}/comments/"
    if text not in [row["text"] for row in client.all(path)]:
        client.post(path, {"text": text})
