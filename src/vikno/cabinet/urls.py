"""Addresses of the cabinet: applications go by a random id, never by a number or a name."""

from django.urls import URLPattern, path

from vikno.cabinet.views import (
    answering,
    checklists,
    enquiries,
    following,
    identifying,
    inbox,
    papers,
    profile,
    representing,
    security,
    sending,
    signing,
    starting,
)

app_name = "cabinet"
urlpatterns: list[URLPattern] = [
    path("", following.home, name="home"),
    path("start/<slug:code>/", starting.start, name="start"),
    path("applications/<uuid:uid>/", following.application, name="application"),
    path("applications/<uuid:uid>/steps/<slug:key>/", answering.step, name="step"),
    path("applications/<uuid:uid>/steps/<slug:key>/autosave/", answering.autosave, name="autosave"),
    path("applications/<uuid:uid>/check/", sending.check, name="check"),
    path("applications/<uuid:uid>/sign/", signing.sign, name="sign"),
    path("applications/<uuid:uid>/sign/<str:name>", signing.to_sign, name="to_sign"),
    path("applications/<uuid:uid>/done/", sending.done, name="done"),
    path("applications/<uuid:uid>/correct/", starting.correct, name="correct"),
    path("applications/<uuid:uid>/withdraw/", following.withdraw, name="withdraw"),
    path("applications/<uuid:uid>/discard/", starting.discard, name="discard"),
    path("applications/<uuid:uid>/files/<uuid:file>/", following.attachment, name="attachment"),
    path("applications/<uuid:uid>/results/<uuid:file>/", following.result, name="result"),
    path("applications/<uuid:uid>/receipt/", following.receipt, name="receipt"),
    path("enquiries/<uuid:uid>/", enquiries.enquiry, name="enquiry"),
    path("templates/<slug:code>/", papers.template, name="template"),
    path("templates/<slug:code>/filled/", papers.filled, name="template_filled"),
    path("checklists/keep/<slug:code>/", checklists.keep, name="keep_checklist"),
    path("checklists/<uuid:uid>/", checklists.checklist, name="checklist"),
    path("checklists/<uuid:uid>/discard/", checklists.discard, name="discard_checklist"),
    path("letters/", inbox.inbox, name="inbox"),
    path("letters/<uuid:uid>/", inbox.letter, name="letter"),
    path("profile/", profile.profile, name="profile"),
    path("profile/language/", profile.language, name="language"),
    path("representations/", representing.representations, name="representations"),
    path("representations/add/<slug:kind>/", representing.represent, name="represent"),
    path("representations/<uuid:uid>/end/", representing.end, name="end_representation"),
    path("security/", security.security, name="security"),
    path("security/ways/<int:pk>/part/", identifying.part, name="part_way"),
    path("security/hint/", security.security_hint, name="security_hint"),
]
