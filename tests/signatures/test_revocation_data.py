import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.signatures import generated_signatures
from vikno.kernel.errors import Unreachable
from vikno.signatures import queries, tasks
from vikno.signatures.models import RevocationData
from vikno.signatures.operations import revocation_data, trust_sources
from vikno.signatures.operations.revocation_data import HttpRevocationClient

pytestmark = pytest.mark.django_db

ADDRESS = "http://ca.example/list.crl"


@pytest.fixture(scope="module")
def root():
    return generated_signatures.holder("Root", is_ca=True)


@pytest.fixture(scope="module")
def issuer(root):
    return generated_signatures.holder("Issuer", issuer=root, is_ca=True, crl_address=ADDRESS)


class StubRevocationServer:
    """A server with content at some addresses, and none at any other."""

    def __init__(self, **answers: bytes) -> None:
        self.answers, self.addresses = answers, []

    def get(self, address: str) -> bytes:
        self.addresses.append(address)
        if address not in self.answers:
            raise Unreachable(address)
        return self.answers[address]


def test_a_list_is_kept_once(root, noon):
    body = generated_signatures.crl(root, {}, at=noon)

    assert revocation_data.store_revocation_data(body=body, taken_from="list.crl", at=noon)
    assert not revocation_data.store_revocation_data(body=body, taken_from="list.crl", at=noon)
    assert len(queries.load_trust_store().crls) == 1


def test_a_newer_list_takes_the_place_of_the_older(root, noon):
    revocation_data.store_revocation_data(
        body=generated_signatures.crl(root, {}, at=noon), taken_from="list.crl", at=noon
    )

    revocation_data.store_revocation_data(
        body=generated_signatures.crl(root, {7: noon}, at=noon + timedelta(days=1)), taken_from="list.crl", at=noon
    )

    (crl,) = queries.load_trust_store().crls
    assert crl.find(7).revoked_at == noon


def test_only_addresses_that_trusted_certificates_name_are_asked(root, issuer, noon):
    trust_sources.import_certificate_bundle(name="pool", content=issuer.pem + root.pem, at=noon)
    server = StubRevocationServer(**{ADDRESS: generated_signatures.crl(root, {}, at=noon)})

    outcomes = list(revocation_data.fetch_crls(fetcher=server, at=noon))

    assert server.addresses == [ADDRESS]
    assert [(outcome.address, outcome.state) for outcome in outcomes] == [(ADDRESS, "new")]


def test_who_does_not_answer_is_said_and_stops_nobody(issuer, noon):
    trust_sources.import_certificate_bundle(name="pool", content=issuer.pem, at=noon)

    assert [outcome.state for outcome in revocation_data.fetch_crls(fetcher=StubRevocationServer(), at=noon)] == [
        "unreachable"
    ]


def test_a_page_in_the_place_of_a_list_is_not_kept(issuer, noon):
    trust_sources.import_certificate_bundle(name="pool", content=issuer.pem, at=noon)

    outcomes = list(
        revocation_data.fetch_crls(fetcher=StubRevocationServer(**{ADDRESS: b"<html>Not found</html>"}), at=noon)
    )

    assert [outcome.state for outcome in outcomes] == ["unreachable"]
    assert not RevocationData.objects.exists()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://ca.example/list", "list.crl"])
def test_only_the_web_is_asked(address):
    with pytest.raises(Unreachable):
        HttpRevocationClient().get(address)


def test_the_worker_asks_nobody_unless_the_operator_allows(issuer, noon):
    """Sockets are closed in tests, so a request would fail."""
    trust_sources.import_certificate_bundle(name="pool", content=issuer.pem, at=noon)

    tasks.update_revocation.func()

    assert not RevocationData.objects.exists()


def test_the_command_takes_files(root, noon, tmp_path):
    (tmp_path / "a.crl").write_bytes(generated_signatures.crl(root, {}, at=noon))
    output = io.StringIO()

    call_command("update_revocation", tmp_path / "a.crl", "--format", "json", stdout=output)

    assert json.loads(output.getvalue()) == [{"address": "a.crl", "state": "new"}]


def test_the_command_says_which_file_is_wrong(tmp_path):
    (tmp_path / "a.crl").write_bytes(b"nothing")

    with pytest.raises(CommandError, match=r"a\.crl"):
        call_command("update_revocation", tmp_path / "a.crl")
