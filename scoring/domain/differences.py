"""What a newer release of a framework says differently: its rules, its questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.text import LocalizedText
from packs.schema.framework import Framework
from packs.schema.rules import NaRule, StagedRule
from scoring.domain.wording import percent

WORDS = ("topic", "text", "why", "looks_at", "trap", "evidence")
PARTS = {
    "cell_rule": LocalizedText(
        "The share of a question in the cells of the matrix is reckoned by another rule.",
        "题目在能力矩阵各格中的占比改按另一规则计算。",
    ),
    "level_rules": LocalizedText(
        "The overall level follows other conditions.", "总体等级的条件有变化。"
    ),
    "gates": LocalizedText("The phase gates ask for other things.", "阶段关口的条件有变化。"),
    "vetoes": LocalizedText("The vetoes are other ones.", "否决项有变化。"),
    "completeness": LocalizedText(
        "Another share of the weight has to be answered.", "须作答的权重比例有变化。"
    ),
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
        yield LocalizedText(
            "The level of a dimension follows another kind of rule.", "维度等级改用另一类规则。"
        )
    for name, words in PARTS.items():
        if getattr(old, name) != getattr(new, name):
            yield words


def _level_names(old: Framework, new: Framework) -> Iterator[LocalizedText]:
    for level, name in new.level_names.items():
        former = old.level_names.get(level)
        if former and former != name:
            yield LocalizedText(
                f"Level {level} is called “{name.en}”, before “{former.en}”.",
                f"{level}级改称“{name.zh_hans}”，原为“{former.zh_hans}”。",
            )


def _staged(framework: Framework) -> StagedRule | None:
    rules = (rule for node in framework.order for rule in node.level_rules)
    return next((rule for rule in rules if isinstance(rule, StagedRule)), None)


def _staged_changes(old: StagedRule, new: StagedRule) -> Iterator[LocalizedText]:
    if old.share != new.share:
        former, present = percent(old.share), percent(new.share)
        yield LocalizedText(
            f"A level of a dimension needs {present.en} of its weight, before {former.en}.",
            f"维度等级须有{present.zh_hans}的权重达到，原为{former.zh_hans}。",
        )
    if old.floor_below != new.floor_below:
        yield _floor(new.floor_below)
    if old.na != new.na:
        yield _na(new.na)
    if (old.must, old.must_slack) != (new.must, new.must_slack):
        yield LocalizedText(
            "Other questions of a gate hold the level of a dimension.",
            "维度等级所受关口题目的限制有变化。",
        )


def _floor(below: int | None) -> LocalizedText:
    if below is None:
        return LocalizedText(
            "A single low answer no longer holds the level of a dimension.",
            "个别低分答案不再限制维度等级。",
        )
    return LocalizedText(
        f"A dimension has no level that an answer lies more than {below} below.",
        f"任一答案低于某级超过{below}级时，维度达不到该级。",
    )


def _na(rule: NaRule | None) -> LocalizedText:
    if rule is None:
        return LocalizedText(
            "What does not apply no longer counts in the level of a dimension.",
            "“不适用”的题目不再计入维度等级。",
        )
    most, least = percent(rule.most), percent(rule.accepted_from)
    is_asked = rule.accepted_from > Decimal(0)
    from_en = f"from {least.en} of the weight on" if is_asked else "always"
    from_zh = f"占权重{least.zh_hans}及以上时" if is_asked else ""
    return LocalizedText(
        "What does not apply stays in the weight of its dimension; above "
        f"{most.en} there is no level, and an assessor has to accept it {from_en}.",
        f"“不适用”的题目仍占维度权重：超过{most.zh_hans}不给等级，{from_zh}须经评估师认可。",
    )
