"""What a newer release of a framework says differently: its rules, its questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.phrases import phrase
from core.text import LocalizedText
from packs.schema.framework import Framework
from packs.schema.rules import NaRule, StagedRule
from scoring.domain.wording import percent

WORDS = ("topic", "text", "why", "looks_at", "trap", "evidence")
PARTS = {
    "cell_rule": phrase(
        "The share of a question in the cells of the matrix is reckoned by another rule."
    ),
    "level_rules": phrase("The overall level follows other conditions."),
    "gates": phrase("The phase gates ask for other things."),
    "vetoes": phrase("The vetoes are other ones."),
    "completeness": phrase("Another share of the weight has to be answered."),
}


@dataclass(frozen=True, slots=True)
class Differences:
    """What a newer release says differently, questions by id in reading order.

    Attributes:
        rules: changed rules in words.
        added: questions that are new.
        removed: questions that are no longer asked.
        reworded: questions with another wording.
        levels: questions with other words for at least one level.
        reweighed: questions with another weight.
        conditions: questions that are asked of other plants.
    """

    rules: tuple[LocalizedText, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    reweighed: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


def find_differences(old: Framework, new: Framework) -> Differences:
    """Compare two releases of a framework by their packs.

    Args:
        old: the release a run is answered under.
        new: the release it may move to.

    Returns:
        What differs; nothing where the packs say the same.

    Source: docs/method.md#moving
    """
    before, after = old.questions_by_id, new.questions_by_id
    former, present = [leaf.id for leaf in old.leaves], [leaf.id for leaf in new.leaves]
    both = [name for name in present if name in before and name in after]

    def differing(*fields: str) -> tuple[str, ...]:
        return tuple(
            name
            for name in both
            if any(getattr(before[name], field) != getattr(after[name], field) for field in fields)
        )

    return Differences(
        rules=tuple(_rules(old, new)),
        added=tuple(name for name in present if name not in old.nodes),
        removed=tuple(name for name in former if name not in new.nodes),
        reworded=differing(*WORDS),
        levels=differing("levels"),
        reweighed=differing("weight"),
        conditions=differing("visible_if"),
    )


def _rules(old: Framework, new: Framework) -> Iterator[LocalizedText]:
    yield from _level_names(old, new)
    first, second = _staged(old), _staged(new)
    if first and second:
        yield from _staged_changes(first, second)
    elif first != second:
        yield phrase("The level of a dimension follows another kind of rule.")
    for name, words in PARTS.items():
        if getattr(old, name) != getattr(new, name):
            yield words


def _level_names(old: Framework, new: Framework) -> Iterator[LocalizedText]:
    for level, name in new.level_names.items():
        former = old.level_names.get(level)
        if former and former != name:
            yield phrase(
                "Level {level} is called “{name}”, before “{former}”.",
                level=level,
                name=name,
                former=former,
            )


def _staged(framework: Framework) -> StagedRule | None:
    rules = (rule for node in framework.order for rule in node.level_rules)
    return next((rule for rule in rules if isinstance(rule, StagedRule)), None)


def _staged_changes(old: StagedRule, new: StagedRule) -> Iterator[LocalizedText]:
    if old.share != new.share:
        yield phrase(
            "A level of a dimension needs {present} of its weight, before {former}.",
            present=percent(new.share),
            former=percent(old.share),
        )
    if old.floor_below != new.floor_below:
        yield _floor(new.floor_below)
    if old.na != new.na:
        yield _na(new.na)
    if (old.must, old.must_slack) != (new.must, new.must_slack):
        yield phrase("Other questions of a gate hold the level of a dimension.")


def _floor(below: int | None) -> LocalizedText:
    if below is None:
        return phrase("A single low answer no longer holds the level of a dimension.")
    return phrase(
        "A dimension has no level that an answer lies more than {below} below.", below=below
    )


def _na(rule: NaRule | None) -> LocalizedText:
    if rule is None:
        return phrase("What does not apply no longer counts in the level of a dimension.")
    if rule.accepted_from <= Decimal(0):
        return phrase(
            "What does not apply stays in the weight of its dimension; above {most} there is no "
            "level, and an assessor has to accept it always.",
            most=percent(rule.most),
        )
    return phrase(
        "What does not apply stays in the weight of its dimension; above {most} there is no "
        "level, and an assessor has to accept it from {least} of the weight on.",
        most=percent(rule.most),
        least=percent(rule.accepted_from),
    )
