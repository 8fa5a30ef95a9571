"""Django's view of this app."""

from __future__ import annotations

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    """Names the app."""

    name = "charts"
