"""Our description of the bus against the bus's own files: the same operations, messages and types, by the very letters."""

from lxml import etree

from tests.integration.sev_ovv.test_outbound import DATA, theirs
from vikno.integration.connectors.sev_ovv.client import COUNT_ARGUMENT
from vikno.integration.connectors.sev_ovv.soap import WSDL_PATH

X, WSDL, SOAP = (
    "{http://www.w3.org/2001/XMLSchema}",
    "{http://schemas.xmlsoap.org/wsdl/}",
    "{http://schemas.xmlsoap.org/wsdl/soap/}",
)


def local(qname):
    return (qname or "").rpartition(":")[2]


def records(root):
    """Return what each element or type of a schema holds: names with their types, or values."""
    return {
        (node.getparent().get("targetNamespace"), node.get("name")): [
            (element.get("name"), local(element.get("type")), element.get("maxOccurs"), element.get("value"))
            for element in node.iter(f"{X}element", f"{X}enumeration")
            if element is not node and element.get("value") != ""
        ]
        for schema in root.iter(f"{X}schema")
        for node in schema
        if isinstance(node.tag, str) and node.get("name") and (len(node) or not node.get("type"))
    }


def actions(root):
    return {
        node.get("name"): node.find(f"{SOAP}operation").get("soapAction")
        for node in root.findall(f"{WSDL}binding/{WSDL}operation")
    }


OURS = etree.parse(WSDL_PATH).getroot()


@theirs
def test_the_operations_are_theirs():
    wsdl = etree.parse(DATA / "wsdl" / "bus.esb.IntegrationService.cls.xml").getroot()

    assert actions(OURS) == actions(wsdl)
    assert len(actions(OURS)) == 8


@theirs
def test_the_messages_and_types_are_theirs():
    known = {}
    for name in ("tempuri.org", "Cover.Contracts"):
        known |= records(etree.parse(DATA / "xsd" / f"{name}.xsd").getroot())

    described = records(OURS)
    assert described == {name: known[name] for name in described}
    assert {f"{action}{end}" for action in actions(OURS) for end in ("", "Response")} <= {
        name for _space, name in described
    }


def test_the_count_begins_with_a_cyrillic_letter():
    names = {element.get("name") for element in OURS.iter(f"{X}element")}

    assert COUNT_ARGUMENT in names
    assert COUNT_ARGUMENT[0] == "\u0441"
