"""A page that was no help becomes a complaint, the complaint an answer, the answer a question for all."""

import re

from tests.system.resident_journey import open_letter, sign_in
from tests.system.ukrainian_labels import say, starting
from tests.system.visitor import Visitor

ANSWER = "Дохід студентки враховується, якщо вона його має."
ASKER = "asker@example.com"


def complain(visitor: Visitor) -> tuple[str, str]:
    """Say that a card was no help, and write why; return the number and the code."""
    visitor.open("/services/housing-subsidy/")
    visitor.press(say("No"))
    assert visitor.reads(say("What was wrong?"))
    visitor.follow(say("Write what was wrong, and get an answer"))
    # Nobody writes quicker than this; the form asks who does to look once more.
    visitor.page.wait_for_timeout(3500)
    visitor.press(say("Send"))
    assert visitor.page.locator(".govuk-error-summary").is_visible()
    visitor.page.locator("input[name=category][value=unclear]").check()
    visitor.page.locator("#id_text").fill("Не зрозуміло, чи вказувати студентку, якій здаю кімнату.")
    visitor.page.locator("#id_email").fill(ASKER)
    visitor.press(say("Send"))
    codes = visitor.page.locator(".window .code").all_inner_texts()
    return codes[0], codes[1]


def answer(desk: Visitor, number: str) -> None:
    sign_in(desk, "officer@example.com")
    desk.open("/workspace/enquiries/")
    desk.follow(number)
    desk.press(say("Take it"))
    desk.page.locator("#id_answer-text").fill(ANSWER)
    desk.press(say("Answer and close"))
    assert desk.reads(ANSWER)


def make_a_question(desk: Visitor) -> None:
    desk.page.locator("#id_question-question").fill("Чи вказувати студентку, яка орендує кімнату?")
    desk.press(say("Make a draft for editors"))
    assert desk.page.get_by_text(say("The draft is made. Editors will word it and publish it.")).is_visible()


def look_up(visitor: Visitor, number: str, code: str) -> None:
    visitor.open("/ask/status/")
    visitor.page.locator("#id_number").fill(number)
    visitor.page.locator("#id_code").fill(code)
    visitor.press(say("Show"))


def test_what_was_unclear_is_answered_and_told_to_all(phone: Visitor, desk: Visitor):
    number, code = complain(phone)
    answer(desk, number)
    make_a_question(desk)

    look_up(phone, number, code)

    assert phone.reads(ANSWER)
    phone.page.wait_for_timeout(1500)
    open_letter(phone, ASKER)
    assert phone.page.get_by_text(number).first.is_visible()


def test_all_of_it_works_without_scripts(no_script: Visitor):
    number, code = complain(no_script)

    look_up(no_script, number, code)

    assert no_script.reads(say("We have received it. An officer will take it soon."))


def test_a_link_to_an_answer_opens_it(phone: Visitor):
    phone.open("/questions/")
    first = phone.page.locator(".faq__answer").first
    anchor = first.get_attribute("id")
    assert not first.is_visible()

    phone.page.goto(f"{phone.portal}/questions/?again#{anchor}")

    assert phone.page.locator(f"#{anchor}").is_visible()
    phone.follow(starting(say("Link to this answer")))
    assert re.search(r"/questions/[a-z0-9-]+/$", phone.page.url)
