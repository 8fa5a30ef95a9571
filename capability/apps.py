"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapabilityConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "capability"

    acts: ClassVar[dict[str, Any]] = {
        "matrix.frozen": _("Kept the capability matrix"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "sha256": _("Seal of the content"),
    }
