"""Settings of the test run: fast hashing, plain static files, mail in memory, own data folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def _own_folder() -> Path:
    """Return the data folder of this run; tests side by side have one for each process."""
    mark = f"landfall-test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-"
    name = Path(os.environ.get("LANDFALL_VAR", "landfall-test-")).name
    if name.startswith("landfall-test-") and not name.startswith(mark):
        os.environ["LANDFALL_VAR"] = tempfile.mkdtemp(prefix=mark)
    return Path(os.environ["LANDFALL_VAR"])


def _own_queue() -> str:
    """Return the queue of this run; on a shared server each process side by side has its own."""
    name = os.environ.get("QUEUE_NAME", "landfall-test")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return name if name.endswith(worker) else f"{name}-{worker}"


_FOLDER = _own_folder()
os.environ["QUEUE_NAME"] = _own_queue()
os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("LANDFALL_HTTPS", "no")
os.environ.setdefault("ALLOWED_HOSTS", "*")

from config.settings import *  # noqa: E402, F403
from config.settings import BASE_DIR, DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = ["tests.migrating", *INSTALLED_APPS]

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
    # Rows of a test need not outlive a power cut.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "assets"]
WHITENOISE_AUTOREFRESH = True
LOGGING = {"version": 1, "disable_existing_loggers": False}
READYZ_SECONDS = 0
TESTING = True
