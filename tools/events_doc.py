"""Write docs/events.md from the types of events: their names, docstrings and fields.

`make events-doc` runs it; a test in tests/architecture fails when the page is not up to date.
"""

import ast
import datetime
import enum
import inspect
import os
import sys
import textwrap
import types
import typing
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from itertools import groupby, pairwise
from pathlib import Path

import django
import pydantic.fields

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "events.md"

INTRODUCTION = """\
# Events

An operation that changes something records an event in the outbox, in the same transaction. Consumers read it afterwards, at
least once ([how](architecture.md#one-flow-end-to-end)). This page lists all events with the keys of their payload. It is written
by `make events-doc` from the classes in `events.py` of each domain.

- The name of an event, its keys and their meaning are a contract. A new key is optional, since older events do not have it. A key
  that changes its meaning raises the version of the event, which is stored with it.
- A key that is optional is absent where it has nothing to say.
- Keys that end in `_id` are primary keys of rows of this installation.
- Events are kept for `EVENT_KEPT_DAYS` ([settings](install.md#settings)).
"""

PLAIN_TYPES = {str: "text", int: "number", bool: "true or false", uuid.UUID: "UUID", datetime.date: "date (ISO 8601)"}


def render() -> str:
    """Return the page as it should be."""
    from vikno.outbox.domain_events import EVENT_TYPES

    event_types = [event_type for event_type in EVENT_TYPES.values() if event_type.__module__.startswith("vikno.")]
    event_types.sort(key=lambda event_type: event_type.__module__)
    parts = [INTRODUCTION]
    for module, group in groupby(event_types, key=lambda event_type: event_type.__module__):
        parts.extend(_domain(module, list(group)))
    return "\n".join(parts)


def _domain(module: str, event_types: list[type]) -> Iterator[str]:
    yield f"## `{module}`\n"
    base = event_types[0].__bases__[0]
    shared = [field.name for field in fields(base)]
    if shared:
        yield "Every event of this group has these keys, and those that stand with it:\n"
        yield from _table(base, fields(base))
    for event_type in event_types:
        yield f"### `{event_type.NAME}`\n"
        yield f"{inspect.cleandoc(event_type.__doc__ or '')} Version {event_type.VERSION}, class `{event_type.__name__}`.\n"
        own = [field for field in fields(event_type) if field.name not in shared]
        yield from _table(event_type, own)
        yield f"Consumers: {'; '.join(_consumers(event_type)) or 'none yet'}.\n"


def _table(event_type: type, rows: Iterable["Field[typing.Any]"]) -> Iterator[str]:
    docs = _field_docs(event_type)
    hints = typing.get_type_hints(event_type, include_extras=True)
    lines = []
    for field in rows:
        kind = _type_name(hints[field.name])
        # Null is written only where a key is not optional: one with a default is left out instead.
        kind = kind.removesuffix(" or null") + ", optional" if field.default is not MISSING else kind
        lines.append(f"| `{_key(field.name, hints[field.name])}` | {kind} | {docs[field.name]} |")
    if lines:
        yield "\n".join(["| Key | Type | Holds |", "| --- | --- | --- |", *lines]) + "\n"


def _field_docs(event_type: type) -> dict[str, str]:
    """Return the strings that stand under the fields of a class, by field."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(event_type))).body
    assert isinstance(definition, ast.ClassDef)
    docs = {}
    for field, text in pairwise(definition.body):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            assert isinstance(field.target, ast.Name)
            docs[field.target.id] = str(text.value.value)
    return docs


def _key(name: str, hint: typing.Any) -> str:
    """Return the key of a field in the payload: its alias, where it has one."""
    aliases = [
        extra.alias for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, pydantic.fields.FieldInfo)
    ]
    return aliases[0] if aliases else name


def _type_name(hint: typing.Any) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _type_name(arguments[0])
    if origin is types.UnionType:
        return f"{_type_name(arguments[0])} or null"
    if origin is tuple:
        return f"list of {_type_name(arguments[0])}"
    if origin is dict:
        return "texts by key"
    if issubclass(hint, enum.Enum):
        return "one of " + ", ".join(f"`{member.value}`" for member in hint)
    return PLAIN_TYPES[hint]


def _consumers(event_type: type) -> Iterator[str]:
    from vikno.applications.events import ApplicationEvent
    from vikno.enquiries.events import EnquiryErased
    from vikno.integration.connectors import CONNECTORS
    from vikno.integration.events import AlertRaised, FeedGrew
    from vikno.notifications.operations import notification_kind

    if kind := notification_kind(event_type.NAME):
        yield f"`notifications` (a letter `{kind}`)"
    if issubclass(event_type, ApplicationEvent):
        wanted = event_type.NAME.removeprefix("application.")
        # Tests add connectors of their own.
        connectors = {
            code: connector for code, connector in CONNECTORS.items() if connector.__module__.startswith("vikno.")
        }
        codes = [f"`{code}`" for code, connector in connectors.items() if connector.wants(wanted)]
        if codes:
            yield f"`integration`, by the connectors {', '.join(codes)}"
    others = {
        EnquiryErased: "`notifications` (erases the letters about the enquiry)",
        AlertRaised: "`notifications` (a letter to the heads of the centre)",
        FeedGrew: "`integration` (calls the webhook of the partner system)",
    }
    if event_type in others:
        yield others[event_type]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vikno.conf.settings")
    sys.path.insert(0, str(ROOT / "src"))
    django.setup()
    PAGE.write_text(render(), encoding="utf-8")
