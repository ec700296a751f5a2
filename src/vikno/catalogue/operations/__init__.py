"""Changes to the catalogue. Each function is one transaction and records one fact."""

from vikno.catalogue.operations.cards import save_card_version, set_service_form
from vikno.catalogue.operations.imported_services import (
    ImportedCard,
    ImportedService,
    ServiceImportResult,
    slugify_title,
    upsert_service,
)
from vikno.catalogue.operations.templates import (
    TemplateFileUnchanged,
    add_template_version,
    check_template_file,
    count_template_download,
    refuse_unchanged_file,
    update_version_details,
)

__all__ = [
    "ImportedCard",
    "ImportedService",
    "ServiceImportResult",
    "TemplateFileUnchanged",
    "add_template_version",
    "check_template_file",
    "count_template_download",
    "refuse_unchanged_file",
    "save_card_version",
    "set_service_form",
    "slugify_title",
    "update_version_details",
    "upsert_service",
]
