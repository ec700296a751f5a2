from datetime import date

import pytest

from tests import factories
from vikno.identity import operations
from vikno.identity.assertion import IdentityAssertion
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import Conflict, IdentityLink, Provider
from vikno.people.models import Person, Representation, document_index, rnokpp_index
from vikno.people.operations import update_profile

pytestmark = pytest.mark.django_db

MARYNA = {
    "family_name": "Журавлина",
    "given_name": "Марина",
    "rnokpp": "3151399308",
    "born_on": date(1986, 4, 12),
    "email": "maryna@example.com",
}


@pytest.fixture
def bank():
    return Provider.objects.create(code="bankid", kind="bankid_nbu", title="BankID", is_enabled=True)


@pytest.fixture
def other_way():
    return Provider.objects.create(code="kep", kind="kep", title="КЕП", is_enabled=True)


@pytest.fixture
def make_assertion(noon):
    def make_assertion(provider, *, level=AssuranceLevel.SUBSTANTIAL, **other) -> IdentityAssertion:
        facts = MARYNA | other
        return IdentityAssertion(provider=provider.code, method=provider.kind, level=level, at=noon, **facts)

    return make_assertion


@pytest.fixture
def identify(noon, make_assertion):
    def identify(provider, **other) -> Person:
        assertion = make_assertion(provider, **other)
        return operations.resolve_account(assertion=assertion, provider=provider, language="uk", at=noon).person

    return identify


def declared(rnokpp=MARYNA["rnokpp"]) -> Person:
    return factories.PersonFactory(rnokpp=rnokpp, rnokpp_index=rnokpp_index(rnokpp))


def test_the_first_time_makes_an_account_with_what_was_proved(bank, identify):
    person = identify(bank)

    person.refresh_from_db()
    assert (person.family_name, person.rnokpp, person.email) == ("Журавлина", "3151399308", None)
    assert "rnokpp" in person.proved
    assert person.identifications.get().level == AssuranceLevel.SUBSTANTIAL


def test_the_second_time_finds_it(bank, identify):
    assert identify(bank) == identify(bank)
    assert IdentityLink.objects.count() == 1


def test_another_way_with_the_same_number_leads_to_the_same_account(bank, other_way, identify):
    assert identify(bank) == identify(other_way)


def test_a_namesake_with_the_same_address_is_somebody_else(bank, identify):
    assert identify(bank) != identify(bank, rnokpp="3707199129")


def test_an_account_with_the_same_address_is_not_taken_over(bank, identify):
    theirs = factories.PersonFactory(email="maryna@example.com")

    assert identify(bank) != theirs


def test_a_number_that_an_account_only_declares_opens_it_to_nobody(bank, identify):
    theirs = declared()

    with pytest.raises(IdentificationFailed) as failed:
        identify(bank)

    assert failed.value.reason == IdentityFailureReason.SIGN_IN_FIRST
    assert Conflict.objects.get().person == theirs
    assert not IdentityLink.objects.exists()


def test_a_low_level_opens_no_known_account(bank, other_way, identify):
    identify(bank)

    with pytest.raises(IdentificationFailed) as failed:
        identify(other_way, level=AssuranceLevel.LOW)

    assert failed.value.reason == IdentityFailureReason.WEAK


def test_who_has_no_taxpayer_number_is_known_by_the_document(bank, other_way, identify):
    first = identify(bank, rnokpp="", document_number="ЯЯ000123")

    assert identify(other_way, rnokpp="", document_number="яя 000123") == first


def test_a_known_subject_with_another_number_is_refused(noon, make_assertion, identify):
    cz = Provider.objects.create(code="cz", kind="oidc", title="Bank iD")
    identify(cz, subject="s1")

    with pytest.raises(IdentificationFailed) as failed:
        identify(cz, subject="s1", rnokpp="3707199129")

    assert failed.value.reason == IdentityFailureReason.OTHER_PERSON
    assert Conflict.objects.get().reason == Conflict.ConflictReason.OTHER_PERSON


def test_a_way_is_joined_to_the_account_of_who_is_signed_in(bank, make_assertion, noon):
    person = declared()

    operations.link_identity(assertion=make_assertion(bank), provider=bank, person=person, at=noon)

    person.refresh_from_db()
    assert IdentityLink.objects.get().person == person
    assert "rnokpp" in person.proved


def test_the_way_of_another_person_is_not_joined(bank, other_way, identify, make_assertion, noon):
    person = identify(bank)

    with pytest.raises(IdentificationFailed) as failed:
        operations.link_identity(
            assertion=make_assertion(other_way, rnokpp="3707199129"), provider=other_way, person=person, at=noon
        )

    assert failed.value.reason == IdentityFailureReason.OTHER_PERSON
    assert Conflict.objects.get().person == person


def test_a_way_that_belongs_to_another_account_is_not_joined(bank, identify, make_assertion, noon):
    identify(bank)
    other = factories.PersonFactory()

    with pytest.raises(IdentificationFailed):
        operations.link_identity(assertion=make_assertion(bank), provider=bank, person=other, at=noon)

    assert not IdentityLink.objects.filter(person=other).exists()


def test_staff_come_in_only_by_an_account_that_was_joined(identify, noon, make_assertion):
    staff = Provider.objects.create(code="sso", kind="oidc", title="SSO", for_staff=True, for_residents=False)

    with pytest.raises(IdentificationFailed) as failed:
        identify(staff, subject="s1")

    assert failed.value.reason == IdentityFailureReason.NO_ACCOUNT
    assert not Person.objects.exists()


def test_a_key_of_a_legal_entity_lets_its_holder_act_for_it(other_way, identify):
    person = identify(other_way, edrpou="00000017", organization="ТОВ «Лоза»")

    assert Representation.objects.get().representative == person


def test_the_last_way_in_is_not_parted(bank, identify, noon):
    identify(bank)

    with pytest.raises(operations.LastSignInMethod):
        operations.unlink_identity(link=IdentityLink.objects.get(), has_other_ways=False, at=noon)

    assert IdentityLink.objects.exists()


def test_one_of_two_ways_is_parted(bank, other_way, identify, noon):
    identify(bank)
    identify(other_way)

    operations.unlink_identity(link=IdentityLink.objects.first(), has_other_ways=False, at=noon)

    assert IdentityLink.objects.count() == 1


def test_a_low_level_does_not_even_open_what_the_same_provider_has_proved(bank, identify):
    identify(bank)

    with pytest.raises(IdentificationFailed) as failed:
        identify(bank, level=AssuranceLevel.LOW)

    assert failed.value.reason == IdentityFailureReason.WEAK


def test_who_was_only_ever_known_a_little_comes_back_as_before(bank, identify):
    assert identify(bank, level=AssuranceLevel.LOW) == identify(bank, level=AssuranceLevel.LOW)


def test_numbers_of_two_accounts_in_one_assertion_are_refused(bank, other_way, identify):
    identify(bank)
    other = identify(bank, rnokpp="3707199129", unzr="19860412-00034")

    with pytest.raises(IdentificationFailed) as failed:
        identify(other_way, unzr="19860412-00034")

    assert failed.value.reason in (IdentityFailureReason.OTHER_PERSON, IdentityFailureReason.SIGN_IN_FIRST)
    assert Conflict.objects.get().reason == Conflict.ConflictReason.TWO_ACCOUNTS
    assert not IdentityLink.objects.filter(person=other, provider=other_way).exists()


def test_a_number_that_another_account_has_is_not_brought_in_by_a_link(identify):
    cz = Provider.objects.create(code="cz", kind="oidc", title="Bank iD")
    identify(cz, subject="s1", rnokpp="")
    declared()

    with pytest.raises(IdentificationFailed) as failed:
        identify(cz, subject="s1")

    assert failed.value.reason == IdentityFailureReason.OTHER_PERSON
    assert Conflict.objects.get().reason == Conflict.ConflictReason.TWO_ACCOUNTS


def test_a_way_that_is_switched_off_is_no_way_in(bank, other_way, identify, noon):
    identify(bank)
    identify(other_way)
    Provider.objects.filter(pk=other_way.pk).update(is_enabled=False)

    with pytest.raises(operations.LastSignInMethod):
        operations.unlink_identity(link=IdentityLink.objects.get(provider=bank), has_other_ways=False, at=noon)


def test_a_document_of_another_state_with_the_same_number_is_somebody_else(bank, other_way, identify):
    ours = identify(bank, rnokpp="", document_number="000000003")

    theirs = identify(other_way, rnokpp="", document_number="000000003", document_country="PL")

    assert theirs != ours
    assert identify(bank, rnokpp="", document_number="000000003", document_country="PL") == theirs


def test_a_document_that_is_typed_by_hand_is_not_of_another_state(bank, identify, noon):
    person = identify(bank, level=AssuranceLevel.LOW, rnokpp="", document_number="000000003", document_country="PL")

    update_profile(person=person, changes={"document_number": "000000011"}, at=noon)

    person.refresh_from_db()
    assert (person.document_country, person.document_index) == ("", document_index("000000011"))
