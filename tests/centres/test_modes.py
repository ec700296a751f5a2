"""Tests of the mode of a centre: permissions, history, events and notices."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.utils import translation

from tests import factories
from tests.applications.test_races import at_once
from vikno.audit.models import AuditEntry
from vikno.centres.access import CentreModeNotYours, may_change_mode
from vikno.centres.mode_text import mode_advice, mode_title
from vikno.centres.models import Centre, CentreKind, CentreMode, ModeChange, OfficerRole
from vikno.centres.operations import CentreModeChangedMeanwhile, set_mode
from vikno.centres.queries import mode_history, mode_notices
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db

NOON = factories.NOON


@pytest.fixture
def head():
    return factories.OfficerFactory(role=OfficerRole.HEAD)


@pytest.fixture
def branch(head):
    return factories.CentreFactory(parent=head.centre, kind=CentreKind.BRANCH)


def change(officer, mode, *, centre=None, was=CentreMode.NORMAL, at=NOON, **more):
    return set_mode(centre=centre or officer.centre, was=was, mode=mode, officer=officer, at=at, **more)


def modes() -> list[str]:
    return list(Centre.objects.order_by("pk").values_list("mode", flat=True))


def test_a_change_is_kept_told_and_audited(head):
    change(head, CentreMode.AIR_RAID, note="До відбою")

    centre = Centre.objects.get()
    assert (centre.mode, centre.mode_note, centre.mode_since) == (CentreMode.AIR_RAID, "До відбою", NOON)
    row = ModeChange.objects.get()
    assert (row.before, row.after, row.note, row.at, row.officer) == ("normal", "air_raid", "До відбою", NOON, head)
    event = Event.objects.get(name="centre.mode_changed")
    assert event.payload == {
        "centre": centre.code,
        "before": "normal",
        "after": "air_raid",
        "mode_change_id": centre.mode_changes.get().pk,
    }
    assert AuditEntry.objects.filter(action="centre.mode_changed", actor=head.person.ref).count() == 1


def test_back_to_normal_the_centre_keeps_nothing_and_the_history_all(head):
    change(head, CentreMode.AIR_RAID)
    change(head, CentreMode.NORMAL, was=CentreMode.AIR_RAID, at=NOON + timedelta(minutes=40))

    assert mode_notices() == []
    assert [(spell.change.after, spell.until) for spell in mode_history([head.centre])] == [
        ("normal", None),
        ("air_raid", NOON + timedelta(minutes=40)),
    ]


def test_what_happened_cannot_be_deleted(head):
    change(head, CentreMode.AIR_RAID)

    with pytest.raises(models.ProtectedError):
        ModeChange.objects.get().delete()


def test_the_branches_follow_where_it_is_wanted_and_not_otherwise(head, branch):
    change(head, CentreMode.AIR_RAID)
    assert modes() == ["air_raid", "normal"]

    changed = change(head, CentreMode.BLACKOUT, was=CentreMode.AIR_RAID, with_branches=True)

    assert changed == [head.centre, branch]
    assert modes() == ["blackout", "blackout"]


def test_a_branch_that_was_closed_by_itself_stays_closed(head, branch):
    change(head, CentreMode.CLOSED, centre=branch)

    change(head, CentreMode.AIR_RAID, with_branches=True)
    change(head, CentreMode.NORMAL, was=CentreMode.AIR_RAID, with_branches=True)

    assert modes() == ["normal", "closed"]


def test_what_was_closed_together_is_opened_together(head, branch):
    change(head, CentreMode.CLOSED, with_branches=True)

    change(head, CentreMode.NORMAL, was=CentreMode.CLOSED, with_branches=True)

    assert modes() == ["normal", "normal"]


@pytest.mark.parametrize("role", [OfficerRole.RECEPTION, OfficerRole.OFFICER])
def test_in_an_air_raid_whoever_works_there_may_press(role):
    change(factories.OfficerFactory(role=role), CentreMode.AIR_RAID)

    assert modes() == ["air_raid"]


@pytest.mark.parametrize(
    ("role", "before", "after"),
    [
        (OfficerRole.OFFICER, CentreMode.NORMAL, CentreMode.CLOSED),
        (OfficerRole.OFFICER, CentreMode.CLOSED, CentreMode.NORMAL),
        (OfficerRole.RECEPTION, CentreMode.NORMAL, CentreMode.CLOSED),
        (OfficerRole.EDITOR, CentreMode.NORMAL, CentreMode.AIR_RAID),
    ],
)
def test_only_the_head_closes_and_opens_again_and_an_editor_changes_nothing(role, before, after):
    officer = factories.OfficerFactory(role=role, centre__mode=before, centre__mode_since=NOON)

    with pytest.raises(CentreModeNotYours):
        change(officer, after, was=before)

    assert modes() == [before]
    assert not may_change_mode(officer, before, after)


def test_the_head_of_another_centre_changes_nothing(head):
    with pytest.raises(CentreModeNotYours):
        change(factories.OfficerFactory(role=OfficerRole.HEAD), CentreMode.AIR_RAID, centre=head.centre)


def test_whose_post_has_ended_changes_nothing(head):
    head.is_active = False

    with pytest.raises(CentreModeNotYours):
        change(head, CentreMode.AIR_RAID)


def test_who_did_not_see_a_colleagues_change_is_told(head):
    change(head, CentreMode.AIR_RAID)

    with pytest.raises(CentreModeChangedMeanwhile, match=r"Повітряна тривога|Air raid"):
        change(head, CentreMode.BLACKOUT)

    assert modes() == ["air_raid"]


def test_the_same_pressed_twice_is_done_once(head):
    change(head, CentreMode.AIR_RAID)

    assert change(head, CentreMode.AIR_RAID) == []
    assert ModeChange.objects.count() == 1


def test_a_new_note_is_a_change_that_does_not_move_the_beginning(head):
    change(head, CentreMode.BLACKOUT, note="До 14:00")
    change(head, CentreMode.BLACKOUT, was=CentreMode.BLACKOUT, note="До 16:00", at=NOON + timedelta(hours=1))

    centre = Centre.objects.get()
    assert (centre.mode_note, centre.mode_since) == ("До 16:00", NOON)


@pytest.mark.parametrize("broken", [{"mode": "lost", "mode_since": NOON}, {"mode": "air_raid"}])
def test_the_database_refuses_an_impossible_mode(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.CentreFactory(**broken)


def test_centres_that_work_alike_are_told_together(head, django_assert_max_num_queries):
    for number in range(5):
        factories.CentreFactory(mode=CentreMode.AIR_RAID, mode_since=NOON + timedelta(minutes=number))
    factories.CentreFactory(mode=CentreMode.LIVE_QUEUE, mode_since=NOON)
    factories.CentreFactory(mode=CentreMode.AIR_RAID, mode_since=NOON, is_active=False)

    with django_assert_max_num_queries(2):
        raid, queue = mode_notices()

    assert (raid.mode, len(raid.named_centres), raid.unnamed_count, raid.since) == (CentreMode.AIR_RAID, 2, 3, NOON)
    assert (queue.mode, queue.unnamed_count) == (CentreMode.LIVE_QUEUE, 0)


def test_a_centre_is_named_before_what_stands_below_it(head, branch):
    change(head, CentreMode.AIR_RAID, with_branches=True)

    (notice,) = mode_notices()

    assert (notice.named_centres, notice.unnamed_count) == ([head.centre], 1)


@pytest.mark.parametrize(
    ("mode", "title", "advice", "sends_to_shelter"),
    [
        ("air_raid", "Air raid: reception is stopped.", "We go on after the all-clear.", True),
        ("blackout", "No electricity: only part", "We advise, take papers and give out what is ready.", False),
        ("live_queue", "Live queue only", "Come and take a place in the queue at the entrance.", False),
        ("closed", "The centre is closed.", "We receive nobody now. Online you can apply as usual.", False),
    ],
)
def test_a_notice_announces_its_mode_and_advises_what_to_do(mode, title, advice, sends_to_shelter):
    factories.CentreFactory(mode=mode, mode_since=NOON)

    (notice,) = mode_notices()

    with translation.override("en"):
        assert title in notice.title
        assert advice in notice.advice
    assert notice.sends_to_shelter == sends_to_shelter


def test_every_special_mode_has_a_title_and_advice_and_the_usual_one_has_none():
    special = set(CentreMode) - {CentreMode.NORMAL}

    assert {mode for mode in CentreMode if mode_title(mode)} == special
    assert {mode for mode in CentreMode if mode_advice(mode)} == special


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races are shown on PostgreSQL")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_heads_who_press_at_once_one_is_done_and_the_other_is_told():
    first = factories.OfficerFactory(role=OfficerRole.HEAD)
    second = factories.OfficerFactory(role=OfficerRole.HEAD, centre=first.centre)

    def press(officer, mode):
        try:
            return change(officer, mode)
        except CentreModeChangedMeanwhile:
            return None

    answers = at_once(lambda: press(first, CentreMode.AIR_RAID), lambda: press(second, CentreMode.BLACKOUT))

    assert sorted(answer is None for answer in answers) == [False, True]
    assert ModeChange.objects.count() == 1
