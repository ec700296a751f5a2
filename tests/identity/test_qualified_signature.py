import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.identity.provider_visit import signed_in
from vikno.identity.models import IdentificationAttempt, Provider
from vikno.people.models import Identification, Person, Representation

pytestmark = pytest.mark.django_db

HERE, TEXT = "/identify/kep/here/", "/identify/kep/text/"


@pytest.fixture
def kep(db, own_keys):
    return Provider.objects.create(code="kep", kind="kep", title="КЕП", default_level="high", **own_keys)


@pytest.fixture
def text(client, kep):
    """The text that the portal asks this browser to sign."""
    client.get("/identify/kep/")
    answer = client.get(TEXT)
    return b"".join(answer) if answer.streaming else answer.content


@pytest.fixture
def bring(client, simulators):
    def bring(signed_text: bytes, *, kind: str = "attached", person: str = "maryna", name: str = "vikno-sign-in.txt"):
        form = {"person": person, "kind": kind}
        signed = simulators.http.post("/sign/", data=form, files={"file": (name, signed_text)})
        assert signed.status_code == 200
        return client.post(HERE, {"signed": SimpleUploadedFile("signed", signed.content)})

    return bring


@pytest.mark.parametrize("kind", ["attached", "detached", "asice"])
def test_who_signs_the_text_in_any_of_three_ways_is_signed_in(client, text, bring, kind):
    answer = bring(text, kind=kind)

    assert answer.status_code == 302
    assert (signed_in(client).rnokpp, signed_in(client).family_name) == ("3151399308", "Журавлина")


def test_the_certificate_is_kept_as_evidence(text, bring):
    bring(text)

    assert {"issuer", "serial"} <= set(Identification.objects.get().evidence)


@pytest.mark.parametrize("other", [b"another text", b""])
@pytest.mark.parametrize("kind", ["attached", "detached", "asice"])
def test_another_text_is_not_accepted_and_the_try_stays_open(client, text, bring, kind, other):
    page = bring(text.replace(b"\r\n", b"\n") + other, kind=kind)

    assert page.status_code == 422
    assert signed_in(client) is None
    assert IdentificationAttempt.objects.get().used_at is None


def test_a_signature_is_good_for_one_sign_in(client, text, bring):
    bring(text)
    client.logout()

    assert bring(text).status_code == 422
    assert signed_in(client) is None


def test_a_signature_made_for_another_browser_is_good_for_nothing(client, text, bring):
    client.session.flush()
    client.cookies.clear()
    client.get("/identify/kep/")

    assert bring(text).status_code == 422


def test_a_certificate_that_nobody_here_trusts_names_nobody(client, kep, text, bring):
    Provider.objects.filter(pk=kep.pk).update(anchors="")

    assert bring(text).status_code == 422
    assert not Person.objects.exists()


def test_a_key_of_a_legal_entity_names_its_holder_and_whom_they_act_for(client, simulators, text, bring):
    people = re.findall(r'name="person" value="(\w+)"', simulators.http.get("/sign/").text)
    for person in people:
        bring(text, person=person)
        if Representation.objects.exists():
            break
        client.logout()
        client.get("/identify/kep/")
        text = client.get(TEXT).getvalue()

    assert Representation.objects.get().representative == signed_in(client)
    assert Representation.objects.get().is_proved
