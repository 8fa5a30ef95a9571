"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnaireConfig(AppConfig):
    """Names the app and its acts."""

    name = "questionnaire"

    acts: ClassVar[dict[str, Any]] = {
        "answer.given_apart": _("Answered a question apart"),
        "answer.moderated": _("Agreed on an answer"),
        "functions.set": _("Said for which functions a person speaks"),
    }
    labels: ClassVar[dict[str, Any]] = {"functions": _("Functions"), "value": _("Answer")}
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "questionnaire.rateranswer": ("note", "reason", "translations"),
        "questionnaire.agreedanswer": ("reason", "translations"),
    }
