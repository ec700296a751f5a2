"""Mayan without a broker and workers: what it would leave to them, it does inside the request."""

from mayan.settings.production import *  # noqa: F403

CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = False
