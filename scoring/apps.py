"""Django's view of this app."""

from __future__ import annotations

from django.apps import AppConfig

from packs.checks import register
from scoring.domain.vectors import failures


class ScoringConfig(AppConfig):
    """Names the app; lets the pack checks run the worked cases of frameworks."""

    name = "scoring"

    def ready(self) -> None:
        """Hand the engine's own check down to the packs."""
        register(failures)
