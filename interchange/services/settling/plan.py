"""Holding the rows of a file against the stored plan: what each would do, and what forbids it.

The rules are those of the forms of the plan; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from interchange.selectors.rows import PlanRows
from interchange.services.drafts import DraftRow, PlanTurn
from interchange.services.settling.following import follow
from interchange.services.settling.gates import take_condition
from interchange.services.settling.goals import fit, take_figure, take_goal
from interchange.services.settling.initiatives import take_initiative
from interchange.services.settling.limits import take_limit
from interchange.services.settling.links import refuse_circle, take_link
from interchange.services.settling.milestones import MilestoneTaker
from interchange.services.settling.plants import take_closure, take_milestone, take_week
from interchange.services.settling.settler import ORDER, Settler, Taker


def settle(rows: PlanRows, drafts: Iterable[DraftRow], *, with_followers: bool = False) -> PlanTurn:
    """Return what the rows of a file would do to a plan.

    Args:
        rows: the plan as it is stored.
        drafts: the rows of the file, in its order.
        with_followers: what waits for a bar that the file moves moves as far as it has to.
    """
    settler = Settler(rows)
    by_sheet: dict[str, list[DraftRow]] = {}
    for draft in drafts:
        by_sheet.setdefault(draft.sheet, []).append(draft)
    stones = MilestoneTaker(settler)
    takers: Mapping[str, Taker] = {
        "plant_milestones": take_milestone,
        "week": take_week,
        "closures": take_closure,
        "goals": take_goal,
        "figures": take_figure,
        "initiatives": take_initiative,
        "links": take_link,
        "milestones": stones.take,
        "limits": take_limit,
        "gate_conditions": take_condition,
    }
    for sheet in ORDER:
        if sheet == "milestones":  # they go with bars, also with those that follow
            follow(settler, wanted=with_followers)
        for draft in by_sheet.get(sheet, ()):
            settler.take(draft, takers[sheet])
    stones.take_along()
    fit(settler)
    refuse_circle(settler)
    return settler.turn
