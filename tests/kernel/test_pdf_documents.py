"""Setting type: what is shown, what is replaced, and many at once."""

import io
import threading
import unicodedata
import warnings
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader
from typst import TypstError

from tests.factories import NOON
from vikno.kernel import pdf_documents

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(font: ("Onest", "Libertinus Serif"), lang: data.language)
= #data.title
#data.text
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "paper.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def set_text(template):
    def render(text: str) -> bytes:
        return pdf_documents.render(template=template, data={"title": "Заява", "language": "uk", "text": text}, at=NOON)

    return render


@pytest.fixture(params=["with Onest where it was built", "without Onest"])
def fonts(request, monkeypatch, tmp_path):
    """Both ways in which a paper may be set: the built font may be absent."""
    if request.param == "without Onest":
        monkeypatch.setattr(pdf_documents, "FONTS", tmp_path / "absent")
    pdf_documents._fonts.cache_clear()
    yield
    pdf_documents._fonts.cache_clear()


def test_every_letter_that_is_let_through_can_be_set(set_text, fonts):
    letters = [chr(code) for code in range(0x20, 0xFFFE) if pdf_documents.printable_text(chr(code)) == chr(code)]

    assert set_text("\n".join(letters)).startswith(b"%PDF")
    assert len(letters) > 2500


def test_what_ukrainian_czech_and_english_need_is_let_through():
    text = "АБВГҐДЕЄЖЗИІЇЙ абвгґдеєжзиіїй ’ʼ'«»„“–—… № ₴ ½ ° × ěščřžýáíéúůťďňó ĚŠČŘŽ 1\u00a0000 Ⅳ §"

    assert pdf_documents.printable_text(text) == text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("a\r\nb\tc", "a\nb c", id="line ends and tabs"),
        pytest.param("a\u202eb\u200bc\xadd", "abcd", id="what turns or splits text unseen"),
        pytest.param("🎂 中 \x00", "\ufffd \ufffd \ufffd", id="what no font has"),
        pytest.param("и\u0306 x\u0301", "й x\u0301", id="marks on letters"),
        pytest.param("\u0301 ש\u0301", " ש", id="marks on nothing"),
    ],
)
def test_what_cannot_be_shown_is_replaced_or_left_out(typed, shown):
    assert pdf_documents.printable_text(typed) == shown


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_makes_a_paper(set_text, text):
    assert set_text(text).startswith(b"%PDF")


def test_markup_in_a_value_is_text(set_text):
    text = '#panic("x") = *a* _b_ $c$ [d] @e <f> // g \\ `h`'

    assert text in PdfReader(io.BytesIO(set_text(text))).pages[0].extract_text()


def test_a_paper_without_a_title_does_not_come_out(template):
    template = template.with_name("untitled.typ")
    template.write_text("= Heading", encoding="utf-8")

    with pytest.raises(TypstError, match="title"):
        pdf_documents.render(template=template, data={"title": "", "language": "uk"}, at=NOON)


def test_the_same_data_at_the_same_time_makes_the_same_bytes(set_text):
    assert set_text("Однаково") == set_text("Однаково")


def test_a_paper_is_made_at_any_moment_of_a_real_clock(template):
    at = datetime(2026, 3, 2, 10, 15, 30, 123456, tzinfo=UTC)

    assert pdf_documents.render(template=template, data={"title": "Заява", "language": "uk", "text": ""}, at=at)


def test_several_threads_make_papers_at_once(set_text):
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.extend(set_text("Разом") for _ in range(8))) for _ in range(6)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 48
    assert len(set(made)) == 1


def test_a_qr_code_is_a_picture_without_a_size_of_its_own():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = pdf_documents.qr_svg("http://localhost:8000/status/?number=2026-000001-7")

    assert svg.startswith("<svg")
    assert "viewBox" in svg
    assert unicodedata.is_normalized("NFC", svg)
