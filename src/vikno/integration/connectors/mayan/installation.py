"""The installation of the schema in Mayan. It can be repeated: what differs is corrected, nothing is removed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vikno.integration.connectors.mayan import schema
from vikno.integration.connectors.mayan.client import MayanClient, Row
from vikno.kernel.errors import Rejected

ON_ENTRY = 1
TEXT_FIELD = 1
EDIT_METADATA = "mayan.apps.metadata.workflow_actions.DocumentMetadataEditAction"
HTTP_ACTION = "mayan.apps.document_states.workflow_actions.HTTPAction"


@dataclass(frozen=True, kw_only=True)
class MayanWebhook:
    """The address that Mayan calls when a case has moved, and the secret of the call."""

    url: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class MayanSetup:
    """The keys of the schema's parts in Mayan."""

    document_type: int
    metadata_types: Mapping[str, int]
    workflow: int
    states: Mapping[str, int]


def load_setup(client: MayanClient) -> MayanSetup:
    """Return the keys of the schema's parts. Raises `Rejected` where a part is missing."""
    document_type = _key(client.all("document_types/"), "label", schema.DOCUMENT_TYPE)
    workflow = _key(client.all("workflow_templates/"), "internal_name", schema.WORKFLOW_NAME)
    attached = (row["metadata_type"] for row in client.all(f"document_types/{document_type}/metadata_types/"))
    marks = {str(row["name"]): int(row["id"]) for row in attached}
    states = {str(row["label"]): int(row["id"]) for row in client.all(f"workflow_templates/{workflow}/states/")}
    missing = {mark.name for mark in schema.PORTAL_METADATA} - set(marks) | {
        state.label for state in schema.STATES
    } - set(states)
    if missing:
        raise Rejected(f"not set up in Mayan: {', '.join(sorted(missing))}")
    return MayanSetup(document_type=document_type, metadata_types=marks, workflow=workflow, states=states)


def _key(rows: Iterator[Row], name: str, value: str) -> int:
    for row in rows:
        if row[name] == value:
            return int(row["id"])
    raise Rejected(f"not set up in Mayan: {value}")


def set_up(client: MayanClient, *, hook: MayanWebhook | None) -> Iterator[str]:
    """Create what is missing and yield a description of each part that was created. Raises `Unreachable`, `Rejected`."""
    installer = _Installer(client)
    document_type = installer.ensure_row("document_types/", {"label": schema.DOCUMENT_TYPE}, by=("label",))
    marks = {
        mark.name: installer.ensure_metadata_type(document_type, mark)
        for mark in (*schema.PORTAL_METADATA, *schema.CLERK_METADATA)
    }
    workflow = installer.ensure_workflow(document_type)
    states = {state.label: installer.ensure_state(workflow, state) for state in schema.STATES}
    for move in schema.TRANSITIONS:
        installer.ensure_transition(workflow, move, states)
    # An event names the document of changed metadata, and not that of a transition: so each transition changes metadata.
    record_state = {"metadata_type": marks[schema.STATE.name], "value": "{{ workflow_instance.get_current_state }}"}
    for state in schema.STATES:
        actions = f"workflow_templates/{workflow}/states/{states[state.label]}/actions/"
        installer.ensure_action(actions, "Записати стан розгляду", EDIT_METADATA, record_state)
        if hook:
            headers = {"Authorization": f"Bearer {hook.secret}", "Content-Type": "application/json"}
            call_portal = {
                "url": hook.url,
                "method": "POST",
                "timeout": "5",
                "headers": json.dumps(headers),
                "payload": '{"type": "document.state_changed"}',
                "verify_certificate": True,
            }
            installer.ensure_action(actions, "Повідомити портал", HTTP_ACTION, call_portal)
    yield from installer.created


class _Installer:
    """Finds the parts of the schema and creates the missing ones. Each list is requested once."""

    def __init__(self, client: MayanClient) -> None:
        self._client = client
        self._lists: dict[str, list[Row]] = {}
        self.created: list[str] = []

    def rows(self, path: str) -> list[Row]:
        if path not in self._lists:
            self._lists[path] = list(self._client.all(path))
        return self._lists[path]

    def ensure_row(self, path: str, values: Row, *, by: tuple[str, ...], name: str = "label") -> int:
        """Return the key of the row whose fields `by` have these values; create it if there is none."""
        for row in self.rows(path):
            if all(row[field] == values[field] for field in by):
                return int(row["id"])
        self.created.append(f"{path}: {values[name]}")
        return int(self._client.post(path, values)["id"])

    def ensure_metadata_type(self, document_type: int, mark: schema.MetadataType) -> int:
        key = self.ensure_row("metadata_types/", {"name": mark.name, "label": mark.label}, by=("name",))
        path = f"document_types/{document_type}/metadata_types/"
        if key not in [row["metadata_type"]["id"] for row in self.rows(path)]:
            self._client.post(path, {"metadata_type_id": key, "required": False})
        return key

    def ensure_workflow(self, document_type: int) -> int:
        values = {"label": schema.WORKFLOW_LABEL, "internal_name": schema.WORKFLOW_NAME, "auto_launch": True}
        key = self.ensure_row("workflow_templates/", values, by=("internal_name",))
        path = f"workflow_templates/{key}/document_types/"
        if document_type not in [row["id"] for row in self.rows(path)]:
            self._client.post(f"{path}add/", {"document_type_id": document_type})
        return key

    def ensure_state(self, workflow: int, state: schema.WorkflowState) -> int:
        values = {"label": state.label, "completion": state.completion, "initial": state is schema.RECEIVED}
        return self.ensure_row(f"workflow_templates/{workflow}/states/", values, by=("label",))

    def ensure_transition(self, workflow: int, move: schema.WorkflowTransition, states: Mapping[str, int]) -> None:
        path, to = f"workflow_templates/{workflow}/transitions/", states[move.destination.label]
        present = {
            (row["label"], row["origin_state"]["id"], row["destination_state"]["id"]): int(row["id"])
            for row in self.rows(path)
        }
        for origin in move.origins:
            key = present.get((move.label, states[origin.label], to))
            if key is None:
                self.created.append(f"{path}: {move.label}")
                values = {"label": move.label, "origin_state_id": states[origin.label], "destination_state_id": to}
                key = int(self._client.post(path, values)["id"])
            for mark in move.fields:
                field = {"name": mark.name, "label": mark.label, "field_type": TEXT_FIELD, "required": False}
                self.ensure_row(f"{path}{key}/fields/", field, by=("name",))

    def ensure_action(self, path: str, label: str, backend: str, data: Row) -> None:
        values = {
            "label": label,
            "enabled": True,
            "when": ON_ENTRY,
            "backend_path": backend,
            "backend_data": json.dumps(data),
        }
        for row in self.rows(path):
            if row["label"] == label:
                if not row["enabled"] or _parse_json(row["backend_data"]) != data:
                    self._client.patch(f"{path}{row['id']}/", values)
                    self.created.append(f"{path}: {label}")
                return
        self._client.post(path, values)
        self.created.append(f"{path}: {label}")


def _parse_json(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return None
