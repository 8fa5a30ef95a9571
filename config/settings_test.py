"""Settings of the test run: fast hashing, plain static files, mail in memory, own data folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_FOLDER = Path(os.environ.setdefault("LANDFALL_VAR", tempfile.mkdtemp(prefix="landfall-test-")))
os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("LANDFALL_HTTPS", "no")
os.environ.setdefault("ALLOWED_HOSTS", "*")

from config.settings import *  # noqa: E402, F403
from config.settings import BASE_DIR, DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not memory: the worker process of a browser test works on the same rows.
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # nothing may hold the database when it is dropped
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "assets"]
WHITENOISE_AUTOREFRESH = True
AXES_ENABLED = False
LOGGING = {"version": 1, "disable_existing_loggers": False}
TESTING = True
