import base64
import json
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.identity.provider_visit import signed_in
from vikno.identity.models import IdentificationAttempt, Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def diia(db, simulators, own_keys):
    options = {"branch": "demo", "offer": "demo"}
    address = f"{simulators.address}/diia"
    return Provider.objects.create(code="diia", kind="diia", title="Дія", address=address, options=options, **own_keys)


@pytest.fixture
def app_path(client, diia):
    """The path of Diia's page to which the portal's page links."""
    client.get("/identify/diia/")
    page = client.get("/identify/diia/here/").text
    return urlsplit(re.search(r'href="(http[^"]+/diia/app/[^"]+)"', page)[1]).path


def test_the_page_of_diia_waits_and_looks_again_by_itself(client, app_path):
    page = client.get("/identify/diia/here/")

    assert (page.status_code, page["Refresh"]) == (200, "4")
    assert 'src="data:image/svg+xml' in page.text
    assert signed_in(client) is None


@pytest.mark.parametrize("algorithm", ["DSTU", "ECDSA"])
def test_a_digest_is_asked_for_as_the_algorithm_has_it(client, diia, algorithm):
    diia.options |= {"algorithm": algorithm, "digest": "hex"}
    diia.save(update_fields=["options"])

    assert client.get("/identify/diia/")["Location"].endswith("/identify/diia/here/")


def test_an_acquirer_whom_diia_does_not_know_is_told_plainly(client, diia):
    diia.client_secret = "another"
    diia.save(update_fields=["client_secret"])

    assert client.get("/identify/diia/").status_code == 422
    assert not IdentificationAttempt.objects.exists()


@pytest.fixture
def push_signature(client, simulators, app_path):
    """A function that pushes a signature on the text of the attempt, as Diia does: without the browser of the attempt."""

    def push_signature(*, state: str = "", other_text: bytes = b""):
        text = other_text or base64.b64decode(IdentificationAttempt.objects.get().secrets["text"])
        form = {"person": "maryna", "kind": "detached"}
        signed = simulators.http.post("/sign/", data=form, files={"file": ("vikno-sign-in.txt", text)})
        items = [{"name": "vikno-sign-in.txt", "signature": base64.b64encode(signed.content).decode()}]
        packed = base64.b64encode(json.dumps({"signedItems": items}).encode()).decode()
        headers = {"X-Document-Request-Trace-Id": state or client.session["identity_state"]}
        phone = Client(enforce_csrf_checks=True)
        return phone.post("/identify/diia/callback/", {"encodeData": packed}, headers=headers)

    return push_signature


def test_a_signature_that_diia_brings_signs_in_the_browser_that_waits(client, push_signature):
    assert push_signature().json() == {"success": True}

    assert client.get("/identify/diia/here/").status_code == 302
    assert signed_in(client).rnokpp == "3151399308"


def test_another_browser_gets_nothing_of_it(client, push_signature):
    push_signature()

    assert Client().get("/identify/diia/here/").status_code == 422
    assert signed_in(client) is None


def test_what_was_brought_is_good_for_one_sign_in(client, push_signature):
    push_signature()
    client.get("/identify/diia/here/")

    assert push_signature().status_code == 400


def test_an_answer_to_what_nobody_asked_is_refused(push_signature):
    assert push_signature(state="unknown-request").status_code == 400


def test_a_signature_over_another_text_is_refused(client, push_signature):
    assert push_signature(other_text=b"another document").status_code == 400
    assert client.get("/identify/diia/here/").status_code == 200
    assert signed_in(client) is None
