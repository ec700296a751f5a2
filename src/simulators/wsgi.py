"""The web server's door to the counterparts: `granian --interface wsgi simulators.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

# Not the portal's, whatever the environment says for it.
os.environ["DJANGO_SETTINGS_MODULE"] = "simulators.settings"
application = get_wsgi_application()
