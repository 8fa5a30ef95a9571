"""Django's view of this app."""

from __future__ import annotations

from django.apps import AppConfig

from launcher import checks  # noqa: F401 -- registers the checks of the machine


class LauncherConfig(AppConfig):
    """Names the app; it has no tables."""

    name = "launcher"
