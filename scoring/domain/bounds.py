"""The highest level that is still possible while too little is answered to tell one."""

from __future__ import annotations

from collections.abc import Callable

from core.phrases import phrase
from scoring.domain import wording
from scoring.domain.aggregation import Run
from scoring.domain.holding import ANSWERED
from scoring.domain.numbers import plain
from scoring.domain.types import Scorecard, Unmet


def find_bounds(run: Run, card: Scorecard, read_best: Callable[[], Scorecard]) -> dict[str, Unmet]:
    """Return by node what already bounds a level that cannot be told yet.

    The levels are read again with everything open at its highest value. An answer that holds a level
    down even then holds it whatever the others say: that is known now.

    Args:
        run: the answers as they count.
        card: their scorecard.
        read_best: levels of the same run with everything open at its highest, all evidence given.

    Returns:
        A condition of the code `at_most` for each node that an answer bounds; nothing for nodes
        whose level is told, or that the given answers do not hold down.
    Source: docs/method.md#no-level
    """
    waiting = [
        name
        for name, node in card.nodes.items()
        if node.level is not None and not node.level.is_known
    ]
    if not waiting:
        return {}
    best = read_best()
    bounds = {}
    for name in waiting:
        reading = best.nodes[name].level
        held = reading.held if reading else None
        if held is not None and held.by[0].code in ANSWERED:
            bounds[name] = _at_most(run, held.level, held.by[0])
    return bounds


def _at_most(run: Run, level: int, lack: Unmet) -> Unmet:
    """Return "at most 0, whatever the open answers say: SA-13 Backups: 0, needs 1"."""
    why = lack.text
    if lack.code != "share_missed" and lack.have is not None:
        name = wording.label(run.framework, lack.subject)
        why = phrase(
            "{question}: {have}, needs {need}",
            question=name,
            have=wording.figure(lack.have, lack.need),
            need=plain(lack.need),
        )
    text = phrase("at most {level}, whatever the open answers say: {why}", level=level, why=why)
    return Unmet("at_most", lack.subject, lack.have, lack.need, text, lack.items, lack.topic)
