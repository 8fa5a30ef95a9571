"""What a plan's payback says, for pages of rooms below this one and for documents."""

from __future__ import annotations

from decimal import Decimal

from django import template

from organizations.models import Plant
from returns.domain.appraisal import counted_from
from returns.selectors import paybacks

register = template.Library()


@register.simple_tag
def has_case(plant: Plant) -> bool:
    """Tell whether a plan is appraised by its business case."""
    return paybacks.has_case(plant)


@register.filter
def from_end_of(pays_in: int, payback: Decimal) -> int:
    """Return the year from whose end a payback is counted."""
    return counted_from(payback, pays_in)
