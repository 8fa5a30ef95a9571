"""Money in forms."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext


def count_in(field: Any, currency: str) -> None:
    """Let a field of money name its currency and understand its code."""
    names = {"label": field.label, "currency": currency}
    field.label = gettext("%(label)s, %(currency)s") % names
    field.currency = currency
