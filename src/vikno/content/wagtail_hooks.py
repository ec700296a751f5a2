"""What Wagtail asks for by this name: the rows that editors edit, what is left out of the menu, what cannot be done."""

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

from vikno.content.mending import RIGHT, cards_to_mend
from vikno.content.menu import gathered
from vikno.content.register.views import RIGHTS
from vikno.content.snippets import FOR_ADMINISTRATORS, REPORTS, SNIPPETS
from vikno.content.verdicts import verdicts

# Wagtail's help leads to other sites, in English; ours is in docs/editors.
NOT_USED = {"help"}


class EFormsMenuItem(MenuItem):
    """The way to the e-form editor, for those who may use it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("eforms.view_eform"))


for viewset in (*SNIPPETS, *REPORTS, *FOR_ADMINISTRATORS):
    register_snippet(viewset)


@hooks.register("register_admin_menu_item")
def e_forms() -> MenuItem:
    return EFormsMenuItem(_("E-forms"), reverse("form_editor:list"), name="e-forms", icon_name="form", order=245)


@hooks.register("construct_main_menu")
def leave_out_what_is_not_used(request: HttpRequest, items: list[Any]) -> None:
    items[:] = gathered([item for item in items if item.name not in NOT_USED])


@hooks.register("insert_global_admin_css")
def wear_our_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("dist/editors.css"))


@hooks.register("construct_homepage_summary_items")
def leave_out_the_summary_of_pages(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


class RegisterMenuItem(MenuItem):
    """Where files of the national register are brought in; shown to who may take an entry over."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perms(RIGHTS)


@hooks.register("register_admin_menu_item")
def lead_to_the_register() -> MenuItem:
    return RegisterMenuItem(
        _("National register"), reverse("register:dumps"), icon_name="download", name="national-register", order=290
    )


@hooks.register("register_admin_urls")
def add_the_verdicts() -> list[URLPattern]:
    return [path("verdicts/", verdicts, name="content_verdicts")]


@hooks.register("register_admin_menu_item")
def lead_to_the_verdicts() -> MenuItem:
    return MenuItem(_("Was it useful?"), reverse("content_verdicts"), icon_name="view", name="verdicts", order=295)


class CardsToMendItem(MenuItem):
    """The way to what is wrong with cards, for those who may write them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(RIGHT))


@hooks.register("register_admin_urls")
def add_cards_to_mend() -> list[URLPattern]:
    return [path("cards-to-mend/", cards_to_mend, name="cards_to_mend")]


@hooks.register("register_admin_menu_item")
def lead_to_cards_to_mend() -> MenuItem:
    return CardsToMendItem(
        _("Cards to mend"), reverse("cards_to_mend"), icon_name="warning", name="cards-to-mend", order=215
    )


@hooks.register("construct_homepage_panels")
def leave_out_news_of_wagtail(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, WhatsNewInWagtailVersionPanel)]


@hooks.register("before_move_page")
def refuse_a_circle(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    """Say why a page cannot stand below itself, and lead back to the choice of a place."""
    if destination.pk != page.pk and not destination.is_descendant_of(page):
        return None
    messages.error(request, _("A page cannot be moved below itself. Choose another place for it."))
    return redirect("wagtailadmin_pages:move", page.pk)
