"""Model fields that are encrypted at rest. They can be read and written, never searched: queries use a blind index."""

import datetime
import json
from typing import Any

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import Exact, IsNull, Lookup

from vikno.kernel import crypto


def encryption_context(field: models.Field[Any, Any]) -> str:
    """Return the context of a field, `app.model.field`, so that an encrypted value cannot be moved to another column.

    The model is named after its table: a class may be renamed while its table and the stored values stay (`Meta.db_table`).
    """
    return f"{field.model._meta.db_table.replace('_', '.', 1)}.{field.name}"


class EmptyOnlyLookup(Exact[Any]):
    """The lookup `field=""`. Equal values have different ciphertexts, so any other comparison would silently find nothing."""

    def get_prep_lookup(self) -> str:
        if self.rhs != "":
            raise FieldError("A sealed field can only be compared with an empty text.")
        return ""


class EncryptedTextField(models.TextField[Any, Any]):
    """A text that is encrypted in the database. An empty text stays empty."""

    _pyi_private_set_type: str
    _pyi_private_get_type: str

    def _context(self) -> str:
        return encryption_context(self)

    def to_text(self, value: Any) -> str:
        return str(value)

    def from_text(self, text: str) -> Any:
        return text

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "":
            return value
        return crypto.encrypt_text(self.to_text(value), context=self._context())

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None or value == "":
            return value
        return self.from_text(crypto.decrypt_text(value, context=self._context()))

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        return {"isnull": IsNull, "exact": EmptyOnlyLookup}.get(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else self.to_text(value)


class EncryptedDateField(EncryptedTextField):
    """A date that is encrypted in the database."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_text(self, value: Any) -> str:
        assert isinstance(value, datetime.date)
        return value.isoformat()

    def from_text(self, text: str) -> Any:
        return datetime.date.fromisoformat(text)


class EncryptedJSONField(EncryptedTextField):
    """Plain values (dict, list, text, number) that are encrypted in the database."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)

    def from_text(self, text: str) -> Any:
        return json.loads(text)


class EncryptedBytesField(models.BinaryField[Any, Any]):
    """Bytes that are encrypted in the database."""

    def _context(self) -> str:
        return encryption_context(self)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = crypto.encrypt_bytes(bytes(value), context=self._context()) if value is not None else None
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else crypto.decrypt_bytes(bytes(value), context=self._context())

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        return IsNull if lookup_name == "isnull" else None
