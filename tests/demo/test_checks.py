"""The system check of the demo: a demo that others can reach does not start by mistake."""

import pytest
from django.core.management import CommandError, call_command

from vikno.centres.models import Centre
from vikno.demo.checks import check_demo_is_private


@pytest.fixture
def reachable(settings):
    settings.DEMO, settings.DEBUG, settings.PUBLIC_DEMO = True, False, False
    settings.ALLOWED_HOSTS = ["cnap.example.com"]
    return settings


def test_a_demo_that_others_can_reach_is_an_error(reachable):
    assert [error.id for error in check_demo_is_private()] == ["vikno.demo.E001"]


def test_any_host_counts_as_reachable(reachable):
    reachable.ALLOWED_HOSTS = ["localhost", "*"]

    assert check_demo_is_private()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEMO", False),
        ("DEBUG", True),
        ("PUBLIC_DEMO", True),
        ("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]),
    ],
)
def test_a_safe_or_declared_demo_is_no_error(reachable, name, value):
    setattr(reachable, name, value)

    assert check_demo_is_private() == []


def test_nothing_is_loaded_where_there_is_no_demo(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("load_demo")

    assert not Centre.objects.exists()
