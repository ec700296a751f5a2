"""The frame of every page: whose site it is, who reads it, where they can go."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from tests import factories
from tests.web.rendered_html import by_class, parsed, text
from vikno.centres.models import CentreKind, Desk, OfficerRole
from vikno.web import showcase

pytestmark = pytest.mark.django_db

PAGE = "/en/nothing-is-here/"


def frame(client: Client):
    return parsed(client.get(PAGE).text)


def headed(client: Client) -> str:
    return text(by_class(frame(client), "site-header")[0])


def test_a_guest_is_offered_to_sign_in(client):
    assert "Sign in" in headed(client)
    assert "Sign out" not in headed(client)


def test_a_resident_is_led_to_their_applications(cabinet):
    assert "My applications" in headed(cabinet)
    assert "Sign out" in headed(cabinet)
    assert "Workspace" not in headed(cabinet)


def test_an_officer_is_led_to_the_workspace_and_to_their_own_applications(workspace):
    assert "Workspace" in headed(workspace)
    assert "My applications" in headed(workspace)


def test_an_editor_is_led_to_the_pages_they_write(client):
    editor = factories.OfficerFactory(role=OfficerRole.EDITOR)
    client.force_login(editor.person)

    assert "Edit the site" in headed(client)
    assert "Workspace" not in headed(client)


def test_somebody_whose_post_has_ended_is_a_resident_again(workspace, officer):
    officer.is_active = False
    officer.save(update_fields=["is_active"])

    assert "Workspace" not in headed(workspace)


def test_signing_out_is_sent_not_followed(cabinet):
    forms = [form for form in frame(cabinet).iter("form") if form.get("action") == "/en/account/logout/"]

    assert {form.get("method") for form in forms} == {"post"}


def test_the_contacts_of_the_main_centre_stand_on_every_page(client):
    main = factories.CentreFactory(
        community="Вербівська громада", phones="0 800 000 000, +380 44 000 00 00", email="cnap@verbivka.example"
    )
    factories.CentreFactory(community="Інша", parent=main, kind=CentreKind.REMOTE_DESK)

    page = frame(client)
    footer = by_class(page, "site-footer")[0]

    assert "Вербівська громада" in text(by_class(page, "brand")[0])
    assert main.address in text(footer)
    assert {link.get("href") for link in footer.iter("a")} >= {
        "tel:0800000000",
        "tel:+380440000000",
        "mailto:cnap@verbivka.example",
    }


def test_before_there_is_a_centre_pages_bear_the_name_of_the_portal(client):
    assert text(by_class(frame(client), "brand")[0]) == "Vikno"


def test_the_demonstration_says_that_it_is_one(client, settings):
    settings.DEMO = True

    assert "Demonstration." in text(by_class(frame(client), "strip")[0])


def test_a_real_site_does_not(client, settings):
    settings.DEMO = False

    assert by_class(frame(client), "strip") == []


def test_a_page_costs_its_frame_once(cabinet, django_assert_max_num_queries):
    # Session, person, the main centre, posts, modes, alerts; that no page in any language and no redirect has this address.
    with django_assert_max_num_queries(12):
        cabinet.get(PAGE)


def test_a_page_with_problems_says_so_in_its_title(client, rf):
    request = rf.get("/")
    request.user = factories.PersonFactory()

    with translation.override("en"):
        html = render_to_string("web/page.html", {"problems": [{"at": "a", "message": "b"}]}, request)

    assert "<title>Error: " in html


def test_the_officers_bar_says_who_works_where(rf, officer):
    officer.desk = Desk.objects.create(centre=officer.centre, number=3)
    officer.save(update_fields=["desk"])
    request = rf.get("/en/workspace/")
    request.user = officer.person

    with translation.override("en"):
        page = parsed(render_to_string("web/workspace.html", {"section": "cases"}, request))
    bar = by_class(page, "work-bar")[0]
    current = [text(link) for link in bar.iter("a") if link.get("aria-current") == "page"]

    assert "Desk 3 · Officer Зразкова О. Т." in text(bar)
    assert current == ["Cases"]


def test_the_living_page_of_components_renders(rf):
    assert showcase.components(rf.get("/components/")).status_code == 200
