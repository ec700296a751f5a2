"""A case on its way through a bus: what the bus is told, and what becomes of it where the bus or the other side fails."""

import datetime
import ipaddress
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pydantic
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.utils import timezone

from tests.case_dossiers import PLACE, dossier, message
from tests.integration.mayan.canned_server import CannedResponse, answering
from tests.integration.mayan.fake_mayan import FakeMayan
from vikno.integration.connectors.mayan import MayanConnector, MayanSettings
from vikno.integration.connectors.transport import PartnerTransport
from vikno.kernel.errors import Rejected, Unreachable

US, THEM = "UA/GOV/14360570/ЦНАП", "UA/GOV/11110012/EDMS/cases"
NAMES = {"client": US, "service": THEM, "user": "UA14360570"}
PATHS = {"xroad": "/r1/UA/GOV/11110012/EDMS/cases", "uxp": "/restapi"}
SENT = message("submitted", dossier())


@dataclass
class SecurityServer:
    """The bus, with a Mayan behind it. `fault` is what it says instead of carrying a request."""

    mayan: FakeMayan
    path: str
    fault: CannedResponse | None = None
    address: str = ""
    told: list[Mapping[str, str]] = field(default_factory=list)
    queries: list[httpx.QueryParams] = field(default_factory=list)

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> CannedResponse:
        self.told.append(headers)
        self.queries.append(httpx.URL(target).params)
        if self.fault:
            return self.fault
        assert target.startswith(f"{self.path}/api/v4/")
        return self.mayan.answer(method, target.removeprefix(self.path), headers, body)


@pytest.fixture(params=["xroad", "uxp"])
def kind(request) -> str:
    return request.param


@pytest.fixture
def bus(kind: str) -> Iterator[SecurityServer]:
    with answering(SecurityServer(FakeMayan(), PATHS[kind])) as bus:
        yield bus


@pytest.fixture
def portal(bus: SecurityServer, kind: str) -> MayanConnector:
    way = {"kind": kind, "purpose": "77", **NAMES}
    return MayanConnector(MayanSettings.model_validate({"url": bus.address, "token": "t", "transport": way}), PLACE)


def test_a_case_reaches_the_other_side_through_the_bus(portal: MayanConnector, bus: SecurityServer):
    portal.deliver(SENT)

    (paper,) = bus.mayan.papers
    assert paper.label.startswith(SENT.dossier.number)


@pytest.mark.parametrize("kind", ["xroad"], indirect=True)
def test_x_road_is_told_who_asks_and_about_which_application(portal: MayanConnector, bus: SecurityServer):
    portal.deliver(SENT)

    told = bus.told[-1]
    assert told["X-Road-Client"] == "UA/GOV/14360570/%D0%A6%D0%9D%D0%90%D0%9F"
    assert (told["X-Road-Issue"], told["X-Road-UserId"]) == (SENT.dossier.number, "UA14360570")
    assert len({headers["X-Road-Id"] for headers in bus.told}) == len(bus.told)


@pytest.mark.parametrize("kind", ["uxp"], indirect=True)
def test_uxp_is_told_by_headers_and_by_a_number_in_the_query(portal: MayanConnector, bus: SecurityServer):
    portal.deliver(SENT)

    told, queries = bus.told[-1], bus.queries
    assert (told["Uxp-Service"], told["Uxp-Purpose-Ids"]) == (THEM, "77")
    assert len({query["queryId"] for query in queries}) == len(queries)
    assert {query["userId"] for query in queries} == {"UA14360570"}
    assert any("page_size" in query for query in queries)


def test_what_the_bus_does_not_carry_is_tried_later(portal: MayanConnector, bus: SecurityServer):
    bus.fault = CannedResponse({}, status=400, headers={"X-Road-Error": "Server.ServerProxy.NetworkError"})

    with pytest.raises(Unreachable, match="ServerProxy"):
        portal.deliver(SENT)


def test_what_the_other_side_refuses_is_refused_through_the_bus_too(portal: MayanConnector, bus: SecurityServer):
    bus.fault = CannedResponse({}, status=403)

    with pytest.raises(Rejected):
        portal.deliver(SENT)


@pytest.mark.parametrize("given", [{"client": "UA/GOV"}, {"service": "UA/GOV/11110012/EDMS"}, {"road": "x"}])
def test_a_bus_needs_both_names(given: dict[str, str], kind: str):
    with pytest.raises(pydantic.ValidationError):
        PartnerTransport.model_validate({"kind": kind, **NAMES, **given})


def test_straight_nothing_is_told(kind: str):
    with answering(SecurityServer(FakeMayan(), "")) as mayan:
        MayanConnector(MayanSettings.model_validate({"url": mayan.address, "token": "t"}), PLACE).deliver(SENT)

    assert {
        name for headers in mayan.told for name in headers if "road" in name.lower() or "uxp" in name.lower()
    } == set()


class TlsFiles:
    """Certificates of an authority, a server and a client, as files."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.authority_key = ec.generate_private_key(ec.SECP256R1())
        self._write("authority", self.authority_key, self.authority_key, is_authority=True)
        for name in ("server", "client"):
            self._write(name, ec.generate_private_key(ec.SECP256R1()), self.authority_key, is_authority=False)

    def file(self, name: str) -> str:
        return str(self.place / name)

    def _write(self, name: str, key: ec.EllipticCurvePrivateKey, by: ec.EllipticCurvePrivateKey, *, is_authority: bool):
        now = timezone.now()
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .sign(by, hashes.SHA256())
        )
        Path(self.file(f"{name}.pem")).write_bytes(made.public_bytes(Encoding.PEM))
        plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        Path(self.file(f"{name}.key")).write_bytes(plain)


@pytest.fixture
def papers(tmp_path: Path) -> TlsFiles:
    return TlsFiles(tmp_path)


@pytest.fixture
def guarded(papers: TlsFiles) -> Iterator[str]:
    """The address of a server that lets in whoever shows a certificate of its authority."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=papers.file("authority.pem"))
    context.load_cert_chain(papers.file("server.pem"), papers.file("server.key"))
    context.verify_mode = ssl.CERT_REQUIRED
    with answering(FakeMayan(), tls=context) as little:
        yield little.address


def test_our_certificate_is_shown(guarded: str, papers: TlsFiles):
    way = {"certificate": papers.file("client.pem"), "key": papers.file("client.key")}
    way["authority"] = papers.file("authority.pem")
    settings = MayanSettings.model_validate({"url": guarded, "token": "t", "transport": way})

    assert MayanConnector(settings, PLACE).deliver(SENT).received


@pytest.mark.parametrize("shown", ["no certificate", "no authority"])
def test_without_either_certificate_nothing_is_sent(shown: str, guarded: str, papers: TlsFiles):
    ours = {"certificate": papers.file("client.pem"), "key": papers.file("client.key")}
    way = {"authority": papers.file("authority.pem")} if shown == "no certificate" else ours
    settings = MayanSettings.model_validate({"url": guarded, "token": "t", "transport": way})

    with pytest.raises(Unreachable):
        MayanConnector(settings, PLACE).deliver(SENT)


def test_a_certificate_that_cannot_be_read_is_for_a_person(tmp_path: Path):
    with pytest.raises(Rejected, match="certificate"):
        PartnerTransport(certificate=str(tmp_path / "nothing.pem")).open_client()


def test_a_client_follows_nothing_and_waits_so_long():
    with PartnerTransport().open_client() as client:
        assert (client.follow_redirects, client.timeout.read) == (False, 30)
