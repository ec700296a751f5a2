from datetime import datetime
from pathlib import Path

from vikno.centres.centre_import import import_centres
from vikno.kernel.data_import import ImportCommand, ImportReport, read_text


class Command(ImportCommand):
    help = "Bring in the centres of a CSV file; their hours in words become opening hours where they can be understood."

    def import_file(self, path: Path, *, at: datetime) -> ImportReport:
        return import_centres(read_text(path), source=path.stem, at=at)
