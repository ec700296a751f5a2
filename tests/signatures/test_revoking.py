import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.signatures import made
from vikno.kernel.errors import Unreachable
from vikno.signatures import queries, tasks
from vikno.signatures.models import Answer
from vikno.signatures.operations import revoking, trusting
from vikno.signatures.operations.revoking import Web

pytestmark = pytest.mark.django_db

ADDRESS = "http://ca.example/list.crl"


@pytest.fixture(scope="module")
def root():
    return made.holder("Root", is_ca=True)


@pytest.fixture(scope="module")
def issuer(root):
    return made.holder("Issuer", issuer=root, is_ca=True, crl_address=ADDRESS)


class Kept:
    """Answers by address; any other address is not there."""

    def __init__(self, **answers: bytes) -> None:
        self.answers, self.asked = answers, []

    def get(self, address: str) -> bytes:
        self.asked.append(address)
        if address not in self.answers:
            raise Unreachable(address)
        return self.answers[address]


def test_a_list_is_kept_once(root, noon):
    body = made.crl(root, {}, at=noon)

    assert revoking.keep(body=body, taken_from="list.crl", at=noon)
    assert not revoking.keep(body=body, taken_from="list.crl", at=noon)
    assert len(queries.trusted().crls) == 1


def test_a_newer_list_takes_the_place_of_the_older(root, noon):
    revoking.keep(body=made.crl(root, {}, at=noon), taken_from="list.crl", at=noon)

    revoking.keep(body=made.crl(root, {7: noon}, at=noon + timedelta(days=1)), taken_from="list.crl", at=noon)

    (crl,) = queries.trusted().crls
    assert crl.find(7).at == noon


def test_only_addresses_that_trusted_certificates_name_are_asked(root, issuer, noon):
    trusting.take_bundle(name="pool", content=issuer.pem + root.pem, at=noon)
    web = Kept(**{ADDRESS: made.crl(root, {}, at=noon)})

    outcomes = list(revoking.fetch_all(fetcher=web, at=noon))

    assert web.asked == [ADDRESS]
    assert [(outcome.address, outcome.state) for outcome in outcomes] == [(ADDRESS, "new")]


def test_who_does_not_answer_is_said_and_stops_nobody(issuer, noon):
    trusting.take_bundle(name="pool", content=issuer.pem, at=noon)

    assert [outcome.state for outcome in revoking.fetch_all(fetcher=Kept(), at=noon)] == ["unreachable"]


def test_a_page_in_the_place_of_a_list_is_not_kept(issuer, noon):
    trusting.take_bundle(name="pool", content=issuer.pem, at=noon)

    outcomes = list(revoking.fetch_all(fetcher=Kept(**{ADDRESS: b"<html>Not found</html>"}), at=noon))

    assert [outcome.state for outcome in outcomes] == ["unreachable"]
    assert not Answer.objects.exists()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://ca.example/list", "list.crl"])
def test_only_the_web_is_asked(address):
    with pytest.raises(Unreachable):
        Web().get(address)


def test_the_worker_asks_nobody_unless_the_operator_allows(issuer, noon):
    """Sockets are closed in tests: whoever asked would fail."""
    trusting.take_bundle(name="pool", content=issuer.pem, at=noon)

    tasks.update_revocation.func()

    assert not Answer.objects.exists()


def test_the_command_takes_files(root, noon, tmp_path):
    (tmp_path / "a.crl").write_bytes(made.crl(root, {}, at=noon))
    said = io.StringIO()

    call_command("update_revocation", tmp_path / "a.crl", "--format", "json", stdout=said)

    assert json.loads(said.getvalue()) == [{"address": "a.crl", "state": "new"}]


def test_the_command_says_which_file_is_wrong(tmp_path):
    (tmp_path / "a.crl").write_bytes(b"nothing")

    with pytest.raises(CommandError, match=r"a\.crl"):
        call_command("update_revocation", tmp_path / "a.crl")
