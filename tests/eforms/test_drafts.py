"""Tests of the changes of a draft: storing, refusal after a concurrent change, undo and deletion."""

from functools import partial

import pytest
from django.db import connection

from tests import factories
from tests.eforms.sample_form import FORM
from vikno.audit.models import AuditEntry
from vikno.eforms import operations
from vikno.eforms.changes import FormPartReferenced, questions, steps
from vikno.eforms.definition import FormDefinition, Question, QuestionKind, Step
from vikno.eforms.models import EarlierDraft, EForm, FormVersion, VersionStatus
from vikno.eforms.operations.drafts import UNDO_DEPTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.PersonFactory()


@pytest.fixture
def draft(editor, noon) -> FormVersion:
    return operations.create(definition=FORM, by=editor, at=noon)


@pytest.fixture
def edit(editor, noon):
    return lambda draft, change, seen=None: operations.edit(
        version=draft, change=change, seen=draft.revision if seen is None else seen, by=editor, at=noon
    )


def retitled(title: str):
    return partial(steps.reword_form, title=title, minutes=5, language="uk")


def test_a_new_form_is_a_draft_with_a_code_of_its_title(draft, editor):
    assert (draft.form.code, draft.number, draft.status) == ("orenda", 1, VersionStatus.DRAFT)
    assert draft.edited_by == editor
    assert draft.form.published_version is None


def test_two_forms_with_one_title_get_two_codes(draft, editor, noon):
    assert operations.create(definition=FORM, by=editor, at=noon).form.code == "orenda-2"


def test_a_change_is_kept_at_once_and_counted(draft, edit):
    changed = edit(draft, retitled("Оренда житла"))

    stored = FormVersion.objects.get(pk=draft.pk)
    assert (stored.eform.title, stored.revision) == ("Оренда житла", draft.revision + 1)
    assert stored.sha256 == operations.digest(stored.definition)
    assert changed.eform.title == stored.form.title == "Оренда житла"


def test_what_changes_nothing_is_no_change(draft, edit):
    assert edit(draft, partial(steps.move, key="home", by=-1)).revision == draft.revision
    assert EarlierDraft.objects.count() == 0


def test_a_change_of_an_older_page_is_refused(draft, edit):
    edit(draft, retitled("Перша"))

    with pytest.raises(operations.DraftChangedMeanwhile):
        edit(draft, retitled("Друга"), seen=draft.revision)

    assert FormVersion.objects.get().eform.title == "Перша"


def test_a_refused_change_leaves_the_draft_as_it_was(draft, edit):
    with pytest.raises(FormPartReferenced):
        edit(draft, partial(questions.remove, at="right"))

    assert FormVersion.objects.get().eform == FORM
    assert EarlierDraft.objects.count() == 0


def test_a_published_version_takes_no_change(draft, edit, noon):
    operations.publish(version=draft, at=noon)

    with pytest.raises(operations.VersionAlreadyPublished):
        edit(draft, retitled("Інша"))


def test_changes_are_undone_one_by_one_to_the_beginning(draft, edit, editor, noon):
    first = edit(draft, retitled("Перша"))
    second = edit(first, retitled("Друга"))

    second = operations.undo(version=second, seen=second.revision, by=editor, at=noon)
    assert second.eform.title == "Перша"
    second = operations.undo(version=second, seen=second.revision, by=editor, at=noon)
    assert second.eform == FORM
    with pytest.raises(operations.NothingToUndo):
        operations.undo(version=second, seen=second.revision, by=editor, at=noon)


def test_undoing_an_older_page_is_refused(draft, edit, editor, noon):
    edit(draft, retitled("Перша"))

    with pytest.raises(operations.DraftChangedMeanwhile):
        operations.undo(version=draft, seen=draft.revision, by=editor, at=noon)


def test_after_undoing_changes_go_on(draft, edit, editor, noon):
    changed = edit(draft, retitled("Перша"))
    changed = operations.undo(version=changed, seen=changed.revision, by=editor, at=noon)

    changed = edit(changed, retitled("Друга"))

    assert changed.eform.title == "Друга"


def test_only_the_latest_changes_are_remembered(draft, edit):
    for number in range(UNDO_DEPTH + 5):
        draft = edit(draft, retitled(f"Назва {number}"))

    assert draft.earlier.count() == UNDO_DEPTH


def test_the_next_version_begins_as_a_copy_of_the_newest(draft, editor, noon):
    published = operations.publish(version=draft, at=noon)

    following = operations.begin_draft(form=published.form, by=editor, at=noon)

    assert (following.number, following.status, following.eform) == (2, VersionStatus.DRAFT, FORM)
    assert operations.begin_draft(form=published.form, by=editor, at=noon) == following
    assert FormVersion.objects.get(pk=published.pk).status == VersionStatus.PUBLISHED


def test_the_title_of_a_published_form_changes_when_the_draft_is_published(draft, edit, editor, noon):
    form = operations.publish(version=draft, at=noon).form
    following = edit(operations.begin_draft(form=form, by=editor, at=noon), retitled("Нова назва"))
    assert EForm.objects.get().title == "Оренда"

    operations.publish(version=following, at=noon)

    assert EForm.objects.get().title == "Нова назва"


def test_a_new_form_is_thrown_away_whole(draft, edit):
    changed = edit(draft, retitled("Перша"))

    operations.discard(version=changed, seen=changed.revision)

    assert not EForm.objects.exists()
    assert not EarlierDraft.objects.exists()


def test_a_draft_is_thrown_away_and_the_published_version_stays(draft, editor, noon):
    form = operations.publish(version=draft, at=noon).form
    following = operations.begin_draft(form=form, by=editor, at=noon)

    operations.discard(version=following, seen=following.revision)

    assert form.versions.get() == form.published_version


def test_a_new_form_that_a_service_is_linked_with_is_not_thrown_away(draft):
    factories.ServiceFactory(form=draft.form)

    with pytest.raises(operations.FormInUse):
        operations.discard(version=draft, seen=draft.revision)

    assert FormVersion.objects.filter(pk=draft.pk).exists()


def test_a_draft_that_somebody_has_changed_is_not_thrown_away(draft, edit):
    edit(draft, retitled("Перша"))

    with pytest.raises(operations.DraftChangedMeanwhile):
        operations.discard(version=draft, seen=draft.revision)


def test_what_was_thrown_away_takes_no_change(draft, edit):
    operations.discard(version=draft, seen=draft.revision)

    with pytest.raises(operations.DraftChangedMeanwhile, match=r"thrown away|відкинули"):
        edit(draft, retitled("Перша"))


def test_publishing_leaves_a_trace_and_nothing_to_undo(draft, edit, editor, noon):
    changed = edit(draft, retitled("Перша"))

    operations.publish(version=changed, at=noon, actor=editor.ref, seen=changed.revision)

    entry = AuditEntry.objects.get(action="form.published")
    assert (entry.actor, entry.subject, entry.detail) == (editor.ref, "form:orenda", {"version": 1})
    assert not EarlierDraft.objects.exists()


def test_publishing_what_somebody_has_changed_since_is_refused(draft, edit, noon):
    edit(draft, retitled("Перша"))

    with pytest.raises(operations.DraftChangedMeanwhile):
        operations.publish(version=draft, at=noon, seen=draft.revision)

    assert FormVersion.objects.get().status == VersionStatus.DRAFT


def test_a_retired_form_is_offered_no_more_and_can_come_back(draft, editor, noon):
    form = operations.publish(version=draft, at=noon).form

    operations.retire(form=form, actor=editor.ref, at=noon)

    assert form.published_version is None
    assert AuditEntry.objects.filter(action="form.retired", subject="form:orenda").count() == 1
    with pytest.raises(operations.FormNotPublished):
        operations.retire(form=form, actor=editor.ref, at=noon)
    following = operations.begin_draft(form=form, by=editor, at=noon)
    assert operations.publish(version=following, at=noon).form.published_version == following


def test_drafts_of_residents_stay_with_the_version_they_began_with(edit, editor, noon):
    application = factories.draft()
    form = application.form_version.form
    blank = Question(key="", kind=QuestionKind.TEXT, label="Нове запитання")
    following = operations.begin_draft(form=form, by=editor, at=noon)
    following = edit(following, partial(questions.add, step="home", question=blank))

    operations.publish(version=following, at=noon)

    application.refresh_from_db()
    assert application.form_version.number == 1
    assert factories.operations.submit(application=application, at=noon).status == "submitted"


def test_the_database_still_refuses_to_change_what_was_published(draft, noon):
    """The migration that counts changes rebuilds the table, so its trigger is created again."""
    operations.publish(version=draft, at=noon)
    empty = FormDefinition(title="Інше", steps=(Step(key="a", title="А", questions=()),))

    with pytest.raises(Exception, match="never changes"), connection.cursor() as cursor:
        cursor.execute("UPDATE eforms_formversion SET definition = %s", [f'"{empty.title}"'])
