"""Initiatives of a business case for its tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from planning.domain.estimates import ThreePoint
from planning.domain.plans import PlannedInitiative
from returns.domain.cases import CaseItem, Gain


def points(*amounts):
    return ThreePoint(*(Decimal(amount) for amount in amounts))


def bar(name="a", start=date(2027, 1, 1), end=date(2027, 12, 31), one_off=1000, **more):
    for key in ("yearly", "spent", "committed", "progress"):
        if more.get(key) is not None:
            more[key] = Decimal(str(more[key]))
    return PlannedInitiative(name, "digitize", start, end, Decimal(one_off), **more)


def entry(name="a", *, gain=(), cost=None, days=None, ramp=0, **more):
    gains = (Gain(points(*gain), ramp),) if gain else ()
    return CaseItem(
        bar(name, **more),
        one_off=points(*cost) if cost else None,
        days=points(*days) if days else None,
        gains=gains,
    )
