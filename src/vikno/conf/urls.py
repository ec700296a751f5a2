"""Where each face lives. Ukrainian has no prefix; the other languages are /cs/ and /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as editor_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("editors/", include(editor_urls)),
    path("", include("vikno.web.urls")),
]
if settings.DEMO:
    urlpatterns += i18n_patterns(path("demo/", include("vikno.demo.urls")), prefix_default_language=False)
urlpatterns += i18n_patterns(
    path("account/", include("vikno.cabinet.account_urls")),
    path("cabinet/", include("vikno.cabinet.urls")),
    path("workspace/", include("vikno.workspace.urls")),
    path("", include("vikno.content.urls")),
    prefix_default_language=False,
)

handler400 = "vikno.web.views.bad_request"
handler500 = "vikno.web.views.server_error"
