"""BouncyCastle for the tests that ask it."""

from collections.abc import Iterator

import pytest

from tests.dstu import oracle


@pytest.fixture(scope="session")
def ask() -> Iterator[oracle.OracleQuery]:
    if not oracle.is_here():
        pytest.skip(oracle.LACKING)
    with oracle.started() as ask:
        yield ask
