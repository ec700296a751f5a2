"""Addresses of the workspace. They hold codes and random ids, never personal data."""

from django.urls import path

from vikno.workspace.views import case, cases, decisions, enquiries, intake, modes, papers, work

app_name = "workspace"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("search/", cases.search, name="search"),
    path("intake/", intake.intake, name="intake"),
    path("modes/", modes.modes, name="modes"),
    path("modes/<slug:code>/", modes.set_mode, name="set_mode"),
    path("enquiries/", enquiries.enquiries, name="enquiries"),
    path("enquiries/<uuid:uid>/", enquiries.enquiry, name="enquiry"),
    path("enquiries/<uuid:uid>/take/", enquiries.take, name="enquiry_take"),
    path("enquiries/<uuid:uid>/answer/", enquiries.answer, name="enquiry_answer"),
    path("enquiries/<uuid:uid>/pass-on/", enquiries.pass_on, name="enquiry_pass_on"),
    path("enquiries/<uuid:uid>/close/", enquiries.close, name="enquiry_close"),
    path("enquiries/<uuid:uid>/question/", enquiries.draft_question, name="enquiry_question"),
    path("<uuid:uid>/", case.case, name="case"),
    path("<uuid:uid>/entered/", intake.entered, name="entered"),
    path("<uuid:uid>/register/", work.register, name="register"),
    path("<uuid:uid>/accept/", work.accept, name="accept"),
    path("<uuid:uid>/take/", work.take, name="take"),
    path("<uuid:uid>/take-over/", work.take_over, name="take_over"),
    path("<uuid:uid>/lead-here/", work.lead_here, name="lead_here"),
    path("<uuid:uid>/return/", decisions.send_back, name="return"),
    path("<uuid:uid>/extend/", decisions.extend, name="extend"),
    path("<uuid:uid>/decide/", decisions.decide, name="decide"),
    path("<uuid:uid>/issue/", decisions.issue, name="issue"),
    path("<uuid:uid>/inventory/", papers.inventory, name="inventory"),
    path("<uuid:uid>/passing-sheet/", papers.passing_sheet, name="passing_sheet"),
    path("<uuid:uid>/receipt/", papers.receipt, name="receipt"),
    path("<uuid:uid>/files/<uuid:file_uid>/", case.file, name="file"),
]
