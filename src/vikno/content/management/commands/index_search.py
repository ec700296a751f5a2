"""The command `index_search`: update the search index now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from vikno.content.search.index import index_content
from vikno.search.operations import clear_index


class Command(BaseCommand):
    help = "Bring the search index up to date with the content of the site. The clock does it by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="throw the index away first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["anew"]:
            clear_index()
        done = index_content()
        self.stdout.write(
            _("Search index: %(written)d texts written, %(removed)d removed.")
            % {"written": done.written, "removed": done.removed}
        )
