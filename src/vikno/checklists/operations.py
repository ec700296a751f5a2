"""What a resident can do with a list of papers: keep it, tick off what they have, delete it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.catalogue.checklist import Answered
from vikno.catalogue.models import Service
from vikno.checklists.models import KeptChecklist
from vikno.kernel.errors import Refused
from vikno.people.models import Person


class NotAnswered(Refused):
    """Questions of the card are open, or the service is not for who answered."""


@transaction.atomic
def keep(*, person: Person, service: Service, said: Answered, at: datetime) -> KeptChecklist:
    """Keep a list, in place of an earlier one for the same service; what was ticked off stays so."""
    if not said.is_complete or said.barring:
        raise NotAnswered(_("Answer all questions first: then there is a list to keep."))
    # Of two requests at once the later one counts; the database keeps one list.
    kept, _is_new = KeptChecklist.objects.update_or_create(
        person=person, service=service, defaults={"answers": said.codes, "made_at": at}
    )
    return kept


@transaction.atomic
def tick(*, kept: KeptChecklist, papers: Sequence[str]) -> KeptChecklist:
    """Remember which papers the resident has: these and no others."""
    kept = KeptChecklist.objects.select_for_update().get(pk=kept.pk)
    kept.ticks = sorted(set(papers))
    kept.save(update_fields=["ticks"])
    return kept


def discard(*, kept: KeptChecklist) -> None:
    kept.delete()
