"""The list of cases: what is in it, in what order, what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Deadline
from vikno.centres.models import CentreKind
from vikno.kernel.crypto import decrypt_text
from vikno.workspace.cases.session_search import MAX_SEARCHES, SEAL_CONTEXT, SEARCHES_KEY

pytestmark = pytest.mark.django_db


def listed(response):
    return [row.case for row in response.context["listing"].rows]


def due_in(case, days):
    """Put the deadline so many days from now."""
    today = case.centre.today(timezone.now())
    Deadline.objects.filter(application=case).update(due_on=today + timedelta(days=days))
    return case


def counts(response):
    groups = response.context["listing"].selection_groups
    return {link.selection.code: link.count for group in groups for link in group.links}


def test_a_row_says_what_an_officer_needs_to_choose_it(workspace, officer):
    case = due_in(factories.in_work(officer), -2)

    response = workspace.get(url("workspace:cases"))

    assert response.status_code == 200
    for words in (case.number, "1/26", "Зразкова О.\u00a0Т.", "In work", "2 days late", "Реєстрація місця проживання"):
        assert words in response.text


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "1 day late"), (0, "today"), (1, "tomorrow"), (3, "3 days left"), (12, "12 days left")],
)
def test_a_deadline_is_said_in_words(workspace, officer, days, words):
    due_in(factories.in_work(officer), days)

    response = workspace.get(url("workspace:cases"))

    assert words in response.text


def test_a_case_with_the_applicant_waits_and_its_term_stands(workspace, officer, noon):
    returned(officer, noon)

    response = workspace.get(url("workspace:cases"), {"pick": "waiting"})

    assert "paused" in response.text
    assert "Waiting for the applicant" in response.text
    assert "Your action is needed" not in response.text


def returned(officer, noon):
    case = factories.in_work(officer)
    operations.return_for_correction(
        application=case,
        officer=officer,
        reason="Не видно будинку",
        remarks={"address": ""},
        due_on=(noon + timedelta(days=10)).date(),
        at=noon,
    )
    return case


def test_selections_say_how_many_cases_they_hold(workspace, officer, noon):
    colleague = factories.OfficerFactory(centre=officer.centre)
    due_in(factories.submitted(centre=officer.centre), 9)
    due_in(factories.registered(officer), 2)
    due_in(factories.in_work(officer), -1)
    due_in(factories.in_work(colleague), -1)
    due_in(returned(officer, noon), -5)
    withdrawn = factories.submitted(centre=officer.centre)
    operations.withdraw(application=withdrawn, at=noon)
    factories.submitted()

    response = workspace.get(url("workspace:cases"))

    assert counts(response) == {
        "mine": 2,
        "mine_late": 1,
        "unregistered": 1,
        "free": 1,
        "late": 2,
        "soon": 1,
        "waiting": 1,
        "to_hand_over": 0,
        "open": 5,
        "closed": 1,
    }


@pytest.mark.parametrize("pick", ["mine", "mine_late", "unregistered", "free", "late", "soon", "waiting", "closed"])
def test_a_selection_holds_what_it_counted(workspace, officer, noon, pick):
    factories.submitted(centre=officer.centre)
    due_in(factories.registered(officer), 2)
    due_in(factories.in_work(officer), -1)
    returned(officer, noon)
    operations.withdraw(application=factories.submitted(centre=officer.centre), at=noon)

    response = workspace.get(url("workspace:cases"), {"pick": pick})

    assert len(listed(response)) == counts(response)[pick] > 0


def test_what_is_late_stands_first_and_what_waits_for_others_last(workspace, officer, noon):
    waiting = due_in(returned(officer, noon), -9)
    calm = due_in(factories.in_work(officer), 8)
    late = due_in(factories.registered(officer), -1)

    response = workspace.get(url("workspace:cases"))

    assert listed(response) == [late, calm, waiting]


def test_the_order_can_be_changed_and_an_unknown_one_is_passed_over(workspace, officer):
    first, second = factories.registered(officer), factories.registered(officer)
    due_in(first, 1)
    due_in(second, 5)

    newest = workspace.get(url("workspace:cases"), {"sort": "number"})
    nonsense = workspace.get(url("workspace:cases"), {"sort": "access_code"})

    assert listed(newest) == [second, first]
    assert listed(nonsense) == [first, second]


def test_filters_narrow_the_list(workspace, officer):
    wanted, other = factories.in_work(officer), factories.registered(officer)

    by_service = workspace.get(url("workspace:cases"), {"service": wanted.service.code})
    by_status = workspace.get(url("workspace:cases"), {"status": "registered"})
    by_channel = workspace.get(url("workspace:cases"), {"channel": "desk"})

    assert listed(by_service) == [wanted]
    assert listed(by_status) == [other]
    assert listed(by_channel) == []
    assert "Nothing was found" in by_channel.text


def test_a_filter_that_makes_no_sense_is_passed_over(workspace, officer):
    case = factories.in_work(officer)

    response = workspace.get(url("workspace:cases"), {"service": "no-such", "centre": "x", "pick": "?", "page": "nine"})

    assert listed(response) == [case]


def test_who_serves_several_centres_can_choose_one(workspace, officer):
    desk = factories.CentreFactory(parent=officer.centre, kind=CentreKind.REMOTE_DESK)
    below = factories.submitted(centre=desk)
    factories.submitted(centre=officer.centre)

    response = workspace.get(url("workspace:cases"), {"centre": desk.code})

    assert listed(response) == [below]
    assert desk.name in response.text


def test_an_empty_list_says_what_will_be_here(workspace):
    response = workspace.get(url("workspace:cases"))

    assert "There are no cases here" in response.text


# Search.


@pytest.fixture
def found_one(officer):
    """One case of somebody with a name of their own, among others."""
    person = factories.PersonFactory(family_name="Унікальна", given_name="Зоряна", phone="+380501112233")
    typed = {**factories.COMPLETE_ANSWERS, "rnokpp": "3184710691"}
    case = factories.registered(officer, person=person, answers=typed)
    factories.registered(officer, answers={**factories.COMPLETE_ANSWERS, "rnokpp": "1759013776"})
    return case


@pytest.mark.parametrize(
    "text", ["Унікальна", "унікальна зоряна", "0501112233", "+38 (050) 111-22-33", "3184710691", "1/26"]
)
def test_a_case_is_found_by_name_phone_number_and_code(workspace, found_one, text):
    response = workspace.post(url("workspace:search"), {"text": text}, follow=True)

    assert listed(response) == [found_one]
    assert "Found cases" in response.text


def test_a_case_is_found_by_its_number_however_it_is_copied(workspace, found_one):
    copied = found_one.number.replace("-", " ")

    response = workspace.post(url("workspace:search"), {"text": copied}, follow=True)

    assert listed(response) == [found_one]


def test_a_search_looks_among_closed_cases_too(workspace, officer, noon):
    case = factories.submitted(centre=officer.centre)
    operations.withdraw(application=case, at=noon)

    response = workspace.post(url("workspace:search"), {"text": "Зразкова"}, follow=True)

    assert listed(response) == [case]


def test_a_search_does_not_reach_other_centres(workspace, found_one):
    other = factories.submitted(person=factories.PersonFactory(family_name="Чужа"))

    response = workspace.post(url("workspace:search"), {"text": "Чужа"}, follow=True)

    assert other.number not in response.text
    assert "Nothing was found" in response.text


def test_what_is_searched_for_stands_in_no_address_and_lies_sealed(workspace, found_one):
    response = workspace.post(url("workspace:search"), {"text": "Унікальна"}, follow=True)

    [(address, _status)] = response.redirect_chain
    assert "search=" in address
    assert "%" not in address
    [[_token, sealed]] = workspace.session[SEARCHES_KEY]
    assert decrypt_text(sealed, context=SEAL_CONTEXT) == "Унікальна"
    assert 'value="Унікальна"' in response.text


def test_two_tabs_keep_their_own_searches(workspace, found_one):
    one = workspace.post(url("workspace:search"), {"text": "Унікальна"}).url
    two = workspace.post(url("workspace:search"), {"text": "Нікого"}).url

    assert listed(workspace.get(one)) == [found_one]
    assert listed(workspace.get(two)) == []


def test_only_the_last_searches_are_kept(workspace):
    for number in range(MAX_SEARCHES + 3):
        workspace.post(url("workspace:search"), {"text": f"слово {number}"})

    assert len(workspace.session[SEARCHES_KEY]) == MAX_SEARCHES


def test_a_search_for_nothing_leads_to_the_list(workspace):
    response = workspace.post(url("workspace:search"), {"text": "  "})

    assert response.url == url("workspace:cases")


# What it costs.


@pytest.fixture
def many(officer):
    """Make so many cases at the officer's centre."""
    offering = factories.OfferingFactory(centre=officer.centre)

    def make(number):
        for _ in range(number):
            person = factories.PersonFactory()
            case = operations.start(
                service=offering.service, centre=officer.centre, applicant=person, at=factories.NOON
            )
            case = operations.answer(application=case, typed=factories.COMPLETE_ANSWERS, at=factories.NOON)
            case = operations.submit(application=case, at=factories.NOON)
            operations.accept(application=case, officer=officer, at=factories.NOON)

    return make


def test_a_page_holds_fifty_cases_and_costs_the_same_however_many_there_are(
    workspace, many, django_assert_max_num_queries, django_assert_num_queries
):
    many(60)
    # The first visit remembers the list in the session.
    workspace.get(url("workspace:cases"))
    with django_assert_max_num_queries(12) as few:
        response = workspace.get(url("workspace:cases"))
    many(60)
    with django_assert_num_queries(len(few)):
        workspace.get(url("workspace:cases"))

    assert len(listed(response)) == 50
    assert "1–50 of 60" in response.text
    last = workspace.get(url("workspace:cases"), {"page": "3"})
    assert len(listed(last)) == 20
