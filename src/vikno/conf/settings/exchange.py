"""Background work, the outbox and the exchange with partner systems."""

from vikno.conf import env

# Background work is rows in the same database, done by `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
# The consumers of the outbox: functions that are called with an event and the time, at least once for each.
OUTBOX_CONSUMERS = {"notifications": "vikno.notifications.tasks.notify"}
# The class that knows the lines to partner systems, and who carries events on them (`run_exchange`).
OUTBOX_LINES = "vikno.integration.operations.partner_lines.PartnerLines"
WEBHOOKS_MAY_REACH = env.words("WEBHOOKS_MAY_REACH")  # networks of our own that webhooks go to, beside public addresses
EXCHANGE_THREADS = env.number("EXCHANGE_THREADS", 4)
EXCHANGE_POLL_SECONDS = env.number("EXCHANGE_POLL_SECONDS", 15)

# Programs of partner systems: each gets a token that lasts ten minutes, for what it was given (`manage.py partner`).
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {"SCOPES_BACKEND_CLASS": "vikno.api.scopes.PartnerScopes", "ACCESS_TOKEN_EXPIRE_SECONDS": 600}
# Requests a minute of one partner.
API_PER_MINUTE = env.number("API_PER_MINUTE", 600)
# The bearer token of Prometheus, and the NAME:PASSWORD of the national repository; nobody reads either page without one.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
REPOSITORY_LOGIN = env.text("REPOSITORY_LOGIN", "")
