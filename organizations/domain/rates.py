"""Exchange rates: which stored rate counts on a day, and what money is worth by it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency is worth in the reporting currency.

    Attributes:
        currency: ISO 4217 code of the foreign money.
        rate: units of the reporting currency for one foreign unit, above 0.
        dated_on: first day on which it counts; None for the reporting currency itself.
        source: who says so.
    """

    currency: str
    rate: Decimal
    dated_on: date | None
    source: str


class RateTable:
    """Every stored rate of an organization, ready to ask by day."""

    def __init__(self, *, reporting_currency: str, rates: Iterable[Rate] = ()) -> None:
        self.reporting_currency = reporting_currency
        self._by_currency: dict[str, list[tuple[date, Rate]]] = {}
        for rate in rates:
            if rate.dated_on is not None:
                self._by_currency.setdefault(rate.currency, []).append((rate.dated_on, rate))
        for known in self._by_currency.values():
            known.sort(key=lambda pair: pair[0])

    def rate(self, currency: str, on: date) -> Rate | None:
        """Return the newest rate dated on or before a day.

        Args:
            currency: ISO 4217 code.
            on: the day of the money.

        Returns:
            The rate; 1 for the reporting currency; None if none is stored for that day.
        """
        if currency == self.reporting_currency:
            return Rate(currency=currency, rate=Decimal(1), dated_on=None, source="")
        known = self._by_currency.get(currency, [])
        place = bisect_right(known, on, key=lambda pair: pair[0])
        return known[place - 1][1] if place else None

    def convert(self, amount: Decimal, currency: str, on: date) -> Decimal | None:
        """Return what an amount is worth in the reporting currency, unrounded.

        Args:
            amount: money in `currency`.
            currency: ISO 4217 code.
            on: the day of the money.

        Returns:
            The amount in the reporting currency; None without a rate for that day.
        """
        rate = self.rate(currency, on)
        return None if rate is None else amount * rate.rate
