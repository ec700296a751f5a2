"""The link from the editors' area to what administrators tend here without a post at a centre."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


class ExchangeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_admin_menu_item")
def register_exchange_menu_item() -> MenuItem:
    address = reverse("workspace:exchange")
    return ExchangeMenuItem(_("Exchange with other systems"), address, name="exchange", icon_name="resubmit", order=297)
