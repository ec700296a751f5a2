"""The demo, loaded into the database of a test."""

import pytest
from django.core.management import call_command


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True
    call_command("load_demo", verbosity=0)
