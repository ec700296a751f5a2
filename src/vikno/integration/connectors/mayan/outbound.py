"""Delivery of an application to Mayan: one document with metadata, files and transitions. A repeated delivery changes nothing.

The document is found by our number: in the search, which knows old documents, and among the newest, which the search may not
know yet. A file is known by its digest, or by our comment. Mayan accepts a file at once and stores it later: a file that was
sent a moment ago and is not visible yet is waited for, not sent again.
"""

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vikno.integration.connectors.base import CaseDossier, DeliveryReceipt, OutboundMessage
from vikno.integration.connectors.mayan import schema
from vikno.integration.connectors.mayan.client import MayanClient, MayanObjectMissing, Row
from vikno.integration.connectors.mayan.installation import MayanSetup
from vikno.kernel.errors import Unreachable

MAX_LABEL_LENGTH, MAX_VALUE_LENGTH = 255, 250
SEARCH_PAGE_SIZE = 100
# The time in which a file that was sent becomes visible, and the delay before the next look.
STORAGE_GRACE, RECHECK_SECONDS = datetime.timedelta(minutes=5), 60
OUR_COMMENT_PREFIX = "Портал: подання "
WITHDRAWN_COMMENT = "Заявник відкликав заяву на порталі"


@dataclass(frozen=True, kw_only=True)
class MayanUpload:
    """A file for Mayan. `action` is its effect on the pages that clerks see: replace, append or keep them."""

    name: str
    media_type: str
    comment: str
    action: str
    sha256: str
    read: Callable[[], bytes]


def deliver(
    client: MayanClient, setup: MayanSetup, message: OutboundMessage, *, at: datetime.datetime
) -> DeliveryReceipt:
    """Bring the document to the state that this message implies. Raises `Unreachable`, `Rejected`."""
    dossier = message.dossier
    key = find_document(client, setup, dossier.number, message.remote) or create_document(client, setup, dossier)
    uploads = list(uploads_of(dossier))
    marks = DocumentMetadata(client, setup, key)
    marks.write(metadata_values(dossier, files=len(uploads)))
    is_complete = send_files(client, key, uploads, marks, round_=str(dossier.submission), at=at)
    if message.kind == "resubmitted":
        make_transition(client, key, schema.RESUBMIT, f"{OUR_COMMENT_PREFIX}{dossier.submission}")
    if message.kind == "withdrawn" and not make_transition(client, key, schema.WITHDRAW, WITHDRAWN_COMMENT):
        add_comment(client, key, WITHDRAWN_COMMENT)
    return DeliveryReceipt(remote=str(key), received=is_complete)


def find_document(client: MayanClient, setup: MayanSetup, number: str, remote: str = "") -> int | None:
    """Return the key of this application's document, the oldest of several, or None."""
    if remote.isdecimal() and document_exists(client, int(remote)):
        return int(remote)
    return min({*newest_documents(client, setup, number), *search_documents(client, number)}, default=None)


def document_exists(client: MayanClient, key: int) -> bool:
    try:
        client.get(f"documents/{key}/", _fields_only="id")
    except MayanObjectMissing:
        return False
    return True


def search_documents(client: MayanClient, number: str) -> Iterator[int]:
    """Yield the documents with this number that the search finds. It also finds parts of words, and documents that mention it."""
    path = "search/advanced/documents.documentsearchresult/"
    for field in ("metadata__value", "label"):
        for row in client.get(path, **{field: number}, page_size=SEARCH_PAGE_SIZE, _fields_only="id,label")["results"]:
            if label_begins_with(row, number) or (
                field != "label" and has_application_number(client, int(row["id"]), number)
            ):
                yield int(row["id"])


def newest_documents(client: MayanClient, setup: MayanSetup, number: str) -> Iterator[int]:
    path = f"document_types/{setup.document_type}/documents/"
    rows = client.get(path, _ordering="-id", page_size=SEARCH_PAGE_SIZE, _fields_only="id,label")["results"]
    return (int(row["id"]) for row in rows if label_begins_with(row, number))


def has_application_number(client: MayanClient, document: int, number: str) -> bool:
    return load_metadata(client, document).get(schema.NUMBER.name, (0, ""))[1] == number


def label_begins_with(row: Row, number: str) -> bool:
    return str(row["label"]).partition(" ")[0] == number


def create_document(client: MayanClient, setup: MayanSetup, dossier: CaseDossier) -> int:
    """Create the document, without files; return its key."""
    label = f"{dossier.number} {dossier.service_title}"[:MAX_LABEL_LENGTH]
    return int(client.post("documents/", {"document_type_id": setup.document_type, "label": label})["id"])


def metadata_values(dossier: CaseDossier, *, files: int) -> dict[str, str]:
    """Return the metadata of the document, by name."""
    values = {
        schema.NUMBER: dossier.number,
        schema.SERVICE: dossier.service_title,
        schema.SERVICE_ID: dossier.service_identifier,
        schema.CENTRE: dossier.centre_name,
        schema.APPLICANT: dossier.applicant_name,
        schema.SUBMITTED: dossier.submitted_at.isoformat(timespec="seconds"),
        schema.DUE: dossier.due_on.isoformat() if dossier.due_on else "",
        schema.SUBMISSION: str(dossier.submission),
        schema.FILES: str(files),
    }
    return {mark.name: value[:MAX_VALUE_LENGTH] for mark, value in values.items() if value}


def load_metadata(client: MayanClient, document: int) -> dict[str, tuple[int, str]]:
    """Return the metadata of a document: key and value, by name."""
    rows = client.all(f"documents/{document}/metadata/", _fields_only="id,value,metadata_type__name")
    return {str(row["metadata_type"]["name"]): (int(row["id"]), str(row["value"] or "")) for row in rows}


class DocumentMetadata:
    """The metadata of one document."""

    def __init__(self, client: MayanClient, setup: MayanSetup, document: int) -> None:
        self._client, self._setup, self._path = client, setup, f"documents/{document}/metadata/"
        self._present = load_metadata(client, document)

    def value_of(self, mark: schema.MetadataType) -> str:
        return self._present.get(mark.name, (0, ""))[1]

    def write(self, values: dict[str, str]) -> None:
        """Write the values that differ. Mayan writes the state itself; it only needs to be there."""
        for name, value in {schema.STATE.name: self.value_of(schema.STATE) or schema.RECEIVED.label, **values}.items():
            key, current = self._present.get(name, (0, ""))
            if not key:
                key = int(
                    self._client.post(
                        self._path, {"metadata_type_id": self._setup.metadata_types[name], "value": value}
                    )["id"]
                )
            elif value != current:
                self._client.patch(f"{self._path}{key}/", {"value": value})
            self._present[name] = (key, value)


def uploads_of(dossier: CaseDossier) -> Iterator[MayanUpload]:
    """Yield the application as a document, as data and as signed, and the enclosures."""
    yield make_upload("application.pdf", "application/pdf", dossier.pdf, dossier, action="replace")
    yield make_upload("application.json", "application/json", dossier.data, dossier, action="keep")
    if dossier.container is not None:
        yield make_upload(
            "application.asice", "application/vnd.etsi.asic-e+zip", dossier.container, dossier, action="keep"
        )
    for place, enclosure in enumerate(dossier.enclosures, start=1):
        yield MayanUpload(
            name=enclosure.name,
            media_type=enclosure.media_type,
            comment=f"{OUR_COMMENT_PREFIX}{dossier.submission}, додаток {place}",
            action="append",
            sha256=enclosure.sha256,
            read=enclosure.read,
        )


def make_upload(name: str, media_type: str, content: bytes, dossier: CaseDossier, *, action: str) -> MayanUpload:
    digest = hashlib.sha256(content).hexdigest()
    comment = f"{OUR_COMMENT_PREFIX}{dossier.submission}, {name}"
    return MayanUpload(
        name=name, media_type=media_type, comment=comment, action=action, sha256=digest, read=lambda: content
    )


def send_files(
    client: MayanClient,
    document: int,
    uploads: list[MayanUpload],
    marks: DocumentMetadata,
    *,
    round_: str,
    at: datetime.datetime,
) -> bool:
    """Send the missing files; return whether all are visible now. Raises `Unreachable` while some are on their way."""
    missing = missing_files(client, document, uploads)
    if not missing:
        return True
    if waiting := seconds_in_transit(marks.value_of(schema.SENDING), round_, at):
        raise Unreachable("Mayan has not stored all files yet", after=min(waiting, RECHECK_SECONDS))
    marks.write({schema.SENDING.name: f"{round_} {at.isoformat(timespec='seconds')}"})
    for upload in missing:
        client.upload(
            f"documents/{document}/files/",
            {"action_name": upload.action, "comment": upload.comment, "filename": upload.name},
            name="file_new",
            file=(upload.name, upload.read(), upload.media_type),
        )
    return not missing_files(client, document, uploads)


def missing_files(client: MayanClient, document: int, uploads: list[MayanUpload]) -> list[MayanUpload]:
    """Return the files that Mayan does not have. A file that was enclosed before has its earlier comment there."""
    rows = list(client.all(f"documents/{document}/files/", _fields_only="checksum,comment"))
    present = {row["checksum"] for row in rows} | {row["comment"] for row in rows}
    return [upload for upload in uploads if not present & {upload.sha256, upload.comment}]


def seconds_in_transit(mark: str, round_: str, at: datetime.datetime) -> float:
    """Return for how many seconds the files of this submission may still be on their way."""
    marked_round, _, since = mark.partition(" ")
    if marked_round != round_:
        return 0.0
    try:
        left = datetime.datetime.fromisoformat(since) + STORAGE_GRACE - at
    except (ValueError, TypeError):
        return 0.0
    return max(left.total_seconds(), 0.0)


def workflow_instance_of(client: MayanClient, document: int) -> Row | None:
    """Return the workflow of the document, or None: Mayan starts it in the background."""
    rows = client.all(f"documents/{document}/workflow_instances/")
    return next((row for row in rows if row["workflow_template"]["internal_name"] == schema.WORKFLOW_NAME), None)


def make_transition(client: MayanClient, document: int, step: schema.WorkflowTransition, comment: str) -> bool:
    """Make this transition if Mayan offers it; return whether it was made, now or before (it is known by its comment)."""
    instance = workflow_instance_of(client, document)
    if instance is None:
        raise Unreachable("Mayan has not started the workflow yet")
    path = f"documents/{document}/workflow_instances/{instance['id']}/log_entries/"
    if comment in [row["comment"] for row in client.all(path)]:
        return True
    for transition in client.all(f"{path}transitions/"):
        if transition["label"] == step.label:
            client.post(path, {"transition_id": transition["id"], "comment": comment})
            return True
    return False


def add_comment(client: MayanClient, document: int, text: str) -> None:
    """Write a comment on the document, once."""
    path = f"documents/{document}/comments/"
    if text not in [row["text"] for row in client.all(path)]:
        client.post(path, {"text": text})
