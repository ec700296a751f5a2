"""Operations of a resident on a list of documents: save, tick off, delete."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.catalogue.checklist import AnsweredChecklist
from vikno.catalogue.models import Service
from vikno.checklists.models import SavedChecklist
from vikno.kernel.errors import Refused
from vikno.people.models import Person


class ChecklistNotAnswered(Refused):
    """Questions of the card are open, or the answers exclude the applicant from the service."""


@transaction.atomic
def save_checklist(*, person: Person, service: Service, answered: AnsweredChecklist, at: datetime) -> SavedChecklist:
    """Save a list in place of an earlier one for the same service; its ticks stay."""
    if not answered.is_complete or answered.excluding_answers:
        raise ChecklistNotAnswered(_("Answer all questions first: then there is a list to keep."))
    # Of two simultaneous requests the later one counts; the database holds one list.
    saved, _is_new = SavedChecklist.objects.update_or_create(
        person=person, service=service, defaults={"answers": answered.codes, "made_at": at}
    )
    return saved


@transaction.atomic
def tick_documents(*, checklist: SavedChecklist, documents: Sequence[str]) -> SavedChecklist:
    """Set the documents that the resident has."""
    checklist = SavedChecklist.objects.select_for_update().get(pk=checklist.pk)
    checklist.ticks = sorted(set(documents))
    checklist.save(update_fields=["ticks"])
    return checklist


def delete_checklist(*, checklist: SavedChecklist) -> None:
    checklist.delete()
