"""Django's view of this app."""

from __future__ import annotations

from typing import ClassVar

from django.apps import AppConfig

from steps.domain.pages import StepPage


class LaunchConfig(AppConfig):
    """Names the app; it has no tables."""

    name = "launch"
    step_pages: ClassVar[tuple[StepPage, ...]] = (
        StepPage("launch:launch-detail", ("plant_milestones.",)),
    )
