import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.signatures import generated_signatures
from tests.signatures.test_trust_list import trust_list_xml
from vikno.audit.models import AuditEntry
from vikno.signatures import queries
from vikno.signatures.models import TrustListing, TrustSourceImport, TrustSourceProof
from vikno.signatures.operations import trust_sources
from vikno.signatures.trust_list import TrustListInvalid

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def root():
    return generated_signatures.holder("Root", is_ca=True)


@pytest.fixture(scope="module")
def issuer(root):
    return generated_signatures.holder("Issuer", issuer=root, is_ca=True)


def test_a_bundle_helps_to_find_the_way_and_proves_nothing(root, issuer, noon):
    change = trust_sources.import_certificate_bundle(name="pool.pem", content=root.pem + issuer.pem, at=noon)

    assert (change.named, change.added, change.gone) == (2, 2, 0)
    trust = queries.load_trust_store()
    assert set(trust.pool) == {root.certificate, issuer.certificate}
    assert trust.anchors == ()


def test_a_pinned_root_is_believed(root, noon):
    trust_sources.pin_roots(certificates=[root.certificate], at=noon)

    assert queries.load_trust_store().anchors == (root.certificate,)
    assert queries.has_trust_anchor()


def test_what_a_source_no_longer_names_is_gone_and_stays_known(root, issuer, noon):
    trust_sources.import_certificate_bundle(name="pool.pem", content=root.pem + issuer.pem, at=noon)

    change = trust_sources.import_certificate_bundle(name="pool.pem", content=root.pem, at=noon)

    assert (change.added, change.gone) == (0, 1)
    assert queries.load_trust_store().pool == (root.certificate,)
    listing = TrustListing.objects.get(certificate__fingerprint=issuer.certificate.fingerprint)
    assert listing.since != listing.until
    assert TrustSourceImport.objects.count() == 2


def test_one_source_does_not_take_away_what_another_names(root, issuer, noon):
    trust_sources.import_certificate_bundle(name="a.pem", content=issuer.pem, at=noon)

    trust_sources.import_certificate_bundle(name="b.pem", content=root.pem, at=noon)

    assert set(queries.load_trust_store().pool) == {root.certificate, issuer.certificate}


def test_granted_issuers_of_a_proved_list_are_believed(issuer, noon):
    import hashlib

    content = trust_list_xml(("CA/QC", "granted", issuer))
    change = trust_sources.import_trust_list(
        name="TL.xml", content=content, digest=hashlib.sha256(content).hexdigest(), at=noon
    )

    assert change.proof == TrustSourceProof.HASH
    trust = queries.load_trust_store()
    assert trust.anchors == (issuer.certificate,)
    assert trust.qualified == {issuer.certificate.fingerprint}


@pytest.mark.parametrize("status", ["granted", "withdrawn"])
def test_a_list_that_nothing_proves_makes_nobody_believed(issuer, status, noon):
    trust_sources.import_trust_list(name="TL.xml", content=trust_list_xml(("CA/QC", status, issuer)), at=noon)

    assert queries.load_trust_store().anchors == ()


def test_an_issuer_whose_status_was_withdrawn_is_believed_no_longer(issuer, noon):
    import hashlib

    for status in ("granted", "withdrawn"):
        content = trust_list_xml(("CA/QC", status, issuer))
        trust_sources.import_trust_list(
            name="TL.xml", content=content, digest=hashlib.sha256(content).hexdigest(), at=noon
        )

    assert queries.load_trust_store().anchors == ()


def test_a_refused_list_changes_nothing(issuer, noon):
    with pytest.raises(TrustListInvalid):
        trust_sources.import_trust_list(
            name="TL.xml", content=trust_list_xml(("CA/QC", "granted", issuer)), digest="0" * 64, at=noon
        )

    assert not TrustSourceImport.objects.exists()


def test_each_reading_is_in_the_audit(root, noon):
    trust_sources.pin_roots(certificates=[root.certificate], at=noon)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail["added"], entry.detail["proof"]) == ("trust.updated", 1, "pinned")


def test_the_command_takes_files_and_roots(root, issuer, tmp_path):
    (tmp_path / "pool.cer").write_bytes(issuer.der)
    (tmp_path / "root.cer").write_bytes(root.der)
    output = io.StringIO()

    call_command(
        "update_trust", tmp_path / "pool.cer", "--root", str(tmp_path / "root.cer"), "--format", "json", stdout=output
    )

    assert [change["added"] for change in json.loads(output.getvalue())] == [1, 1]
    assert queries.load_trust_store().anchors == (root.certificate,)


def test_the_command_changes_nothing_where_one_file_is_wrong(issuer, tmp_path):
    (tmp_path / "pool.cer").write_bytes(issuer.der)
    (tmp_path / "wrong.cer").write_bytes(b"nothing")

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("update_trust", tmp_path / "pool.cer", tmp_path / "wrong.cer")

    assert not TrustSourceImport.objects.exists()
