"""The WSGI application of the simulators: `granian --interface wsgi simulators.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

# Always the simulators' settings, even when the environment names the portal's.
os.environ["DJANGO_SETTINGS_MODULE"] = "simulators.settings"
application = get_wsgi_application()
