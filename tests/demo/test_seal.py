from pathlib import Path

import pytest

from tests.signatures import made
from vikno.demo.filling import seal
from vikno.signatures import queries, sealing
from vikno.signatures.report import Clock, Verdict

pytestmark = pytest.mark.django_db


def test_what_the_demo_seals_the_demo_believes(noon, settings):
    settings.SEAL_BY = "local"
    seal.make(at=noon)

    sealed = sealing.sealer().seal(made.pdf(), reason="Centre")

    report = queries.report_on(sealed, name="a.pdf", at=noon)
    assert (report.verdict, report.uncovered) == (Verdict.VALID, ())
    assert report.signatures[0].signer.name == "ЦНАП Вербівської громади"
    assert report.signatures[0].clock == Clock.CLAIMED


def test_the_key_of_a_demo_is_made_once_and_only_its_owner_reads_it(noon, settings):
    seal.make(at=noon)
    first = Path(settings.SEAL_KEY).read_bytes()

    seal.make(at=noon)

    assert Path(settings.SEAL_KEY).read_bytes() == first
    assert Path(settings.SEAL_KEY).stat().st_mode & 0o077 == 0
