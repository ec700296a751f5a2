from datetime import date

import pytest

from tests import factories
from tests.english_urls import url
from vikno.people.models import Person, rnokpp_index

pytestmark = pytest.mark.django_db

RNOKPP = "1759013776"
TYPED = {
    "family_name": "Зразкова",
    "given_name": "Олена",
    "patronymic": "",
    "born_on": "5.3.1948",
    "phone": "067 123 45 67",
    "rnokpp": RNOKPP,
    "unzr": "19480305-00018",
    "document_number": "123456789",
    "address-settlement": "с. Вербівка",
    "address-street": "вул. Шкільна",
    "address-house": "14-А",
    "address-flat": "",
    "address-postcode": "",
}


def test_what_is_typed_is_kept_in_its_plain_form(cabinet, resident):
    response = cabinet.post(url("cabinet:profile"), TYPED)

    person = Person.objects.get(pk=resident.pk)
    assert response.headers["Location"] == url("cabinet:profile")
    assert (person.born_on, person.phone, person.patronymic) == (date(1948, 3, 5), "+380671234567", "")
    assert person.rnokpp_index == rnokpp_index(RNOKPP)
    assert person.address == {"settlement": "с. Вербівка", "street": "вул. Шкільна", "house": "14-А"}


def test_what_is_known_is_shown(cabinet):
    cabinet.post(url("cabinet:profile"), TYPED)

    response = cabinet.get(url("cabinet:profile"))

    assert RNOKPP in response.text
    assert "вул. Шкільна" in response.text


def test_what_is_wrong_is_said_and_what_was_typed_stays(cabinet, resident):
    response = cabinet.post(url("cabinet:profile"), {**TYPED, "phone": "12", "born_on": "31.02.1990"})

    assert response.status_code == 422
    assert "<title>Error: My data" in response.text
    assert 'href="#phone"' in response.text
    assert 'value="12"' in response.text
    assert "вул. Шкільна" in response.text
    assert Person.objects.get(pk=resident.pk).rnokpp == ""


def test_a_number_of_another_account_is_refused(cabinet, resident):
    factories.PersonFactory(rnokpp=RNOKPP, rnokpp_index=rnokpp_index(RNOKPP))

    response = cabinet.post(url("cabinet:profile"), TYPED)

    assert response.status_code == 422
    assert "Another account already has this number" in response.text
    assert RNOKPP in response.text
    assert Person.objects.get(pk=resident.pk).rnokpp == ""


def test_two_people_may_say_that_they_have_no_number(cabinet, resident):
    factories.PersonFactory(rnokpp="none")

    response = cabinet.post(url("cabinet:profile"), {**TYPED, "rnokpp": "", "rnokpp-none": "on"})

    assert response.status_code == 302
    assert Person.objects.get(pk=resident.pk).rnokpp == "none"


def test_what_is_emptied_is_forgotten(cabinet, resident):
    cabinet.post(url("cabinet:profile"), TYPED)
    names = {"family_name": "Зразкова", "given_name": "Олена"}

    cabinet.post(url("cabinet:profile"), {**dict.fromkeys(TYPED, ""), **names})

    person = Person.objects.get(pk=resident.pk)
    assert person.profile() == {**names, "full_name": "Зразкова Олена", "email": person.email}


def test_the_language_of_letters_is_chosen(cabinet, resident):
    cabinet.post(url("cabinet:language"), {"language": "cs"})

    assert Person.objects.get(pk=resident.pk).language == "cs"


def test_a_language_we_do_not_write_in_is_refused(cabinet, resident):
    response = cabinet.post(url("cabinet:language"), {"language": "xx"})

    assert response.status_code == 422
    assert Person.objects.get(pk=resident.pk).language == "uk"
