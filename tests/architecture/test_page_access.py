"""Every address of the faces, walked by somebody who has no business there."""

import uuid
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests import factories

pytestmark = pytest.mark.django_db

PRIVATE = ("cabinet", "workspace")
SAMPLE = {"uid": uuid.UUID(int=1), "code": "nothing", "step": "nothing", "pk": 1, "file": uuid.UUID(int=2)}


def patterns(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from patterns(pattern, inner)
        elif pattern.name:
            yield ":".join((*namespaces, pattern.name)), pattern


def private_addresses() -> list[tuple[str, str]]:
    found = []
    with translation.override("en"):
        for name, pattern in patterns(get_resolver()):
            if name.partition(":")[0] in PRIVATE:
                arguments = {
                    key: SAMPLE.get(key, _sample_of(converter)) for key, converter in pattern.pattern.converters.items()
                }
                found.append((name, reverse(name, kwargs=arguments)))
    return found


def _sample_of(converter: object) -> object:
    return {"UUIDConverter": uuid.UUID(int=3), "IntConverter": 1}.get(type(converter).__name__, "nothing")


@pytest.mark.parametrize(("name", "address"), private_addresses(), ids=lambda value: str(value))
def test_a_stranger_is_led_to_the_sign_in_page(client, name, address):
    response = client.get(address)

    assert response.status_code in (302, 405), name
    if response.status_code == 302:
        assert "/account/login/" in response["Location"]


@pytest.mark.parametrize(("name", "address"), [pair for pair in private_addresses() if pair[0].startswith("workspace")])
def test_a_resident_does_not_get_into_the_workspace(client, name, address):
    client.force_login(factories.PersonFactory())

    assert client.get(address).status_code in (403, 404, 405), name
