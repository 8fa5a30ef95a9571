"""The elements of manufacturing formulas, and what must hold between them.

Times are in one unit throughout (hours or minutes), quantities in one unit; a set of elements
belongs to one work unit, order or period. Source: docs/method.md#manufacturing-formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.errors import RuleError

Elements = Mapping[str, Decimal]


class Unit(StrEnum):
    """What an element is measured in."""

    TIME = "time"
    QUANTITY = "quantity"
    COUNT = "count"
    VALUE = "value"
    ENERGY = "energy"


UNITS: dict[str, Unit] = {
    **dict.fromkeys(
        (
            *("POT", "PBT", "POET", "PRI", "PUST", "APWT", "APAT", "APT", "AUST", "AUPT", "ADET"),
            *("AUBT", "ADOT", "ATT", "AQT", "AOET", "TBF", "TTR", "TTF", "CMT", "PMT", "PDT"),
        ),
        Unit.TIME,
    ),
    **dict.fromkeys(
        (
            *("POQ", "PQ", "GQ", "SQ", "RQ", "PSQ", "GP", "IP", "CM", "IGQ", "PL", "STL", "OL"),
            *("EPC", "RMI", "WIP", "FGI", "CI", "TH", "INV"),
        ),
        Unit.QUANTITY,
    ),
    "FE": Unit.COUNT,
    **dict.fromkeys(("USL", "LSL", "MEAN", "S", "SIGMA"), Unit.VALUE),
    "E": Unit.ENERGY,
}
SIGNED = frozenset({"USL", "LSL", "MEAN"})


@dataclass(frozen=True, slots=True)
class Identity:
    """A rule between elements; checked when every element it names is given."""

    rule: str
    elements: tuple[str, ...]
    holds: Callable[[Elements], bool]


IDENTITIES: tuple[Identity, ...] = (
    Identity(
        "AUPT = APT + AUST", ("AUPT", "APT", "AUST"), lambda e: e["AUPT"] == e["APT"] + e["AUST"]
    ),
    Identity(
        "AUBT = AUPT + ADET", ("AUBT", "AUPT", "ADET"), lambda e: e["AUBT"] == e["AUPT"] + e["ADET"]
    ),
    Identity("PBT = POT − PDT", ("PBT", "POT", "PDT"), lambda e: e["PBT"] == e["POT"] - e["PDT"]),
    Identity("PBT ≤ POT", ("PBT", "POT"), lambda e: e["PBT"] <= e["POT"]),
    Identity(
        "AOET = AUBT + ATT + AQT",
        ("AOET", "AUBT", "ATT", "AQT"),
        lambda e: e["AOET"] == e["AUBT"] + e["ATT"] + e["AQT"],
    ),
    Identity("TTF = TBF − TTR", ("TTF", "TBF", "TTR"), lambda e: e["TTF"] == e["TBF"] - e["TTR"]),
    Identity(
        "PQ = GQ + SQ + RQ",
        ("PQ", "GQ", "SQ", "RQ"),
        lambda e: e["PQ"] == e["GQ"] + e["SQ"] + e["RQ"],
    ),
    Identity("APT ≤ AUPT", ("APT", "AUPT"), lambda e: e["APT"] <= e["AUPT"]),
    Identity("AUPT ≤ AUBT", ("AUPT", "AUBT"), lambda e: e["AUPT"] <= e["AUBT"]),
    Identity("APT ≤ AUBT", ("APT", "AUBT"), lambda e: e["APT"] <= e["AUBT"]),
    Identity("APT ≤ PBT", ("APT", "PBT"), lambda e: e["APT"] <= e["PBT"]),
    Identity("APWT ≤ APAT", ("APWT", "APAT"), lambda e: e["APWT"] <= e["APAT"]),
    Identity("GQ ≤ PQ", ("GQ", "PQ"), lambda e: e["GQ"] <= e["PQ"]),
    Identity("SQ ≤ PQ", ("SQ", "PQ"), lambda e: e["SQ"] <= e["PQ"]),
    Identity("RQ ≤ PQ", ("RQ", "PQ"), lambda e: e["RQ"] <= e["PQ"]),
    Identity("GP ≤ IP", ("GP", "IP"), lambda e: e["GP"] <= e["IP"]),
    Identity("LSL < USL", ("LSL", "USL"), lambda e: e["LSL"] < e["USL"]),
)


def broken_identities(elements: Elements) -> tuple[str, ...]:
    """Return the rules that a set of elements violates, as they are written.

    Args:
        elements: values by code; rules about elements that are not given are not looked at.
    """
    return tuple(
        identity.rule
        for identity in IDENTITIES
        if all(name in elements for name in identity.elements) and not identity.holds(elements)
    )


def check_elements(elements: Elements) -> None:
    """Refuse elements that cannot be: unknown codes, negative amounts, broken identities.

    Raises:
        RuleError: `field` is the code at fault, or empty where a rule between several is broken.
    """
    for name, value in elements.items():
        if name not in UNITS:
            raise RuleError(f"unknown element: {name}", field=name)
        if not value.is_finite():
            raise RuleError(f"{name} is not a number", field=name)
        if value < 0 and name not in SIGNED:
            raise RuleError(f"{name} is negative", field=name)
    broken = broken_identities(elements)
    if broken:
        raise RuleError(f"does not hold: {'; '.join(broken)}")
