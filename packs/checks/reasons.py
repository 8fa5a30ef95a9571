"""Reasons of duties: none names what its rule does not test, and China's law runs the right way."""

from __future__ import annotations

from collections.abc import Iterator

from packs.checks.problem import Problem, found
from packs.schema.checklist import Checklist
from packs.schema.conditions import Condition

# A release never changes: those that came with reasons in words keep them.
RELEASED_WITH_WORDS = frozenset({"2026.4"})
HOME = "CN"
# What brings the law of headquarters' country to a plant abroad: headquarters sends data there, or
# the plant itself reaches people in China.
GATES = frozenset({"headquarters_exports_from_china", "customers_in_china"})


def reason_problems(pack: Checklist) -> Iterator[Problem]:
    """Yield findings about why duties apply.

    A reason in free words can promise what nobody tests ("only if data was notified as important"),
    and no check can read it. So a duty has none: the product writes the reason from `applies_if`
    (compliance/domain/reasons.py), and what has no test cannot be named.

    A duty of headquarters' country reaches a plant abroad only where headquarters is the exporter:
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
        if pack.jurisdiction == HOME and not _stays_home(entry.applies_if):
            gates = " or ".join(sorted(GATES))
            yield found(entry.id, f"reaches plants outside {HOME} without asking {gates}")


def _stays_home(condition: Condition | None) -> bool:
    """Tell whether every way to apply is inside China or goes through one of the gates."""
    if condition is None:
        return False
    if condition.any is not None:
        return all(_stays_home(part) for part in condition.any)
    if condition.all is not None:
        return any(_stays_home(part) for part in condition.all)
    asked = {"country": HOME}.get(condition.fact or "", "yes" if condition.fact in GATES else None)
    return asked is not None and condition.equals == asked
