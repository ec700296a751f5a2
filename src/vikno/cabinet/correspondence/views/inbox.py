"""Views of the letters of a resident."""

import uuid

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.cabinet.access import ResidentRequest, resident_required
from vikno.notifications import operations
from vikno.notifications.models import Notification
from vikno.people.models import Person

PER_PAGE = 30


def _letters_of(person: Person) -> QuerySet[Notification]:
    """Return the person's letters with the application or the enquiry of each."""
    return Notification.objects.of(person).select_related(
        "application__service", "application__centre", "enquiry__centre"
    )


@resident_required
@require_safe
def inbox(request: ResidentRequest) -> HttpResponse:
    """List all letters, the latest first."""
    letters = _letters_of(request.user)
    page_obj = Paginator(letters.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cabinet/correspondence/inbox.html", {"section": "cabinet", "page_obj": page_obj})


@resident_required
@require_safe
def letter_detail(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Show a letter and mark it as read."""
    letter = get_object_or_404(_letters_of(request.user), uid=uid)
    operations.mark_read(message=letter, at=timezone.now())
    return render(request, "cabinet/correspondence/letter.html", {"section": "cabinet", "letter": letter})
