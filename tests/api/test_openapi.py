import json
from pathlib import Path

from vikno.api.agency import openapi_document
from vikno.api.problems import PROBLEM_TYPES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "edms-agency-api.md"


def test_the_description_that_is_kept_is_that_of_the_code():
    kept = json.loads((ROOT / "docs" / "openapi-agency-v1.json").read_text())

    assert kept == openapi_document(), "make openapi writes it"


def test_it_is_given_out(client, db):
    answer = client.get("/api/v1/agency/openapi.json")

    assert answer.json()["openapi"].startswith("3.1")


def test_errors_are_described_as_problems():
    for path in openapi_document()["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                assert int(status) < 400 or set(response["content"]) == {"application/problem+json"}


def test_every_problem_stands_in_the_documents():
    page = DOCS.read_text()

    assert [kind for kind, (status, _) in PROBLEM_TYPES.items() if f"| `{kind}` | {status} |" not in page] == []


def test_every_call_stands_in_the_documents_as_a_command():
    page = DOCS.read_text()
    paths = [
        path.removeprefix("/api/v1/agency/").replace("{number}", "$NUMBER") for path in openapi_document()["paths"]
    ]
    said = [path.replace("{key}", "$KEY").replace("{upload}", "$UPLOAD") for path in paths]

    assert [path for path in said if f'"$AGENCY/{path}' not in page] == []
