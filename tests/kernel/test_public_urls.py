import pytest
from django.urls import NoReverseMatch

from vikno.kernel.public_urls import public_url


@pytest.mark.parametrize(("language", "path"), [("uk", "/status/"), ("cs", "/cs/status/"), ("en", "/en/status/")])
def test_an_address_is_whole_and_in_the_language_of_the_reader(settings, language, path):
    settings.PUBLIC_URL = "https://vikno.example"

    assert public_url("content:status", language=language) == f"https://vikno.example{path}"


def test_a_page_that_is_not_there_is_not_passed_over():
    with pytest.raises(NoReverseMatch):
        public_url("content:nowhere", language="uk")
