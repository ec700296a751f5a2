"""Time-stamps of RFC 3161. A token is a SignedData in which an authority signs a digest and a time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from dstu import ber, digests, schema, signers
from dstu.asn1 import explicit_content, field_or_none, load, malformed_on_error, parse_time
from dstu.certificates import TIME_STAMPING, Certificate, pool_from_ders, set_member_ders
from dstu.errors import DstuError, MalformedData, UnsupportedFeature
from dstu.problems import Integrity, VerificationProblem
from dstu.signers import Signer

TIMESTAMP_INFO = "1.2.840.113549.1.9.16.1.4"


@dataclass(frozen=True, slots=True)
class TimestampCheck:
    """The result of checking a timestamp: `integrity` is ok if it is over the right bytes and the authority’s signature holds."""

    time: datetime | None
    certificate: Certificate | None
    integrity: Integrity
    problems: tuple[VerificationProblem, ...]

    @property
    def is_ok(self) -> bool:
        return self.integrity == "ok" and all(problem.is_note for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A parsed token. `imprint` is the digest by the algorithm `digest` (its name, or its identifier if it is unknown)."""

    der: bytes = field(repr=False)
    time: datetime
    digest: str
    imprint: bytes
    policy: str
    serial_number: int
    nonce: int | None
    certificates: tuple[Certificate, ...]
    signer: Signer = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def tsa(self) -> Certificate | None:
        """The certificate of the authority, None if the token has none."""
        return next(iter(self._candidates()), None)

    def check(self, message: bytes, certificates: Iterable[Certificate] = ()) -> TimestampCheck:
        """Check that the time-stamp is over `message`."""
        try:
            value = digests.digest(self.digest, message)
        except UnsupportedFeature as error:
            return TimestampCheck(self.time, self.tsa, "no_data", (VerificationProblem("unsupported", str(error)),))
        return self.check_digest(value, certificates)

    def check_digest(self, value: bytes | None, certificates: Iterable[Certificate] = ()) -> TimestampCheck:
        """Check that the time-stamp is over the data with this digest by `self.digest`; None if the data is not available."""
        candidates = self._candidates(certificates)
        kinds = self.signer.digest_kinds(candidates) if not self.signer.unsupported else set()
        ready = signers.compute_digests(self.content, kinds)
        verification = signers.check_signer(self.signer, TIMESTAMP_INFO, ready, candidates)
        problems, integrity = list(verification.problems), verification.integrity
        if value is None:
            problems.append(VerificationProblem("no_content", "What was time-stamped is not here."))
            integrity = "failed" if integrity == "failed" else "no_data"
        elif self.digest == digests.GOST34311 and value[::-1] == self.imprint != value:
            problems.append(
                VerificationProblem("imprint_reversed", "The digest is written from its end.", is_note=True)
            )
        elif value != self.imprint:
            problems.append(VerificationProblem("imprint_differs", "The time-stamp is over something else."))
            integrity = "failed"
        certificate = verification.certificate
        if certificate and TIME_STAMPING not in certificate.extended_key_usage:
            problems.append(VerificationProblem("not_for_timestamps", "The certificate is not for time-stamps."))
        return TimestampCheck(self.time, certificate, integrity, tuple(problems))

    def _candidates(self, certificates: Iterable[Certificate] = ()) -> tuple[Certificate, ...]:
        known = dict.fromkeys((*self.certificates, *certificates))
        return tuple(certificate for certificate in known if self.signer.identifies(certificate))


def read_timestamp(data: bytes) -> Timestamp:
    """Read a token, or the whole answer of an authority with a token. Raises MalformedData, InputTooBig."""
    with malformed_on_error("time-stamp"):
        der = _token(ber.to_definite_length(ber.extract_der(data)))
        info = load(schema.ContentInfo, der)
        if info["content_type"].dotted != signers.SIGNED_DATA:
            raise MalformedData("a time-stamp that is not signed")
        signed = load(schema.SignedData, explicit_content(info["content"]))
        if signed["content"]["content_type"].dotted != TIMESTAMP_INFO or len(signed["signers"]) != 1:
            raise MalformedData("not a time-stamp")
        content = ber.single_element(explicit_content(signed["content"]["content"])).content
        tst = load(schema.TstInfo, content)
        oid, nonce = tst["imprint"]["algorithm"]["algorithm"].dotted, field_or_none(tst["nonce"])
        return Timestamp(
            der=der,
            time=parse_time(tst["time"].dump()),
            digest=digests.NAMES.get(oid, oid),
            imprint=bytes(tst["imprint"]["hash"]),
            policy=tst["policy"].dotted,
            serial_number=int(tst["serial_number"].native),
            nonce=None if nonce is None else int(nonce.native),
            certificates=pool_from_ders(set_member_ders(field_or_none(signed["certificates"]))).certificates,
            signer=signers.read_signer(signed["signers"][0]),
            content=content,
        )


def _token(der: bytes) -> bytes:
    """Return the token of an answer, or `der` itself: an answer begins with a SEQUENCE (its status), a token does not."""
    first = next(ber.elements(ber.single_element(der).content), None)
    if first is None or first.tag != 0x30:
        return der
    token = field_or_none(load(schema.TimestampResponse, der)["token"])
    if token is None:
        raise MalformedData("the authority refused to give a time-stamp")
    return bytes(token.dump())


def read_timestamps(ders: Iterable[bytes]) -> tuple[tuple[Timestamp, ...], tuple[VerificationProblem, ...]]:
    """Read several tokens; each token that cannot be read becomes a problem."""
    stamps, problems = [], []
    for der in ders:
        try:
            stamps.append(read_timestamp(der))
        except DstuError as error:
            problems.append(VerificationProblem("timestamp_unreadable", f"A time-stamp cannot be read: {error}"))
    return tuple(stamps), tuple(problems)
