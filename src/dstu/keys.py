"""Keys of DSTU 4145, RSA and ECDSA that sign and verify by the same calls.

Signing with DSTU is for tests and simulators: it is not constant-time.
"""

import secrets
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Self

from asn1crypto import core
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from dstu import ber, curves, digests, dstu4145, schema
from dstu.asn1 import der_or_none, field_or_none, load, malformed_on_error
from dstu.curves import Curve, CurvePoint
from dstu.errors import DstuError, MalformedData, UnsupportedFeature
from dstu.gost28147 import DEFAULT_DKE

DSTU_KEY = f"{digests.UA_OID_PREFIX}.3.1.1"
DSTU_KEY_BIG_ENDIAN = f"{DSTU_KEY}.1.1"
RSA_KEY, PSS, EC_KEY = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.10045.2.1"
# The digest of each signature algorithm; None where SignerInfo.digestAlgorithm names it.
SIGNATURE_ALGORITHM_DIGESTS: dict[str, str | None] = {
    DSTU_KEY: None,
    DSTU_KEY_BIG_ENDIAN: None,
    f"{digests.UA_OID_PREFIX}.3.1": None,
    f"{digests.UA_OID_PREFIX}.3.6.1": digests.KUPYNA256,
    f"{digests.UA_OID_PREFIX}.3.6.2": digests.KUPYNA384,
    f"{digests.UA_OID_PREFIX}.3.6.3": digests.KUPYNA512,
    f"{digests.UA_OID_PREFIX}.3.6.1.1": digests.KUPYNA256,
    f"{digests.UA_OID_PREFIX}.3.6.2.1": digests.KUPYNA384,
    f"{digests.UA_OID_PREFIX}.3.6.3.1": digests.KUPYNA512,
    RSA_KEY: None,
    EC_KEY: None,
    "1.2.840.113549.1.1.5": "sha1",
    "1.2.840.113549.1.1.14": "sha224",
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
    "2.16.840.1.101.3.4.3.13": "sha3-224",
    "2.16.840.1.101.3.4.3.14": "sha3-256",
    "2.16.840.1.101.3.4.3.15": "sha3-384",
    "2.16.840.1.101.3.4.3.16": "sha3-512",
    "1.2.840.10045.4.1": "sha1",
    "1.2.840.10045.4.3.1": "sha224",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
    "2.16.840.1.101.3.4.3.9": "sha3-224",
    "2.16.840.1.101.3.4.3.10": "sha3-256",
    "2.16.840.1.101.3.4.3.11": "sha3-384",
    "2.16.840.1.101.3.4.3.12": "sha3-512",
}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 — old signatures are read and reported as weak
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha3-224": hashes.SHA3_224(),
    "sha3-256": hashes.SHA3_256(),
    "sha3-384": hashes.SHA3_384(),
    "sha3-512": hashes.SHA3_512(),
}
_CURVE_NAMES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "secp224r1": "P-224"}
_EC_CURVES: dict[str, ec.EllipticCurve] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}
_LONGEST_RSA = 16384
# The first root of the country (2006 to 2011) had the standard’s curve over GF(2^431) with a base point of its own.
FIRST_ROOT_BASE = bytes.fromhex(
    "96a02047dfac914237de318d823d90b21f7edf1eeca399287a5c2be1fcbcf64ff1e5ea8d4af159ff57cf1df5f3fa2cfb3e614886bd79"
)


@dataclass(frozen=True, slots=True)
class SignatureScheme:
    """The parameters of a signature beside the key: its digest, and for PSS the mask’s digest and the length of the salt."""

    digest: str
    mask: str | None = None
    salt_length: int = 0


def parse_signature_scheme(algorithm: Any, digest: str | None = None) -> SignatureScheme:
    """Read a signature AlgorithmIdentifier; `digest` is the one that CMS names. Raises UnsupportedFeature, MalformedData."""
    with malformed_on_error("signature algorithm"):
        oid = algorithm["algorithm"].dotted
        if oid == PSS:
            parameters = load(schema.PssParameters, der_or_none(algorithm["parameters"]) or b"\x30\x00")
            hashed, mask = digest_and_mask(parameters)
            return SignatureScheme(
                digests.digest_name(hashed), digests.digest_name(mask), int(parameters["salt_length"].native)
            )
        if oid not in SIGNATURE_ALGORITHM_DIGESTS:
            raise UnsupportedFeature(f"the signature algorithm {oid}")
        named = SIGNATURE_ALGORITHM_DIGESTS[oid] or digest
        if named is None and oid.startswith(digests.UA_OID_PREFIX):
            named = digests.GOST34311
        if named is None:
            raise UnsupportedFeature("a signature algorithm that does not say its digest")
        return SignatureScheme(digests.digest_name(named))


def signature_scheme_or_none(algorithm: Any) -> SignatureScheme | None:
    """Read a signature AlgorithmIdentifier, or return None where it is malformed or unsupported."""
    try:
        return parse_signature_scheme(algorithm)
    except DstuError:
        return None


def digest_and_mask(parameters: schema.PssParameters) -> tuple[str, str]:
    """Return the digest and the mask’s digest of parameters of PSS or OAEP; SHA-1 is the default of both (RFC 8017 A.2)."""
    digest = "sha1" if field_or_none(parameters["hash"]) is None else parameters["hash"]["algorithm"].dotted
    mask = "sha1"
    if field_or_none(parameters["mask"]) is not None:
        mask = load(schema.AlgorithmIdentifier, parameters["mask"]["parameters"].dump())["algorithm"].dotted
    return digest, mask


class PublicKey(ABC):
    """A public key; `algorithm` is such as DSTU4145-257, RSA-2048 or ECDSA-P-256, `spki` its SubjectPublicKeyInfo."""

    spki: bytes
    algorithm: str
    dke: bytes = DEFAULT_DKE

    def verify(self, signature: bytes, message: bytes, digest: str, scheme: SignatureScheme | None = None) -> bool:
        """Return whether this key signed `message`; `digest` is a name or an identifier.

        Raises UnsupportedFeature, MalformedData.
        """
        return self.verify_digest(signature, digests.digest(digest, message, self.dke), digest, scheme)

    @abstractmethod
    def verify_digest(self, signature: bytes, value: bytes, digest: str, scheme: SignatureScheme | None = None) -> bool:
        """Return whether this key signed the data with this digest. Raises UnsupportedFeature, MalformedData."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and other.spki == self.spki

    def __hash__(self) -> int:
        return hash(self.spki)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.algorithm}>"


class DstuPublicKey(PublicKey):
    """A point on one of the standard’s curves. It is decompressed and checked on first use."""

    def __init__(self, spki: bytes, curve: Curve, compressed: bytes, dke: bytes, *, big_endian: bool = False) -> None:
        self.spki, self.curve, self.compressed, self.dke, self.big_endian = spki, curve, compressed, dke, big_endian
        self.algorithm = f"DSTU4145-{curve.m}"

    @property
    def point(self) -> CurvePoint:
        """The point itself. Raises MalformedData if it is not on the curve or not of the order of the base point."""
        return _decompress(self.curve, self.compressed)

    def verify_digest(self, signature: bytes, value: bytes, digest: str, scheme: SignatureScheme | None = None) -> bool:
        del digest, scheme
        point = self.point
        # r‖s stands in an OCTET STRING or bare, and has an even length.
        forms = [signature]
        if signature[:1] == b"\x04" and len(signature) > 2 and len(signature) == 2 + signature[1]:
            forms.insert(0, signature[2:])
        forms = [form[::-1] if self.big_endian else form for form in forms if form and len(form) % 2 == 0]
        return any(dstu4145.verify(self.curve, point, value, form) for form in forms)


_decompress = lru_cache(maxsize=2048)(dstu4145.decompress)


class RsaPublicKey(PublicKey):
    """RSA, with PKCS#1 v1.5 or PSS."""

    def __init__(self, spki: bytes, key: rsa.RSAPublicKey) -> None:
        self.spki, self.key = spki, key
        self.algorithm = f"RSA-{key.key_size}"

    def verify_digest(self, signature: bytes, value: bytes, digest: str, scheme: SignatureScheme | None = None) -> bool:
        scheme_padding: padding.AsymmetricPadding = padding.PKCS1v15()
        if scheme is not None and scheme.mask is not None:
            scheme_padding = padding.PSS(padding.MGF1(cryptography_hash(scheme.mask)), scheme.salt_length)
        return _holds(
            lambda: self.key.verify(signature, value, scheme_padding, utils.Prehashed(cryptography_hash(digest)))
        )


class EcPublicKey(PublicKey):
    """ECDSA on the curves of NIST and Brainpool; the signature is the DER of r and s."""

    def __init__(self, spki: bytes, key: ec.EllipticCurvePublicKey) -> None:
        self.spki, self.key = spki, key
        self.algorithm = f"ECDSA-{_CURVE_NAMES.get(key.curve.name, key.curve.name)}"

    def verify_digest(self, signature: bytes, value: bytes, digest: str, scheme: SignatureScheme | None = None) -> bool:
        del scheme
        return _holds(lambda: self.key.verify(signature, value, ec.ECDSA(utils.Prehashed(cryptography_hash(digest)))))


class UnknownPublicKey(PublicKey):
    """A key of an unsupported algorithm or curve; certificates with it can still be read."""

    def __init__(self, spki: bytes, algorithm: str, reason: str) -> None:
        self.spki, self.algorithm, self.reason = spki, algorithm, reason

    def verify_digest(self, signature: bytes, value: bytes, digest: str, scheme: SignatureScheme | None = None) -> bool:
        raise UnsupportedFeature(self.reason)


def _holds(check: Any) -> bool:
    try:
        check()
    except (InvalidSignature, ValueError):
        return False
    except UnsupportedAlgorithm as error:
        raise UnsupportedFeature(str(error)) from error
    return True


def cryptography_hash(name: str) -> hashes.HashAlgorithm:
    """Return a digest as `cryptography` knows it. Raises UnsupportedFeature."""
    found = _HASHES.get(digests.digest_name(name))
    if found is None:
        raise UnsupportedFeature(f"{name} with a key that is not of DSTU 4145")
    return found


def read_public_key(spki: bytes) -> PublicKey:
    """Read a SubjectPublicKeyInfo. A key that cannot be used becomes an UnknownPublicKey. Raises MalformedData."""
    with malformed_on_error("public key"):
        info = load(schema.SubjectPublicKeyInfo, spki)
        oid = info["algorithm"]["algorithm"].dotted
        try:
            if oid in {DSTU_KEY, DSTU_KEY_BIG_ENDIAN}:
                return read_dstu_key(spki, info)
            key = serialization.load_der_public_key(spki)
            if isinstance(key, rsa.RSAPublicKey) and key.key_size <= _LONGEST_RSA:
                return RsaPublicKey(spki, key)
            if isinstance(key, ec.EllipticCurvePublicKey):
                return EcPublicKey(spki, key)
            raise UnsupportedFeature(f"a {type(key).__name__}")
        except (UnsupportedFeature, MalformedData, UnsupportedAlgorithm, ValueError) as error:
            return UnknownPublicKey(spki, oid, f"the key cannot be used: {error}")


def read_dstu_key(spki: bytes, info: Any) -> DstuPublicKey:
    """Read a DSTU key whose info names its curve or writes out the standard’s parameters.

    Raises UnsupportedFeature, MalformedData.
    """
    big_endian = info["algorithm"]["algorithm"].dotted == DSTU_KEY_BIG_ENDIAN
    curve, dke = read_dstu_parameters(info["algorithm"]["parameters"].dump(), big_endian=big_endian)
    key = bytes(info["public_key"])
    if key[:1] == b"\x04" and len(key) == 2 + curve.field_size:
        key = key[2:]
    return DstuPublicKey(spki, curve, key[::-1] if big_endian else key, dke, big_endian=big_endian)


def read_dstu_parameters(der: bytes, *, big_endian: bool = False) -> tuple[Curve, bytes]:
    """Return the curve and the substitution of the parameters of a DSTU key. Raises UnsupportedFeature, MalformedData."""
    with malformed_on_error("parameters of a DSTU 4145 key"):
        if der[:1] == b"\x06":
            return curves.curve_by_oid(load(core.ObjectIdentifier, der).dotted), DEFAULT_DKE
        found = load(schema.DstuParameters, der)
        dke = field_or_none(found["dke"])
        table = DEFAULT_DKE if dke is None else bytes(dke)
        if len(table) != len(DEFAULT_DKE):
            raise MalformedData("a substitution that is not of 64 bytes")
        return _curve_of(found["curve"].dump(), big_endian), table


def _curve_of(der: bytes, big_endian: bool) -> Curve:
    if der[:1] == b"\x06":
        return curves.curve_by_oid(load(core.ObjectIdentifier, der).dotted)
    found = load(schema.ExplicitCurve, der)
    m = int(found["field"]["m"].native)
    curve = curves.CURVES.get(m)
    if curve is None:
        raise UnsupportedFeature(f"a curve over GF(2^{m})")
    b, base = (bytes(found[name])[:: -1 if big_endian else 1] for name in ("b", "base"))
    point = dstu4145.decompress(curve, base)
    terms_der = found["field"]["terms"].dump()
    if terms_der[:1] == b"\x02":
        terms = [int(load(core.Integer, terms_der).native)]
    else:
        pentanomial = load(schema.Pentanomial, terms_der)
        terms = [int(pentanomial[name].native) for name in ("l", "j", "k")]
    known = curves.curve_by_parameters(
        m,
        terms,
        int(found["a"].native),
        int.from_bytes(b, "little"),
        int(found["n"].native),
        None if base == FIRST_ROOT_BASE else point,
    )
    return replace(known, base=point)


class PrivateKey(ABC):
    """A private key, in memory as plain numbers: for tests, simulators and the decryption of envelopes, not for a seal."""

    @property
    @abstractmethod
    def public_key(self) -> PublicKey: ...

    @abstractmethod
    def sign_digest(self, value: bytes, digest: str) -> bytes:
        """Sign the data with this digest: r‖s for DSTU, PKCS#1 v1.5 for RSA, DER for ECDSA."""

    @abstractmethod
    def to_pkcs8(self) -> bytes: ...

    def sign(self, message: bytes, digest: str) -> bytes:
        """Sign `message`; `digest` is a name or an identifier."""
        return self.sign_digest(digests.digest(digest, message, self.public_key.dke), digest)

    @staticmethod
    def from_pkcs8(data: bytes) -> "PrivateKey":
        """Read an unencrypted PrivateKeyInfo. Raises MalformedData, UnsupportedFeature."""
        return read_private_key(data)


class DstuPrivateKey(PrivateKey):
    """A number below the order of the curve; the public point is −d·P."""

    def __init__(self, curve: Curve, d: int, dke: bytes = DEFAULT_DKE, parameters: bytes | None = None) -> None:
        if not 0 < d < curve.n:
            raise MalformedData("a private key that is not below the order of its curve")
        self.curve, self.d, self.dke = curve, d, dke
        named = {"curve": core.ObjectIdentifier(curves.curve_oid(curve))}
        self.parameters = parameters or bytes(schema.DstuParameters(named).dump())

    @classmethod
    def generate(cls, m: int, parameters: bytes | None = None) -> Self:
        if m not in curves.CURVES:
            raise UnsupportedFeature(f"a curve over GF(2^{m})")
        curve = curves.CURVES[m]
        return cls(curve, 1 + secrets.randbelow(curve.n - 1), parameters=parameters)

    @property
    def public_key(self) -> DstuPublicKey:
        compressed = dstu4145.compress(self.curve, dstu4145.public_point(self.curve, self.d))
        info = {"algorithm": dstu_algorithm(self.parameters), "public_key": ber.encode(0x04, compressed)}
        return DstuPublicKey(schema.SubjectPublicKeyInfo(info).dump(), self.curve, compressed, self.dke)

    def sign_digest(self, value: bytes, digest: str) -> bytes:
        del digest
        return dstu4145.sign(self.curve, self.d, value)

    def to_pkcs8(self) -> bytes:
        octets = self.d.to_bytes(self.curve.field_size, "little")
        info = {"version": 0, "algorithm": dstu_algorithm(self.parameters), "private_key": octets}
        return bytes(schema.PrivateKeyInfo(info).dump())


def dstu_algorithm(parameters: bytes) -> schema.AlgorithmIdentifier:
    return schema.AlgorithmIdentifier({"algorithm": DSTU_KEY, "parameters": core.Any.load(parameters)})


def explicit_parameters(curve: Curve, dke: bytes = DEFAULT_DKE) -> bytes:
    """Return the parameters of a key with the whole curve written out, as older centres do."""
    terms: core.Asn1Value = core.Integer(curve.terms[0])
    if len(curve.terms) > 1:
        l, j, k = sorted(curve.terms, reverse=True)  # noqa: E741 — as the standard calls them
        terms = schema.Pentanomial({"k": k, "j": j, "l": l})
    found = {
        "field": {"m": curve.m, "terms": terms},
        "a": curve.a,
        "b": curve.b.to_bytes(curve.field_size, "little"),
        "n": curve.n,
        "base": dstu4145.compress(curve, curve.base),
    }
    return bytes(schema.DstuParameters({"curve": schema.ExplicitCurve(found), "dke": dke}).dump())


class RsaPrivateKey(PrivateKey):
    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        self.key = key

    @property
    def public_key(self) -> PublicKey:
        return read_public_key(_spki(self.key.public_key()))

    def sign_digest(self, value: bytes, digest: str) -> bytes:
        return self.key.sign(value, padding.PKCS1v15(), utils.Prehashed(cryptography_hash(digest)))

    def sign_pss(self, value: bytes, digest: str) -> bytes:
        """Sign by PSS, with the salt as long as the digest."""
        algorithm = cryptography_hash(digest)
        pss = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
        return self.key.sign(value, pss, utils.Prehashed(algorithm))

    def to_pkcs8(self) -> bytes:
        return _pkcs8(self.key)


class EcPrivateKey(PrivateKey):
    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self.key = key

    @property
    def public_key(self) -> PublicKey:
        return read_public_key(_spki(self.key.public_key()))

    def sign_digest(self, value: bytes, digest: str) -> bytes:
        return self.key.sign(value, ec.ECDSA(utils.Prehashed(cryptography_hash(digest))))

    def to_pkcs8(self) -> bytes:
        return _pkcs8(self.key)


def _spki(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _pkcs8(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def read_private_key(data: bytes) -> PrivateKey:
    """Read an unencrypted PrivateKeyInfo (PKCS#8; DER, PEM or base64). Raises MalformedData, UnsupportedFeature."""
    with malformed_on_error("private key"):
        der = ber.extract_der(data)
        info = load(schema.PrivateKeyInfo, der)
        oid = info["algorithm"]["algorithm"].dotted
        if oid not in {DSTU_KEY, DSTU_KEY_BIG_ENDIAN}:
            try:
                return wrap_private_key(serialization.load_der_private_key(der, password=None))
            except UnsupportedAlgorithm as error:
                raise UnsupportedFeature(str(error)) from error
        big_endian = oid == DSTU_KEY_BIG_ENDIAN
        parameters = info["algorithm"]["parameters"].dump()
        curve, dke = read_dstu_parameters(parameters, big_endian=big_endian)
        octets = bytes(info["private_key"])
        if octets[:1] == b"\x04" and len(octets) == 2 + octets[1]:
            octets = octets[2:]
        return DstuPrivateKey(curve, int.from_bytes(octets, "big" if big_endian else "little"), dke, parameters)


def wrap_private_key(key: Any) -> PrivateKey:
    """Put a key of `cryptography` behind our calls. Raises UnsupportedFeature."""
    if isinstance(key, rsa.RSAPrivateKey):
        return RsaPrivateKey(key)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return EcPrivateKey(key)
    raise UnsupportedFeature(f"a {type(key).__name__}")


def generate(algorithm: str = "DSTU4145-257") -> PrivateKey:
    """Make a key: DSTU4145-m, RSA-bits, ECDSA-P-256, -384 or -521. Raises UnsupportedFeature."""
    kind, _, size = algorithm.partition("-")
    if kind == "DSTU4145" and size.isdigit():
        return DstuPrivateKey.generate(int(size))
    if kind == "RSA" and size.isdigit():
        return RsaPrivateKey(rsa.generate_private_key(65537, int(size)))
    if kind == "ECDSA" and size in _EC_CURVES:
        return EcPrivateKey(ec.generate_private_key(_EC_CURVES[size]))
    raise UnsupportedFeature(f"a key of {algorithm}")


def is_same_key(first: PublicKey, second: PublicKey) -> bool:
    """Return whether two keys are the same, however their parameters are written."""
    if isinstance(first, DstuPublicKey) and isinstance(second, DstuPublicKey):
        return (first.curve, first.compressed) == (second.curve, second.compressed)
    return first == second
