"""The web server's door: `granian --interface wsgi vikno.conf.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vikno.conf.settings")
application = get_wsgi_application()
# What was loaded stays as long as the process: a collection that walks it all takes a tenth of a second of somebody's answer.
gc.collect()
gc.freeze()
