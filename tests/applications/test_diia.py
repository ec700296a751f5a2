import base64
import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from dstu import digests
from simulators import pki
from tests import factories
from tests.applications.test_signing import RNOKPP, key, p7s, root
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import ApplicationSignature, SigningRequest
from vikno.applications.signing_package import LIST, read_package
from vikno.catalogue.models import SigningRequirement
from vikno.files.queries import read_content
from vikno.identity.failures import IdentificationFailed
from vikno.identity.models import Provider
from vikno.kernel.crypto import blind_index
from vikno.signatures.operations.trust_sources import pin_roots

pytestmark = pytest.mark.django_db


@pytest.fixture
def diia(simulators):
    return Provider.objects.create(
        code="diia",
        kind="diia",
        title="Дія.Підпис",
        is_enabled=True,
        address=f"{simulators.address}/diia",
        client_secret=simulators.client_secret,
        options={"branch": "b", "offer": "o"},
    )


@pytest.fixture
def draft(resident, noon):
    pin_roots(certificates=[root().certificate], at=noon)
    resident.rnokpp = RNOKPP
    resident.save(update_fields=["rnokpp"])
    draft = factories.draft(person=resident)
    draft.service.signing = SigningRequirement.REQUIRED
    draft.service.save(update_fields=["signing"])
    return draft


def asked(draft, diia, at) -> SigningRequest:
    return operations.request_from_diia(application=draft, provider=diia, back="http://localhost:8000/", at=at)


def request_of(prepared: SigningRequest) -> str:
    """Give the request a number that the test knows: what Diia was told lies with Diia."""
    request_id = str(uuid.uuid4())
    prepared.request_digest = blind_index(request_id, kind="diia")
    prepared.save(update_fields=["request_digest"])
    return request_id


def signature(prepared: SigningRequest, pair, at) -> dict[str, bytes]:
    manifest = read_package(read_content(prepared.file)).manifest
    value = digests.digest("gost34311", manifest)
    return {LIST: pki.sign_cms(b"", [pair], at=at, detached=True, content_digest=value)}


def test_diia_is_asked_once_however_often_the_button_is_pressed(draft, diia, noon):
    first = asked(draft, diia, noon)

    assert first.link.startswith("http://localhost")
    assert asked(draft, diia, noon + timedelta(minutes=9)).link == first.link
    assert asked(draft, diia, noon + timedelta(minutes=10)).link != first.link


def test_a_diia_that_does_not_answer_leaves_nothing_asked(draft, diia, noon):
    diia.address = "http://127.0.0.1:9"

    with pytest.raises(IdentificationFailed):
        asked(draft, diia, noon)

    assert not operations.is_awaited(SigningRequest.objects.get(), at=noon)


def test_its_signature_is_taken_once(draft, diia, noon):
    prepared = asked(draft, diia, noon)
    request_id = request_of(prepared)

    first = operations.receive_from_diia(request_id=request_id, signatures=signature(prepared, key(), noon), at=noon)
    again = operations.receive_from_diia(request_id=request_id, signatures=signature(prepared, key(), noon), at=noon)

    assert first == again
    assert first.way == ApplicationSignature.SigningMethod.DIIA
    assert operations.submit(application=draft, at=noon).number


@pytest.mark.parametrize("late", [timedelta(minutes=10), timedelta(days=1)])
def test_too_late_it_is_not_awaited(draft, diia, noon, late):
    prepared = asked(draft, diia, noon)
    request_id = request_of(prepared)

    with pytest.raises(operations.SignatureNotAwaited):
        operations.receive_from_diia(request_id=request_id, signatures={}, at=noon + late)


def test_a_request_that_nobody_made_is_not_awaited(draft, noon):
    operations.prepare_to_sign(application=draft, at=noon)

    with pytest.raises(operations.SignatureNotAwaited):
        operations.receive_from_diia(request_id="", signatures={}, at=noon)


def test_the_knock_of_a_stranger_changes_nothing(draft, diia, noon):
    request_id = request_of(asked(draft, diia, noon))
    items = [{"name": LIST, "signature": base64.b64encode(p7s(b"another", key(), noon)).decode()}]
    packed = base64.b64encode(json.dumps({"signedItems": items}).encode()).decode()

    answer = Client().post(
        url("identify:diia"), {"encodeData": packed}, headers={"X-Document-Request-Trace-Id": request_id}
    )

    assert answer.status_code == 400
    assert not ApplicationSignature.objects.exists()


def test_the_page_waits_and_looks_again_by_itself(cabinet, draft, diia):
    cabinet.post(url("cabinet:sign", draft.uid), {"diia": "1"})

    page = cabinet.get(url("cabinet:sign", draft.uid))

    assert page["Refresh"] == "4"
    assert "data:image/svg+xml" in page.text


def test_without_diia_its_button_is_not_there(cabinet, draft):
    page = cabinet.get(url("cabinet:sign", draft.uid))

    assert 'name="diia"' not in page.text
    assert "Refresh" not in page.headers


def test_a_program_in_the_browser_is_loaded_only_where_one_is_named(cabinet, draft, settings):
    assert "data-sign-widget" not in cabinet.get(url("cabinet:sign", draft.uid)).text

    settings.SIGN_WIDGET = "https://widget.example.com/sign.js"

    assert 'src="https://widget.example.com/sign.js"' in cabinet.get(url("cabinet:sign", draft.uid)).text
