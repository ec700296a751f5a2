"""What can be done to the catalogue. Each function is one transaction and one fact."""

from vikno.catalogue.operations.cards import keep_version, use_form
from vikno.catalogue.operations.importing import Given, GivenCard, Put, code_of, put
from vikno.catalogue.operations.templates import (
    NothingNew,
    checked,
    count_download,
    put_version,
    redate_version,
    refuse_same,
)

__all__ = [
    "Given",
    "GivenCard",
    "NothingNew",
    "Put",
    "checked",
    "code_of",
    "count_download",
    "keep_version",
    "put",
    "put_version",
    "redate_version",
    "refuse_same",
    "use_form",
]
