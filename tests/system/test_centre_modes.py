"""An air raid: the head presses once, a resident's phone says so on every page; after the all-clear, it does not."""

import pytest

from tests.system.resident_journey import given_they_signed_in
from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor

HEAD = "head@example.com"
PAGES = ("/", "/centres/", "/centres/verbivka/", "/centres/nova-loza/", "/account/login/", "/cs/centres/verbivka/")


def banner(visitor: Visitor) -> str:
    return " ".join(visitor.page.locator(".banners").all_inner_texts())


def press(desk: Visitor, mode: str) -> None:
    """Press the button of a mode at the first centre, which takes all below it along."""
    desk.open("/workspace/modes/")
    desk.go(desk.page.locator(f"main button.mode__button[value={mode}]").first)


@pytest.fixture
def all_clear(desk: Visitor):
    """Whatever happens, the centre works as usual afterwards: other journeys come through the same portal."""
    given_they_signed_in(desk, HEAD)
    yield
    press(desk, "normal")


def test_one_press_is_seen_on_every_page_of_a_phone_and_taken_back(desk: Visitor, phone: Visitor, all_clear):
    press(desk, "air_raid")
    assert say("Air raid: reception is stopped.") in banner(desk)

    for path in PAGES[:-1]:
        phone.open(path)
        assert say("Air raid: reception is stopped.") in banner(phone), path
    phone.open(PAGES[-1])
    assert "Letecký poplach" in banner(phone)
    phone.open("/centres/verbivka/")
    # What it says of its hours depends on the hour of the run; the unit tests of openness tell that.
    assert say("Air raid: reception is stopped.") in banner(phone)

    press(desk, "normal")
    phone.open("/")
    assert say("Air raid: reception is stopped.") not in banner(phone)


def test_without_scripts_the_banner_and_the_way_to_a_centre_stand_all_the_same(
    desk: Visitor, no_script: Visitor, all_clear
):
    press(desk, "blackout")

    no_script.open("/centres/verbivka/")

    assert say("No electricity: only part of the services is given.") in banner(no_script)
    assert no_script.page.locator("main a[href^='geo:']").count() == 1
    assert no_script.main().get_by_text("48.913200, 31.874100").is_visible()


def test_the_map_is_drawn_where_tiles_are_configured_and_its_pins_are_named(phone: Visitor):
    phone.open("/centres/")

    pins = phone.page.locator(".map .map__pin")
    pins.first.wait_for()
    assert pins.count() == 3
    assert phone.page.get_by_role("button", name="ЦНАП Вербівської громади").count() == 1
