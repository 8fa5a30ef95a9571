"""Reasons of duties: none names a fact that its rule does not test."""

from __future__ import annotations

from collections.abc import Iterator

from packs.checks.problem import Problem, found
from packs.schema.checklist import Checklist, Obligation
from packs.schema.conditions import Condition

# A release never changes: those that came with reasons in words keep them.
RELEASED_WITH_WORDS = frozenset({"2026.4"})
HOME = "CN"
EXPORTER = "headquarters_exports_from_china"


def reason_problems(pack: Checklist) -> Iterator[Problem]:
    """Yield findings about why a duty applies, and about who bears it.

    A reason in free words can promise what nobody tests ("only if data was notified as important"),
    and no check can read it. So a duty has none: the product writes the reason from `applies_if`
    (compliance/domain/reasons.py), and what has no test cannot be named.

    A duty that headquarters bears for a plant abroad must ask whether headquarters is the exporter:
    what a plant sends home is no export out of China.
    """
    if pack.version in RELEASED_WITH_WORDS:
        return
    for entry in pack.obligations:
        if entry.applies_because is not None:
            yield found(
                entry.id,
                "applies_because: a reason in words can name what applies_if does not test; "
                "leave it out, it is written from applies_if",
            )
        if entry.borne_by == "headquarters" and not _asks_exporter(entry):
            yield found(entry.id, f"borne by headquarters, but applies_if never asks {EXPORTER}")


def _asks_exporter(entry: Obligation) -> bool:
    """Tell whether every way to apply outside China goes through the exporter."""
    return entry.applies_if is not None and _needs_exporter(entry.applies_if)


def _needs_exporter(condition: Condition) -> bool:
    if condition.any is not None:
        return all(_needs_exporter(part) for part in condition.any)
    if condition.all is not None:
        return any(_needs_exporter(part) for part in condition.all)
    if condition.fact == "country":
        return condition.equals == HOME
    return condition.fact == EXPORTER and condition.equals == "yes"
