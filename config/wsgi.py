"""The Django application. The server runs `convene.website.front`, which answers cached pages before this wakes up."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
