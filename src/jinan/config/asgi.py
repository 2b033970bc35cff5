"""ASGI door of the node: pushes alone. Every page goes through `wsgi.py`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinan.config.settings")
django.setup()

from jinan.platform.notices.push import application  # noqa: E402  # after the rooms are set up

__all__ = ["application"]
