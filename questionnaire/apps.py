"""Django's view of this app."""

from __future__ import annotations

from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    """Names the app."""

    name = "questionnaire"
