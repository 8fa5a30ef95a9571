"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "translation"

    acts: ClassVar[dict[str, Any]] = {"text.translated": _("Translated a text")}
