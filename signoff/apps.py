"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignoffConfig(AppConfig):
    """Names the app and its acts."""

    name = "signoff"

    acts: ClassVar[dict[str, Any]] = {
        "challenge.drawn": _("Drew answers to look at again"),
        "challenge.verified": _("Judged whether a drawn answer stands"),
        "signature.given": _("Signed an assessment, another signature is needed"),
        "signature.taken_back": _("Took back a signature"),
        "signature_policy.set": _("Said who signs assessments"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "challenged": _("Answers drawn and looked at again"),
        "questions": _("Questions"),
        "reason": _("Reason"),
        "seed": _("Seed of the draw"),
        "signers": _("How many sign"),
        "stands": _("Stands"),
    }
    sealed = "signoff.selectors.altered.altered"
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "signoff.challengedanswer": ("reason",),
        "signoff.runsignature": ("note",),
    }
