"""The page on which one press says how a centre works now."""

import pytest
from django.test import Client

from tests import factories
from tests.english_urls import url
from vikno.centres.models import Centre, CentreKind, CentreMode, ModeChange, OfficerRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return factories.CentreFactory(code="main", name="Центр у Вербівці")


def signed_in(centre, role=OfficerRole.HEAD) -> Client:
    client = Client()
    client.force_login(factories.OfficerFactory(centre=centre, role=role).person)
    return client


def press(client, mode, *, was="normal", code="main", **more):
    typed = {f"{code}-mode": mode, f"{code}-was": was, **{f"{code}-{name}": value for name, value in more.items()}}
    return client.post(url("workspace:set_mode", code), typed, follow=True)


def test_one_press_sets_the_mode_and_every_page_says_so(centre, client):
    response = press(signed_in(centre), "air_raid", note="Дякуємо за терпіння")

    assert "“Air raid” is set: Центр у Вербівці." in response.text
    for page in (url("content:home"), url("content:centre", "main"), url("account_login"), url("content:services")):
        text = client.get(page).text
        assert "Air raid: reception is stopped." in text, page
        assert "Дякуємо за терпіння" in text


def test_the_banner_stands_in_the_workspace_and_in_the_cabinet_too(centre, cabinet):
    head = signed_in(centre)
    press(head, "blackout")

    for client, page in ((head, url("workspace:cases")), (cabinet, url("cabinet:home"))):
        assert "No electricity: only part of the services is given." in client.get(page).text


def test_nothing_stands_over_the_page_when_all_is_as_usual(centre, client):
    assert 'class="banners"' not in client.get(url("content:home")).text


def test_the_branches_follow_when_the_box_is_ticked(centre):
    factories.CentreFactory(parent=centre, kind=CentreKind.BRANCH)

    press(signed_in(centre), "air_raid", with_branches="on")

    assert set(Centre.objects.values_list("mode", flat=True)) == {"air_raid"}


def test_the_history_says_who_when_and_until_when(centre):
    head = signed_in(centre)
    press(head, "air_raid")

    text = press(head, "normal", was="air_raid").text

    history = text.partition("How it was")[2]
    assert history.count("<tr>") == 3
    assert "Зразкова" in history


def test_a_mode_that_only_the_head_may_set_is_not_offered_and_is_refused(centre):
    officer = signed_in(centre, OfficerRole.OFFICER)

    assert 'value="closed"' not in officer.get(url("workspace:modes")).text
    response = press(officer, "closed")

    assert response.status_code == 422
    assert "Your role at the centre does not allow this" in response.text
    assert Centre.objects.get().mode == CentreMode.NORMAL


def test_a_centre_that_its_head_closed_has_no_buttons_for_others(centre):
    press(signed_in(centre), "closed")

    text = signed_in(centre, OfficerRole.OFFICER).get(url("workspace:modes")).text

    assert "Only the head of the centre can change this." in text


def test_a_press_on_an_old_page_is_refused_and_keeps_what_was_typed(centre):
    press(signed_in(centre), "air_raid")

    response = press(signed_in(centre), "blackout", note="До ранку")

    assert response.status_code == 422
    assert "A colleague has just set “Air raid”" in response.text
    assert "До ранку" in response.text
    assert ModeChange.objects.count() == 1


def test_the_same_press_twice_says_that_it_is_done(centre):
    press(signed_in(centre), "air_raid")

    assert "“Air raid” was set already." in press(signed_in(centre), "air_raid").text


@pytest.mark.parametrize(
    "typed", [{"mode": "lost"}, {"mode": ""}, {"note": "х" * 301}], ids=["unknown", "none", "long"]
)
def test_what_makes_no_sense_changes_nothing(centre, typed):
    response = press(signed_in(centre), **{"mode": "air_raid", **typed})

    assert response.status_code == 422
    assert Centre.objects.get().mode == CentreMode.NORMAL


def test_a_centre_of_others_is_not_there(centre):
    stranger = signed_in(factories.CentreFactory())

    assert press(stranger, "air_raid").status_code == 404


def test_opened_as_a_page_the_address_leads_to_the_list(centre):
    response = signed_in(centre).get(url("workspace:set_mode", "main"))

    assert response.status_code == 302
    assert response.url == url("workspace:modes")


def test_many_branches_cost_the_same(centre, django_assert_max_num_queries):
    factories.CentreFactory.create_batch(20, parent=centre)
    head = signed_in(centre)

    with django_assert_max_num_queries(14):
        head.get(url("workspace:modes"))
