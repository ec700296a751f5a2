"""Views of the start of an application or a correction, and of the deletion of a draft."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.applications import operations
from vikno.applications.models import Application
from vikno.cabinet.access import ResidentRequest, load_own_application, resident_required
from vikno.cabinet.applications.form_walk import DraftSummary, can_be_changed, load_form_walk, summarise_drafts
from vikno.cabinet.identification.assurance import current_level, render_identification_required
from vikno.catalogue import card_phrases
from vikno.catalogue.models import Service
from vikno.catalogue.queries import with_availability
from vikno.centres.models import Centre
from vikno.eforms.validation import AnswerProblem
from vikno.identity.levels import AssuranceLevel
from vikno.kernel.errors import Refused
from vikno.people.models import Representation


@resident_required
@require_http_methods(["GET", "POST"])
def start_application(request: ResidentRequest, code: str) -> HttpResponse:
    """Show the page before the first question: who may apply, what to have at hand, how long it takes. By POST start."""
    service = get_object_or_404(with_availability(Service.objects.in_use()), code=code)
    if not current_level(request).reaches(AssuranceLevel(service.level)):
        return render_identification_required(request, AssuranceLevel(service.level))
    drafts = summarise_drafts(Application.objects.of(request.user).drafts().filter(service=service), at=timezone.now())
    if request.method == "POST":
        return _begin(request, service, drafts)
    return _start_page(request, service, drafts)


def _begin(request: ResidentRequest, service: Service, drafts: list[DraftSummary]) -> HttpResponse:
    key = _parse_uuid(request.POST.get("start_key", ""))
    is_repeated = key in {draft.application.start_key for draft in drafts}
    if drafts and not is_repeated and "another" not in request.POST:
        # The draft was started in another tab meanwhile: a second one must not appear by accident.
        return _start_page(request, service, drafts, status=422)
    centre = next((centre for centre in _centres(service) if centre.code == request.POST.get("centre")), None)
    if centre is None:
        problem = AnswerProblem(input_id="centre", message=_("Choose the centre that will take your application."))
        return _start_page(request, service, drafts, problems=[problem], status=422)
    represented = _parse_uuid(request.POST.get("for", ""))
    try:
        application = operations.start(
            service=service,
            centre=centre,
            applicant=request.user,
            at=timezone.now(),
            key=key,
            # The operation checks whether this person still acts for the represented person.
            representation=Representation.objects.of(request.user).filter(uid=represented).first()
            if represented
            else None,
        )
    except Refused as refused:
        return _start_page(request, service, drafts, refusal=str(refused), status=422)
    walk = load_form_walk(application)
    return redirect(walk.page_address(walk.first_step))


def _parse_uuid(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _centres(service: Service) -> list[Centre]:
    """Return the centres that take applications for this service online."""
    return [offering.centre for offering in service.offerings.all() if offering.online]


def _start_page(
    request: ResidentRequest, service: Service, drafts: list[DraftSummary], *, status: int = 200, **more: Any
) -> HttpResponse:
    version = service.form.published_version if service.form else None
    page = {
        "section": "services",
        "service": service,
        "card": service.card,
        "documents": service.card.documents.order_by("sort_order"),
        "term": card_phrases.term_phrase(service.card),
        "fee": card_phrases.fee_phrase(service.card),
        "eform": version.eform if version else None,
        "centres": _centres(service) if version else [],
        "chosen": request.POST.get("centre") or request.GET.get("centre", ""),
        "drafts": drafts,
        "represented": Representation.objects.of(request.user).current(timezone.localdate()).order_by("pk"),
        "chosen_for": request.POST.get("for") or request.GET.get("for", ""),
        "start_key": request.POST.get("start_key") or uuid.uuid4(),
        "kept_days": settings.DRAFT_KEPT_DAYS,
        **more,
    }
    return render(request, "cabinet/applications/start.html", page, status=status)


@resident_required
@require_safe
def start_correction(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Lead to the first page with something to correct, or to all answers where the centre marked none."""
    application = load_own_application(request.user, uid)
    if not can_be_changed(application):
        return redirect("cabinet:application", uid)
    walk = load_form_walk(application)
    return redirect(walk.page_address(None if walk.is_unmarked_correction else walk.first_step))


@resident_required
@require_http_methods(["GET", "POST"])
def discard_draft(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask once more, then erase a draft with its files."""
    application = load_own_application(request.user, uid)
    if request.method == "POST":
        try:
            operations.discard(application=application)
        except Refused as refused:
            page = {"section": "cabinet", "application": application, "refusal": str(refused)}
            return render(request, "cabinet/applications/discard_draft.html", page, status=422)
        messages.success(request, _("The draft was deleted."))
        return redirect("cabinet:home")
    if not application.is_draft:
        return redirect("cabinet:application", uid)
    return render(
        request, "cabinet/applications/discard_draft.html", {"section": "cabinet", "application": application}
    )
