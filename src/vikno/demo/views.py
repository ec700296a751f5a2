"""Views of the pages that only a demo has: its accounts and the letters that it has sent."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vikno.demo.mailbox import find_letter, letters
from vikno.demo.sign_ins import PASSWORD, SIGN_INS

PAGE_LENGTH = 50
View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """Wrap a view so that it answers 404 outside a demo, even if the address exists."""

    @wraps(view)
    def guarded_view(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded_view


@require_safe
@demo_only
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/start.html", {"sign_ins": SIGN_INS, "password": PASSWORD})


@require_safe
@demo_only
@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    page = Paginator(letters(), PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "demo/mail.html", {"page": page})


@require_safe
@demo_only
@never_cache
def letter(request: HttpRequest, name: str) -> HttpResponse:
    demo_letter = find_letter(name)
    if demo_letter is None:
        raise Http404
    return render(request, "demo/letter.html", {"letter": demo_letter})
