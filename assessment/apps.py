"""Django's view of this app."""

from __future__ import annotations

from django.apps import AppConfig

from assessment.domain.vectors import failures
from packs.checks import register


class AssessmentConfig(AppConfig):
    """Names the app, and lets the pack checks run the worked cases of frameworks."""

    name = "assessment"

    def ready(self) -> None:
        """Hand the engine's own check down to the packs."""
        register(failures)
