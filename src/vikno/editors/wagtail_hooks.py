"""Wagtail hooks: viewsets, the menu, reports, forbidden actions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import WhatsNewInWagtailVersionPanel
from wagtail.snippets.models import register_snippet

from vikno.editors.card_problems import CARD_PERMISSION, cards_to_fix
from vikno.editors.menu import group_by_subject
from vikno.editors.national_register.views import REGISTER_PERMISSIONS
from vikno.editors.page_feedback import page_feedback
from vikno.editors.snippets import ADMINISTRATOR_SNIPPETS, REPORT_SNIPPETS, SNIPPETS

# Wagtail's help links to English sites; our guide is in docs/editors.
UNUSED_MENU_ITEMS = {"help"}


class EFormsMenuItem(MenuItem):
    """The menu item of the e-form editor, for people with the right to view forms."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("eforms.view_eform"))


for viewset in (*SNIPPETS, *REPORT_SNIPPETS, *ADMINISTRATOR_SNIPPETS):
    register_snippet(viewset)


@hooks.register("register_admin_menu_item")
def eforms_menu_item() -> MenuItem:
    return EFormsMenuItem(_("E-forms"), reverse("form_editor:list"), name="e-forms", icon_name="form", order=245)


@hooks.register("construct_main_menu")
def arrange_main_menu(request: HttpRequest, items: list[Any]) -> None:
    items[:] = group_by_subject([item for item in items if item.name not in UNUSED_MENU_ITEMS])


@hooks.register("insert_global_admin_css")
def add_editors_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("dist/editors.css"))


@hooks.register("construct_homepage_summary_items")
def hide_page_summary(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


class NationalRegisterMenuItem(MenuItem):
    """The menu item of the register import, for people who may take an entry over."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perms(REGISTER_PERMISSIONS)


@hooks.register("register_admin_menu_item")
def national_register_menu_item() -> MenuItem:
    return NationalRegisterMenuItem(
        _("National register"), reverse("register:dumps"), icon_name="download", name="national-register", order=290
    )


@hooks.register("register_admin_urls")
def page_feedback_urls() -> list[URLPattern]:
    return [path("verdicts/", page_feedback, name="content_verdicts")]


@hooks.register("register_admin_menu_item")
def page_feedback_menu_item() -> MenuItem:
    return MenuItem(_("Was it useful?"), reverse("content_verdicts"), icon_name="view", name="verdicts", order=295)


class CardsToFixMenuItem(MenuItem):
    """The menu item of the report of card problems, for people who may change cards."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CARD_PERMISSION))


@hooks.register("register_admin_urls")
def cards_to_fix_urls() -> list[URLPattern]:
    return [path("cards-to-mend/", cards_to_fix, name="cards_to_mend")]


@hooks.register("register_admin_menu_item")
def cards_to_fix_menu_item() -> MenuItem:
    return CardsToFixMenuItem(
        _("Cards to mend"), reverse("cards_to_mend"), icon_name="warning", name="cards-to-mend", order=215
    )


@hooks.register("construct_homepage_panels")
def hide_wagtail_news(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, WhatsNewInWagtailVersionPanel)]


@hooks.register("before_move_page")
def refuse_move_below_itself(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    """Refuse to move a page below itself, with a message, and return to the choice of a place."""
    if destination.pk != page.pk and not destination.is_descendant_of(page):
        return None
    messages.error(request, _("A page cannot be moved below itself. Choose another place for it."))
    return redirect("wagtailadmin_pages:move", page.pk)
