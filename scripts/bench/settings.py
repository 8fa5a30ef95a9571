"""Settings of the bare site: the product's tables, Django's own middlewares and database engine."""

from __future__ import annotations

from typing import Any

from config.logs import logging_settings
from config.settings import *  # noqa: F403 -- all of them
from config.settings import DATABASES, TEMPLATES

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # it refuses to start without
]
ROOT_URLCONF = "bench.urls"
_options: Any = TEMPLATES[0]["OPTIONS"]
_options["context_processors"].remove("organizations.middleware.frame_context")
if DATABASES["default"]["ENGINE"] == "config.sqlite3":
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
LOGGING = logging_settings(level="WARNING")
