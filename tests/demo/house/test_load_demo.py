"""`manage.py load_demo`: the contents of the portal after the load."""

from itertools import pairwise

import phonenumbers
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password
from django.core import mail
from django.core.mail import get_connection
from django.core.management import call_command
from django.utils import timezone
from stdnum.ua import rntrc

from vikno.applications.models import Application, ApplicationStatus
from vikno.applications.queries import CaseUrgency, cases_for, urgency
from vikno.audit.models import AuditEntry
from vikno.audit.operations import verify
from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.demo.mailbox import letters
from vikno.demo.sign_ins import EDITOR, PASSWORD, RESIDENT, SIGN_INS
from vikno.files.queries import read_content
from vikno.notifications.models import Notification
from vikno.outbox.models import Delivery, DeliveryStatus
from vikno.people.models import Person


def test_a_second_load_changes_nothing(demo):
    before = (Application.objects.count(), AuditEntry.objects.count(), Person.objects.count(), Service.objects.count())

    call_command("load_demo", verbosity=0)

    after = (Application.objects.count(), AuditEntry.objects.count(), Person.objects.count(), Service.objects.count())
    assert after == before


def test_cases_are_in_every_state_and_nothing_happens_in_the_future(demo):
    today = timezone.localdate()

    cases = list(cases_for(Centre.objects.all()))
    urgencies = {urgency(case, getattr(case, "deadline", None), today) for case in cases}

    assert len(cases) > 55
    assert set(Application.objects.values_list("status", flat=True)) == set(ApplicationStatus.values)
    assert urgencies == {CaseUrgency.LATE, CaseUrgency.SOON, CaseUrgency.CALM, CaseUrgency.PAUSED, CaseUrgency.NONE}
    assert {case.channel for case in cases} == {"online", "desk"}
    assert {case.centre.code for case in cases} == {"verbivka", "nova-loza", "tykha-vilkha"}
    times = [case.submitted_at for case in Application.objects.sent().order_by("number")]
    assert all(earlier <= later for earlier, later in pairwise(times))
    audit_times = list(AuditEntry.objects.order_by("pk").values_list("at", flat=True))
    assert audit_times == sorted(audit_times)
    assert audit_times[-1] <= timezone.now()
    assert verify().is_intact


def test_the_resident_has_a_case_in_every_state_with_a_real_result(demo):
    own = Application.objects.filter(applicant__email=RESIDENT)

    assert set(own.values_list("status", flat=True)) == set(ApplicationStatus.values) - {ApplicationStatus.REGISTERED}
    result = own.get(status=ApplicationStatus.ISSUED).results.get()
    assert read_content(result.file).startswith(b"%PDF-")


def test_every_sign_in_works_and_all_letters_go_to_the_resident(demo):
    people = {
        person.email: person for person in Person.objects.filter(email__in=[sign_in.email for sign_in in SIGN_INS])
    }

    assert all(check_password(PASSWORD, person.password) for person in people.values())
    assert EmailAddress.objects.filter(verified=True, primary=True, user__in=people.values()).count() == len(SIGN_INS)
    assert not Delivery.objects.exclude(status=DeliveryStatus.DONE).exists()
    assert {address for letter in mail.outbox for address in letter.to} == {RESIDENT}
    assert people[EDITOR].has_perm("wagtailadmin.access_admin")


def test_the_mailbox_dates_a_letter_by_its_message_in_the_inbox(demo, settings):
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=settings.EMAIL_FILE_PATH)
    connection.send_messages(mail.outbox)

    found = letters()

    assert len(found) == len(mail.outbox)
    assert {letter.sent_at for letter in found} == set(Notification.objects.values_list("created_at", flat=True))


def test_invented_people_have_numbers_that_pass_their_checks_and_nobody_shares_a_name(demo):
    people = list(Person.objects.exclude(rnokpp_index=""))

    assert all(rntrc.is_valid(person.rnokpp) for person in people)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(person.phone, None)) for person in people)
    assert len({person.get_full_name() for person in people}) == len(people) > 50


def test_every_service_has_a_full_card(demo):
    services = list(Service.objects.in_use().select_related("card"))

    assert len(services) == 12
    for service in services:
        card = service.card
        fields = ("lead", "who_may_apply", "how_to_apply", "result", "ways_to_receive", "appeal", "working_conditions")
        assert all(getattr(card, name) for name in fields), service.code
        assert card.documents.count() > 1, service.code
        assert card.stages.count() > 2, service.code
        assert card.refusal_grounds.count() > 1, service.code
        assert "зразок" in card.more_html
        assert service.life_events.exists(), service.code
