"""BouncyCastle as an independent opinion: one Java program that answers many questions, a line each (see Oracle.java)."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

JARS = [Path("/usr/share/java") / f"{name}.jar" for name in ("bcprov", "bcpkix", "bcutil")]
PROGRAM = Path(__file__).with_name("Oracle.java")
LACKING = "no Java with BouncyCastle here: apt-get install default-jdk-headless libbcprov-java libbcpkix-java"


class OracleQuery(Protocol):
    """Ask for an operation; bytes go in hexadecimal, numbers as they are written. Raise Refused when it cannot be done."""

    def __call__(self, operation: str, /, **values: bytes | str) -> str: ...


class OracleRefused(Exception):
    """BouncyCastle raised this."""


def is_here() -> bool:
    return bool(shutil.which("javac")) and all(jar.exists() for jar in JARS)


@contextmanager
def started() -> Iterator[OracleQuery]:
    """Start the program for as many questions as there will be."""
    command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", ":".join(map(str, JARS)), str(PROGRAM)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as program:

        def ask(operation: str, /, **values: bytes | str) -> str:
            texts = {name: value.hex() if isinstance(value, bytes) else value for name, value in values.items()}
            assert program.stdin
            assert program.stdout
            program.stdin.write(json.dumps({"operation": operation, **texts}) + "\n")
            answer: dict[str, str] = json.loads(program.stdout.readline())
            if "error" in answer:
                raise OracleRefused(answer["error"])
            return answer["answer"]

        yield ask
