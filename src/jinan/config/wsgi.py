"""WSGI door of the node: every page, tile and API call."""

import os

from django.core.wsgi import get_wsgi_application

from jinan.config.proxies import behind

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinan.config.settings")
application = behind(get_wsgi_application(), os.environ.get("JINAN_PROXIES", "").split(","))
