"""Builders of valid objects. A test names only what it is about; the rest is ordinary."""

import io
from datetime import UTC, date, datetime

import factory
from django.conf import settings
from factory.django import DjangoModelFactory
from PIL import Image
from wagtail.models import Locale

from vikno.applications import operations
from vikno.applications.models import Application
from vikno.catalogue.models import Authority, Offering, RefusalGround, Service, ServiceCard
from vikno.centres.models import Centre, Officer, OfficerRole
from vikno.eforms import operations as eform_operations
from vikno.eforms.definition import (
    AnswerChoice,
    AnswerComparison,
    ComparisonOperator,
    FormDefinition,
    Question,
    QuestionKind,
    Step,
)
from vikno.files.operations import FileUpload
from vikno.people.models import Person

NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)

RESIDENCE = FormDefinition(
    title="Реєстрація місця проживання",
    steps=(
        Step(
            key="person",
            title="Про Вас",
            questions=(
                Question(
                    key="full_name", kind=QuestionKind.TEXT, label="Прізвище, ім’я, по батькові", prefill="full_name"
                ),
                Question(key="phone", kind=QuestionKind.PHONE, label="Телефон", prefill="phone", required=False),
                Question(key="rnokpp", kind=QuestionKind.RNOKPP, label="РНОКПП", prefill="rnokpp"),
            ),
        ),
        Step(
            key="home",
            title="Нова адреса",
            questions=(
                Question(key="address", kind=QuestionKind.ADDRESS, label="Адреса"),
                Question(
                    key="right",
                    kind=QuestionKind.ONE_OF,
                    label="На якій підставі Ви тут живете?",
                    choices=(AnswerChoice(code="owner", label="Я власник"), AnswerChoice(code="rent", label="Орендую")),
                ),
                Question(
                    key="contract",
                    kind=QuestionKind.FILES,
                    label="Договір оренди",
                    asked_when=AnswerComparison(question="right", op=ComparisonOperator.IS, value="rent"),
                ),
            ),
        ),
    ),
)
COMPLETE_ANSWERS = {
    "full_name": "Зразкова Олена Тестівна",
    "rnokpp": "1759013776",
    "address": {"settlement": "с. Вербівка", "street": "вул. Шкільна", "house": "14-А"},
    "right": "owner",
}


def png(name: str = "page.png", size: int = 8) -> FileUpload:
    """Return a small picture as somebody would send it."""
    buffer = io.BytesIO()
    Image.new("RGB", (size, size), "white").save(buffer, "PNG")
    return FileUpload(name=name, content=buffer.getvalue())


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    email = factory.Sequence("resident{}@example.com".format)
    family_name = "Зразкова"
    given_name = "Олена"
    patronymic = "Тестівна"
    born_on = date(1990, 5, 1)
    phone = "+380671234567"


class CentreFactory(DjangoModelFactory):
    class Meta:
        model = Centre

    code = factory.Sequence("centre-{}".format)
    name = factory.Sequence("Центр {}".format)
    address = "вул. Вербова, 1, с. Вербівка"


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = Officer

    person = factory.SubFactory(PersonFactory, email=factory.Sequence("officer{}@example.com".format))
    centre = factory.SubFactory(CentreFactory)
    role = OfficerRole.OFFICER


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = Authority

    name = factory.Sequence("Відділ {}".format)


class ServiceFactory(DjangoModelFactory):
    """A service with a card and, unless `form=None`, the residence form published."""

    class Meta:
        model = Service
        skip_postgeneration_save = True

    class Params:
        definition = RESIDENCE

    code = factory.Sequence("service-{}".format)
    title = "Реєстрація місця проживання"
    authority = factory.SubFactory(AuthorityFactory)

    @factory.lazy_attribute
    def form(self):
        version, _ = eform_operations.publish_if_changed(code=f"form-{self.code}", definition=self.definition, at=NOON)
        return version.form

    @factory.post_generation
    def card(self, create, extracted, **fields):
        # A test with real transactions leaves the database without the rows that migrations made.
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        card = ServiceCard.objects.create(service=self, term_days=10, who_may_apply="Від 14 років", **fields)
        RefusalGround.objects.create(card=card, text="Подано не всі документи", sort_order=0)


class OfferingFactory(DjangoModelFactory):
    class Meta:
        model = Offering

    service = factory.SubFactory(ServiceFactory)
    centre = factory.SubFactory(CentreFactory)
    online = True


def draft(*, person: Person | None = None, centre: Centre | None = None, answers: dict | None = None) -> Application:
    """Return a draft with all its answers, unless others are given."""
    person = person or PersonFactory()
    offering = OfferingFactory(**({"centre": centre} if centre else {}))
    application = operations.start(service=offering.service, centre=offering.centre, applicant=person, at=NOON)
    typed = COMPLETE_ANSWERS if answers is None else answers
    return operations.answer(application=application, typed=typed, at=NOON)


def submitted(**of) -> Application:
    return operations.submit(application=draft(**of), at=NOON)


def registered(officer: Officer, **of) -> Application:
    application = submitted(centre=officer.centre, **of)
    operations.register(application=application, officer=officer, at=NOON)
    return Application.objects.get(pk=application.pk)


def in_work(officer: Officer, **of) -> Application:
    return operations.take(application=registered(officer, **of), officer=officer, at=NOON)
