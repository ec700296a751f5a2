from pathlib import Path

import pytest

from tests.signatures import generated_signatures
from vikno.demo.seed import seal
from vikno.signatures import queries, sealing
from vikno.signatures.report import SignatureVerdict, SigningTimeSource

pytestmark = pytest.mark.django_db


def test_a_seal_of_the_demo_is_valid_in_the_demo(noon, settings):
    settings.SEAL_BY = "local"
    seal.make(at=noon)

    sealed = sealing.configured_sealer().seal(generated_signatures.pdf(), reason="Centre")

    report = queries.verification_report(sealed, name="a.pdf", at=noon)
    assert (report.verdict, report.uncovered) == (SignatureVerdict.VALID, ())
    assert report.signatures[0].signer.name == "ЦНАП Вербівської громади"
    assert report.signatures[0].clock == SigningTimeSource.CLAIMED


def test_the_key_of_a_demo_is_made_once_and_only_its_owner_reads_it(noon, settings):
    seal.make(at=noon)
    first = Path(settings.SEAL_KEY).read_bytes()

    seal.make(at=noon)

    assert Path(settings.SEAL_KEY).read_bytes() == first
    assert Path(settings.SEAL_KEY).stat().st_mode & 0o077 == 0
