"""Model fields that are encrypted at rest. They can be read and written, never searched: look-ups go by a blind index."""

import datetime
import json
from typing import Any

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import Exact, IsNull, Lookup

from vikno.kernel import crypto


class OnlyEmpty(Exact[Any]):
    """`field=""`: whether there is anything. Every sealing differs, so any other comparison would silently find nothing."""

    def get_prep_lookup(self) -> str:
        if self.rhs != "":
            raise FieldError("A sealed field can only be compared with an empty text.")
        return ""


class EncryptedTextField(models.TextField[Any, Any]):
    """Text that the database only holds sealed. An empty text stays empty."""

    _pyi_private_set_type: str
    _pyi_private_get_type: str

    def _context(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def to_text(self, value: Any) -> str:
        return str(value)

    def of_text(self, text: str) -> Any:
        return text

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "":
            return value
        return crypto.seal(self.to_text(value), context=self._context())

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None or value == "":
            return value
        return self.of_text(crypto.unseal(value, context=self._context()))

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        return {"isnull": IsNull, "exact": OnlyEmpty}.get(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else self.to_text(value)


class EncryptedDateField(EncryptedTextField):
    """A date that the database only holds sealed."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_text(self, value: Any) -> str:
        assert isinstance(value, datetime.date)
        return value.isoformat()

    def of_text(self, text: str) -> Any:
        return datetime.date.fromisoformat(text)


class EncryptedJSONField(EncryptedTextField):
    """Plain values (dict, list, text, number) that the database only holds sealed."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)

    def of_text(self, text: str) -> Any:
        return json.loads(text)


class EncryptedBytesField(models.BinaryField[Any, Any]):
    """Bytes that the database only holds sealed."""

    def _context(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = crypto.seal_bytes(bytes(value), context=self._context()) if value is not None else None
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else crypto.open_bytes(bytes(value), context=self._context())

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        return IsNull if lookup_name == "isnull" else None
