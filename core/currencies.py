"""Currencies in use: ISO 4217 code, decimals of the smaller unit, names."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from core.text import LocalizedText

TABLE = Path(__file__).with_suffix(".csv")  # ISO 4217, list one, without funds and metals


@dataclass(frozen=True, slots=True)
class Currency:
    """Money of ISO 4217.

    Attributes:
        code: three capital letters.
        decimals: digits after the point that exist in payments, 0 to 3.
        name: its name in both languages.
        unit: what follows a number of this money: "MYR" in English, "林吉特" in Chinese.
    """

    code: str
    decimals: int
    name: LocalizedText
    unit: LocalizedText


def _read(path: Path) -> dict[str, Currency]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Currency(
                code=row["code"],
                decimals=int(row["decimals"]),
                name=LocalizedText(en=row["english"], zh_hans=row["chinese"]),
                unit=LocalizedText(en=row["code"], zh_hans=row["unit"] or row["chinese"]),
            )
            for row in csv.DictReader(file)
        }


CURRENCIES = _read(TABLE)


def unit_name(code: str) -> LocalizedText:
    """Return what follows a number of this money; a code that nobody knows stands for itself."""
    known = CURRENCIES.get(code)
    return known.unit if known else LocalizedText(en=code, zh_hans=code)


def currency_choices(language: str) -> list[tuple[str, str]]:
    """Return code and "code, name" of every currency, by code.

    Args:
        language: "en" or "zh-hans".
    """
    comma = "，" if language.startswith("zh") else ", "
    return [
        (code, f"{code}{comma}{currency.name.in_language(language)}")
        for code, currency in CURRENCIES.items()
    ]
