"""What Wagtail asks for by this name: the rows that editors edit, and what is left out of the menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from vikno.content.register.views import RIGHTS
from vikno.content.snippets import SNIPPETS
from vikno.content.verdicts import verdicts

# The public site has no pages, pictures or documents of Wagtail's yet: a menu that leads nowhere is left out.
NOT_USED = {"explorer", "images", "documents", "reports", "help"}


class EFormsMenuItem(MenuItem):
    """The way to the e-form editor, for those who may use it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("eforms.view_eform"))


for viewset in SNIPPETS:
    register_snippet(viewset)


@hooks.register("register_admin_menu_item")
def e_forms() -> MenuItem:
    return EFormsMenuItem(_("E-forms"), reverse("form_editor:list"), name="e-forms", icon_name="form", order=245)


@hooks.register("construct_main_menu")
def leave_out_what_is_not_used(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_USED]


@hooks.register("construct_homepage_summary_items")
def leave_out_the_summary_of_pages(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


class RegisterMenuItem(MenuItem):
    """Where files of the national register are brought in; shown to who may take an entry over."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perms(RIGHTS)


@hooks.register("register_admin_menu_item")
def lead_to_the_register() -> MenuItem:
    return RegisterMenuItem(_("National register"), reverse("register:dumps"), icon_name="download", order=290)


@hooks.register("register_admin_urls")
def add_the_verdicts() -> list[URLPattern]:
    return [path("verdicts/", verdicts, name="content_verdicts")]


@hooks.register("register_admin_menu_item")
def lead_to_the_verdicts() -> MenuItem:
    return MenuItem(_("Was it useful?"), reverse("content_verdicts"), icon_name="view", name="verdicts", order=295)
