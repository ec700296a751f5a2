"""Letters of the office: acknowledgements and replies with a signed PDF, as XML of order 1207."""

import base64
import datetime
import uuid
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from simulators import choice_page, credentials, pki
from simulators.people import INVENTED_PEOPLE

# The code has leading zeros: many systems lose them, a portal must not.
OFFICE, OFFICE_NAME, OFFICE_SYSTEM = "00012345", "Вербівська селищна рада", "office-edms"


@dataclass(frozen=True, kw_only=True)
class ReceivedLetter:
    """A letter that the office has received."""

    msg_id: str
    type: str
    kind: str
    number: str
    regdate: str
    document_id: str
    from_org: str
    from_name: str
    from_system: str
    author: str
    files: tuple[tuple[str, bytes], ...]


def parse_letter(body: bytes) -> tuple[str, Element]:
    """Parse a letter and return its msg_type and its root element."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    root = etree.fromstring(body, parser)
    return root.get("msg_type", ""), root


def received_letter(root: Element) -> ReceivedLetter:
    """Return the letter with this root element."""
    document = root.find("Document")
    number = document.find("RegNumber")
    name = document.find("Author/*//Name")
    parts = ("secname", "firstname", "fathersname")
    return ReceivedLetter(
        msg_id=root.get("msg_id"),
        type=root.get("msg_type"),
        kind=document.get("kind", ""),
        number=number.text,
        regdate=number.get("regdate"),
        document_id=document.get("idnumber"),
        from_org=root.get("from_org_id"),
        from_name=root.get("from_organization"),
        from_system=root.get("from_sys_id"),
        author=" ".join(filter(None, (name.get(part) for part in parts))) if name is not None else "",
        files=tuple(
            (transfer.get("description"), base64.b64decode(transfer.text or ""))
            for transfer in document.findall("DocTransfer")
        ),
    )


def build_acknowledgement(
    letter: ReceivedLetter, ack_type: int, *, number: str = "", words: str = ""
) -> tuple[str, bytes]:
    """Return the id and the XML of an acknowledgement."""
    root = _header(letter, msg_type="0", msg_acknow="0")
    ack = etree.SubElement(root, "Acknowledgement", msg_id=letter.msg_id, ack_type=str(ack_type))
    if number:
        etree.SubElement(ack, "RegNumber", regdate=f"{choice_page.now():%Y-%m-%d}").text = number
    etree.SubElement(ack, "AckResult", errorcode="0", errortext=words)
    return root.get("msg_id"), _serialize(root)


def build_reply(
    letter: ReceivedLetter, *, number: str, kind: str, words: str, file: tuple[str, bytes] | None
) -> tuple[str, bytes]:
    """Return the id and the XML of a reply with an optional file (name, content) and the office's signature over the file."""
    root = _header(letter, msg_type="3", msg_acknow="2")
    today = f"{choice_page.now():%Y-%m-%d}"
    document = etree.SubElement(
        root,
        "Document",
        idnumber=str(uuid.uuid4()),
        type="0",
        kind=kind,
        title=kind,
        annotation=words,
        purpose_type="4",
    )
    etree.SubElement(document, "RegNumber", regdate=today).text = number
    etree.SubElement(document, "Confident", flag="0")
    if file:
        name, content = file
        kind = name.rpartition(".")[2]
        transfer = etree.SubElement(document, "DocTransfer", type=kind, description=name, idnumber="1")
        transfer.text = base64.b64encode(content).decode()
    author = etree.SubElement(document, "Author")
    # Some systems store codes as numbers and lose the leading zeros.
    etree.SubElement(author, "Organization", fullname=OFFICE_NAME, ogrn=OFFICE.lstrip("0"))
    addressee = etree.SubElement(document, "Addressee", type="0")
    referred = etree.SubElement(addressee, "Referred", idnumber=letter.document_id, retype="д")
    etree.SubElement(referred, "RegNumber", regdate=letter.regdate).text = letter.number
    if file:
        _sign(root, file[1])
    return root.get("msg_id"), _serialize(root)


def _sign(root: Element, content: bytes) -> None:
    at = choice_page.now()
    pair = next(credentials.person_key_pair(person) for person in INVENTED_PEOPLE if person.organization)
    expansion = etree.SubElement(root, "Expansion", organization=OFFICE_NAME, exp_ver="1")
    static = etree.SubElement(expansion, "StaticExpansion")
    info = etree.SubElement(static, "SignInfo", docTransfer_idnumber="1")
    etree.SubElement(info, "SigningTime").text = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    signature = pki.sign_cms(content, [pair], at=at, detached=True)
    etree.SubElement(info, "SignData").text = base64.b64encode(signature).decode()


def _header(letter: ReceivedLetter, **attributes: str) -> Element:
    return etree.Element(
        "Header",
        standart="1207",
        version="1.5",
        charset="UTF-8",
        time=f"{choice_page.now():%Y-%m-%dT%H:%M:%SZ}",
        msg_id=str(uuid.uuid4()).upper(),
        from_org_id=OFFICE.lstrip("0"),
        from_organization=OFFICE_NAME,
        from_sys_id=OFFICE_SYSTEM,
        from_system="Тестова СЕД",
        to_org_id=letter.from_org,
        to_organization=letter.from_name,
        to_sys_id=letter.from_system,
        to_system="СЕВ",
        **attributes,
    )


def _serialize(root: Element) -> bytes:
    # Real systems begin with a byte order mark.
    content: bytes = b"\xef\xbb\xbf" + etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return content


def build_pdf(line: str, at: datetime.datetime) -> bytes:
    """Return a PDF of one page with one line of Latin letters."""
    text = f"BT /F1 18 Tf 72 720 Td ({line} {at:%Y-%m-%d %H:%M}) Tj ET".encode("ascii", "replace")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer
