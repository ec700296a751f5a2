"""Who may edit the site, who writes and who approves; and what of it can be found."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    DraftStateMixin,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowContentType,
    WorkflowMixin,
    WorkflowPage,
    WorkflowTask,
)

from vikno.audit.operations import record as record_audit
from vikno.catalogue.models import Authority, Category, LifeEvent, Offering, Service, ServiceCard, Template
from vikno.centres.models import Alert, CalendarException, Centre
from vikno.content.models import HomePage, NewsCategory
from vikno.content.search import sources
from vikno.eforms.models import EForm
from vikno.enquiries.models import QuestionAnswer, QuestionTheme
from vikno.pagecache.queries import current_stamp
from vikno.people.models import Person
from vikno.search import operations as search_operations
from vikno.search.models import Missed, Synonyms
from vikno.search.queries import indexed_state

# Wagtail has groups of its own, «Editors» and «Moderators»; nobody of ours is in them.
GROUP = "Content editors"
WRITERS = "Content writers"
# What an editor may do to rows of each kind. Centres and services are ended, never deleted: cases name them.
MAY: dict[type, tuple[str, ...]] = {
    Service: ("add", "change", "view"),
    ServiceCard: ("add", "change", "publish", "view"),
    Offering: ("add", "change", "delete", "view"),
    Template: ("add", "change", "view"),
    Authority: ("add", "change", "view"),
    Category: ("add", "change", "delete", "view"),
    LifeEvent: ("add", "change", "delete", "view"),
    Centre: ("add", "change", "view"),
    CalendarException: ("add", "change", "delete", "view"),
    Alert: ("add", "change", "delete", "view"),
    EForm: ("add", "change", "publish", "view"),
    QuestionAnswer: ("add", "change", "delete", "publish", "view"),
    QuestionTheme: ("add", "change", "delete", "view"),
    NewsCategory: ("add", "change", "delete", "view"),
    Redirect: ("add", "change", "delete", "view"),
    Synonyms: ("add", "change", "delete", "view"),
    Missed: ("delete", "view"),
}
# What they may do to pages; a page with others below it is deleted by administrators only.
WITH_PAGES = {GROUP: ("add", "change", "publish", "lock", "unlock"), WRITERS: ("add", "change")}
WITH_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def grant_editor(*, person: Person, actor: str, at: datetime, publishes: bool = True) -> None:
    """Let a person edit the site; who does not publish hands what they wrote to those who do.

    What each of the two may do is brought up to date for all.
    """
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in (GROUP, WRITERS)}
    for name, group in groups.items():
        group.permissions.set(_permissions(publishes=name == GROUP))
        _let_into_the_tree(group, WITH_PAGES[name])
    _ask_for_approval(groups[GROUP])
    wanted, other = (GROUP, WRITERS) if publishes else (WRITERS, GROUP)
    if not person.groups.filter(name=wanted).exists():
        person.groups.remove(groups[other])
        person.groups.add(groups[wanted])
        action = "editor.granted" if publishes else "writer.granted"
        record_audit(actor=actor, action=action, subject=person.ref, at=at)


@transaction.atomic
def revoke_editor(*, person: Person, actor: str, at: datetime) -> None:
    """Take the right away again."""
    groups = list(person.groups.filter(name__in=(GROUP, WRITERS)))
    if groups:
        person.groups.remove(*groups)
        record_audit(actor=actor, action="editor.revoked", subject=person.ref, at=at)


def index_content() -> search_operations.IndexReport:
    """Bring the search up to date with what is published now."""
    # Read before the content: what changes meanwhile is seen the next time.
    now = str(current_stamp())
    return search_operations.update_index(documents=sources.all_documents(), seen=now)


def index_if_changed() -> None:
    """Bring the search up to date, unless nothing was written since the last time."""
    if indexed_state() != str(current_stamp()):
        index_content()


def _permissions(*, publishes: bool) -> list[Permission]:
    """Return the rights to rows. Wagtail and Django make the rows of rights after migrating."""
    rights = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    rights |= Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    for model, acts in MAY.items():
        codenames = [f"{act}_{model.__name__.lower()}" for act in (acts if publishes else _as_a_draft(model, acts))]
        rights |= Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(model), codename__in=codenames
        )
    return list(rights)


def _as_a_draft(model: type, acts: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a writer may do: what has drafts waits to be published, what has none would be seen at once."""
    if issubclass(model, DraftStateMixin):
        return tuple(act for act in acts if act in ("add", "change", "view"))
    return ("view",) if "view" in acts else ()


def _let_into_the_tree(group: Group, acts: tuple[str, ...]) -> None:
    """Give a group the trees of all languages, pictures and documents."""
    pages = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=[f"{act}_page" for act in acts]
    )
    for home in HomePage.objects.all():
        for permission in pages:
            GroupPagePermission.objects.get_or_create(group=group, page=home.page_ptr, permission=permission)
    files = Permission.objects.filter(codename__in=WITH_FILES)
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )


def _ask_for_approval(editors: Group) -> None:
    """Let what writers hand in be approved by any one of the editors: pages, and rows that can wait for it."""
    workflow = _workflow(editors)
    for home in HomePage.objects.all():
        WorkflowPage.objects.get_or_create(page=home.page_ptr, defaults={"workflow": workflow})
    for model in MAY:
        if issubclass(model, WorkflowMixin):
            kind = ContentType.objects.get_for_model(model)
            WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})


def _workflow(editors: Group) -> Any:
    task = GroupApprovalTask.objects.filter(groups=editors).first()
    if task is None:
        # It is a row, not a string of ours: who runs the site may name it otherwise.
        with translation.override(settings.LANGUAGE_CODE):
            task = GroupApprovalTask.objects.create(name=_("Approval by an editor"))
        task.groups.add(editors)
        workflow = Workflow.objects.create(name=task.name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return Workflow.objects.get(workflow_tasks__task=task)
