import pytest

from tests import factories
from tests.cabinet.page_browser import visit
from tests.english_urls import url
from vikno.applications.models import Application
from vikno.people.models import Representation
from vikno.people.operations import declare_representation

pytestmark = pytest.mark.django_db

TYPED = {
    "family_name": "Квіткова",
    "given_name": "Ія",
    "born_on": "1.5.2019",
    "ground": "свідоцтво І-АА № 000001",
}


@pytest.fixture
def add(cabinet):
    return visit(cabinet, url("cabinet:represent", "child"))


def test_a_child_is_added_and_listed(add):
    page = add.send(TYPED)

    assert page.path == url("cabinet:representations")
    assert "Квіткова Ія" in page.text


def test_what_is_missing_is_said_and_what_was_typed_stays(add):
    page = add.send(TYPED | {"ground": ""})

    assert page.status == 422
    assert "ground" in page.errors
    assert page.value("family_name") == "Квіткова"
    assert not Representation.objects.exists()


def test_somebody_of_age_is_refused_at_the_date(add):
    page = add.send(TYPED | {"born_on": "1.5.1999"})

    assert page.status == 422
    assert "18" in page.errors["born_on"]


def test_an_application_is_begun_for_the_child(cabinet, resident, noon):
    offering = factories.OfferingFactory()
    details = {"family_name": "Квіткова", "given_name": "Ія", "ground": "довіреність"}
    child = declare_representation(person=resident, kind="power", details=details, at=noon)

    visit(cabinet, url("cabinet:start", offering.service.code)).send({"for": str(child.uid)})

    assert Application.objects.get().representation == child


def test_one_is_taken_off_the_list(cabinet, resident, noon):
    made = declare_representation(
        person=resident, kind="power", details={"family_name": "К", "given_name": "І"}, at=noon
    )

    cabinet.post(url("cabinet:end_representation", made.uid))

    assert "К І" not in visit(cabinet, url("cabinet:representations")).text


def test_nobody_ends_somebody_elses(cabinet, noon):
    stranger = factories.PersonFactory()
    made = declare_representation(
        person=stranger, kind="power", details={"family_name": "К", "given_name": "І"}, at=noon
    )

    assert cabinet.post(url("cabinet:end_representation", made.uid)).status_code == 404
    assert Representation.objects.get().ended_at is None


def test_a_legal_entity_is_not_added_by_hand(cabinet):
    assert cabinet.get(url("cabinet:represent", "entity")).status_code == 404
