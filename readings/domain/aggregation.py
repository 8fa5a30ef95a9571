"""How the months of an indicator make a quarter."""

from __future__ import annotations

from enum import StrEnum


class Aggregation(StrEnum):
    """What the readings of a quarter's months are combined to."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    RATIO = "ratio"


_BY_KIND = {
    **dict.fromkeys(("count", "money"), Aggregation.SUM),
    **dict.fromkeys(("days", "hours", "minutes", "other"), Aggregation.MEAN),
}
# Of the catalog: states and sums over twelve months, which the newest month replaces, and money by
# piece or head, which does not add up.
_BY_CODE = {
    **dict.fromkeys(("DIG-07", "HR-01", "SC-34", "SC-37"), Aggregation.LAST),
    **dict.fromkeys(("FIN-04", "SC-15", "SC-17"), Aggregation.RATIO),
}


def usual_aggregation(code: str, unit_kind: str, *, is_own: bool) -> Aggregation:
    """Return how an indicator is combined unless its definition says otherwise.

    Counts and money add up, durations are averaged, everything that is one amount by another is
    computed from the sums of both; a few of the catalog are states, whose newest month counts.

    Args:
        code: of the definition.
        unit_kind: what it is counted in, as `Indicator.UnitKind`.
        is_own: whether the organization defined it; then its code says nothing.

    Source: docs/method.md#quarters
    """
    usual = _BY_KIND.get(unit_kind, Aggregation.RATIO)
    return usual if is_own else _BY_CODE.get(code, usual)
