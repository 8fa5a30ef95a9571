"""The 34 manufacturing indicators named by ISO 22400-2, as functions of their elements.

Every function takes elements (see `elements.py`) and returns an exact decimal: percentages on
0-100, indices and ratios as they are, times in the unit of the elements. A zero divisor is "not
measurable" and raises. Names and formulas follow docs/method.md#manufacturing-formulas, which
says what each is confirmed against; the text of the standard itself was not at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from core.errors import RuleError
from readings.domain.elements import Elements, check_elements

HUNDRED = Decimal(100)


def ratio(part: Decimal, whole: Decimal) -> Decimal:
    """Return part / whole.

    Raises:
        RuleError: the whole is zero; the indicator is not measurable, which is not zero.
    """
    if not whole:
        raise RuleError("not measurable: the divisor is zero")
    return part / whole


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return part of whole in percent; not measurable for a zero whole."""
    return HUNDRED * ratio(part, whole)


def availability(e: Elements) -> Decimal:
    """Return APT / PBT [%]; set-up counts as a loss. ISO-08."""
    return percent(e["APT"], e["PBT"])


def effectiveness(e: Elements) -> Decimal:
    """Return PRI x PQ / APT [%]; above 100 the planned run time is wrong. ISO-09."""
    return percent(e["PRI"] * e["PQ"], e["APT"])


def quality_ratio(e: Elements) -> Decimal:
    """Return GQ / PQ [%]. ISO-10."""
    return percent(e["GQ"], e["PQ"])


def overall_equipment_effectiveness(e: Elements) -> Decimal:
    """Return availability x effectiveness x quality ratio [%]. ISO-06.

    The factors cancel to PRI x GQ / PBT, which is what is computed once each factor exists.
    """
    for factor in (e["APT"], e["PQ"]):
        ratio(HUNDRED, factor)
    return percent(e["PRI"] * e["GQ"], e["PBT"])


def net_equipment_effectiveness(e: Elements) -> Decimal:
    """Return (AUPT / PBT) x effectiveness x quality ratio [%]; set-up is no loss here. ISO-07."""
    speed_and_quality = ratio(e["PRI"] * e["PQ"], e["APT"]) * ratio(e["GQ"], e["PQ"])
    return percent(e["AUPT"] * speed_and_quality, e["PBT"])


def technical_efficiency(e: Elements) -> Decimal:
    """Return APT / (APT + ADET) [%]. ISO-12."""
    return percent(e["APT"], e["APT"] + e["ADET"])


def capability(e: Elements, spread: str) -> Decimal:
    """Return (USL - LSL) / (6 x spread): Cm with S, Cp with SIGMA. ISO-19, ISO-21."""
    return ratio(e["USL"] - e["LSL"], 6 * e[spread])


def critical_capability(e: Elements, spread: str) -> Decimal:
    """Return min(USL - mean, mean - LSL) / (3 x spread): Cmk, Cpk. ISO-20, ISO-22."""
    return ratio(min(e["USL"] - e["MEAN"], e["MEAN"] - e["LSL"]), 3 * e[spread])


def per_interval(e: Elements, total: str) -> Decimal:
    """Return a summed time / (FE + 1) [time of the element]. ISO-31, ISO-32, ISO-33.

    The intervals include the open one, so there is one more than failures; tools that divide by
    FE give another figure, and the two never belong in one trend.
    """
    return e[total] / (e["FE"] + 1)


def corrective_maintenance_ratio(e: Elements) -> Decimal:
    """Return CMT / (CMT + PMT) [%]. ISO-34."""
    return percent(e["CMT"], e["CMT"] + e["PMT"])


@dataclass(frozen=True, slots=True)
class Formula:
    """One indicator: its elements, the unit of its result, and how it is computed."""

    id: str
    elements: tuple[str, ...]
    unit: str
    function: Callable[[Elements], Decimal]


def _share(id_: str, part: str, whole: str) -> Formula:
    """Return an indicator that is one element in percent of another."""
    return Formula(id_, (part, whole), "%", lambda e: percent(e[part], e[whole]))


def _rate(id_: str, part: str, whole: str, unit: str) -> Formula:
    """Return an indicator that is one element by another, as a plain ratio."""
    return Formula(id_, (part, whole), unit, lambda e: ratio(e[part], e[whole]))


def _interval(id_: str, total: str) -> Formula:
    return Formula(id_, (total, "FE"), "time", lambda e: per_interval(e, total))


# ISO-18: PQ of the first operation. TH, INV: throughput and average inventory of the period.
# E: energy used. S and SIGMA: short-run and long-run standard deviation. Source of all: see head.
_ALL = (
    _share("ISO-01", "APWT", "APAT"),
    _share("ISO-02", "AUBT", "AOET"),
    _rate("ISO-03", "PQ", "AOET", "units/time"),
    _share("ISO-04", "AUBT", "PBT"),
    _share("ISO-05", "APT", "AUBT"),
    Formula("ISO-06", ("APT", "PBT", "PRI", "PQ", "GQ"), "%", overall_equipment_effectiveness),
    Formula("ISO-07", ("AUPT", "APT", "PBT", "PRI", "PQ", "GQ"), "%", net_equipment_effectiveness),
    Formula("ISO-08", ("APT", "PBT"), "%", availability),
    Formula("ISO-09", ("PRI", "PQ", "APT"), "%", effectiveness),
    Formula("ISO-10", ("GQ", "PQ"), "%", quality_ratio),
    _share("ISO-11", "AUST", "AUPT"),
    Formula("ISO-12", ("APT", "ADET"), "%", technical_efficiency),
    _share("ISO-13", "APT", "AOET"),
    _rate("ISO-14", "SQ", "PSQ", "ratio"),
    _share("ISO-15", "GP", "IP"),
    _share("ISO-16", "SQ", "PQ"),
    _share("ISO-17", "RQ", "PQ"),
    _share("ISO-18", "SQ", "PQ"),
    Formula("ISO-19", ("USL", "LSL", "S"), "index", lambda e: capability(e, "S")),
    Formula("ISO-20", ("USL", "LSL", "MEAN", "S"), "index", lambda e: critical_capability(e, "S")),
    Formula("ISO-21", ("USL", "LSL", "SIGMA"), "index", lambda e: capability(e, "SIGMA")),
    Formula(
        "ISO-22",
        ("USL", "LSL", "MEAN", "SIGMA"),
        "index",
        lambda e: critical_capability(e, "SIGMA"),
    ),
    _rate("ISO-23", "E", "PQ", "energy/unit"),
    _rate("ISO-24", "TH", "INV", "1/period"),
    _share("ISO-25", "GQ", "CM"),
    _share("ISO-26", "IGQ", "CM"),
    _share("ISO-27", "PL", "CM"),
    _share("ISO-28", "STL", "CM"),
    _share("ISO-29", "OL", "CM"),
    _share("ISO-30", "PQ", "EPC"),
    _interval("ISO-31", "TBF"),
    _interval("ISO-32", "TTF"),
    _interval("ISO-33", "TTR"),
    Formula("ISO-34", ("CMT", "PMT"), "%", corrective_maintenance_ratio),
)
FORMULAS: dict[str, Formula] = {formula.id: formula for formula in _ALL}


def evaluate(id_: str, elements: Elements) -> Decimal:
    """Return the value of an indicator.

    Args:
        id_: its id, ISO-01 to ISO-34.
        elements: its elements by code, summed over machines, orders or months where several are
            covered; further elements are used for the checks only.

    Returns:
        The value, in the unit `FORMULAS` names.

    Raises:
        RuleError: an unknown indicator, a missing or impossible element, a broken identity, or a
            zero divisor.
    """
    formula = FORMULAS.get(id_)
    if formula is None:
        raise RuleError(f"no formula for {id_}")
    for name in formula.elements:
        if name not in elements:
            raise RuleError(f"{name} is missing", field=name)
    check_elements(elements)
    return formula.function(elements)
