"""The journey of a complaint about an unclear page: it is answered, and the answer becomes a question for everybody."""

import re

from tests.system.resident_journey import (
    given_they_signed_in,
    then_they_are_told_what_to_correct,
    then_they_read,
    when_they_open_the_newest_letter,
)
from tests.system.ukrainian_labels import say, starting
from tests.system.visitor import Visitor

ANSWER = "Дохід студентки враховується, якщо вона його має."
ASKER = "asker@example.com"


def when_they_complain_that_a_card_is_unclear(visitor: Visitor) -> tuple[str, str]:
    """Press that a card was no help, and write why. Return the number and the access code."""
    visitor.open("/services/housing-subsidy/")
    visitor.press(say("No"))
    then_they_read(visitor, say("What was wrong?"))
    visitor.follow(say("Write what was wrong, and get an answer"))
    # The form asks whoever sends it within three seconds to check it once more.
    visitor.page.wait_for_timeout(3500)
    visitor.press(say("Send"))
    then_they_are_told_what_to_correct(visitor)
    visitor.page.locator("input[name=category][value=unclear]").check()
    visitor.page.locator("#id_text").fill("Не зрозуміло, чи вказувати студентку, якій здаю кімнату.")
    visitor.page.locator("#id_email").fill(ASKER)
    visitor.press(say("Send"))
    codes = visitor.page.locator(".window .code").all_inner_texts()
    return codes[0], codes[1]


def when_an_officer_answers(desk: Visitor, number: str) -> None:
    given_they_signed_in(desk, "officer@example.com")
    desk.open("/workspace/enquiries/")
    desk.follow(number)
    desk.press(say("Take it"))
    desk.page.locator("#id_answer-text").fill(ANSWER)
    desk.press(say("Answer and close"))
    then_they_read(desk, ANSWER)


def when_the_officer_proposes_a_question_for_all(desk: Visitor) -> None:
    desk.page.locator("#id_question-question").fill("Чи вказувати студентку, яка орендує кімнату?")
    desk.press(say("Make a draft for editors"))
    assert desk.page.get_by_text(say("The draft is made. Editors will word it and publish it.")).is_visible()


def when_they_look_up_the_enquiry(visitor: Visitor, number: str, code: str) -> None:
    visitor.open("/ask/status/")
    visitor.fill(starting(say("Number of the enquiry")), number)
    visitor.fill(starting(say("Access code")), code)
    visitor.press(say("Show"))


def test_what_was_unclear_is_answered_and_told_to_all(phone: Visitor, desk: Visitor):
    number, code = when_they_complain_that_a_card_is_unclear(phone)
    when_an_officer_answers(desk, number)
    when_the_officer_proposes_a_question_for_all(desk)

    when_they_look_up_the_enquiry(phone, number, code)

    then_they_read(phone, ANSWER)
    phone.page.wait_for_timeout(1500)
    when_they_open_the_newest_letter(phone, ASKER)
    assert phone.page.get_by_text(number).first.is_visible()


def test_all_of_it_works_without_scripts(no_script: Visitor):
    number, code = when_they_complain_that_a_card_is_unclear(no_script)

    when_they_look_up_the_enquiry(no_script, number, code)

    then_they_read(no_script, say("We have received it. An officer will take it soon."))


def test_a_link_to_an_answer_opens_it(phone: Visitor):
    phone.open("/questions/")
    first = phone.page.locator(".faq__answer").first
    anchor = first.get_attribute("id")
    assert not first.is_visible()

    phone.page.goto(f"{phone.portal}/questions/?again#{anchor}")

    assert phone.page.locator(f"#{anchor}").is_visible()
    phone.follow(starting(say("Link to this answer")))
    assert re.search(r"/questions/[a-z0-9-]+/$", phone.page.url)
