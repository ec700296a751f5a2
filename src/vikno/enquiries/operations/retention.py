"""Erasing what is not needed any more."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from vikno.enquiries.events import EnquiryErased, enquiry_fields
from vikno.enquiries.models import Enquiry
from vikno.enquiries.operations.transitions import record_enquiry_event

ERASED_FIELDS = ("name", "email", "phone", "text", "answer", "note")
BATCH = 200


def erase_old(*, at: datetime) -> int:
    """Erase the words and contacts of enquiries that ended long ago; number, topic and dates stay. Return how many."""
    before = at - timedelta(days=settings.ENQUIRY_KEPT_DAYS)
    old = Enquiry.objects.filter(ended_at__lt=before, erased_at=None).order_by("pk")
    keys = list(old.values_list("pk", flat=True)[:BATCH])
    for key in keys:
        _erase(key, at=at)
    return len(keys)


@transaction.atomic
def _erase(key: int, *, at: datetime) -> None:
    enquiry = Enquiry.objects.select_for_update(of=["self"]).select_related("centre").get(pk=key)
    for name in ERASED_FIELDS:
        setattr(enquiry, name, "")
    enquiry.person, enquiry.erased_at = None, at
    enquiry.save(update_fields=[*ERASED_FIELDS, "person", "erased_at"])
    # Letters about it are erased by who keeps them.
    record_enquiry_event(enquiry, EnquiryErased(**enquiry_fields(enquiry)), actor="clock", at=at)
