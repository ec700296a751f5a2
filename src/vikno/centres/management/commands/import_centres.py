from datetime import datetime
from pathlib import Path

from vikno.centres.importing import import_centres
from vikno.kernel.imports import ImportCommand, Report, read_text


class Command(ImportCommand):
    help = "Bring in the centres of a CSV file; their hours in words become opening hours where they can be understood."

    def bring_in(self, path: Path, *, at: datetime) -> Report:
        return import_centres(read_text(path), source=path.stem, at=at)
