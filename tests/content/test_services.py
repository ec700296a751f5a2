import pytest

from tests import factories
from tests.english_urls import url
from vikno.catalogue.models import Audience, LifeEvent

pytestmark = pytest.mark.django_db


def listed(client, **wanted):
    response = client.get(url("content:services"), wanted, follow=True)
    assert response.status_code == 200
    return [row.service.title for row in response.context["rows"]]


def test_the_search_finds_cyrillic_whatever_its_case(client):
    factories.ServiceFactory(title="Паспорт громадянина")
    factories.ServiceFactory(title="Житлова субсидія")

    assert listed(client, q="ПАСПОРТ") == ["Паспорт громадянина"]
    assert listed(client, q="субсидія") == ["Житлова субсидія"]


def test_filters_narrow_together(client):
    event = LifeEvent.objects.create(code="birth", title="Народилася дитина")
    for title, audience, at in (
        ("А", Audience.CITIZENS, True),
        ("Б", Audience.BUSINESS, True),
        ("В", "citizens", False),
    ):
        offering = factories.OfferingFactory(service__title=title, service__audience=audience, online=at)
        offering.service.life_events.add(event)
    factories.OfferingFactory(service__title="Г")

    assert listed(client, event="birth") == ["А", "Б", "В"]
    assert listed(client, event="birth", audience="citizens", online="on") == ["А"]


@pytest.mark.parametrize(
    "wanted",
    [{"audience": "martians"}, {"event": "nothing"}, {"page": "x"}, {"page": "99"}, {"q": "\x00"}, {"online": "maybe"}],
    ids=str,
)
def test_an_address_that_says_nothing_known_does_not_break_the_page(client, wanted):
    factories.OfferingFactory(service__title="А")

    assert listed(client, **wanted) in (["А"], [])


def test_a_life_event_is_the_heading_of_its_services(client):
    event = LifeEvent.objects.create(code="birth", title="Народилася дитина")
    factories.ServiceFactory().life_events.add(event)

    text = client.get(url("content:services"), {"event": "birth"}, follow=True).text

    assert '<h1><span lang="uk">Народилася дитина</span></h1>' in text


def test_nothing_found_says_what_to_do(client):
    text = client.get(url("content:services"), {"q": "ніщо"}).text

    assert "Nothing found" in text
    assert "Try another word" in text
    assert "Show all services" in text


def test_a_row_says_where_how_much_and_how_long(client):
    offering = factories.OfferingFactory()
    card = offering.service.card
    card.fee_amount = 0
    card.save(update_fields=["fee_amount"])

    assert "Online or at the centre · free · up to 10 calendar days" in client.get(url("content:services")).text


def test_fifty_stand_on_a_page_and_the_pager_keeps_the_search(client):
    authority = factories.AuthorityFactory()
    factories.ServiceFactory.create_batch(60, authority=authority, form=None, title="Довідка")

    first = client.get(url("content:services"), {"q": "довідка", "page": "1"})
    second = client.get(url("content:services"), {"q": "довідка", "page": "2"})

    assert len(first.context["rows"]) == 50
    assert len(second.context["rows"]) == 10
    assert "q=%D0%B4%D0%BE%D0%B2%D1%96%D0%B4%D0%BA%D0%B0&amp;page=2" in first.text
    assert "page 2" in second.text.partition("</title>")[0]


def test_a_full_page_takes_few_queries(client, django_assert_max_num_queries):
    authority = factories.AuthorityFactory()
    centre = factories.CentreFactory()
    for service in factories.ServiceFactory.create_batch(55, authority=authority, form=None):
        factories.OfferingFactory(service=service, centre=centre)

    with django_assert_max_num_queries(16):
        client.get(url("content:services"))


def test_what_was_typed_is_shown_as_text(client):
    text = client.get(url("content:services"), {"q": '"><script>alert(1)</script>'}).text

    assert "<script>alert" not in text
    assert "&quot;&gt;&lt;script&gt;" in text
