"""The command line: `python -m dstu hash|verify|decrypt|certs …`.

Exit codes: 0 success, and for `verify` everything holds; 1 something does not hold; 2 a wrong call; 3 the input cannot be read
or opened; 4 no result, as the content, a certificate or an algorithm is not available.
"""

import argparse
import base64
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from dstu import digests, envelopes, pkcs12
from dstu.certificates import Certificate, KeyPair, read_certificates
from dstu.cms import SignerCheck, read_signed_data
from dstu.errors import DstuError
from dstu.keys import read_private_key
from dstu.timestamps import TimestampCheck

DONE, FAILED, UNREADABLE, CANNOT_TELL = 0, 1, 3, 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command of the arguments and return the exit code."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except (DstuError, OSError) as error:
        sys.stderr.write(f"dstu: {error}\n")
        return UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dstu", description="Ukrainian signatures, envelopes and digests.")
    commands = parser.add_subparsers(required=True, metavar="hash|verify|decrypt|certs")
    hashing = _command(commands, "hash", _hash, "print the digest of files")
    hashing.add_argument(
        "--algorithm", default=digests.GOST34311, choices=sorted(digests.OIDS), help="default: %(default)s"
    )
    hashing.add_argument("files", nargs="+", type=Path)
    verifying = _command(commands, "verify", _verify, "check every signature of a file")
    verifying.add_argument("--content", type=Path, help="what was signed, where it is kept apart")
    verifying.add_argument(
        "--certificate", action="append", default=[], type=Path, help="more certificates to look among"
    )
    verifying.add_argument("file", type=Path)
    opening = _command(commands, "decrypt", _decrypt, "open an envelope; the plain bytes go to standard output")
    opening.add_argument("--p12", type=Path, help="a key store")
    opening.add_argument("--key", action="append", default=[], type=Path, help="a bare key, PKCS#8")
    opening.add_argument("--password", default="", help="of the key store")
    opening.add_argument("--certificate", action="append", default=[], type=Path, help="of the sender")
    opening.add_argument("file", type=Path)
    listing = _command(commands, "certs", _certs, "list the certificates in files")
    listing.add_argument("files", nargs="+", type=Path)
    return parser


def _command(commands: Any, name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    if name != "decrypt":
        parser.add_argument("--format", default="text", choices=("text", "json"), help="default: %(default)s")
    else:
        parser.add_argument("--format", default="raw", choices=("raw", "json"), help="json: the content in base64")
    parser.set_defaults(run=run)
    return parser


def _hash(options: argparse.Namespace) -> int:
    rows = []
    for path in options.files:
        hasher = digests.new(options.algorithm)
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                hasher.update(piece)
        rows.append({"file": str(path), "algorithm": options.algorithm, "digest": hasher.digest().hex()})
    _print(options, rows, (f"{row['digest']}  {row['file']}" for row in rows))
    return DONE


def _verify(options: argparse.Namespace) -> int:
    signed = read_signed_data(options.file.read_bytes())
    known = _certificates(options.certificate)
    if options.content:
        with options.content.open("rb") as content:
            checks = signed.check(content, known)
    else:
        checks = signed.check(None, known)
    signatures = [_check(check) for check in checks]
    lines = []
    for signature in signatures:
        signer = signature["signer"] or {"subject": "unknown"}
        codes = ", ".join(problem["code"] for problem in signature["problems"])
        kind = f"{signature['level']}, {signature['algorithm']}"
        lines.append(f"{signature['integrity']}: {signer['subject']} ({kind}) {codes}".rstrip())
    _print(options, {"signatures": signatures}, lines)
    if any(check.integrity == "failed" for check in checks):
        return FAILED
    return DONE if checks and all(check.is_ok for check in checks) else CANNOT_TELL


def _check(check: SignerCheck) -> dict[str, Any]:
    return {
        "integrity": check.integrity,
        "level": check.level,
        "algorithm": check.algorithm,
        "signed_at": check.signed_at and check.signed_at.isoformat(),
        "timestamp": _stamp(check.timestamp),
        "content_timestamp": _stamp(check.content_timestamp),
        "signer": check.certificate and _certificate(check.certificate),
        "problems": [
            {"code": problem.code, "text": problem.text, "note": problem.is_note} for problem in check.problems
        ],
    }


def _stamp(check: TimestampCheck | None) -> dict[str, Any] | None:
    if check is None:
        return None
    return {
        "time": check.time and check.time.isoformat(),
        "integrity": check.integrity,
        "authority": check.certificate and check.certificate.subject.text,
        "problems": [problem.code for problem in check.problems],
    }


def _decrypt(options: argparse.Namespace) -> int:
    pairs = [KeyPair(read_private_key(path.read_bytes())) for path in options.key]
    if options.p12:
        pairs += pkcs12.read_p12(options.p12.read_bytes(), options.password).pairs
    plain = envelopes.decrypt(options.file.read_bytes(), pairs, _certificates(options.certificate))
    if options.format == "json":
        sys.stdout.write(json.dumps({"content": base64.b64encode(plain).decode()}) + "\n")
    else:
        sys.stdout.buffer.write(plain)
        sys.stdout.buffer.flush()
    return DONE


def _certs(options: argparse.Namespace) -> int:
    pools = [read_certificates(path.read_bytes()) for path in options.files]
    rows = [_certificate(certificate) for pool in pools for certificate in pool.certificates]
    unreadable = [reason for pool in pools for reason in pool.unreadable]
    lines = [f"{row['not_before'][:10]}–{row['not_after'][:10]} {row['algorithm']} {row['subject']}" for row in rows]
    lines += [f"unreadable: {reason}" for reason in unreadable]
    _print(options, {"certificates": rows, "unreadable": unreadable}, lines)
    return DONE if not unreadable else FAILED


def _certificates(paths: Iterable[Path]) -> list[Certificate]:
    return [certificate for path in paths for certificate in read_certificates(path.read_bytes()).certificates]


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "subject": certificate.subject.text,
        "issuer": certificate.issuer.text,
        "serial_number": f"{certificate.serial_number:X}",
        "not_before": certificate.not_before.isoformat(),
        "not_after": certificate.not_after.isoformat(),
        "rnokpp": certificate.rnokpp,
        "edrpou": certificate.edrpou,
        "unzr": certificate.unzr,
        "document": certificate.document,
        "algorithm": certificate.public_key.algorithm,
        "key_usage": sorted(certificate.key_usage),
        "qualified": certificate.is_qualified,
        "qscd": certificate.has_qscd,
        "fingerprint": certificate.fingerprint,
    }


def _print(options: argparse.Namespace, value: Any, lines: Iterable[str]) -> None:
    if options.format == "json":
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
