"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "advice"

    acts: ClassVar[dict[str, Any]] = {
        "in_place.revoked": _("Took back what was said to be in place"),
        "in_place.stated": _("Said what is in place"),
        "initiatives.accepted": _("Accepted advised initiatives"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "initiative": _("Initiative"),
        "proof": _("Proof"),
        "reason": _("Reason"),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "advice.inplace": ("reason",),
    }
