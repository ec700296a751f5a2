"""A service as the national register or an equivalent table describes it: plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

# The labels of the fields, in the order of comparison. Lists hold one text per line.
FIELD_LABELS: dict[str, Any] = {
    "official_id": _("Identifier"),
    "title": _("Title"),
    "summary": _("In one sentence"),
    "authority": _("Who gives the service"),
    "audience": _("For whom"),
    "category": _("Theme"),
    "keywords": _("Words people search by"),
    "who_may_apply": _("Who may apply"),
    "documents": _("Documents"),
    "how_to_apply": _("Procedure and ways to submit"),
    "fee_text": _("Fee in words"),
    "term_text": _("Term in words"),
    "result": _("Result"),
    "refusal_grounds": _("When it may be refused"),
    "appeal": _("How to appeal"),
    "legal_acts": _("Laws and regulations"),
}
LIST_FIELDS = frozenset({"documents", "refusal_grounds", "legal_acts"})

FieldValue = str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterRecord:
    """One service of a file. A field that the file lacks is None; it is neither compared nor changed."""

    official_id: str
    title: str
    summary: str | None = None
    authority: str | None = None
    audience: str | None = None
    category: str | None = None
    keywords: str | None = None
    who_may_apply: str | None = None
    documents: tuple[str, ...] | None = None
    how_to_apply: str | None = None
    fee_text: str | None = None
    term_text: str | None = None
    result: str | None = None
    refusal_grounds: tuple[str, ...] | None = None
    appeal: str | None = None
    legal_acts: tuple[str, ...] | None = None

    def stated_fields(self) -> dict[str, FieldValue]:
        """Return the fields that the file contains."""
        values = {name: getattr(self, name) for name in FIELD_LABELS}
        return {name: value for name, value in values.items() if value is not None}

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {name: value for name, value in data.items() if name in known}
        return cls(**(values | {name: tuple(values[name]) for name in LIST_FIELDS & values.keys()}))
