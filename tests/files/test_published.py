"""What editors give to everybody to download: what is taken, and what must not be inside."""

import io
import zipfile

import pypdf
import pytest
from django.utils import translation
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests import factories
from tests.office_documents import CONTENT_TYPES, archive, changed, docx_of, odt, xlsx
from vikno.files import operations
from vikno.files.operations import PUBLIC_FILE_POLICY, FileUpload, check_upload
from vikno.files.queries import public_response, read_content


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


DOCX = docx_of("Заява")
RTF = rb"{\rtf1\ansi Hello}"


def pdf(script: str = "", *, in_page: bool = False) -> bytes:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(width=200, height=200)
    if script:
        act = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        )
        if in_page:
            page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
        else:
            writer.root_object[NameObject("/OpenAction")] = act
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("а.docx", DOCX), ("а.DOCX", DOCX), ("а.xlsx", xlsx()), ("а.odt", odt()), ("а.rtf", RTF), ("а.pdf", pdf())],
    ids=["DOCX", "in capitals", "XLSX", "ODT", "RTF", "PDF"],
)
def test_a_paper_is_taken_by_what_its_bytes_say(name, content):
    assert check_upload(FileUpload(name=name, content=content), policy=PUBLIC_FILE_POLICY)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("а.pdf", DOCX, id="a DOCX called a PDF"),
        pytest.param("а.docm", DOCX, id="a DOCX called a DOCM"),
        pytest.param("а.docx", xlsx(), id="a table called a document"),
        pytest.param("а.docx", archive(text=b"x"), id="any archive"),
        pytest.param("а.docx", DOCX[: len(DOCX) // 2], id="half a file"),
        pytest.param("а.docx", b"PK\x03\x04" + b"\0" * 90, id="no archive"),
        pytest.param("а.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 90, id="an old DOC"),
        pytest.param("а.png", factories.png().content, id="a picture"),
        pytest.param("а.html", b"<script>alert(1)</script>", id="a web page"),
    ],
)
def test_what_is_not_a_paper_is_refused(name, content):
    with pytest.raises(operations.FileTypeNotAllowed, match="DOCX, XLSX, ODT, RTF or PDF"):
        check_upload(FileUpload(name=name, content=content), policy=PUBLIC_FILE_POLICY)


MACROS = b"application/vnd.ms-word.document.macroEnabled.main+xml"
PLAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ATTACHED = (
    b'<Relationships><Relationship Id="r1" TargetMode="External" Target="http://x/y.dotm" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("а.docx", changed(DOCX, entries={"word/vbaProject.bin": b"x"}), id="macros"),
        pytest.param("а.docx", changed(DOCX, replaced=(PLAIN, MACROS)), id="a DOCM renamed"),
        pytest.param("а.docx", changed(DOCX, entries={"word/activeX/activeX1.xml": b"<x/>"}), id="ActiveX"),
        pytest.param("а.docx", changed(DOCX, entries={"word/embeddings/o1.bin": b"x"}), id="a file inside"),
        pytest.param("а.xlsx", xlsx(**{"xl/vbaProject.bin": b"x"}), id="macros of a table"),
        pytest.param("а.odt", odt(**{"Basic/Standard/M.xml": b"<x/>"}), id="Basic"),
        pytest.param("а.odt", odt(**{"content.xml": b"<script:event-listener/>"}), id="a listener"),
        pytest.param("а.rtf", rb"{\rtf1 {\object\objemb}}", id="an object in RTF"),
        pytest.param("а.pdf", pdf("app.alert(1)"), id="a script in a PDF"),
        pytest.param("а.pdf", pdf("app.alert(1)", in_page=True), id="a script in a page"),
    ],
)
def test_programs_are_refused(name, content):
    with pytest.raises(operations.FileUnreadable, match="macros or other programs"):
        check_upload(FileUpload(name=name, content=content), policy=PUBLIC_FILE_POLICY)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(changed(DOCX, entries={"word/media/z.png": b"\0" * 70_000_000}), "larger inside", id="a bomb"),
        pytest.param(changed(DOCX, entries={"word/z.xml": b" " * 9_000_000}), "larger inside", id="a long part"),
        pytest.param(changed(DOCX, entries={f"z{n}": b"" for n in range(2100)}), "larger inside", id="many parts"),
        pytest.param(changed(DOCX, entries={"../evil.xml": b"<x/>"}), "does not open", id="a path upwards"),
        pytest.param(changed(DOCX, entries={"word/z.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "open", id="DTD"),
        pytest.param(changed(DOCX, entries={"word/z.xml": "<a/>".encode("utf-16")}), "does not open", id="UTF-16"),
        pytest.param(changed(DOCX, entries={"word/_rels/s.xml.rels": ATTACHED}), "another place", id="a template"),
    ],
)
def test_what_would_harm_who_opens_it_is_refused(content, words):
    with pytest.raises(operations.FileUnreadable, match=words):
        check_upload(FileUpload(name="а.docx", content=content), policy=PUBLIC_FILE_POLICY)


def test_a_locked_document_is_refused():
    buffer = io.BytesIO(DOCX)
    with zipfile.ZipFile(buffer) as package:
        offsets = [entry.header_offset for entry in package.infolist()]
    locked = bytearray(DOCX)
    for offset in offsets:
        locked[offset + 6] |= 1
    directory = locked.find(b"PK\x01\x02")
    while directory >= 0:
        locked[directory + 8] |= 1
        directory = locked.find(b"PK\x01\x02", directory + 1)

    with pytest.raises(operations.Refused):
        check_upload(FileUpload(name="а.docx", content=bytes(locked)), policy=PUBLIC_FILE_POLICY)


def test_a_link_in_the_text_is_no_fault():
    link = ATTACHED.replace(b"attachedTemplate", b"hyperlink")

    assert check_upload(
        FileUpload(name="а.docx", content=changed(DOCX, entries={"word/_rels/s.xml.rels": link})),
        policy=PUBLIC_FILE_POLICY,
    )


def test_too_big_a_file_is_told_with_both_sizes():
    with pytest.raises(operations.FileTooBig, match="30"):
        check_upload(FileUpload(name="а.docx", content=b"", sent_size=30 * 1024 * 1024), policy=PUBLIC_FILE_POLICY)


def test_residents_still_send_only_scans():
    with pytest.raises(operations.FileTypeNotAllowed, match="PDF, JPG or PNG"):
        check_upload(FileUpload(name="а.docx", content=DOCX))


@pytest.mark.django_db
def test_who_has_the_file_already_is_told_so(noon, rf):
    file = operations.store(upload=FileUpload(name="а.docx", content=DOCX), at=noon, policy=PUBLIC_FILE_POLICY)

    first = public_response(file, name="Заява.docx", request=rf.get("/"))
    again = public_response(file, name="Заява.docx", request=rf.get("/", headers={"If-None-Match": first["ETag"]}))

    assert (first.status_code, first.content) == (200, read_content(file))
    assert (again.status_code, again.content) == (304, b"")
    assert CONTENT_TYPES not in first["Content-Disposition"]
    assert "filename*=utf-8''" in first["Content-Disposition"]
