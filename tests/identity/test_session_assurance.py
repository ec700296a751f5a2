"""The assurance level of a session. An account with proved numbers may be opened by a person who only reads its mailbox."""

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.english_urls import url
from tests.identity.provider_visit import signed_in
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus
from vikno.cabinet.identification.assurance import IDENTIFICATION_LIFETIME
from vikno.identity.levels import AssuranceLevel

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(walk, bankid):
    return walk(bankid)


@pytest.fixture
def maryna(bank, client):
    """A person who is identified in the browser of the test."""
    bank.whole()
    return signed_in(client)


@pytest.fixture
def draft(maryna):
    draft = factories.draft(person=maryna)
    draft.service.level = AssuranceLevel.SUBSTANTIAL
    draft.service.save(update_fields=["level"])
    return draft


@pytest.fixture
def by_letter(maryna):
    """Another browser, in which a link of a letter has opened the same account."""
    browser = Client()
    browser.force_login(maryna)
    return browser


def send(browser, draft):
    return browser.post(url("cabinet:check", draft.uid), {"true": "1"})


def begin(browser, draft):
    return browser.get(url("cabinet:start", draft.service.code))


def test_who_came_by_a_bank_may_begin_and_send(client, draft):
    assert begin(client, draft).status_code == 200

    assert send(client, draft)["Location"] == url("cabinet:done", draft.uid)


def test_who_came_by_a_letter_is_asked_although_the_account_was_proved_once(by_letter, draft):
    assert begin(by_letter, draft).status_code == 403
    page = send(by_letter, draft)

    assert page.status_code == 403
    assert f"/identify/bankid/?next={url('cabinet:check', draft.uid)}" in page.text
    assert Application.objects.get().status == ApplicationStatus.DRAFT


def test_after_the_proof_they_are_back_at_the_draft_with_nothing_lost(by_letter, draft, bank):
    bank.client, answers = by_letter, draft.answers
    send(by_letter, draft)

    back = bank.back(bank.choose(bank.start(url("cabinet:check", draft.uid))))

    assert back["Location"] == url("cabinet:check", draft.uid)
    assert Application.objects.get().answers == answers
    assert send(by_letter, draft)["Location"] == url("cabinet:done", draft.uid)


def test_a_proof_in_one_browser_opens_nothing_in_another(client, by_letter, draft):
    assert begin(client, draft).status_code == 200

    assert begin(by_letter, draft).status_code == 403


def test_signing_out_ends_the_proof(client, maryna, draft):
    client.post(url("account_logout"))
    client.force_login(maryna)

    assert begin(client, draft).status_code == 403


def test_another_account_in_the_same_browser_does_not_inherit_it(client, draft):
    client.force_login(factories.PersonFactory())

    assert begin(client, draft).status_code == 403


def test_a_session_that_goes_on_for_days_does_not_keep_the_proof(client, draft):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = (timezone.now() - IDENTIFICATION_LIFETIME).timestamp() - 1
    session.save()

    assert begin(client, draft).status_code == 403


def test_a_correction_needs_what_the_application_needed(draft, noon, officer):
    sent = operations.submit(application=draft, level=AssuranceLevel.SUBSTANTIAL, at=noon)
    Application.objects.filter(pk=sent.pk).update(status=ApplicationStatus.RETURNED)

    with pytest.raises(operations.ApplicantNotIdentified):
        operations.resubmit(application=sent, at=noon)


def test_nothing_is_sent_where_nobody_says_how_surely_it_is_known_who_sends(draft, noon):
    with pytest.raises(operations.ApplicantNotIdentified):
        operations.submit(application=draft, at=noon)
