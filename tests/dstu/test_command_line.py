"""The command line says what the library finds, by words and by its exit code."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import dstu
from dstu import envelopes, pkcs12
from dstu.__main__ import CANNOT_TELL, DONE, FAILED, UNREADABLE, main
from dstu.certificates import KeyPair
from simulators import pki

CONTENT = "Заява".encode()


@cache
def me() -> KeyPair:
    return pki.make_pair("Олена", rnokpp="3334455667")


@pytest.fixture
def file(tmp_path):
    def written(name: str, data: bytes) -> str:
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    return written


def test_a_digest_is_printed(file, capsys):
    path = file("abc", b"abc")

    assert main(["hash", path]) == DONE
    assert capsys.readouterr().out == f"a34a53504d8ba070cb73a583146167a0a3c226d793440d9cea24465fe02251f2  {path}\n"
    assert main(["hash", "--algorithm", "sha256", "--format", "json", path]) == DONE
    assert json.loads(capsys.readouterr().out)[0]["digest"].startswith("ba7816bf")


def test_a_signature_is_checked(file, capsys):
    signed, content = file("s.p7s", pki.sign_cms(CONTENT, [me()], detached=True)), file("content", CONTENT)

    assert main(["verify", signed, "--content", content, "--format", "json"]) == DONE
    (found,) = json.loads(capsys.readouterr().out)["signatures"]
    assert (found["integrity"], found["level"], found["signer"]["rnokpp"]) == ("ok", "CAdES-BES", "3334455667")
    assert main(["verify", signed]) == CANNOT_TELL
    assert main(["verify", signed, "--content", signed]) == FAILED
    assert "digest_differs" in capsys.readouterr().out


def test_what_is_no_signature_has_a_code_of_its_own(file, capsys):
    assert main(["verify", file("junk", b"junk")]) == UNREADABLE
    assert main(["verify", "/nowhere/at/all"]) == UNREADABLE
    assert capsys.readouterr().err.startswith("dstu: ")


def test_an_envelope_is_opened_to_standard_output(file, capfdbinary):
    bank = pki.make_pair("Банк")
    keys = file("keys.p12", pkcs12.write_p12([me()], "secret", iterations=10))
    sealed, sender = (
        file("e.p7e", envelopes.encrypt(CONTENT, me().certificate, bank)),
        file("b.cer", bank.certificate.der),
    )

    assert main(["decrypt", "--p12", keys, "--password", "secret", "--certificate", sender, sealed]) == DONE
    assert capfdbinary.readouterr().out == CONTENT
    assert main(["decrypt", "--p12", keys, "--password", "wrong", sealed]) == UNREADABLE


def test_certificates_are_listed(file, capsys):
    path = file("pool.p7b", pki.make_p7b([me().certificate]))

    assert main(["certs", path]) == DONE
    assert "DSTU4145-257 CN=Олена" in capsys.readouterr().out
    assert main(["certs", "--format", "json", path]) == DONE
    assert json.loads(capsys.readouterr().out)["certificates"][0]["rnokpp"] == "3334455667"


def test_it_runs_as_a_module():
    environment = os.environ | {"PYTHONPATH": str(Path(dstu.__file__).parents[1])}
    command = [sys.executable, "-m", "dstu", "--help"]

    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)

    assert "hash|verify|decrypt|certs" in run.stdout
