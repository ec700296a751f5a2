from datetime import datetime
from pathlib import Path

from vikno.eforms.imports import import_forms
from vikno.kernel.data_import import ImportCommand, ImportReport, read_rows


class Command(ImportCommand):
    help = "Publish the e-forms of a JSON file: [{process_id, name, fields: [{id, name, type, required, values}]}]."

    def import_file(self, path: Path, *, at: datetime) -> ImportReport:
        return import_forms(read_rows(path, of="forms", having="fields"), at=at)
