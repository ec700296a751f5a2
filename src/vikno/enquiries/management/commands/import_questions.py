from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from vikno.enquiries.question_import import import_questions
from vikno.kernel.data_import import ImportCommand, ImportReport, read_rows


class Command(ImportCommand):
    help = "Bring in the questions and answers of a JSON file. Those without a question of their own come in as drafts."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--publish", action="store_true", help="Publish the new ones that would come in as drafts.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.publish = options["publish"]
        super().handle(*args, **options)

    def import_file(self, path: Path, *, at: datetime) -> ImportReport:
        rows = read_rows(path, of="questions", having="key")
        return import_questions(rows, source=path.stem, publish=self.publish, at=at)
