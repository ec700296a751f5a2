import io
import struct
import zlib
from pathlib import Path

import pypdf
import pytest
from django.core.files.storage import storages
from PIL import Image

from tests import factories
from vikno.files import operations
from vikno.files.models import StoredFile
from vikno.files.operations import FileUpload
from vikno.files.queries import download_response, read_content
from vikno.kernel import crypto

pytestmark = pytest.mark.django_db


def pdf(pages: int = 1, password: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=200)
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG")
    return buffer.getvalue()


def huge_png() -> bytes:
    """A picture that says it has 20,000 by 20,000 points, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


PNG = factories.png().content


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("договір.pdf", pdf(), "application/pdf"),
        ("СКАН.PDF", pdf(3), "application/pdf"),
        ("фото.jpeg", jpeg(), "image/jpeg"),
        ("сторінка.png", PNG, "image/png"),
    ],
    ids=["a PDF", "a PDF in capitals", "a photo", "a picture"],
)
def test_a_file_is_kept_sealed_and_comes_back_as_it_was(noon, name, content, media_type):
    file = operations.store(upload=FileUpload(name=name, content=content), at=noon)

    assert (file.name, file.media_type, file.size) == (name, media_type, len(content))
    assert read_content(file) == content
    raw = Path(storages["sealed"].path(file.stored_as)).read_bytes()
    assert content[:8] not in raw
    assert name.split(".")[0] not in file.stored_as


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        pytest.param("порожній.pdf", b"", operations.FileUnreadable, id="empty"),
        pytest.param("virus.exe", b"MZ" + b"\0" * 100, operations.FileTypeNotAllowed, id="a program"),
        pytest.param("virus.pdf", b"MZ" + b"\0" * 100, operations.FileTypeNotAllowed, id="a program called a PDF"),
        pytest.param("page.pdf", PNG, operations.FileTypeNotAllowed, id="a picture called a PDF"),
        pytest.param("page.png", pdf(), operations.FileTypeNotAllowed, id="a PDF called a picture"),
        pytest.param("page.html", b"<script>alert(1)</script>", operations.FileTypeNotAllowed, id="a web page"),
        pytest.param("page.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", operations.FileTypeNotAllowed, id="SVG"),
        pytest.param(
            "page.pdf", b"<html>%PDF-1.7" + pdf(), operations.FileTypeNotAllowed, id="a web page with a PDF in it"
        ),
        pytest.param("no-ending", PNG, operations.FileTypeNotAllowed, id="no ending"),
        pytest.param("broken.pdf", b"%PDF-1.7\nnothing", operations.FileUnreadable, id="a broken PDF"),
        pytest.param("locked.pdf", pdf(password="x"), operations.FileUnreadable, id="a locked PDF"),
        pytest.param("long.pdf", pdf(301), operations.FileUnreadable, id="too many pages"),
        pytest.param("broken.png", PNG[:30], operations.FileUnreadable, id="a broken picture"),
        pytest.param("huge.png", huge_png(), operations.FileUnreadable, id="a picture that bursts"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_leaves_nothing(noon, name, content, refusal):
    with pytest.raises(refusal, match=name.partition(".")[0]):
        operations.store(upload=FileUpload(name=name, content=content), at=noon)

    assert not StoredFile.objects.exists()


def test_a_file_over_the_limit_is_refused_with_both_sizes(noon, settings):
    settings.UPLOAD_LIMIT_BYTES = 2048
    content = pdf() + b"\0" * 4096

    with pytest.raises(operations.FileTooBig, match=r"4[.,]\d.*2[.,]0"):
        operations.store(upload=FileUpload(name="великий.pdf", content=content), at=noon)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\Users\\me\\фото.png", "фото.png"),
        ("a\u202egnp.exe.png", "agnp.exe.png"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie x.png"),
        ("x" * 300 + ".png", "x" * 146 + ".png"),
        ("...png", "png"),
        ("", "file"),
    ],
)
def test_a_name_is_made_fit_to_show(sent, shown):
    assert operations.clean_name(sent) == shown


def test_a_download_is_saved_and_never_run_in_the_page(noon):
    file = operations.store(upload=FileUpload(name="Витяг № 1.pdf", content=pdf()), at=noon)

    response = download_response(file)

    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_file_that_was_tampered_with_is_not_given_out(noon):
    file = operations.store(upload=factories.png(), at=noon)
    path = Path(storages["sealed"].path(file.stored_as))
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))

    with pytest.raises(crypto.DecryptionFailed):
        read_content(file)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_erasing_removes_the_bytes_once_it_is_committed(noon):
    file = operations.store(upload=factories.png(), at=noon)
    stored_as = file.stored_as

    operations.erase(file=file)

    assert not storages["sealed"].exists(stored_as)
