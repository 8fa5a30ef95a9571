"""A plan with a business case for tests, and what its forms are sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from returns.services.cases import set_settings
from returns.services.effects import add_effect
from tests.factories.roadmap import make_bar

SETTINGS = {"discount_rate": Decimal(9), "horizon_years": 6, "seed": 4}
EFFECT = {
    "title": "Fewer hours of downtime",
    "kind": "hard",
    "evidence": "pilot",
    "benefit_low": Decimal(30_000),
    "benefit_amount": Decimal(50_000),
    "benefit_high": Decimal(60_000),
    "ramp_months": 0,
}


def appraised(roadmap, by, *, bars=1, **more):
    """Store settings and some initiatives with an effect each; return the initiatives."""
    set_settings(plant=roadmap.plant, version=None, values={**SETTINGS, **more}, by=by)
    rows = [
        make_bar(roadmap, f"Bar {n}", date(2027, 1, 1), date(2027, 12, 31)) for n in range(bars)
    ]
    for row in rows:
        add_effect(initiative=row, values=EFFECT, by=by)
    return rows
