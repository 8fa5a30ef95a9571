"""Cost and end of a plan whose costs and durations are not known for certain, as P50 and P80.

See docs/method.md#estimates: 1,000 draws from a stored seed, each percentile with the spread that
the number of draws leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.errors import RuleError
from planning.domain.durations import Duration, TimeUnit
from planning.domain.estimates import Percentile, percentile, sums
from planning.domain.network import LinkType, WorkItem, WorkLink, WorkPlan
from planning.domain.plans import PlanLink
from planning.domain.simulations import SHARES, simulate
from returns.domain.cases import CaseItem

END = "\nend"  # no id of an initiative


@dataclass(frozen=True, slots=True)
class CaseRanges:
    """P50 and P80 of a plan.

    Attributes:
        cost: of the one-off cost [currency]; empty where no cost has ends.
        end: of the day after the last end, as day numbers; empty where no duration has ends.
        costed, dated: how many of the open initiatives have ends of cost, and of duration.
        open: how many are neither done nor stopped.
        seed: of the draws.
    """

    cost: tuple[Percentile, ...]
    end: tuple[Percentile, ...]
    costed: int
    dated: int
    open: int
    seed: int


def ranges(entries: Sequence[CaseItem], links: Sequence[PlanLink], seed: int) -> CaseRanges:
    """Return P50 and P80 of cost and end.

    What has no ends counts with the plan's own figure; work that is over has none.

    Args:
        entries: initiatives.
        links: dependencies; those of other initiatives are passed over.
        seed: the same seed draws the same.
    """
    open_ = [entry for entry in entries if entry.is_open]
    costed = [entry for entry in open_ if entry.one_off is not None]
    dated = [entry for entry in open_ if entry.days is not None]
    drawn = sorted(sums([entry.cost for entry in entries], seed)) if costed else []
    return CaseRanges(
        cost=tuple(percentile(drawn, share) for share in SHARES) if drawn else (),
        end=_end(tuple(entries), tuple(links), seed) if dated else (),
        costed=len(costed),
        dated=len(dated),
        open=len(open_),
        seed=seed,
    )


@lru_cache(maxsize=64)
def _end(
    entries: tuple[CaseItem, ...], links: tuple[PlanLink, ...], seed: int
) -> tuple[Percentile, ...]:
    """Return the end of a plan; the same plan is drawn once. Nothing outside of 1900 to 2100."""
    names = {entry.item.id for entry in entries}
    known = [link for link in links if {link.before, link.after} <= names]
    last = WorkItem(END, _days(0), after=tuple(WorkLink(name) for name in sorted(names)))
    plan = WorkPlan(
        min(entry.item.starts_on for entry in entries),
        items=(*(_work(entry, known) for entry in entries), last),
    )
    lengths = {
        entry.item.id: entry.days for entry in entries if entry.days is not None and entry.is_open
    }
    try:
        return simulate(plan, lengths, seed)[END]
    except RuleError:
        return ()


def _work(entry: CaseItem, links: Sequence[PlanLink]) -> WorkItem:
    """Return an initiative that starts no earlier than planned; what is over waits for nothing."""
    item = entry.item
    mine = [link for link in links if link.after == item.id] if entry.is_open else []
    return WorkItem(
        item.id,
        _days((item.ends_on - item.starts_on).days + 1),
        earliest=item.starts_on,
        after=tuple(WorkLink(link.before, LinkType(link.kind), link.lag_days) for link in mine),
    )


def _days(length: int) -> Duration:
    return Duration(length, TimeUnit.CALENDAR)
