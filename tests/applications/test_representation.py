import json
from datetime import date

import pytest

from tests import factories
from vikno.applications import operations, queries
from vikno.applications.models import Application
from vikno.applications.signing_package import DATA, read_package
from vikno.audit.models import AuditEntry
from vikno.files.queries import read_content
from vikno.people.operations import declare_representation, end_representation

pytestmark = pytest.mark.django_db

CHILD = {
    "family_name": "Квіткова",
    "given_name": "Ія",
    "born_on": date(2019, 5, 1),
    "ground": "свідоцтво І-АА № 000001",
}


@pytest.fixture
def parent():
    return factories.PersonFactory()


@pytest.fixture
def child(parent, noon):
    return declare_representation(person=parent, kind="child", details=CHILD, at=noon)


@pytest.fixture
def offering():
    return factories.OfferingFactory()


def begun(offering, parent, child, at) -> Application:
    return operations.start(
        service=offering.service, centre=offering.centre, applicant=parent, at=at, representation=child
    )


def sent(offering, parent, child, at) -> Application:
    draft = begun(offering, parent, child, at)
    typed = factories.COMPLETE_ANSWERS | {"full_name": "Квіткова Ія"}
    operations.answer(application=draft, typed=typed, at=at)
    return operations.submit(application=draft, at=at)


def test_a_form_is_filled_in_with_the_child_and_the_contacts_of_the_parent(offering, parent, child, noon):
    draft = begun(offering, parent, child, noon)

    assert draft.answers["full_name"] == "Квіткова Ія"
    assert draft.answers["phone"] == parent.phone


def test_both_are_written_down_when_it_is_sent(offering, parent, child, noon):
    application = sent(offering, parent, child, noon)

    assert application.applicant_name == "Зразкова Олена Тестівна"
    assert application.represented["name"] == "Квіткова Ія"
    assert application.represented["ground"] == "свідоцтво І-АА № 000001"


def test_what_was_sent_stays_when_the_representation_ends(offering, parent, child, noon):
    application = sent(offering, parent, child, noon)

    end_representation(representation=child, at=noon)

    assert Application.objects.get(pk=application.pk).represented_name == "Квіткова Ія"


def test_nobody_begins_for_whom_they_no_longer_act(offering, parent, child, noon):
    end_representation(representation=child, at=noon)

    with pytest.raises(operations.RepresentationNotCurrent):
        begun(offering, parent, child, noon)

    assert not Application.objects.exists()


def test_nobody_begins_for_somebody_elses_child(offering, child, noon):
    with pytest.raises(operations.RepresentationNotCurrent):
        begun(offering, factories.PersonFactory(), child, noon)


def test_staff_find_the_case_by_the_name_of_the_child(offering, parent, child, noon):
    application = sent(offering, parent, child, noon)

    assert list(queries.search_cases(Application.objects.all(), "Квіткова")) == [application]


def test_the_audit_says_in_which_capacity_and_not_for_whom(offering, parent, child, noon):
    sent(offering, parent, child, noon)

    entry = AuditEntry.objects.get(action="application.submitted")
    assert entry.detail["acts"] == "child"
    assert "Квіткова" not in json.dumps(entry.detail, ensure_ascii=False)


def test_what_is_signed_names_both(offering, parent, child, noon):
    draft = begun(offering, parent, child, noon)
    operations.answer(application=draft, typed=factories.COMPLETE_ANSWERS, at=noon)

    data = json.loads(
        read_package(read_content(operations.prepare_to_sign(application=draft, at=noon).file)).files[DATA]
    )

    assert (data["applicant"]["given_name"], data["represented"]["name"]) == ("Олена", "Квіткова Ія")
