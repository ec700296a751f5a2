"""The command `grant_editor`: give or revoke the right to edit the site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vikno.editors.operations import grant_editor, revoke_editor
from vikno.people.models import Person


class Command(BaseCommand):
    help = "Let the person with this e-mail edit pages, news, services, cards and centres at /editors/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--revoke", action="store_true", help="Take the right away again.")
        parser.add_argument(
            "--writes-only", action="store_true", help="Let them write and hand in, but leave publishing to others."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(email=options["email"].lower()).first()
        if person is None:
            raise CommandError(f"Nobody is registered as {options['email']}.")
        if options["revoke"]:
            revoke_editor(person=person, actor="command", at=timezone.now())
        else:
            grant_editor(person=person, actor="command", at=timezone.now(), publishes=not options["writes_only"])
        self.stdout.write("Done.")
