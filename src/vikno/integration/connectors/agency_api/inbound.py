"""Updates of a system, as they are stored after the API has checked them."""

import pydantic

from vikno.integration.connectors.base import CaseUpdate
from vikno.kernel.errors import Rejected

UPDATE_ADAPTER = pydantic.TypeAdapter(CaseUpdate)


def serialize_update(update: CaseUpdate) -> bytes:
    """Return an update as JSON that `parse_update` reads."""
    return UPDATE_ADAPTER.dump_json(update, exclude_defaults=True)


def parse_update(body: bytes) -> CaseUpdate:
    """Return a stored update. Raises `Rejected` where it cannot be read."""
    try:
        return UPDATE_ADAPTER.validate_json(body)
    except pydantic.ValidationError:
        raise Rejected("What was kept of this message cannot be read.") from None
