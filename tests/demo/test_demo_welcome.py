from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from vikno.demo.sign_ins import PASSWORD, SIGN_INS


def test_the_welcome_tells_the_address_the_sign_ins_and_where_letters_are():
    said = StringIO()

    with translation.override("uk"):
        call_command("demo_welcome", port=8123, stdout=said)

    assert "http://localhost:8123/demo/mail/" in said.getvalue()
    assert PASSWORD in said.getvalue()
    assert all(one.email in said.getvalue() for one in SIGN_INS)


def test_there_is_no_welcome_outside_a_demo(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("demo_welcome")
