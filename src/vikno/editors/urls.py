"""Addresses of the editors' area: Wagtail's own behind our guard, some of them replaced by ours."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as wagtail_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account
from wagtail.utils.urlpatterns import decorate_urlpatterns

from vikno.editors.document_templates import filled_sample
from vikno.web.editor_access import editors_only


class EditorAccountView(account.AccountView):
    """The display settings of an editor. Name, e-mail and password are changed in the cabinet; there are no avatars."""

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        closed = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel, account.ChangePasswordPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, closed)]


# Wagtail's patterns already have its own decorators; ours wrap all of them.
urlpatterns: list[URLPattern | URLResolver] = [
    *decorate_urlpatterns(
        [
            path("account/", require_admin_access(EditorAccountView.as_view()), name="wagtailadmin_account"),
            path("register/", include("vikno.editors.national_register.urls")),
            path("papers/<int:pk>/trial/", require_admin_access(filled_sample), name="template_trial"),
        ],
        editors_only,
    ),
    *decorate_urlpatterns(
        decorate_urlpatterns([path("forms/", include("vikno.form_editor.urls"))], require_admin_access),
        editors_only,
    ),
    *decorate_urlpatterns(list(wagtail_urls.urlpatterns), editors_only),
]
