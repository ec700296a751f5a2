"""Addresses of the workspace. They hold codes and random ids, never personal data."""

from django.urls import path

from vikno.workspace.cases.views import case_detail, case_list, decisions, printouts, quick_actions
from vikno.workspace.enquiries import views as enquiries_views
from vikno.workspace.exchange.views import connections, failures, figures, status_map
from vikno.workspace.intake import views as intake_views
from vikno.workspace.modes import views as modes_views

app_name = "workspace"
urlpatterns = [
    path("", case_list.case_list, name="cases"),
    path("search/", case_list.search_cases, name="search"),
    path("intake/", intake_views.enter_application, name="intake"),
    path("modes/", modes_views.mode_list, name="modes"),
    path("modes/<slug:code>/", modes_views.set_mode, name="set_mode"),
    path("exchange/", connections.connection_list, name="exchange"),
    path("exchange/alerts/", connections.alert_list, name="exchange_alerts"),
    path("exchange/alerts/<int:pk>/clear/", connections.clear_alert, name="exchange_clear"),
    path("exchange/undelivered/", failures.undelivered_list, name="exchange_undelivered"),
    path("exchange/undelivered/<int:pk>/", failures.resolve_delivery, name="exchange_deliver"),
    path("exchange/messages/", failures.message_list, name="exchange_messages"),
    path("exchange/messages/<int:pk>/", failures.message_detail, name="exchange_message"),
    path("exchange/messages/<int:pk>/body/", failures.download_message, name="exchange_body"),
    path("exchange/<slug:code>/figures/", figures.figure_list, name="exchange_figures"),
    path("exchange/<slug:code>/map/", status_map.mapping_list, name="exchange_map"),
    path("exchange/<slug:code>/map/add/", status_map.edit_mapping, name="exchange_map_add"),
    path("exchange/<slug:code>/map/<int:pk>/", status_map.edit_mapping, name="exchange_map_line"),
    path("exchange/<slug:code>/<slug:act>/", connections.run_connection_action, name="exchange_act"),
    path("enquiries/", enquiries_views.enquiry_list, name="enquiries"),
    path("enquiries/<uuid:uid>/", enquiries_views.enquiry_detail, name="enquiry"),
    path("enquiries/<uuid:uid>/take/", enquiries_views.take, name="enquiry_take"),
    path("enquiries/<uuid:uid>/answer/", enquiries_views.answer, name="enquiry_answer"),
    path("enquiries/<uuid:uid>/pass-on/", enquiries_views.pass_on, name="enquiry_pass_on"),
    path("enquiries/<uuid:uid>/close/", enquiries_views.close, name="enquiry_close"),
    path("enquiries/<uuid:uid>/question/", enquiries_views.draft_question, name="enquiry_question"),
    path("<uuid:uid>/", case_detail.case_detail, name="case"),
    path("<uuid:uid>/entered/", intake_views.entry_confirmation, name="entered"),
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
