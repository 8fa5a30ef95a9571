"""What a business case lacks; it is said, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Missing(StrEnum):
    """What nobody has said yet."""

    SETTINGS = "settings"
    BENEFIT = "benefit"
    SILENT = "silent"
    RUNNING = "running"
    INFLATION = "inflation"
    EXCHANGE = "exchange"
    UNCONVERTED = "unconverted"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, of how many initiatives where it is theirs, and out of how many.

    `share` is theirs of the one-off cost, where that matters.
    """

    what: Missing
    count: int = 0
    of: int = 0
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CaseState:
    """What is known about a case.

    Attributes:
        has_settings: discount rate and horizon were set.
        gaining: initiatives with a hard benefit in money.
        silent: open initiatives for which nobody named an effect.
        open: initiatives whose cost is still to come.
        unpriced: initiatives of which nobody stated the running cost.
        bearing: initiatives that are not stopped.
        uncovered: share of the one-off cost that is that of the unpriced ones; None of nothing.
        lost: initiatives whose currency has no rate.
        misfit: initiatives whose own figure lies outside of its ends by now.
        is_foreign: the group counts in another currency.
        has_inflation: both inflations were given.
        has_rate: an exchange rate is stored.
    """

    has_settings: bool
    gaining: int
    silent: int
    open: int
    unpriced: int
    bearing: int
    uncovered: Decimal | None
    lost: int
    misfit: int
    is_foreign: bool
    has_inflation: bool
    has_rate: bool


def lacks(state: CaseState) -> tuple[Lack, ...]:
    """Return what is missing, the most important first."""
    found = [
        (not state.has_settings, Lack(Missing.SETTINGS)),
        (not state.gaining, Lack(Missing.BENEFIT)),
        (bool(state.gaining and state.silent), Lack(Missing.SILENT, state.silent, state.open)),
        (
            bool(state.unpriced),
            Lack(Missing.RUNNING, state.unpriced, state.bearing, state.uncovered),
        ),
        (state.is_foreign and not state.has_rate, Lack(Missing.EXCHANGE)),
        (
            state.is_foreign and state.has_settings and not state.has_inflation,
            Lack(Missing.INFLATION),
        ),
        (bool(state.lost), Lack(Missing.UNCONVERTED, state.lost)),
        (bool(state.misfit), Lack(Missing.RANGE, state.misfit)),
    ]
    return tuple(lack for is_missing, lack in found if is_missing)
