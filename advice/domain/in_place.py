"""What a plant has already, as its answers show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from advice.domain.catalog import CatalogItem

# From this level of its questions on, the work of a phase carries what builds on it ...
CARRIES_FROM = {"digitize": Decimal(2), "integrate": Decimal(3), "optimize": Decimal(5)}
# ... and from this one it is there and not advised again: a local system, the link with headquarters,
# the system that warns before the event.
THERE_FROM = {"digitize": Decimal(2), "integrate": Decimal(4), "optimize": Decimal(5)}

Shown = tuple[tuple[str, Decimal], ...]


def shown_by_answers(
    catalog: Mapping[str, CatalogItem],
    links: Mapping[str, tuple[str, ...]],
    levels: Mapping[str, Decimal | None],
    scores: Mapping[str, Decimal],
    least: Mapping[str, Decimal] = CARRIES_FROM,
) -> dict[str, Shown]:
    """Return the initiatives whose result the answers show, each with its proof.

    Args:
        catalog: initiatives by id.
        links: initiatives that the framework names for a question, by id of the questions that
            apply.
        levels: agreed level by question id; an open one has none.
        scores: score by dimension id [levels].
        least: level that the questions of a phase must have: `CARRIES_FROM` where others build on
            it, `THERE_FROM` where it is not advised again.

    Returns:
        id -> (question or dimension, its level): every question that names the initiative is at
        the level of its phase; or every dimension that it lifts is at the cap of its phase, so
        that it can lift nothing. An open question proves nothing and stands in the way.

    Source: docs/method.md#in-place.
    """
    naming: dict[str, list[str]] = defaultdict(list)
    for question, names in links.items():
        for name in names:
            naming[name].append(question)
    shown: dict[str, Shown] = {}
    for name, item in catalog.items():
        asked = {question: levels.get(question) for question in naming.get(name, ())}
        lifted = {dimension: scores.get(dimension) for dimension in item.lifts}
        proof = _all_from(asked, least[item.phase]) or _all_from(lifted, item.cap)
        if proof:
            shown[name] = proof
    return shown


def _all_from(levels: Mapping[str, Decimal | None], least: Decimal) -> Shown:
    known = [(name, level) for name, level in levels.items() if level is not None]
    is_proof = len(known) == len(levels) and all(level >= least for _, level in known)
    return tuple(known) if is_proof else ()
