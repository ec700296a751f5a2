"""`manage.py demo_welcome`: print the address of the demo, its sign-ins, and the address of its letters."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from vikno.demo.sign_ins import PASSWORD, SIGN_INS


class Command(BaseCommand):
    help = "Print the address of the demo, its sign-ins, and where the letters it sends can be read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("This is not a demo: there are no sign-ins to tell."))
        site = f"http://localhost:{options['port']}"
        width = max(len(sign_in.email) for sign_in in SIGN_INS)
        lines = [
            _("Vikno is running: %(address)s") % {"address": f"{site}{reverse('content:home')}"},
            "",
            _("Sign in as (the password of all is %(password)s):") % {"password": PASSWORD},
            *(f"  {sign_in.email:<{width}}  {sign_in.role}" for sign_in in SIGN_INS),
            "",
            _("What to try:     %(address)s") % {"address": f"{site}{reverse('demo:start')}"},
            _("Letters it sent: %(address)s") % {"address": f"{site}{reverse('demo:mail')}"},
            _("Stop it with Ctrl-C; the data stays."),
        ]
        self.stdout.write("\n" + "\n".join(lines) + "\n")
