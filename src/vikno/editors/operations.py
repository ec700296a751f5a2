"""Rights of editors: who writes, who publishes, and who approves."""

from datetime import datetime

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
from vikno.eforms.models import EForm
from vikno.enquiries.models import QuestionAnswer, QuestionTheme
from vikno.people.models import Person
from vikno.search.models import Missed, Synonyms

# Wagtail creates its own groups, «Editors» and «Moderators»; they stay unused.
GROUP = "Content editors"
WRITERS = "Content writers"
# Acts of an editor by model. Centres and services are ended, never deleted: cases refer to them.
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
# Acts on pages; only administrators delete a page with others below it.
WITH_PAGES = {GROUP: ("add", "change", "publish", "lock", "unlock"), WRITERS: ("add", "change")}
WITH_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def grant_editor(*, person: Person, actor: str, at: datetime, publishes: bool = True) -> None:
    """Give a person the right to edit the site. Without `publishes` they submit their texts for approval.

    The rights of both groups are updated for all their members.
    """
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in (GROUP, WRITERS)}
    for name, group in groups.items():
        group.permissions.set(_permissions(publishes=name == GROUP))
        _grant_pages_and_files(group, WITH_PAGES[name])
    _require_approval(groups[GROUP])
    new, old = (GROUP, WRITERS) if publishes else (WRITERS, GROUP)
    if not person.groups.filter(name=new).exists():
        person.groups.remove(groups[old])
        person.groups.add(groups[new])
        action = "editor.granted" if publishes else "writer.granted"
        record_audit(actor=actor, action=action, subject=person.ref, at=at)


@transaction.atomic
def revoke_editor(*, person: Person, actor: str, at: datetime) -> None:
    """Revoke the right to edit the site."""
    groups = list(person.groups.filter(name__in=(GROUP, WRITERS)))
    if groups:
        person.groups.remove(*groups)
        record_audit(actor=actor, action="editor.revoked", subject=person.ref, at=at)


def _permissions(*, publishes: bool) -> list[Permission]:
    """Return the permissions for rows. Wagtail and Django create them after migrating."""
    rights = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    rights |= Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    for model, acts in MAY.items():
        if not publishes:
            # Rows with drafts wait for approval; rows without would be public at once.
            writer_acts = ("add", "change", "view") if issubclass(model, DraftStateMixin) else ("view",)
            acts = tuple(act for act in acts if act in writer_acts)
        codenames = [f"{act}_{model.__name__.lower()}" for act in acts]
        rights |= Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(model), codename__in=codenames
        )
    return list(rights)


def _grant_pages_and_files(group: Group, acts: tuple[str, ...]) -> None:
    """Give a group access to the trees of all languages, pictures and documents."""
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


def _require_approval(editors: Group) -> None:
    """Require the approval of one editor for pages, and for rows that have a workflow."""
    task = GroupApprovalTask.objects.filter(groups=editors).first()
    if task is None:
        # The name is stored in the database; administrators may change it.
        with translation.override(settings.LANGUAGE_CODE):
            task = GroupApprovalTask.objects.create(name=_("Approval by an editor"))
        task.groups.add(editors)
        new_workflow = Workflow.objects.create(name=task.name)
        WorkflowTask.objects.create(workflow=new_workflow, task=task, sort_order=0)
    workflow = Workflow.objects.get(workflow_tasks__task=task)
    for home in HomePage.objects.all():
        WorkflowPage.objects.get_or_create(page=home.page_ptr, defaults={"workflow": workflow})
    for model in MAY:
        if issubclass(model, WorkflowMixin):
            kind = ContentType.objects.get_for_model(model)
            WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})
