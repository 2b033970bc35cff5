"""Settings of the tests: the real ones, in test mode; the database is named by `conftest.py`."""

import os

os.environ["JINAN_MODE"] = "test"
os.environ.setdefault("DATABASE_URL", "postgresql://jinan_web@/test")
os.environ.setdefault("JINAN_OWNER_URL", "postgresql://jinan_owner@/test")

from jinan.config.settings import *  # noqa: F403

PROCRASTINATE_IMPORT_PATHS = [p for p in os.environ.get("JINAN_TEST_TASKS", "").split(",") if p]
