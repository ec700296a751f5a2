"""Safe reading of XML from strangers: no document types, no entities, no external resources, and no two elements of one Id."""

from urllib.parse import unquote

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException
from lxml import etree
from lxml.etree import _Element as Element

from vikno.signatures.archives import ContainerUnreadable

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
MAX_XML_BYTES = 60 * 1024 * 1024
ID_NAMES = ("Id", "ID", "id")


def parse_xml(content: bytes) -> Element:
    """Return the root element. Raises `ContainerUnreadable`."""
    if len(content) > MAX_XML_BYTES:
        raise ContainerUnreadable("too_much_inside")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
        root: Element = etree.fromstring(content, parser)
    except (DefusedXmlException, etree.XMLSyntaxError, SyntaxError, ValueError, LookupError, RecursionError):
        raise ContainerUnreadable("bad_xml") from None
    return root


def elements_by_id(root: Element) -> dict[str, Element]:
    """Return the elements that references may name. Raises `ContainerUnreadable` where two have one Id: which is signed?"""
    elements: dict[str, Element] = {}
    for element in root.iter(etree.Element):
        for name in {element.get(name) for name in ID_NAMES} - {None}:
            if name in elements:
                raise ContainerUnreadable("same_ids")
            elements[name] = element
    return elements


def text_of(element: Element | None) -> str:
    return "".join((element.text or "").split()) if element is not None else ""


def file_name_from_uri(uri: str) -> str:
    """Return the file name of a percent-encoded URI inside a container."""
    return unquote(uri.removeprefix("./"))
