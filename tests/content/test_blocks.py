"""Tests of the blocks of a page as readers see them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail_localize.segments.extract import extract_segments

from tests import factories
from tests.content import page_tree
from vikno.content.blocks import LinkBlock, PageBodyBlock, PictureBlock, TranslatableTableBlock

pytestmark = pytest.mark.django_db

TABLE = {
    "data": [["День", "Години"], ["Понеділок", "8:00"]],
    "table_caption": "Графік",
    "table_header_choice": "both",
    "first_row_is_table_header": True,
    "first_col_is_header": True,
}


def shown(client, *pieces):
    page = page_tree.add_page("Сторінка", slug="storinka", body=list(pieces))
    text = client.get("/en/storinka/").text
    page.delete()
    return text.partition("<article")[2].partition("</article>")[0]


def test_headings_are_parts_of_the_page(client):
    assert '<h2 class="block__title article__heading">Коли</h2>' in shown(client, ("heading", "Коли"))


def test_a_script_in_a_text_is_dropped_however_it_came_in(client):
    text = "<p onclick='x()'>Текст<script>alert(1)</script> <a href='javascript:alert(1)'>тут</a></p><iframe src='x'></iframe>"

    html = shown(client, ("text", text))

    assert "Текст" in html
    for bad in ("script", "onclick", "iframe"):
        assert bad not in html


def test_links_within_the_site_stay_links(client):
    html = shown(client, ("text", "<p><a href='/services/'>послуги</a> <a href='//evil.example/'>чужі</a></p>"))

    assert 'href="/services/"' in html
    assert "evil" not in html


def test_a_link_to_a_page_leads_to_its_translation(client):
    page = page_tree.add_page("Приймальня", slug="pryimalnia")
    page_tree.translate(page, "en", title="Reception", slug="reception")

    html = shown(client, ("text", f'<p><a linktype="page" id="{page.pk}">сюди</a></p>'))

    assert 'href="/en/reception/"' in html


def test_a_picture_comes_in_several_sizes_with_its_words(client):
    image = page_tree.add_image()
    picture = {"image": {"image": image.pk, "alt_text": "Вхід до центру", "decorative": False}, "caption": "Вхід"}

    html = shown(client, ("picture", PictureBlock().to_python(picture)))

    assert 'alt="Вхід до центру"' in html
    assert "<figcaption" in html
    assert "srcset=" in html
    assert "original_images" not in html


@pytest.mark.parametrize(
    ("words", "decorative", "is_valid"), [("", False, False), ("Вхід", False, True), ("", True, True)]
)
def test_a_picture_needs_words_or_says_that_it_only_decorates(words, decorative, is_valid):
    block = PictureBlock()
    value = block.to_python({"image": {"image": page_tree.add_image().pk, "alt_text": words, "decorative": decorative}})

    if is_valid:
        block.clean(value)
    else:
        with pytest.raises(ValidationError):
            block.clean(value)


def test_a_table_has_heads_and_a_caption(client):
    html = shown(client, ("table", TABLE))

    assert '<th scope="col">Години</th>' in html
    assert '<th scope="row">Понеділок</th>' in html
    assert "Графік</caption>" in html


def test_the_cells_of_a_table_are_translated():
    block = TranslatableTableBlock()
    page = page_tree.add_page("Сторінка", body=[("table", TABLE)])
    texts = [segment.string.data for segment in extract_segments(page) if segment.path.startswith("body")]
    segments = block.get_translatable_segments(TABLE)
    segments[1].string.data = "Den"

    assert texts == ["Графік", "День", "Години", "Понеділок", "8:00"]
    assert block.restore_translated_segments(TABLE, segments)["data"] == [["Den", "Години"], ["Понеділок", "8:00"]]
    assert TABLE["data"][0][0] == "День"


def test_questions_unfold_without_scripts(client):
    html = shown(client, ("folds", [{"title": "Скільки коштує?", "text": "<p>Безоплатно.</p>"}]))

    assert "<details" in html
    assert "Безоплатно." in html


def test_a_file_says_what_it_is_and_how_large(client):
    file = ContentFile(b"x" * 2048, name="blank.pdf")
    document = get_document_model().objects.create(title="Бланк", file=file)

    html = shown(client, ("download", {"document": document, "title": ""}))

    assert "Бланк" in html
    assert "PDF, 2" in html
    assert f'href="/documents/{document.pk}/blank.pdf"' in html


@pytest.mark.parametrize("both", [True, False])
def test_a_link_leads_to_one_place(both):
    block = LinkBlock()
    value = {
        "label": "Далі",
        "page": page_tree.home().pk if both else None,
        "url": "https://a.example/" if both else "",
    }

    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))


def test_the_contacts_are_those_of_the_main_centre(client):
    centre = factories.CentreFactory(phones="0 800 000 000")

    html = shown(client, ("contacts", None), ("tell_of_a_barrier", None))

    assert centre.address in html
    assert html.count('href="tel:0800000000"') == 2


def test_every_piece_has_a_template_of_ours():
    assert [name for name, block in PageBodyBlock().child_blocks.items() if not block.meta.template] == []
