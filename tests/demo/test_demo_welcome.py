from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from vikno.demo.sign_ins import PASSWORD, SIGN_INS


def test_the_welcome_prints_the_sign_ins_and_the_address_of_letters():
    output = StringIO()

    with translation.override("uk"):
        call_command("demo_welcome", port=8123, stdout=output)

    assert "http://localhost:8123/demo/mail/" in output.getvalue()
    assert PASSWORD in output.getvalue()
    assert all(sign_in.email in output.getvalue() for sign_in in SIGN_INS)


def test_there_is_no_welcome_outside_a_demo(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("demo_welcome")
