"""Settings of the measurements inside one process: the product's, and one address more."""

from __future__ import annotations

from config.logs import logging_settings
from config.settings import *  # noqa: F403 -- all of them

ROOT_URLCONF = "benchmarks.urls"
LOGGING = logging_settings(level="WARNING")
