"""The web server's door: `granian --interface wsgi vikno.conf.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vikno.conf.settings")
application = get_wsgi_application()
