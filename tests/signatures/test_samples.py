"""Every published sample through the command, which agrees with the maker of the sample."""

import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("VIKNO_DATA") or ROOT.parent / "shared" / "data") / "signatures"
SAMPLES, ANCHORS = DATA / "samples", DATA / "anchors"

pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="no signed samples here: name their folder in VIKNO_DATA")

DIIA = [ANCHORS / "diia" / "CAO-05E19E2CD92EA2990100000001000000C1000000.cer", ANCHORS / "diia"]
IN_TIME = "2023-10-01T00:00:00Z"


def verify(sample: str, *, content: str = "", trust=(), at: str = IN_TIME) -> dict:
    output = io.StringIO()
    documents = ["--content", str(SAMPLES / content)] if content else []
    # Without trust: a folder that has no certificates.
    trust_paths = [str(path) for path in trust] or [str(SAMPLES / "envelope")]
    options = ["--trust", *trust_paths, "--at", at, "--format", "json"]
    call_command("verify_signature", str(SAMPLES / sample), *documents, *options, stdout=output)
    return json.loads(output.getvalue())


def test_an_attached_signature_of_diia_is_valid():
    report = verify("diia-test/bes-attached.p7s", trust=DIIA)

    (signature,) = report["signatures"]
    assert (report["verdict"], report["uncovered"]) == ("valid", [])
    assert (signature["signer"], signature["edrpou"]) == ("ДП ДІЯ (Тестування)", "43395033")
    assert signature["signed_at"] == "2023-09-19T18:17:18+00:00"
    assert (signature["integrity"], signature["chain"]) == ("ok", "trusted")
    assert signature["algorithm"] == "DSTU4145-257 with GOST 34.311"


def test_after_its_certificate_ran_out_nobody_can_tell():
    report = verify("diia-test/bes-attached.p7s", trust=DIIA, at="2026-01-01")

    assert report["verdict"] == "cannot_tell"
    assert "expired" in report["signatures"][0]["reasons"]


def test_a_detached_signature_is_over_the_document_beside_it():
    report = verify("diia-test/bes-detached.p7s", content="diia-test/bes-detached.data", trust=DIIA)

    assert (report["verdict"], report["signatures"][0]["covers"]) == ("valid", ["bes-detached.data"])


def test_without_its_document_a_detached_signature_says_nothing():
    report = verify("diia-test/bes-detached.p7s", trust=DIIA)

    assert (report["verdict"], report["signatures"][0]["integrity"]) == ("cannot_tell", "no_data")


@pytest.mark.parametrize(
    ("sample", "content"),
    [
        ("diia-test/bes-detached.p7s", "diia-test/bes-detached-wrong.data"),
        ("negative/bes-attached-content-flipped.p7s", ""),
        ("negative/bes-attached-signature-flipped.p7s", ""),
    ],
)
def test_what_was_changed_is_invalid(sample, content):
    report = verify(sample, content=content, trust=DIIA)

    assert (report["verdict"], report["signatures"][0]["integrity"]) == ("invalid", "failed")
    assert len(report["uncovered"]) == 1


@pytest.mark.parametrize(
    ("sample", "signer"),
    [
        ("jkurwa/message.p7", None),
        ("cryptonite/test_cms.p7s", "Ivanov0 Ivan Ivanovich0"),
        ("cryptonite/3sign_1.dat", "Ivanov0 Ivan Ivanovich0"),
        ("cryptonite/cms1_ecdsa.p7s", None),
    ],
)
def test_without_anybody_trusted_the_signature_holds_and_nobody_can_tell_whose_it_is(sample, signer):
    report = verify(sample)

    assert report["verdict"] == "cannot_tell"
    assert [signature["integrity"] for signature in report["signatures"]] == ["ok"]
    assert report["signatures"][0]["chain"] != "trusted"
    assert signer in (None, report["signatures"][0]["signer"])


@pytest.mark.parametrize(
    "sample", sorted(path for path in SAMPLES.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_whatever_the_file_the_command_answers(sample):
    report = verify(str(sample.relative_to(SAMPLES)))

    assert report["verdict"] in ("valid", "invalid", "cannot_tell")


@pytest.mark.parametrize("cut", [0, 1, 2, 50, 500, 1500])
def test_a_sample_that_was_cut_is_no_valid_signature(cut, tmp_path):
    whole = (SAMPLES / "diia-test" / "bes-attached.p7s").read_bytes()
    (tmp_path / "cut.p7s").write_bytes(whole[:cut])

    assert verify(str(tmp_path / "cut.p7s"), trust=DIIA)["verdict"] == "cannot_tell"
