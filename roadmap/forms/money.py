"""Money in forms."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext


def in_currency(label: Any, currency: str) -> str:
    """Return the label of a field of money with its currency."""
    return gettext("%(label)s, %(currency)s") % {"label": label, "currency": currency}
