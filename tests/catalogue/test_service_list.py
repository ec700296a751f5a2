import pytest
from django.utils import translation

from tests import factories
from vikno.catalogue.models import Audience, LifeEvent, Offering, Service
from vikno.catalogue.queries import (
    ServiceAvailability,
    ServiceCriteria,
    find_services,
    life_events_in_use,
    load_service_list,
    with_availability,
)

pytestmark = pytest.mark.django_db


def titles(**wanted):
    keys = find_services(ServiceCriteria(**wanted))
    return [row.service.title for row in load_service_list(keys)]


def test_services_stand_in_the_order_of_the_ukrainian_alphabet():
    for title in ("Їжа", "Ґанок", "Гараж", "Ідентифікація", "Єдина довідка", "Дозвіл", "йодування"):
        factories.ServiceFactory(title=title)

    assert titles() == ["Гараж", "Ґанок", "Дозвіл", "Єдина довідка", "Ідентифікація", "Їжа", "йодування"]


@pytest.mark.parametrize(
    "typed",
    ["ПРОПИСКА", "реєстрація місця", "місця реєстр", "сімї", "Сім'ї", "громади"],
    ids=["keyword in capitals", "title", "words in any order", "no apostrophe", "another apostrophe", "summary"],
)
def test_a_service_is_found_by_title_keywords_and_summary_whatever_the_case(typed):
    factories.ServiceFactory(
        title="Реєстрація місця проживання сім’ї",
        keywords="прописка",
        summary="Повідомте громаді, хто Ви. Для громади.",
    )
    factories.ServiceFactory(title="Інше")

    assert titles(words=typed) == ["Реєстрація місця проживання сім’ї"]


def test_a_word_in_the_title_counts_more_than_one_in_the_keywords():
    factories.ServiceFactory(title="Адреса", keywords="паспорт")
    factories.ServiceFactory(title="Паспорт")

    assert titles(words="паспорт") == ["Паспорт", "Адреса"]


def test_what_is_for_everybody_is_for_people_and_for_business():
    for title, audience in (("А", Audience.CITIZENS), ("Б", Audience.BUSINESS), ("В", Audience.BOTH)):
        factories.ServiceFactory(title=title, audience=audience)

    assert titles(audience="citizens") == ["А", "В"]
    assert titles(audience="business") == ["Б", "В"]


def test_a_life_event_gathers_its_services():
    event = LifeEvent.objects.create(code="birth", title="Народилася дитина")
    factories.ServiceFactory(title="Інше")
    factories.ServiceFactory(title="Свідоцтво").life_events.add(event)

    assert titles(event=event) == ["Свідоцтво"]


def test_a_life_event_without_services_is_not_offered():
    LifeEvent.objects.create(code="empty", title="Порожня")
    later = LifeEvent.objects.create(code="later", title="Друга", position=2)
    first = LifeEvent.objects.create(code="first", title="Перша", position=1)
    factories.ServiceFactory().life_events.add(first, later)
    factories.ServiceFactory().life_events.add(first)

    assert life_events_in_use() == [first, later]


def test_a_service_is_online_with_a_form_an_offering_and_a_centre_in_use():
    factories.OfferingFactory(service__title="Онлайн")
    factories.OfferingFactory(service__title="Лише в центрі", online=False)
    factories.OfferingFactory(service__title="Без форми", service__form=None)
    factories.OfferingFactory(service__title="Центр зачинено", centre__is_active=False)

    assert titles(online=True) == ["Онлайн"]
    assert [
        row.service.title for row in load_service_list(find_services(ServiceCriteria())) if row.availability.online
    ] == ["Онлайн"]


def test_inactive_services_and_unpublished_cards_are_not_found():
    factories.ServiceFactory(is_active=False)
    service = factories.ServiceFactory()
    service.card.live = False
    service.card.save(update_fields=["live"])

    assert find_services(ServiceCriteria()) == []


def test_the_ways_of_a_service_are_those_of_all_its_centres():
    service = factories.ServiceFactory(form=None)
    Offering.objects.create(service=service, centre=factories.CentreFactory(), at_desk=False, by_post=True)
    Offering.objects.create(service=service, centre=factories.CentreFactory(is_active=False), at_desk=True)

    ways = ServiceAvailability.of_service(with_availability(Service.objects.all()).get())

    assert (ways.online, ways.at_desk, ways.by_post) == (False, False, True)


@pytest.mark.parametrize(("language", "queries"), [("uk", 3), ("cs", 4)])
def test_a_page_of_a_list_costs_the_same_for_one_service_and_for_many(language, queries, django_assert_num_queries):
    for _ in range(6):
        factories.OfferingFactory()
    keys = find_services(ServiceCriteria())

    for some in (keys[:1], keys):
        with translation.override(language), django_assert_num_queries(queries):
            assert len([row.availability.online for row in load_service_list(some)]) == len(some)
