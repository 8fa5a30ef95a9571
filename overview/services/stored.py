"""What is stored so that many plants are read at once: brought up to date, and checked by night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from compliance.services import sums as duties
from roadmap.services import sums as plans


@dataclass(frozen=True, slots=True)
class Drift:
    """Where stored sums were not what the rows say: ids of plans, and of plants by their duties."""

    plans: tuple[int, ...]
    duties: tuple[int, ...]


def bring_up_to_date(today: date) -> Drift:
    """Store what is missing and the course of the days ahead; check a part of what is stored.

    For the tenants in scope. What was wrong is mended and reported in the log.
    """
    return Drift(tuple(plans.refresh_all(today)), tuple(duties.refresh_all(today)))
