"""Addresses of the cabinet: applications go by a random id, never by a number or a name."""

from django.urls import URLPattern, path

from vikno.cabinet.account.views import profile, representations, security
from vikno.cabinet.applications.views import drafts, overview, signing, steps, submission
from vikno.cabinet.correspondence.views import enquiries, inbox
from vikno.cabinet.documents.views import checklists, filled_templates
from vikno.cabinet.identification import views as identification_views

app_name = "cabinet"
urlpatterns: list[URLPattern] = [
    path("", overview.home, name="home"),
    path("start/<slug:code>/", drafts.start_application, name="start"),
    path("applications/<uuid:uid>/", overview.application_detail, name="application"),
    path("applications/<uuid:uid>/steps/<slug:key>/", steps.answer_step, name="step"),
    path("applications/<uuid:uid>/steps/<slug:key>/autosave/", steps.autosave_step, name="autosave"),
    path("applications/<uuid:uid>/check/", submission.review_answers, name="check"),
    path("applications/<uuid:uid>/sign/", signing.sign_application, name="sign"),
    path("applications/<uuid:uid>/sign/<str:name>", signing.download_file_to_sign, name="to_sign"),
    path("applications/<uuid:uid>/done/", submission.submission_confirmation, name="done"),
    path("applications/<uuid:uid>/correct/", drafts.start_correction, name="correct"),
    path("applications/<uuid:uid>/withdraw/", overview.withdraw_application, name="withdraw"),
    path("applications/<uuid:uid>/discard/", drafts.discard_draft, name="discard"),
    path("applications/<uuid:uid>/files/<uuid:file>/", overview.download_attachment, name="attachment"),
    path("applications/<uuid:uid>/results/<uuid:file>/", overview.download_result, name="result"),
    path("applications/<uuid:uid>/receipt/", overview.download_receipt, name="receipt"),
    path("enquiries/<uuid:uid>/", enquiries.enquiry_detail, name="enquiry"),
    path("templates/<slug:code>/", filled_templates.template_preview, name="template"),
    path("templates/<slug:code>/filled/", filled_templates.download_filled_template, name="template_filled"),
    path("checklists/keep/<slug:code>/", checklists.keep_checklist, name="keep_checklist"),
    path("checklists/<uuid:uid>/", checklists.checklist_detail, name="checklist"),
    path("checklists/<uuid:uid>/discard/", checklists.discard_checklist, name="discard_checklist"),
    path("letters/", inbox.inbox, name="inbox"),
    path("letters/<uuid:uid>/", inbox.letter_detail, name="letter"),
    path("profile/", profile.edit_profile, name="profile"),
    path("profile/language/", profile.choose_language, name="language"),
    path("representations/", representations.representation_list, name="representations"),
    path("representations/add/<slug:kind>/", representations.add_representation, name="represent"),
    path("representations/<uuid:uid>/end/", representations.end_representation, name="end_representation"),
    path("security/", security.security_page, name="security"),
    path("security/ways/<int:pk>/part/", identification_views.unlink_provider, name="part_way"),
    path("security/hint/", security.dismiss_security_hint, name="security_hint"),
]
