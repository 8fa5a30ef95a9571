"""What accepted "does not apply" adds to levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scoring.domain.aggregation import Run
from scoring.domain.holding import make_lift
from scoring.domain.scope import restored, set_aside
from scoring.domain.types import Answer, Lift, NodeScore, Scorecard

Read = Callable[[Run, Mapping[str, NodeScore]], Scorecard]


def find_lifts(run: Run, card: Scorecard, read: Read) -> dict[str, Lift]:
    """Return by node how far its level rests on questions that do not apply.

    Each level is read again with the former answers in their place (open where there is none), all
    of them at once, then one by one: those without which the level falls are named, or all of
    them where only several together matter.

    Args:
        run: the answers as they count.
        card: their scorecard.
        read: levels of other node scores of the same run.

    Returns: lifts of the nodes whose level is higher, nothing for the others.
    Source: docs/method.md#does-not-apply
    """
    former = set_aside(run)
    if not former:
        return {}
    before = _levels(run, card, former, read)
    now = {name: node.level.level for name, node in card.nodes.items() if node.level}
    lifted = {name for name, level in now.items() if _is_higher(level, before[name])}
    if not lifted:
        return {}
    alone = {item: _levels(run, card, {item: answer}, read) for item, answer in former.items()}
    lifts = {}
    for name in lifted:
        causes = [item for item in former if _is_higher(now[name], alone[item][name])]
        lifts[name] = make_lift(run.framework, before[name], causes or list(former))
    return lifts


def _levels(
    run: Run, card: Scorecard, former: Mapping[str, Answer], read: Read
) -> dict[str, int | None]:
    """Return the levels with some former answers back in their place."""
    answers = {**run.answers, **former}
    other = Run(run.framework, answers, run.hidden, run.profile, run.cut)
    found = read(other, restored(run, card.nodes, former))
    return {name: node.level.level for name, node in found.nodes.items() if node.level}


def _is_higher(level: int | None, before: int | None) -> bool:
    return level is not None and (before is None or before < level)
