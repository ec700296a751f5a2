"""Counterparts that sign in anybody must not stand beside real people."""

import os
import subprocess
import sys

import pytest

from tools.audit.own_portal import ROOT

SECRETS = {"SECRET_KEY": "x", "DATA_KEYS": f"a:{'A' * 43}=", "INDEX_KEY": f"{'A' * 43}="}


def started(**told: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "import vikno.conf.settings"]
    environment = {**os.environ, **SECRETS, "SIMULATORS_URL": "http://localhost:8090", **told}
    return subprocess.run(program, env=environment, cwd=ROOT / "src", capture_output=True, text=True)


def test_a_real_portal_does_not_start_with_them():
    refused = started(DEBUG="0", DEMO="0")

    assert refused.returncode == 1
    assert "SIMULATORS_URL is set" in refused.stderr


@pytest.mark.parametrize("told", [{"DEBUG": "1", "DEMO": "0"}, {"DEBUG": "0", "DEMO": "1"}])
def test_development_and_the_demo_do(told):
    assert started(**told).returncode == 0


def test_without_them_a_real_portal_starts():
    assert started(DEBUG="0", DEMO="0", SIMULATORS_URL="").returncode == 0
