"""Names of time zones for readers: the city that stands for each."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from core.text import LocalizedText

TABLE = Path(__file__).with_suffix(
    ".csv"
)  # exemplar cities of Unicode CLDR 48 (Unicode License v3)


@cache
def _cities() -> dict[str, LocalizedText]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["zone"]: LocalizedText(row["english"], row["chinese"])
            for row in csv.DictReader(file)
        }


def zone_city(name: str) -> LocalizedText:
    """Return the city of a zone: "Kuala Lumpur", "吉隆坡"; a zone newer than the table in Latin letters.

    Args:
        name: IANA name such as "Asia/Kuala_Lumpur".
    """
    last = name.rpartition("/")[2].replace("_", " ")
    return _cities().get(name) or LocalizedText(last, last)
