"""The pages of identification, by the signed text: it needs nobody at the other side."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile

from vikno.identity.models import IdentificationAttempt, IdentityLink, Provider
from vikno.people.models import Person

pytestmark = pytest.mark.django_db

HERE, TEXT = "/identify/kep/here/", "/identify/kep/text/"


@pytest.fixture
def kep():
    return Provider.objects.create(code="kep", kind="kep", title="КЕП", is_enabled=True)


@pytest.fixture
def link(kep, resident, noon):
    return IdentityLink.objects.create(provider=kep, person=resident, subject_index="x", joined_at=noon, last_at=noon)


@pytest.fixture
def part(cabinet, link):
    return lambda: cabinet.post(f"/cabinet/security/ways/{link.pk}/part/")


def bring(client, content: bytes):
    return client.post(HERE, {"signed": SimpleUploadedFile("text.p7s", content)})


def test_the_ways_stand_on_the_sign_in_page_and_remember_where_one_goes(client, kep):
    page = client.get("/account/login/?next=/cabinet/profile/")

    assert 'href="/identify/kep/?next=/cabinet/profile/"' in page.text


def test_a_way_that_is_switched_off_is_not_there(client, kep):
    Provider.objects.update(is_enabled=False)

    assert "/identify/kep/" not in client.get("/account/login/").text
    assert client.get("/identify/kep/").status_code == 404


def test_the_text_is_given_byte_for_byte_and_names_this_site(client, kep):
    client.get("/identify/kep/")

    answer = client.get(TEXT)
    text = b"".join(answer) if answer.streaming else answer.content

    assert text.count(b"\r\n") == 4
    assert b"/identify/kep/callback/" in text
    assert "attachment" in answer["Content-Disposition"]


def test_the_text_of_another_browser_is_not_given(client, cabinet, kep):
    client.get("/identify/kep/")

    assert cabinet.get(TEXT).status_code == 404


@pytest.mark.parametrize("content", [b"nonsense", b"\x30\x03abc", b"PK\x03\x04", b"<xml/>"])
def test_a_wrong_file_is_a_slip_and_leaves_the_try_open(client, kep, content):
    client.get("/identify/kep/")

    page = bring(client, content)

    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert IdentificationAttempt.objects.get().used_at is None


def test_no_file_is_asked_for(client, kep):
    client.get("/identify/kep/")

    assert client.post(HERE).status_code == 422


def test_nothing_can_be_brought_without_a_try(client, kep):
    page = bring(client, b"nonsense")

    assert page.status_code == 422
    assert not Person.objects.exists()


def test_whoever_tries_again_still_comes_to_where_they_were_going(client, kep):
    client.get("/identify/kep/?next=/cabinet/profile/")
    IdentificationAttempt.objects.all().delete()

    assert 'href="/identify/kep/?next=/cabinet/profile/"' in client.get(HERE).text


def test_a_way_is_parted_while_there_is_a_password(part):
    part()

    assert not IdentityLink.objects.exists()


def test_a_code_of_a_telephone_alone_is_no_other_way_in(part, resident):
    resident.set_unusable_password()
    resident.save(update_fields=["password"])
    Authenticator.objects.create(user=resident, type=Authenticator.Type.TOTP, data={})

    part()

    assert IdentityLink.objects.exists()


def test_a_password_without_an_address_is_no_other_way_in(part, resident):
    Person.objects.filter(pk=resident.pk).update(email=None)

    part()

    assert IdentityLink.objects.exists()


def test_the_way_of_somebody_else_is_not_parted(client, link, officer):
    client.force_login(officer.person)

    assert client.post(f"/cabinet/security/ways/{link.pk}/part/").status_code == 404


@pytest.mark.parametrize("body", ["", "!", "bnVsbA==", "e30=", "W10=", "W251bGxd"])
def test_what_diia_did_not_send_is_not_taken(client, body):
    Provider.objects.create(code="diia", kind="diia", title="Дія", is_enabled=True)

    answer = client.post("/identify/diia/callback/", {"encodeData": body}, headers={"X-Document-Request-Trace-Id": "x"})

    assert (answer.status_code, answer.json()) == (400, {"success": False})
