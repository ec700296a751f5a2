"""Addresses of the exchange with other systems."""

from django.urls import path

from vikno.workspace.exchange.views import connections, failures, figures, status_map

urlpatterns = [
    path("", connections.connection_list, name="exchange"),
    path("alerts/", connections.alert_list, name="exchange_alerts"),
    path("alerts/<int:pk>/clear/", connections.clear_alert, name="exchange_clear"),
    path("undelivered/", failures.undelivered_list, name="exchange_undelivered"),
    path("undelivered/<int:pk>/", failures.resolve_delivery, name="exchange_deliver"),
    path("messages/", failures.message_list, name="exchange_messages"),
    path("messages/<int:pk>/", failures.message_detail, name="exchange_message"),
    path("messages/<int:pk>/body/", failures.download_message, name="exchange_body"),
    path("<slug:code>/figures/", figures.figure_list, name="exchange_figures"),
    path("<slug:code>/map/", status_map.mapping_list, name="exchange_map"),
    path("<slug:code>/map/add/", status_map.edit_mapping, name="exchange_map_add"),
    path("<slug:code>/map/<int:pk>/", status_map.edit_mapping, name="exchange_map_line"),
    path("<slug:code>/<slug:act>/", connections.run_connection_action, name="exchange_act"),
]
