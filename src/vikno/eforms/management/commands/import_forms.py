from datetime import datetime
from pathlib import Path

from vikno.eforms.importing import import_forms
from vikno.kernel.imports import ImportCommand, Report, read_rows


class Command(ImportCommand):
    help = "Publish the e-forms of a JSON file: [{process_id, name, fields: [{id, name, type, required, values}]}]."

    def bring_in(self, path: Path, *, at: datetime) -> Report:
        return import_forms(read_rows(path, of="forms", having="fields"), at=at)
