from datetime import date, time
from decimal import Decimal

import pytest

from tests import factories
from tests.english_urls import url
from vikno.catalogue.models import CardDocument, CardStage, LegalAct, Offering, ServiceCard
from vikno.centres.models import CentreKind, OpeningHours

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    return factories.OfferingFactory(service__code="residence", service__title="Реєстрація місця проживання")


@pytest.fixture
def card(offering):
    return offering.service.card


def page(client, code="residence"):
    return client.get(url("content:service", code))


def changed(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


def test_the_card_says_all_that_the_law_asks(client, offering, card):
    changed(
        card,
        lead="Повідомте громаді",
        fee_amount=Decimal("49.92"),
        fee_text="Рахунок для сплати",
        how_to_apply="Особисто або онлайн",
        working_conditions="Без попереднього запису",
        result="Витяг із реєстру",
        ways_to_receive="У кабінеті",
        appeal="До суду",
        approved_by="Розпорядження № 7",
        reviewed_on=date(2026, 1, 15),
    )
    CardDocument.objects.create(card=card, name="Паспорт", detail="Оригінал", sort_order=0)
    CardDocument.objects.create(card=card, name="Право власності", source="register", sort_order=1)
    CardStage.objects.create(card=card, title="Ви подаєте заяву", text="Даємо номер", sort_order=0)
    LegalAct.objects.create(card=card, title="Закон № 1871-IX", url="https://zakon.example/1871", sort_order=0)
    OpeningHours.objects.create(centre=offering.centre, weekday=0, opens_at=time(9), closes_at=time(18))
    changed(offering.service.authority, phones="(044) 200-00-00", site="https://body.example/")

    text = page(client).text

    for words in (
        "Up to 10 calendar days", "49.92 UAH", "Від 14 років", "Online or at the centre", "Повідомте громаді",
        "Рахунок для сплати", "Особисто або онлайн", "Без попереднього запису", "Витяг із реєстру", "У кабінеті",
        "До суду", "Розпорядження № 7", "15 January 2026", "Паспорт", "Оригінал", "from you", "Право власності",
        "we take it from a register", "Ви подаєте заяву", "Даємо номер", "Закон № 1871-IX", "https://zakon.example/1871",
        "Подано не всі документи", offering.service.authority.name, "tel:0442000000", "9:00–18:00",
        offering.centre.name,
    ):  # fmt: skip
        assert words in text, words


def test_what_can_be_applied_for_online_leads_to_its_start(client, offering):
    text = page(client).text

    assert f'href="{url("cabinet:start", "residence")}"' in text
    assert text.partition("<main")[2].count('class="govuk-button') == 1


@pytest.mark.parametrize("change", [{"online": False}, {"online": False, "at_desk": False, "by_post": True}])
def test_a_service_not_given_online_says_how_to_apply_instead(client, offering, change):
    changed(offering, **change)

    text = page(client).text

    assert "Apply online" not in text
    assert ("At the centre" if change.get("at_desk", True) else "By post") in text


def test_a_service_without_a_published_form_is_not_offered_online(client, offering):
    changed(offering.service, form=None)

    assert "Apply online" not in page(client).text


def test_a_service_at_no_centre_sends_to_the_body_that_gives_it(client):
    service = factories.ServiceFactory(code="alone")

    response = page(client, "alone")

    assert response.status_code == 200
    assert "Not at our centres" in response.text
    assert "Ask the body that gives it." in response.text
    assert service.authority.name in response.text
    assert "Apply online" not in response.text


def test_a_card_without_a_term_tells_the_law_s_own(client, card):
    changed(card, term_days=None)

    text = page(client).text

    assert "Up to 30 calendar days" in text
    assert "No law sets another term for this service." in text


def test_a_term_in_words_is_told_as_it_is(client, card):
    changed(card, term_days=None, term_text="у день звернення")

    text = page(client).text

    assert "У день звернення" in text
    assert "No law sets another term" not in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"fee_amount": 0}, "Free"),
        ({"fee_text": "Залежить від площі"}, "Depends on the case"),
        ({}, "Ask at the centre"),
    ],
)
def test_the_fee_is_never_left_to_guess(client, card, fields, words):
    changed(card, **fields)

    assert words in page(client).text


def test_long_words_on_who_may_apply_get_a_part_of_the_page(client, card):
    changed(card, who_may_apply="Громадяни України, " * 10)
    CardDocument.objects.create(card=card, name="Паспорт", sort_order=0)
    CardDocument.objects.create(card=card, name="Довідка", source="register", sort_order=1)

    text = page(client).text

    assert "1 from you" in text
    assert "1 we take from a register" in text
    assert "Who may apply</h2>" in text


def test_an_inactive_service_is_not_found(client, offering):
    changed(offering.service, is_active=False)

    assert page(client).status_code == 404


def test_an_unpublished_card_is_not_found(client, card):
    changed(card, live=False)

    assert page(client).status_code == 404


def test_a_service_without_a_card_is_not_found(client, offering):
    ServiceCard.objects.all().delete()

    assert page(client).status_code == 404


def test_imported_markup_cannot_run(client, card):
    changed(
        card,
        more_html="<h1>Порядок</h1><p onclick='x()'>Текст</p><script>alert(1)</script>"
        "<a href='javascript:alert(2)'>натисни</a><img src=x onerror=alert(3)><style>p{}</style>",
    )

    text = page(client).text

    assert "<h3>Порядок</h3><p>Текст</p>" in text
    for trouble in ("alert(", "onclick", "onerror", "<style", "javascript:"):
        assert trouble not in text


def test_plain_texts_of_a_card_are_escaped(client, card):
    changed(card, how_to_apply="<script>alert(1)</script>", result="<b>x</b>", lead="<i>y</i>")

    text = page(client).text

    assert "<script>alert" not in text
    assert "<b>x</b>" not in text
    assert "<i>y</i>" not in text


def test_the_card_s_own_language_is_marked_in_a_page_of_another(client, card):
    assert '<div class="page-head" lang="uk">' in page(client).text

    with_own = client.get("/services/residence/").text
    assert '<div class="page-head">' in with_own


def test_other_places_that_give_it_are_named_and_many_are_folded(client, offering):
    for _ in range(9):
        Offering.objects.create(service=offering.service, centre=factories.CentreFactory(kind=CentreKind.REMOTE_DESK))

    text = page(client).text

    assert "1 centre, 9 remote desks" in text
    assert "Show 9 places" in text


def test_a_card_costs_the_same_however_full_it_is(client, offering, card, django_assert_max_num_queries):
    for number in range(9):
        Offering.objects.create(service=offering.service, centre=factories.CentreFactory())
        CardDocument.objects.create(card=card, name="Довідка", sort_order=number)

    with django_assert_max_num_queries(20):
        page(client)
