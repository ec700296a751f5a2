"""The mailbox of the demo: letters that the file backend has written."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from vikno.demo.mailbox import find_letter, letters

pytestmark = pytest.mark.django_db

BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def send(settings):
    """Return a function that sends letters to the folder of the demo, many in a file."""

    def send_letters(*subjects: str, text: str = "Добрий день", date: str = "Mon, 02 Mar 2026 10:00:00 -0000") -> None:
        connection = get_connection(BACKEND, file_path=settings.EMAIL_FILE_PATH)
        connection.send_messages(
            [
                EmailMultiAlternatives(subject, text, "cnap@example.com", ["one@example.com"], headers={"Date": date})
                for subject in subjects
            ]
        )

    return send_letters


def test_no_folder_means_no_letters():
    assert letters() == []


def test_letters_come_newest_first_with_their_ukrainian_words(send):
    send("Перший", "Другий")
    send("Третій", date="Tue, 03 Mar 2026 10:00:00 +0200")

    found = letters()

    assert found[0].subject == "Третій"
    assert {letter.subject for letter in found[1:]} == {"Перший", "Другий"}
    assert found[0].sent_at == datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert found[1].recipients == "one@example.com"
    assert found[1].text == "Добрий день"


def test_addresses_in_a_letter_are_links_and_the_rest_stays_text(send):
    send("Лист", text="Ось: http://localhost:8000/cabinet/?a=1&b=2.\n<script>alert(1)</script>")

    text = letters()[0].linked_text

    link = "http://localhost:8000/cabinet/?a=1&amp;b=2"
    assert f'<a href="{link}" rel="noopener">{link}</a>.' in text
    assert "&lt;script&gt;" in text


def test_a_letter_is_found_by_its_name_and_a_name_is_no_path(send, settings):
    send("Лист")
    Path(settings.EMAIL_FILE_PATH).parent.joinpath("secret.log").write_text("Date: x\n\nтаємне")

    assert find_letter(letters()[0].name).subject == "Лист"
    assert find_letter("../secret-1") is None
    assert find_letter("secret-1") is None
