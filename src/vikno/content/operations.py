"""Who may edit the site."""

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from vikno.audit.operations import record as record_audit
from vikno.catalogue.models import Authority, Category, LifeEvent, Offering, Service, ServiceCard
from vikno.centres.models import Alert, CalendarException, Centre
from vikno.eforms.models import EForm
from vikno.enquiries.models import QuestionAnswer, QuestionTheme
from vikno.people.models import Person

# Wagtail has groups of its own, «Editors» and «Moderators», for pages; this one is for services and centres.
GROUP = "Content editors"
# What an editor may do to rows of each kind. Centres and services are ended, never deleted: cases name them.
MAY: dict[type, tuple[str, ...]] = {
    Service: ("add", "change", "view"),
    ServiceCard: ("add", "change", "publish", "view"),
    Offering: ("add", "change", "delete", "view"),
    Authority: ("add", "change", "view"),
    Category: ("add", "change", "delete", "view"),
    LifeEvent: ("add", "change", "delete", "view"),
    Centre: ("add", "change", "view"),
    CalendarException: ("add", "change", "delete", "view"),
    Alert: ("add", "change", "delete", "view"),
    EForm: ("add", "change", "publish", "view"),
    QuestionAnswer: ("add", "change", "delete", "publish", "view"),
    QuestionTheme: ("add", "change", "delete", "view"),
}


@transaction.atomic
def grant_editor(*, person: Person, actor: str, at: datetime) -> None:
    """Let a person edit services, cards and centres in the editors' area; what they may do is brought up to date for all."""
    group, _made = Group.objects.get_or_create(name=GROUP)
    group.permissions.set(_permissions())
    if not person.groups.filter(pk=group.pk).exists():
        person.groups.add(group)
        record_audit(actor=actor, action="editor.granted", subject=person.ref, at=at)


@transaction.atomic
def revoke_editor(*, person: Person, actor: str, at: datetime) -> None:
    """Take the right away again."""
    group = person.groups.filter(name=GROUP).first()
    if group is not None:
        person.groups.remove(group)
        record_audit(actor=actor, action="editor.revoked", subject=person.ref, at=at)


def _permissions() -> list[Permission]:
    """Return the rights of editors. Wagtail and Django make the rows after migrating."""
    rights = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    for model, acts in MAY.items():
        codenames = [f"{act}_{model.__name__.lower()}" for act in acts]
        rights |= Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(model), codename__in=codenames
        )
    return list(rights)
