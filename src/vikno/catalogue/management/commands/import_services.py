from datetime import datetime
from pathlib import Path

from vikno.catalogue.importing import import_services
from vikno.kernel.imports import ImportCommand, Report, read_rows


class Command(ImportCommand):
    help = "Bring in the services of a JSON file, with the HTML of their cards from the folders beside it."

    def bring_in(self, path: Path, *, at: datetime) -> Report:
        rows = read_rows(path, of="services", having="provider")
        return import_services(rows, folder=path.parent, source=path.stem, at=at)
