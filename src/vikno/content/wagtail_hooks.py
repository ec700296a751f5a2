"""What Wagtail asks for by this name: the rows that editors edit, and what is left out of the menu."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from vikno.content.snippets import SNIPPETS

# The public site has no pages, pictures or documents of Wagtail's yet: a menu that leads nowhere is left out.
NOT_USED = {"explorer", "images", "documents", "reports", "help"}

for viewset in SNIPPETS:
    register_snippet(viewset)


@hooks.register("construct_main_menu")
def leave_out_what_is_not_used(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_USED]


@hooks.register("construct_homepage_summary_items")
def leave_out_the_summary_of_pages(request: HttpRequest, items: list[Any]) -> None:
    items.clear()
