"""URLs of all faces. Ukrainian has no prefix; the other languages have /cs/ and /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    # One way in, with the second factor and the limits: Wagtail's own sign-in page knows neither.
    path("editors/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("editors/", include("vikno.editors.urls")),
    path("", include("vikno.content.media.urls")),
    path("", include("vikno.web.urls")),
    path("", include("vikno.content.machine_readable.urls")),
    path("", include("vikno.api.urls")),
    path("identify/", include("vikno.cabinet.identification.urls")),
]
if settings.DEMO:
    urlpatterns += i18n_patterns(path("demo/", include("vikno.demo.urls")), prefix_default_language=False)
urlpatterns += i18n_patterns(
    path("account/", include("vikno.cabinet.account.urls")),
    path("cabinet/", include("vikno.cabinet.urls")),
    path("workspace/", include("vikno.workspace.urls")),
    path("", include("vikno.content.urls")),
    path("", include("vikno.content.pages.urls")),
    prefix_default_language=False,
)

handler400 = "vikno.web.views.bad_request"
handler500 = "vikno.web.views.server_error"
