"""What is asked of the board: a function of everything that is known and open about the plant.

It takes the same state as the open points (`reports.domain.state`), so that a document cannot name
something as open and ask for money as if it were settled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.text import LocalizedText
from reports.domain.state import DataState, listed

APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing the board is asked for.

    Attributes:
        code: stable name; `approve` is worded where the sums stand.
        text: the request in words; empty for `approve`.
    """

    code: str
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class Decision:
    """What is asked, in order; money is asked for only if `approve` is among it."""

    asks: tuple[Ask, ...]

    @property
    def approves(self) -> bool:
        """Whether goals, roadmap and money are put to the vote."""
        return any(ask.code == APPROVE for ask in self.asks)


def decide(state: DataState) -> Decision:
    """Return what to ask of the board.

    Money is asked for only on a signed assessment with targets, with goals, a roadmap that answers
    at least one of the gaps, and a whole sum. Otherwise the next missing things are asked for, and a
    roadmap drawn up so far is noted as a draft. A plan above its limits is decided on first: raise them
    or cut it. Broken rules, closed gates, work that should have begun, missing running cost and gaps
    without an answer do not hold the plan back: they stand beside it as conditions. Overdue duties
    and law without a checklist are asked for in either case.

    Source: docs/method.md#decision.
    """
    missing = _named(state, _MISSING)
    if missing and state.has_plan:
        missing.append(Ask("draft", _DRAFT))
    approve = Ask(APPROVE, LocalizedText("", ""))
    main = missing or [*_named(state, _FIRST), approve, *_named(state, _CONDITIONS)]
    return Decision((*main, *_named(state, _ALWAYS)))


def _named(state: DataState, rules: tuple[Rule, ...]) -> list[Ask]:
    return [Ask(code, words(state)) for code, holds, words in rules if holds(state)]


Rule = tuple[str, Callable[[DataState], bool], Callable[[DataState], LocalizedText]]


def _fixed(english: str, chinese: str) -> Callable[[DataState], LocalizedText]:
    return lambda _state: LocalizedText(english, chinese)


_DRAFT = LocalizedText(
    "The roadmap drawn up so far is noted as a draft; no money is asked for yet.",
    "现有路线图仅作为草案备案，暂不申请资金。",
)


def _sign(state: DataState) -> LocalizedText:
    return LocalizedText(
        f"Have assessment {state.run} completed and signed off; until then its figures are "
        "provisional.",
        f"责成完成并签核评估{state.run}；签核前各项数字均为暂定。",
    )


def _rework(state: DataState) -> LocalizedText:
    return LocalizedText(
        "Have the roadmap reworked: "
        + (
            "the one gap is not answered."
            if state.gaps == 1
            else f"none of the {state.gaps} gaps is answered."
        ),
        f"责成修订路线图：{state.gaps}项差距均无对应举措。",
    )


def _targets(state: DataState) -> LocalizedText:
    n = state.aimless
    which = "the dimension that has none" if n == 1 else f"the {n} dimensions that have none"
    return LocalizedText(
        f"Set the target level of {which}.", f"为尚无目标的{n}个维度确定目标等级。"
    )


def _mend(state: DataState) -> LocalizedText:
    n = state.conflicts
    return LocalizedText(
        "Condition: "
        + ("the roadmap conflict is" if n == 1 else f"the {n} roadmap conflicts are")
        + " settled before work starts.",
        f"前提：开工前消除路线图的{n}项冲突。",
    )


def _limit(state: DataState) -> LocalizedText:
    years = [f"that of {year.year} by {year.amount.en}" for year in state.over]
    chinese = "、".join(f"{year.year}年{year.amount.zh_hans}" for year in state.over)
    return LocalizedText(
        "Decide first on the budget limits, which the plan exceeds: raise "
        + listed(years, " and ")
        + ", or have the plan cut.",
        f"首先就预算上限作出决定，计划已超出上限：追加{chinese}，或责成压缩计划。",
    )


def _open_gate(state: DataState) -> LocalizedText:
    names = [f"“{name.en}”" for name in state.gates]
    which = "its gate" if len(names) == 1 else "the gate of each"
    chinese = "".join(f"“{name.zh_hans}”" for name in state.gates)
    return LocalizedText(
        f"Condition: money for work of {listed(names, ' and ')} is released only once an assessment "
        f"opens {which}, which is closed now.",
        f"前提：{chinese}阶段关口目前尚未打开，须经评估打开后方可为该阶段工作拨款。",
    )


def _begin(state: DataState) -> LocalizedText:
    n = state.unbegun
    english = (
        "the initiative that should have begun and has not gets new dates or is given up"
        if n == 1
        else f"the {n} initiatives that should have begun and have not get new dates or are given up"
    )
    return LocalizedText(
        f"Condition: {english} before money for such work is released.",
        f"前提：{n}项逾期未开工的举措重新排期或终止后，方可为其拨款。",
    )


def _cover(state: DataState) -> LocalizedText:
    n, of = state.uncovered, state.gaps
    english = f"Decide on the {n} of {of} gaps without an answer in the roadmap: plan them or accept them."
    chinese = f"就路线图未覆盖的{n}项差距（共{of}项）作出决定：纳入计划或予以接受。"
    if state.holding:
        named = listed([f"“{topic.en}”" for topic in state.holding], " and ")
        english += f" As long as {named} stays open, the level of the plant stays where it is."
        held = "".join(f"“{topic.zh_hans}”" for topic in state.holding)
        chinese += f"{held}未解决之前，工厂等级不会提升。"
    return LocalizedText(english, chinese)


def _price(state: DataState) -> LocalizedText:
    n = state.unpriced
    which = "the initiative that states none" if n == 1 else f"the {n} initiatives that state none"
    return LocalizedText(
        f"Condition: the running cost of {which} is stated before money is released.",
        f"前提：拨款前补列{n}项举措的运维费用。",
    )


def _duties(state: DataState) -> LocalizedText:
    n = state.overdue
    english = (
        "overdue duty met by its owner" if n == 1 else f"{n} overdue duties met by their owners"
    )
    return LocalizedText(f"Have the {english}.", f"责成责任人完成{n}项逾期义务。")


_MISSING: tuple[Rule, ...] = (
    (
        "run",
        lambda state: not state.run,
        _fixed(
            "Commission the assessment of the plant: name its owner, who answers, and the date.",
            "批准启动工厂评估，明确负责人、作答人员与完成日期。",
        ),
    ),
    ("signature", lambda state: bool(state.run) and not state.is_signed, _sign),
    ("targets", lambda state: bool(state.run) and state.aimless > 0, _targets),
    (
        "goals",
        lambda state: not state.goals,
        _fixed(
            "Agree the plant’s goals, each with owner, measure and date.",
            "商定工厂战略目标，逐项明确负责人、衡量指标与期限。",
        ),
    ),
    (
        "plan",
        lambda state: not state.has_plan,
        _fixed(
            "Ask the project team for a roadmap with its budget.",
            "责成项目组编制路线图与预算。",
        ),
    ),
    ("rework", lambda state: state.has_plan and 0 < state.gaps == state.uncovered, _rework),
    (
        "rate",
        lambda state: state.unconverted,
        _fixed(
            "Have the missing exchange rate recorded, so that the sum is whole.",
            "责成补录缺失的汇率，使总额完整。",
        ),
    ),
)
_FIRST: tuple[Rule, ...] = (("limits", lambda state: bool(state.over), _limit),)
_CONDITIONS: tuple[Rule, ...] = (
    ("gates", lambda state: bool(state.gates), _open_gate),
    ("unbegun", lambda state: state.unbegun > 0, _begin),
    ("conflicts", lambda state: state.conflicts > 0, _mend),
    (
        "running",
        lambda state: state.unpriced > 0,
        _price,
    ),
    ("gaps", lambda state: state.uncovered > 0, _cover),
)
_ALWAYS: tuple[Rule, ...] = (
    ("overdue", lambda state: state.overdue > 0, _duties),
    (
        "law",
        lambda state: state.law_gap is not None,
        _fixed(
            "Have counsel examine the law that no checklist covers.",
            "委托法律顾问核查清单未覆盖的法律。",
        ),
    ),
)
