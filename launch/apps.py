"""Django's view of this app."""

from __future__ import annotations

from django.apps import AppConfig


class LaunchConfig(AppConfig):
    """Names the app; it has no tables."""

    name = "launch"
