"""The command verify_signature: its output for programs and people, and its exit codes."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tests.signatures import generated_signatures
from vikno.signatures import queries
from vikno.signatures.management.commands.verify_signature import Command
from vikno.signatures.trust_store import TrustStore
from vikno.signatures.verification import VerificationRequest

AT = "2026-03-02T10:00:00Z"
SIGNER = generated_signatures.holder("Signer")
SIGNED = generated_signatures.cms(b"Test", SIGNER, detached=False)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "signer.cer").write_bytes(SIGNER.der)
    (tmp_path / "акт.txt.p7s").write_bytes(SIGNED)
    (tmp_path / "broken.p7s").write_bytes(SIGNED.replace(b"Test", b"Best"))
    (tmp_path / "plain.txt").write_bytes(b"Test")
    return tmp_path


def run(folder, name, *options) -> str:
    output = io.StringIO()
    call_command(
        "verify_signature", folder / name, "--trust", str(folder / "trust"), "--at", AT, *options, stdout=output
    )
    return output.getvalue()


def test_programs_get_json(folder):
    report = json.loads(run(folder, "акт.txt.p7s", "--format", "json"))

    (signature,) = report["signatures"]
    expected = {"signer", "rnokpp", "edrpou", "signed_at", "algorithm", "integrity", "chain", "revocation", "covers"}
    assert expected <= set(signature)
    assert (report["verdict"], report["uncovered"], signature["covers"]) == ("valid", [], ["акт.txt"])


def test_people_get_words(folder):
    text = run(folder, "акт.txt.p7s")

    assert text.startswith("The signature is valid.")
    assert "Signer" in text
    assert "covers: акт.txt" in text


@pytest.mark.parametrize(("name", "code"), [("акт.txt.p7s", 0), ("broken.p7s", 1), ("plain.txt", 2)])
def test_the_exit_code_says_the_verdict(folder, name, code, capsys):
    argv = ["manage.py", "verify_signature", str(folder / name), "--trust", str(folder / "trust"), "--at", AT]

    with pytest.raises(SystemExit) as exit_:
        Command().run_from_argv(argv)

    assert exit_.value.code == code
    assert "Traceback" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("options", [["--content", "nowhere"], ["--at", "yesterday"], ["--trust", "nowhere"]])
def test_what_cannot_be_read_on_the_command_line_is_said(folder, options):
    with pytest.raises(CommandError) as error:
        call_command("verify_signature", folder / "plain.txt", *options)

    assert error.value.returncode == 3


@pytest.mark.parametrize("at", ["2026-03-02", "2026-03-02T10:00", "2026-03-02T12:00:00+02:00"])
def test_a_time_is_taken_as_people_write_it(folder, at):
    output = io.StringIO()
    call_command(
        "verify_signature", folder / "plain.txt", "--trust", str(folder), "--at", at, "--format", "json", stdout=output
    )

    assert json.loads(output.getvalue())["checked_at"].startswith("2026-03-02T")


@given(st.integers(0, len(SIGNED) - 1), st.integers(0, 255), st.integers(0, len(SIGNED)))
def test_a_signature_with_any_byte_changed_and_cut_anywhere_gets_an_answer(place, byte, cut):
    damaged = bytearray(SIGNED)
    damaged[place] = byte
    content = bytes(damaged[: cut or None])

    report = queries.verify_file(
        content, name="a", request=VerificationRequest(trust=TrustStore(), at=datetime(2026, 3, 2, tzinfo=UTC))
    )

    assert report.verdict in ("cannot_tell", "invalid")
