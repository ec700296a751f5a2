"""Every address there is, asked for by a guest and by somebody who signed in."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import RoutePattern
from django.utils import translation

from tests import factories
from tests.architecture.test_page_access import SAMPLE, patterns
from vikno.pagecache.store import PAGE_STORE

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

OURS = ("content:", "web:", "cabinet:", "workspace:", "demo:", "account_")


@pytest.fixture
def addresses() -> list[str]:
    """Every address that names nothing more than a service or a centre."""
    offering = factories.OfferingFactory()
    samples = {"content:service": offering.service.code, "content:centre": offering.centre.code}
    found = []
    with translation.override("en"):
        for name, pattern in patterns(get_resolver()):
            wanted = pattern.pattern.converters
            arguments = {key: samples.get(name, SAMPLE.get(key)) for key in wanted}
            if name.startswith(OURS) and isinstance(pattern.pattern, RoutePattern) and None not in arguments.values():
                found.append(reverse(name, kwargs=arguments))
    return found


def test_no_kept_page_has_a_form_with_a_token(addresses):
    for address in addresses:
        Client().get(address)

    pages = PAGE_STORE._pages.values()

    assert len(pages) >= 9
    assert not any(b"csrfmiddlewaretoken" in page.bodies[""] for page in pages)


def test_nothing_that_was_made_for_somebody_is_kept(addresses, workspace):
    answers = [workspace.get(address) for address in addresses]

    assert len(PAGE_STORE) == 0
    assert not any(
        "ETag" in answer for answer in answers if answer.status_code == 200 and "html" in answer["Content-Type"]
    )
