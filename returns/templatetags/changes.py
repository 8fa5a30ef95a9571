"""In what unit the change of an indicator is said."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.wording.texts import lt

register = template.Library()


@register.filter
def change_unit(unit: Any) -> str:
    """Write the unit of a change: 2 % more of an indicator in percent are 2 percentage points."""
    words = lt(unit)
    return _("percentage points") if words == "%" else words
