"""What every database gives back: the one place for the bounds of numbers, days and ids, pure.

SQLite keeps 15 digits of a number, and 64 bits of a whole one. What a form or a file may bring
stays within that on both databases. See docs/method.md#bounds.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal

DIGITS = 15
PLACES = 6
LARGEST = Decimal(10) ** 12  # of a reading and whatever readings are held against; not itself
AMOUNT_MAX = Decimal(10) ** (DIGITS - 2)  # of money with two decimals; not itself
COUNT_MAX = 2**31 - 1
ID_MAX = 2**63 - 1
TITLE_LENGTH = 160  # of a title whose column has no length of its own
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)


def settled(value: Decimal) -> Decimal:
    """Return a value as it is stored and read back: six decimals and 15 digits, half to even."""
    places = min(PLACES, DIGITS - 1 - value.adjusted())
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def without_dust(value: Decimal) -> Decimal:
    """Return what a spreadsheet computed without the dust of binary numbers: to six decimals.

    What lies beyond every bound comes back as it is: rounding it needs more digits than there are.
    """
    return round(value, PLACES) if value.is_finite() and abs(value) < AMOUNT_MAX else value


def is_kept(value: Decimal, *, max_digits: int, places: int) -> bool:
    """Tell whether a number comes back from every database as it went in.

    Args:
        value: the number.
        max_digits: digits of its column.
        places: decimals of its column.
    """
    if not value.is_finite():
        return False
    plain = value.normalize()
    needed = len(plain.as_tuple().digits)
    whole = max(plain.adjusted() + 1, 0)
    decimals = max(needed - plain.adjusted() - 1, 0)
    return needed <= DIGITS and whole <= max_digits - places and decimals <= places


def is_usual_day(day: dt.date) -> bool:
    """Tell whether a day lies in the years that the product counts with."""
    return EARLIEST <= day <= LATEST


def is_id(text: str) -> bool:
    """Tell whether a text can be the id of a row."""
    return len(text) < 20 and text.isascii() and text.isdigit() and 0 < int(text) <= ID_MAX
