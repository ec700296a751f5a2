"""The commands of docs/edms-agency-api.md, run as a vendor runs them: each is answered as it is said there."""

import re
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

from tests import factories
from tests.api.partner_client import PartnerProgram, joined
from tests.api.portal_server import listening
from tests.patience import PATIENCE_SECONDS
from vikno.api.agency import openapi_document
from vikno.integration.models import Connection

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(not (shutil.which("curl") and shutil.which("jq")), reason="needs curl and jq"),
]
ROOT = Path(__file__).resolve().parents[2]
BLOCKS = [
    block
    for block in re.findall(r"```bash\n(.*?)```", (ROOT / "docs/edms-agency-api.md").read_text(), re.S)
    if "manage.py" not in block
]
# Each answer is told apart from what the commands print; a machine without uuidgen has the same from its kernel.
TOLD = r"""
curl() { command curl "$@" -w '%{stderr}%{http_code} %{method} %{url_effective}\n'; }
uuidgen() { cat /proc/sys/kernel/random/uuid; }
"""
DEFINES = re.compile(r"\w+(=|\(\))")
# «404 where it was not signed» stands beside this one.
NOT_SIGNED = "application.asice"


@pytest.fixture
def program(transactional_db, settings):
    settings.API_PER_MINUTE = 10**6
    Connection.objects.get_or_create(code="workspace", defaults={"name": "Vikno", "connector": "workspace"})
    program = joined(factories.CentreFactory())
    factories.OfferingFactory(centre=program.connection.centre, service=factories.ServiceFactory(code="residence"))
    return program


@pytest.fixture
def address(program):
    with listening() as address:
        yield address


def known(program: PartnerProgram) -> dict[str, str | None]:
    """Return what a vendor has in hand: the credentials, and a case with a file that nobody has worked on yet."""
    case, made = program.given_with(factories.png(size=900)), program.credentials
    return {
        "NUMBER": case.number,
        "KEY": program.key(case),
        "CLIENT_ID": made.client_id,
        "CLIENT_SECRET": made.client_secret,
    }


def script(number: int, program: PartnerProgram, address: str) -> str:
    """Return a program that runs one block after what the blocks before it define."""
    earlier = "\n".join(block for block in BLOCKS[:number] if DEFINES.match(block))
    given = "\n".join(f"{name}='{value}'" for name, value in known(program).items())
    return "\n".join([TOLD, given, earlier, BLOCKS[number]]).replace("https://vikno.example", address)


def answers(script: str, place: Path) -> list[tuple[str, str, str]]:
    """Run a program; return status, method and path of each answer."""
    done = subprocess.run(["bash", "-c", script], cwd=place, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    return re.findall(r"^(\d{3}) ([A-Z]+) http://[^/]+([^?\s]+)", done.stderr, re.M) or [("000", "", done.stderr)]


def test_every_call_is_shown_and_answered_as_the_documents_say(program, address, tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(tmp_path / "result.pdf")

    asked = [one for number in range(len(BLOCKS)) for one in answers(script(number, program, address), tmp_path)]

    assert [one for one in asked if not one[0].startswith("2") and not one[2].endswith(NOT_SIGNED)] == []
    assert [one for one in calls() if not any(one.match(f"{method} {path}") for _status, method, path in asked)] == []


def calls() -> list[re.Pattern[str]]:
    """Return every call of the description, as a pattern of method and path."""
    paths = openapi_document()["paths"].items()
    named = [f"{method.upper()} {path}" for path, methods in paths for method in methods if method != "parameters"]
    return [re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(one)) + "$") for one in named]
