"""Django's view of this app."""

from __future__ import annotations

from django.apps import AppConfig

from core import checks  # noqa: F401 -- registers the checks of the machine


class CoreConfig(AppConfig):
    """Names the app."""

    name = "core"
