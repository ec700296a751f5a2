"""Addresses of the list of cases, and of the page of one case with its actions, printouts and files."""

from django.urls import path

from vikno.workspace.cases.views import case_detail, case_list, decisions, printouts, quick_actions

urlpatterns = [
    path("", case_list.case_list, name="cases"),
    path("search/", case_list.search_cases, name="search"),
    path("<uuid:uid>/", case_detail.case_detail, name="case"),
    path("<uuid:uid>/register/", quick_actions.register, name="register"),
    path("<uuid:uid>/accept/", quick_actions.accept, name="accept"),
    path("<uuid:uid>/take/", quick_actions.take, name="take"),
    path("<uuid:uid>/take-over/", quick_actions.take_over, name="take_over"),
    path("<uuid:uid>/lead-here/", quick_actions.take_back, name="lead_here"),
    path("<uuid:uid>/return/", decisions.return_for_correction, name="return"),
    path("<uuid:uid>/extend/", decisions.extend, name="extend"),
    path("<uuid:uid>/decide/", decisions.decide, name="decide"),
    path("<uuid:uid>/issue/", decisions.issue, name="issue"),
    path("<uuid:uid>/inventory/", printouts.inventory, name="inventory"),
    path("<uuid:uid>/passing-sheet/", printouts.routing_slip, name="passing_sheet"),
    path("<uuid:uid>/receipt/", printouts.receipt, name="receipt"),
    path("<uuid:uid>/files/<uuid:file_uid>/", case_detail.download_file, name="file"),
]
