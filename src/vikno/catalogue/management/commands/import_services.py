from datetime import datetime
from pathlib import Path

from vikno.catalogue.service_import import import_services
from vikno.kernel.data_import import ImportCommand, ImportReport, read_rows


class Command(ImportCommand):
    help = "Bring in the services of a JSON file, with the HTML of their cards from the folders beside it."

    def import_file(self, path: Path, *, at: datetime) -> ImportReport:
        rows = read_rows(path, of="services", having="provider")
        return import_services(rows, folder=path.parent, source=path.stem, at=at)
