"""A paper application, entered at the desk."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.english_urls import url
from vikno.applications.models import Application, ApplicationChannel
from vikno.catalogue.models import CardDocument, DocumentSource
from vikno.centres.models import CentreKind, OfficerRole

pytestmark = pytest.mark.django_db

TYPED = {
    "family_name": "Умовна",
    "given_name": "Віра",
    "patronymic": "Гіпотетівна",
    "born_on": "01.02.1980",
    "phone": "067 765 43 21",
    "email": "vira@example.com",
    "rnokpp": "3184710691",
    "rnokpp-asked": "1",
    "papers-0-name": "Заява",
    "papers-0-sheets": "2",
    "papers-1-name": "Копія паспорта",
    "papers-1-sheets": "",
}


@pytest.fixture
def service(officer):
    """A service that the officer's centre gives at the desk, with two papers and one that a register holds."""
    service = factories.OfferingFactory(centre=officer.centre).service
    for number, (name, source) in enumerate(
        [
            ("Заява", DocumentSource.APPLICANT),
            ("Копія паспорта", DocumentSource.APPLICANT),
            ("Витяг з реєстру", DocumentSource.REGISTER),
        ]
    ):
        CardDocument.objects.create(card=service.card, name=name, source=source, sort_order=number)
    return service


def address(officer, service):
    return f"{url('workspace:intake')}?centre={officer.centre.code}&service={service.code}"


def enter(client, officer, service, **typed):
    return client.post(address(officer, service), {**TYPED, **typed}, follow=True)


def test_first_the_service_is_chosen_among_those_given_at_the_desk(workspace, officer, service):
    elsewhere = factories.OfferingFactory().service
    online_only = factories.OfferingFactory(centre=officer.centre, at_desk=False).service

    response = workspace.get(url("workspace:intake"))

    assert service.code in response.text
    assert elsewhere.code not in response.text
    assert online_only.code not in response.text


def test_who_serves_one_centre_does_not_choose_it(workspace, officer, service):
    response = workspace.get(url("workspace:intake"))

    assert f'type="hidden" name="centre" value="{officer.centre.code}"' in response.text


def test_a_service_that_the_chosen_centre_does_not_give_is_refused(workspace, officer, service):
    desk = factories.CentreFactory(parent=officer.centre, kind=CentreKind.REMOTE_DESK)

    response = workspace.get(url("workspace:intake"), {"centre": desk.code, "service": service.code})

    assert response.status_code == 422
    assert "This centre does not take applications for this service." in response.text


def test_nothing_is_entered_for_a_centre_of_others(workspace, officer, service):
    foreign = factories.OfferingFactory(service=service).centre
    query = f"?centre={foreign.code}&service={service.code}"

    response = workspace.post(url("workspace:intake") + query, TYPED)

    assert response.status_code == 422
    assert not Application.objects.exists()


def test_the_papers_of_the_card_stand_ready_without_those_a_register_holds(workspace, officer, service):
    response = workspace.get(address(officer, service))

    assert response.status_code == 200
    assert 'value="Заява"' in response.text
    assert 'value="Копія паспорта"' in response.text
    assert "Витяг з реєстру" not in response.text


def test_an_application_is_entered_and_gets_number_code_and_papers_to_print(workspace, officer, service):
    response = enter(workspace, officer, service)

    case = Application.objects.get()
    assert case.channel == ApplicationChannel.DESK
    for words in (case.number, case.access_code, "Умовна Віра Гіпотетівна"):
        assert words in response.text
    for paper in ("inventory", "receipt"):
        assert url(f"workspace:{paper}", case.uid) in response.text
    assert case.applicant_details == {
        "family_name": "Умовна",
        "given_name": "Віра",
        "patronymic": "Гіпотетівна",
        "born_on": "1980-02-01",
        "phone": "+380677654321",
        "email": "vira@example.com",
        "rnokpp": "3184710691",
    }
    assert case.submissions.get().papers == [{"name": "Заява", "sheets": 2}]


def test_reception_enters_applications(client, officer, service):
    receptionist = factories.OfficerFactory(centre=officer.centre, role=OfficerRole.RECEPTION)
    client.force_login(receptionist.person)

    response = enter(client, officer, service)

    assert "The application is entered" in response.text


def test_scans_are_kept_with_the_case(workspace, officer, service):
    scans = [SimpleUploadedFile(name, factories.png().content) for name in ("1.png", "2.png")]

    enter(workspace, officer, service, scans=scans)

    case = Application.objects.get()
    assert {one.file.name for one in case.submissions.get().attachments.all()} == {"1.png", "2.png"}
    page = workspace.get(url("workspace:case", case.uid))
    assert "2.png" in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"family_name": ""}, "Fill in: Family name"),
        ({"given_name": " "}, "Fill in: Given name"),
        ({"born_on": "31.02.1980"}, "Write a date as day, month, year"),
        ({"phone": "12"}, "Write a phone number"),
        ({"email": "vira"}, "Write an e-mail address"),
        ({"rnokpp": "3184710690"}, "Check the taxpayer number"),
        ({"papers-0-sheets": "багато"}, "Write the number of sheets as a whole number"),
        ({"papers-0-sheets": "0"}, "Write the number of sheets as a whole number"),
        ({"papers-2-name": "Договір", "papers-2-sheets": ""}, "How many sheets of “Договір”?"),
        ({"papers-2-name": "", "papers-2-sheets": "3"}, "What document is this?"),
        ({"papers-0-sheets": ""}, "Write how many sheets of each document were handed in."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(workspace, officer, service, typed, words):
    response = enter(workspace, officer, service, **typed)

    assert response.status_code == 422
    assert words in response.text
    for name, value in {**TYPED, **typed}.items():
        if value.strip() and not name.endswith("asked") and name != "phone":
            assert f'value="{value}"' in response.text
    assert not Application.objects.exists()


def test_each_problem_leads_to_its_field(workspace, officer, service):
    response = enter(workspace, officer, service, **{"family_name": "", "papers-0-sheets": "х"})

    for place in ("family_name", "papers-0-sheets"):
        assert f'href="#{place}"' in response.text
        assert f'id="{place}"' in response.text


def test_a_scan_that_is_not_taken_is_refused_and_what_was_typed_stays(workspace, officer, service):
    response = enter(workspace, officer, service, scans=[SimpleUploadedFile("1.exe", factories.png().content)])

    assert response.status_code == 422
    assert "is not a PDF, JPG or PNG" in response.text
    assert "Choose the files again" in response.text
    assert 'value="Умовна"' in response.text
    assert not Application.objects.exists()


def test_a_person_without_a_taxpayer_number_is_entered(workspace, officer, service):
    enter(workspace, officer, service, **{"rnokpp": "", "rnokpp-none": "on"})

    assert "rnokpp" not in Application.objects.get().applicant_details


def test_one_more_row_is_given_without_script_and_nothing_is_checked_yet(workspace, officer, service):
    response = enter(workspace, officer, service, add_row="yes", family_name="")

    assert response.status_code == 200
    assert 'id="papers-2-name"' in response.text
    assert 'value="Віра"' in response.text
    assert not Application.objects.exists()


def test_pressing_twice_enters_one_application(workspace, officer, service):
    key = str(uuid.uuid4())

    first = enter(workspace, officer, service, key=key)
    second = enter(workspace, officer, service, key=key)

    assert first.redirect_chain == second.redirect_chain
    assert Application.objects.count() == 1


def test_a_key_that_is_none_is_passed_over(workspace, officer, service):
    enter(workspace, officer, service, key="no key")

    assert Application.objects.count() == 1


def test_a_case_entered_at_the_desk_is_found_by_the_phone(workspace, officer, service):
    enter(workspace, officer, service)

    response = workspace.post(url("workspace:search"), {"text": "0677654321"}, follow=True)

    assert Application.objects.get().number in response.text
