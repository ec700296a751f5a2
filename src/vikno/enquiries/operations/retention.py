"""Erasing the words and contacts of enquiries that ended long ago."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from vikno.enquiries.events import EnquiryErased, enquiry_fields
from vikno.enquiries.models import Enquiry
from vikno.enquiries.operations.transitions import record_enquiry_event

ERASED_FIELDS = ("name", "email", "phone", "text", "answer", "note")
BATCH = 200


def erase_old(*, at: datetime) -> int:
    """Erase a batch of enquiries that ended more than ENQUIRY_KEPT_DAYS ago; return their number.

    Names, contacts and all words go; number, topic and dates stay.
    """
    before = at - timedelta(days=settings.ENQUIRY_KEPT_DAYS)
    old = Enquiry.objects.filter(ended_at__lt=before, erased_at=None).order_by("pk")
    keys = list(old.values_list("pk", flat=True)[:BATCH])
    for key in keys:
        with transaction.atomic():
            enquiry = Enquiry.objects.select_for_update(of=["self"]).select_related("centre").get(pk=key)
            for field in ERASED_FIELDS:
                setattr(enquiry, field, "")
            enquiry.person, enquiry.erased_at = None, at
            enquiry.save(update_fields=[*ERASED_FIELDS, "person", "erased_at"])
            # Notifications erase their letters about the enquiry when they read this event.
            record_enquiry_event(enquiry, EnquiryErased(**enquiry_fields(enquiry)), actor="clock", at=at)
    return len(keys)
