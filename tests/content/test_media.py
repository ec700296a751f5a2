"""Tests of the files of editors: which are public, and which only editors get."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

from tests import factories
from tests.content import page_tree
from vikno.editors.operations import grant_editor
from vikno.editors.pictures import strip_metadata

pytestmark = pytest.mark.django_db

ADD = "/editors/images/add/"


@pytest.fixture
def editor(client):
    person = factories.PersonFactory()
    grant_editor(person=person, actor="test", at=factories.NOON)
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return client


def taken(response):
    """Return the content of a response; the client closes the file once it has read it all."""
    return b"".join(response.streaming_content)


def upload(editor, content, name="foto.jpg"):
    return editor.post(ADD, {"title": "Фото", "file": SimpleUploadedFile(name, content), "tags": ""})


def test_a_rendition_is_given_out_for_ever(client):
    address = page_tree.add_image().get_rendition("width-30|format-webp").url

    response = client.get(address)

    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    assert taken(response)[:4] == b"RIFF"


@pytest.mark.parametrize(
    "path",
    [
        "/media/images/nothing.jpg",
        "/media/images/..%2Foriginal_images%2Ffoto.jpg",
        "/media/images/../original_images/foto.jpg",
        "/media/images/page.html",
        "/media/images/.jpg",
        "/media/documents/blank.pdf",
        "/media/",
    ],
)
def test_nothing_else_is_given_out(client, path):
    page_tree.add_image()

    assert client.get(path).status_code == 404


def test_a_picture_as_it_was_put_up_is_for_editors_only(editor, client):
    address = page_tree.add_image().file.url

    assert taken(editor.get(address)) == page_tree.photo()
    client.logout()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_the_place_where_a_photo_was_taken_stays_out(editor, client, kind):
    response = upload(editor, page_tree.photo(kind, gps=True), name=f"foto.{kind.lower()}")

    assert response.status_code == 302
    image = get_image_model().objects.get()
    with image.open_file() as file:
        kept = file.read()
    for content in (kept, taken(client.get(image.get_rendition("width-30").url))):
        exif = Image.open(io.BytesIO(content)).getexif()
        assert not exif.get_ifd(page_tree.GPS)
        assert b"A camera" not in content


def test_a_photo_stands_upright_without_its_note_on_how_it_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6
    written = io.BytesIO()
    Image.new("RGB", (60, 40)).save(written, "JPEG", exif=exif)

    bare = strip_metadata(SimpleUploadedFile("foto.jpg", written.getvalue()))

    assert Image.open(bare).size == (40, 60)


def test_a_moving_picture_goes_on_moving():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])

    assert Image.open(strip_metadata(SimpleUploadedFile("x.gif", written.getvalue()))).n_frames == 2


# What is refused, in words.


def test_a_picture_of_30_mb_is_refused_in_words_and_nothing_is_kept(editor):
    response = upload(editor, page_tree.photo() + b"\0" * 30 * 1024 * 1024)

    assert response.status_code == 200
    assert "too big" in str(response.context["form"].errors["file"])
    assert not get_image_model().objects.exists()


def test_a_small_file_that_unfolds_into_too_many_pixels_is_refused(editor, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000

    response = upload(editor, page_tree.photo())

    assert "too many pixels" in str(response.context["form"].errors["file"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("foto.jpg", b"not a picture"),
    ],
)
def test_what_is_no_picture_is_refused(editor, name, content):
    response = upload(editor, content, name)

    assert response.context["form"].errors["file"]
    assert not get_image_model().objects.exists()


# Documents.


@pytest.fixture
def document():
    file = ContentFile(b"%PDF-1.4", name="blank.pdf")
    return get_document_model().objects.create(title="Бланк", file=file)


def test_a_document_is_given_out_under_its_name(client, document):
    response = client.get(document.url)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert "blank.pdf" in response["Content-Disposition"]
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert taken(response) == b"%PDF-1.4"
    assert client.get(document.url, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_document_is_not_given_out_under_another_name(client, document):
    assert client.get(f"/documents/{document.pk}/../settings.py").status_code == 404
    assert client.get(f"/documents/{document.pk}/other.pdf").status_code == 404


def test_a_page_cannot_be_put_up_as_a_document(editor):
    file = SimpleUploadedFile("page.html", b"<script>alert(1)</script>")

    response = editor.post("/editors/documents/add/", {"title": "Сторінка", "file": file, "tags": ""})

    assert response.context["form"].errors["file"]
    assert not get_document_model().objects.exists()
