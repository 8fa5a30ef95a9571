"""The state of the data behind a document: what is settled and what is still open.

The same points stand on the page before a document is produced and in the document itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal

from core.text import LocalizedText

FULL = Decimal(1)


@dataclass(frozen=True, slots=True)
class Excess:
    """A year that is planned above its limit, and by how much in words."""

    year: int
    amount: LocalizedText


@dataclass(frozen=True, slots=True)
class DataState:
    """What is known about a plant when a document is made.

    Attributes:
        run: name of the run behind the figures; empty if there is none.
        is_signed: whether that run is signed off.
        coverage: share of the applicable weight that is answered [0-1].
        goals: number of goals.
        has_plan: whether a roadmap with initiatives exists.
        conflicts: broken rules of the roadmap, years above their limit apart.
        overdue: duties past their date.
        to_confirm: duties of which it is not confirmed that they apply.
        unconverted: whether sums of the plan lack an exchange rate.
        aimless: dimensions of the run without a target level.
        gaps: questions below their target.
        uncovered: gaps that no initiative of the roadmap answers.
        unpriced: initiatives with a one-off cost and no stated running cost.
        law_gap: whose law no checklist covers, in a sentence; None when all is covered.
        untranslated: language -> how many free texts do not exist in it.
        unproven: questions whose level asks for evidence, of which none is accepted.
        unreviewed: questions with evidence that nobody has looked at.
        aimed_low: questions with a target below their level.
        over: years of the plan above their limit.
        gates: names of phases with planned work whose gate the run closes.
        unbegun: initiatives that should have begun and have not.
        unlifted: initiatives that name no lift, so that the plan reaches nothing by them.
        holding: topics of vetoes that hold the plant's level and that nothing in the plan answers.
    """

    run: str
    is_signed: bool
    coverage: Decimal
    goals: int
    has_plan: bool
    conflicts: int
    overdue: int
    to_confirm: int
    unconverted: bool
    aimless: int = 0
    gaps: int = 0
    uncovered: int = 0
    unpriced: int = 0
    law_gap: LocalizedText | None = None
    untranslated: Mapping[str, int] = field(default_factory=dict)
    unproven: int = 0
    unreviewed: int = 0
    aimed_low: int = 0
    over: tuple[Excess, ...] = ()
    gates: tuple[LocalizedText, ...] = ()
    unbegun: int = 0
    unlifted: int = 0
    holding: tuple[LocalizedText, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something the reader must know is not settled.

    Attributes:
        code: stable name, by which pages find the place to mend it.
        count: how many things are open.
        text: the point in words.
        language: the language of the document in which it is open; empty if it is in every one.
    """

    code: str
    count: int
    text: LocalizedText
    language: str = ""


def _counted(one: str, many: str, chinese: str) -> Callable[[int], LocalizedText]:
    def words(count: int) -> LocalizedText:
        return LocalizedText(
            en=(one if count == 1 else many).format(n=count), zh_hans=chinese.format(n=count)
        )

    return words


_conflicts = _counted("1 roadmap conflict", "{n} roadmap conflicts", "{n}项路线图冲突")
_overdue = _counted("1 duty overdue", "{n} duties overdue", "{n}项义务逾期")
_aimless = _counted(
    "1 dimension without a target level",
    "{n} dimensions without a target level",
    "{n}个维度未设目标等级",
)
_unproven = _counted(
    "1 answer without accepted evidence",
    "{n} answers without accepted evidence",
    "{n}项答案尚无认可证据",
)
_unreviewed = _counted(
    "evidence of 1 question unreviewed", "evidence of {n} questions unreviewed", "{n}题证据待复核"
)
_aimed_low = _counted(
    "1 target below its level", "{n} targets below their level", "{n}题目标低于现状"
)
_unpriced = _counted(
    "1 initiative without a stated running cost",
    "{n} initiatives without a stated running cost",
    "{n}项举措未列运维费用",
)
_unbegun = _counted(
    "1 initiative that should have begun and has not",
    "{n} initiatives that should have begun and have not",
    "{n}项举措逾期未开工",
)
_unlifted = _counted(
    "1 initiative names no lift", "{n} initiatives name no lift", "{n}项举措未列提升效果"
)
_confirm = _counted("1 duty to confirm", "{n} duties to confirm", "{n}项义务待确认是否适用")

_english_only = _counted(
    "1 text exists in English only", "{n} texts exist in English only", "{n}处文字仅有英文"
)
_chinese_only = _counted(
    "1 text exists in Chinese only", "{n} texts exist in Chinese only", "{n}处文字仅有中文"
)


def open_points(state: DataState) -> tuple[OpenPoint, ...]:
    """Return what is open, in the order of the document."""
    found = (OpenPoint(code, count, text) for code, count, text in _candidates(state) if count)
    return (*found, *untranslated_points(state.untranslated))


def untranslated_points(counts: Mapping[str, int]) -> tuple[OpenPoint, ...]:
    """Return how many texts do not exist in a language, for each language that lacks some."""
    known = (("zh-hans", _english_only), ("en", _chinese_only))
    return tuple(
        OpenPoint("words", counts[language], words(counts[language]), language)
        for language, words in known
        if counts.get(language)
    )


def open_in(points: Iterable[OpenPoint], languages: Collection[str]) -> tuple[OpenPoint, ...]:
    """Return the points that are open in a document of these languages."""
    return tuple(point for point in points if not point.language or point.language in languages)


def _candidates(state: DataState) -> tuple[tuple[str, int, LocalizedText], ...]:
    percent = ((1 - state.coverage) * 100).to_integral_value(ROUND_CEILING)
    return (
        ("run", int(not state.run), LocalizedText("no assessment yet", "尚无评估")),
        (
            "signature",
            int(bool(state.run) and not state.is_signed),
            LocalizedText(f"{state.run} is not signed off", f"{state.run}尚未签核"),
        ),
        (
            "coverage",
            int(bool(state.run) and state.coverage < FULL),
            LocalizedText(
                f"{percent}\u00a0% of the question weight is unanswered",
                f"{percent}%的题目权重未作答",
            ),
        ),
        ("unproven", state.unproven, _unproven(state.unproven)),
        ("unreviewed", state.unreviewed, _unreviewed(state.unreviewed)),
        ("aimed_low", state.aimed_low, _aimed_low(state.aimed_low)),
        ("targets", int(state.aimless > 0), _aimless(state.aimless)),
        ("goals", int(not state.goals), LocalizedText("no goals set", "尚未设定战略目标")),
        ("plan", int(not state.has_plan), LocalizedText("no roadmap yet", "还没有路线图")),
        ("conflicts", state.conflicts, _conflicts(state.conflicts)),
        ("limits", len(state.over), above_limits(state.over)),
        ("gates", len(state.gates), _gates(state.gates)),
        ("unbegun", state.unbegun, _unbegun(state.unbegun)),
        ("unlifted", state.unlifted, _unlifted(state.unlifted)),
        (
            "gaps",
            int(state.has_plan and state.uncovered > 0),
            LocalizedText(
                f"{state.uncovered} of {state.gaps} gaps without an answer in the roadmap",
                f"{state.gaps}项差距中{state.uncovered}项无对应举措",
            ),
        ),
        ("running", state.unpriced, _unpriced(state.unpriced)),
        *((point.code, point.count, point.text) for point in law_points(state.law_gap)),
        ("overdue", state.overdue, _overdue(state.overdue)),
        ("confirm", state.to_confirm, _confirm(state.to_confirm)),
        (
            "rate",
            int(state.unconverted),
            LocalizedText("an exchange rate is missing", "缺少汇率"),
        ),
    )


def above_limits(over: Sequence[Excess]) -> LocalizedText:
    """Return which years are above their limit and by how much, as a point among others."""
    return LocalizedText(
        "plan above its limit: "
        + listed([f"{year.year} by {year.amount.en}" for year in over], " and "),
        "计划超出预算上限：" + "、".join(f"{y.year}年超{y.amount.zh_hans}" for y in over),
    )


def listed(words: Sequence[str], last: str) -> str:
    """Return several words as an English list: "a, b and c"."""
    return last.join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _gates(names: Sequence[LocalizedText]) -> LocalizedText:
    quoted = [f"“{name.en}”" for name in names]
    return LocalizedText(
        f"work planned behind the closed gate of {listed(quoted, ' and ')}",
        "".join(f"“{name.zh_hans}”" for name in names) + "阶段关口尚未打开，已排有举措",
    )


def law_points(gap: LocalizedText | None) -> tuple[OpenPoint, ...]:
    """Return what no checklist covers as a point among others: without the end of a sentence."""
    if gap is None:
        return ()
    return (OpenPoint("law", 1, LocalizedText(gap.en.rstrip("."), gap.zh_hans.rstrip("。"))),)
