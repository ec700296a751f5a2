"""What a resident can do with a list of papers: keep it, tick off what they have, delete it."""

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
    """Questions of the card are open, or the service is not for who answered."""


@transaction.atomic
def save_checklist(*, person: Person, service: Service, said: AnsweredChecklist, at: datetime) -> SavedChecklist:
    """Keep a list, in place of an earlier one for the same service; what was ticked off stays so."""
    if not said.is_complete or said.excluding_answers:
        raise ChecklistNotAnswered(_("Answer all questions first: then there is a list to keep."))
    # Of two requests at once the later one counts; the database keeps one list.
    kept, _is_new = SavedChecklist.objects.update_or_create(
        person=person, service=service, defaults={"answers": said.codes, "made_at": at}
    )
    return kept


@transaction.atomic
def tick_documents(*, kept: SavedChecklist, papers: Sequence[str]) -> SavedChecklist:
    """Remember which papers the resident has: these and no others."""
    kept = SavedChecklist.objects.select_for_update().get(pk=kept.pk)
    kept.ticks = sorted(set(papers))
    kept.save(update_fields=["ticks"])
    return kept


def delete_checklist(*, kept: SavedChecklist) -> None:
    kept.delete()
