"""WSGI door of the node: every page, tile and API call."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinan.config.settings")
application = get_wsgi_application()
