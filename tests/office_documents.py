"""Documents of office programs as editors upload them, and as somebody who means harm would."""

import io
import zipfile

import docx

from vikno.files.operations import FileUpload

CONTENT_TYPES = "[Content_Types].xml"


def docx_of(*paragraphs: str, header: str = "") -> bytes:
    """Return a DOCX with these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def upload_of(*paragraphs: str, name: str = "заява.docx") -> FileUpload:
    return FileUpload(name=name, content=docx_of(*paragraphs))


def words_of(content: bytes) -> list[str]:
    """Return the paragraphs of a DOCX, the header's first."""
    document = docx.Document(io.BytesIO(content))
    header = [paragraph.text for paragraph in document.sections[0].header.paragraphs]
    return [text for text in (*header, *(paragraph.text for paragraph in document.paragraphs)) if text]


def changed(
    content: bytes, *, entries: dict[str, bytes] | None = None, replaced: tuple[bytes, bytes] = (b"", b"")
) -> bytes:
    """Return a package with entries added or put in place, and bytes replaced in all of its XML."""
    entries = entries or {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in entries:
                new.writestr(name, old.read(name).replace(*replaced) if replaced[0] else old.read(name))
        for name, data in entries.items():
            new.writestr(name, data)
    return buffer.getvalue()


def archive(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in entries.items():
            new.writestr(name, data)
    return buffer.getvalue()


def odt(**entries: bytes) -> bytes:
    return archive(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<office/>", **entries})


def xlsx(**entries: bytes) -> bytes:
    main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = b'<Types><Override PartName="/xl/workbook.xml" ContentType="' + main + b'"/></Types>'
    return archive(**{CONTENT_TYPES: types, "xl/workbook.xml": b"<workbook/>", **entries})
