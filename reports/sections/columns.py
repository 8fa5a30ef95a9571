"""One unit for a column of money."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core.money import Form, MoneyScale, money_scale


def one_unit(sums: Iterable[tuple[Decimal | None, str]], form: Form) -> MoneyScale | None:
    """Return the unit in which all sums of a column are printed.

    Args:
        sums: each sum with its currency; None where there is none.
        form: language form of the document.

    Returns:
        The unit; None where the currencies differ, so that each sum must say its own.
    """
    known = [(amount, currency) for amount, currency in sums if amount is not None]
    currencies = {currency for _amount, currency in known}
    if len(currencies) != 1:
        return None
    return money_scale((amount for amount, _currency in known), currencies.pop(), form)
