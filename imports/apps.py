"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Names the app and its acts in the audit trail."""

    name = "imports"

    acts: ClassVar[dict[str, Any]] = {
        "heads.remembered": _("Said which columns of a file are which"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "heads": _("Columns of files"),
    }
