"""What is stored so that many plants are read at once: brought up to date, and checked by night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.cache import cache

from compliance.services import sums as duties
from overview.services import index
from roadmap.services import sums as plans

VERSION = "stored-of-plants"  # key of the version of the product that stored them last


@dataclass(frozen=True, slots=True)
class Drift:
    """Where the stored was not what the rows say.

    Attributes:
        plans: ids of plans by their sums.
        duties: ids of plants by the sums of their duties.
        entries: how many entries of the search were missing, wrong or left over.
    """

    plans: tuple[int, ...]
    duties: tuple[int, ...]
    entries: int


def bring_up_to_date(organization_id: int, today: date) -> Drift:
    """Store what is missing and the course of the days ahead; check a part of what is stored.

    For one tenant, in its scope. What was wrong is mended and reported in the log.
    """
    return Drift(
        plans=tuple(plans.refresh_all(today)),
        duties=tuple(duties.refresh_all(today)),
        entries=index.refresh_all(organization_id),
    )


def is_due(today: date) -> bool:
    """Tell whether a start must store: another version did, nobody did, or a night was missed."""
    return cache.get(VERSION) != settings.APP_VERSION or plans.are_behind(today)


def note_version() -> None:
    """Note that everything that is stored comes from this version of the product."""
    cache.set(VERSION, settings.APP_VERSION, None)


def forget_version() -> None:
    """Let the next start store everything anew: the rows came from elsewhere."""
    cache.delete(VERSION)
