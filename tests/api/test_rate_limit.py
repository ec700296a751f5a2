"""The limit of requests of a partner, counted by all web processes together."""

import os
import shutil
import subprocess
import sys

from tests import database
from tools.audit.own_portal import ROOT
from vikno.api.models import Partner
from vikno.api.rate_limit import take_token

PROGRAM = """
import django
django.setup()
from vikno.api.models import Partner
from vikno.api.rate_limit import take_token
partner = Partner(pk=1)
print(sum(take_token(partner, per_minute=30, seconds=1000.0) == 0 for _ in range(25)))
"""
PARTNER = """
import django
django.setup()
from tests import factories
from tests.api.partner_client import joined
joined(factories.CentreFactory())
"""


def test_a_burst_is_served_up_to_the_limit_and_the_rest_is_told_when_to_come_again(edms):
    partner = Partner.objects.get()

    waits = [take_token(partner, per_minute=2, seconds=1000.0) for _ in range(3)]

    assert waits == [0, 0, 30]


def test_the_bucket_is_refilled_evenly(edms):
    partner = Partner.objects.get()
    for _ in range(2):
        take_token(partner, per_minute=2, seconds=1000.0)

    assert take_token(partner, per_minute=2, seconds=1030.0) == 0
    assert take_token(partner, per_minute=2, seconds=1031.0) == 29


def test_each_partner_has_a_bucket_of_its_own(edms, stranger):
    waits = [take_token(partner, per_minute=1, seconds=1000.0) for partner in Partner.objects.all()]

    assert waits == [0, 0]


def test_too_many_requests_are_answered_with_a_problem_document(edms, settings):
    settings.API_PER_MINUTE = 1
    edms.get("feed")

    answer = edms.get("feed")

    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert answer.json()["type"] == "urn:vikno:problem:too-many-requests"
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_two_processes_share_the_count(tmp_path):
    shutil.copy(database.migrated(), tmp_path / "vikno.sqlite3")
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "vikno.conf.settings"}
    environment["ALLOWED_HOSTS"] = "testserver"
    run = [sys.executable, "-c"]
    subprocess.run([*run, PARTNER], env=environment, cwd=ROOT, check=True)

    processes = [subprocess.Popen([*run, PROGRAM], env=environment, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)]
    served = [int(process.communicate()[0]) for process in processes]

    assert sum(served) == 30
