"""Views of the modes in which the centres work now."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.centres import operations
from vikno.centres.access import may_change_mode
from vikno.centres.models import Centre, CentreMode
from vikno.centres.queries import mode_history
from vikno.kernel.errors import Refused
from vikno.workspace.access import StaffRequest, officer_required
from vikno.workspace.modes.forms import CentreModeForm


@require_safe
@officer_required
def mode_list(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_http_methods(["GET", "POST"])
@officer_required
def set_mode(request: StaffRequest, code: str) -> HttpResponse:
    """Set the mode of the pressed button. A GET (after signing in again) redirects to the list."""
    centre = get_object_or_404(
        Centre.objects.in_use().filter(pk__in=[centre.pk for centre in request.staff.centres]), code=code
    )
    if request.method == "GET":
        return redirect("workspace:modes")
    form = CentreModeForm(request.POST, prefix=centre.code)
    post = request.staff.post_at(centre)
    if not form.is_valid() or post is None:
        return _page(request, form=form, status=422)
    try:
        changed = operations.set_mode(centre=centre, officer=post, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return _page(request, form=form, refusal=str(refused), status=422)
    words = {"mode": form.cleaned_data["mode"].label, "centres": ", ".join(row.name for row in changed)}
    text = _("“%(mode)s” is set: %(centres)s.") if changed else _("“%(mode)s” was set already.")
    messages.success(request, text % words)
    return redirect("workspace:modes")


def _page(
    request: StaffRequest, *, form: CentreModeForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    centres = [centre for centre in request.staff.centres if centre.is_active]
    context = {
        "section": "modes",
        "rows": [_row(request, centre, centres, form) for centre in centres],
        "refusal": refusal,
        "history": mode_history(centres),
    }
    return render(request, "workspace/modes/list.html", context, status=status)


def _row(request: StaffRequest, centre: Centre, centres: list[Centre], form: CentreModeForm | None) -> dict[str, Any]:
    post, before = request.staff.post_at(centre), CentreMode(centre.mode)
    typed = form if form is not None and form.prefix == centre.code else None
    return {
        "centre": centre,
        "modes": [mode for mode in CentreMode if post is not None and may_change_mode(post, before, mode)],
        "form": typed or CentreModeForm(prefix=centre.code, initial={"note": centre.mode_note}),
        "is_below": any(other.pk == centre.parent_id for other in centres),
        "has_branches": any(other.parent_id == centre.pk for other in centres),
    }
