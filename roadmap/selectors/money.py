"""Reads of money: conversion by stored rates, and the plan in the group's currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from organizations.domain.rates import Rate, RateTable
from planning.domain.economics import Convert


@dataclass(frozen=True, slots=True)
class GroupMoney:
    """How the plan's money reads in the group's reporting currency.

    Attributes:
        rate: group money for one unit of the plan's currency, with its date and source.
        currency: the reporting currency.
    """

    rate: Rate
    currency: str

    def convert(self, amount: Decimal) -> Decimal:
        """Return an amount of the plan's currency in group money, to the cent."""
        return (amount * self.rate.rate).quantize(Decimal("0.01"))


def converter(table: RateTable, wanted: str, on: date) -> Convert:
    """Return the conversion into a currency by the rates of a day.

    Args:
        table: stored rates into the reporting currency.
        wanted: the currency to convert into.
        on: the newest rate dated on or before this day counts.
    """
    into = table.rate(wanted, on)

    def convert(amount: Decimal, currency: str) -> Decimal | None:
        rate = table.rate(currency, on)
        if rate is None or into is None:
            return None
        return amount * rate.rate / into.rate

    return convert
