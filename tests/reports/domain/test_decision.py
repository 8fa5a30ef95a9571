"""What is asked of the board, for every state of a plant."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.text import LocalizedText
from reports.domain.binds import StartBind
from reports.domain.decision import APPROVE, decide
from reports.domain.starts import StartState, StartWork
from reports.domain.state import DataState, Excess, open_points

SETTLED = DataState(
    run="2026 H2",
    is_signed=True,
    coverage=Decimal(1),
    goals=3,
    has_plan=True,
    conflicts=0,
    overdue=0,
    to_confirm=0,
    unconverted=False,
    gaps=48,
)
NEVER_ASSESSED = replace(SETTLED, run="", is_signed=False, coverage=Decimal(0), gaps=0)
OVER = (
    Excess(2026, LocalizedText.of("MYR 16.49 M", "1,649万林吉特")),
    Excess(2027, LocalizedText.of("MYR 20.77 M", "2,077万林吉特")),
)
GATES = (LocalizedText.of("Integrate", "数据集成"), LocalizedText.of("Optimize", "智能优化"))
THAI = LocalizedText.of("no checklist covers the law of Thailand", "泰国法律尚无清单")

WORK = (StartWork(LocalizedText.of("Payroll", "薪酬"), None),)
BIND = StartBind((WORK[0].title,), date(2027, 1, 9), WORK[0].title, WORK[0].title, 19)
MONEY = LocalizedText.of("EUR 430,000", "43万欧元")
START = StartState(date(2028, 2, 14), WORK, WORK, WORK, date(2027, 3, 31), MONEY, (BIND,), 30, 14)


def codes(state: DataState) -> list[str]:
    return [ask.code for ask in decide(state).asks]


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        pytest.param(SETTLED, ["approve"], id="all settled"),
        pytest.param(
            replace(NEVER_ASSESSED, goals=0), ["run", "goals", "draft"], id="Rayong: only a plan"
        ),
        pytest.param(
            replace(NEVER_ASSESSED, goals=0, has_plan=False),
            ["run", "goals", "plan"],
            id="just founded",
        ),
        pytest.param(
            replace(SETTLED, goals=0, gaps=48, uncovered=48),
            ["goals", "rework", "draft"],
            id="Bình Dương: no goal, every gap unanswered",
        ),
        pytest.param(
            replace(SETTLED, goals=0, has_plan=False, aimless=5, gaps=0),
            ["targets", "goals", "plan"],
            id="Szeged: no targets",
        ),
        pytest.param(
            replace(SETTLED, is_signed=False), ["signature", "draft"], id="not signed off"
        ),
        pytest.param(replace(SETTLED, unconverted=True), ["rate", "draft"], id="sum not whole"),
        pytest.param(
            replace(SETTLED, conflicts=2, uncovered=23, unpriced=1),
            ["approve", "conflicts", "running", "gaps"],
            id="Johor Bahru: on conditions",
        ),
        pytest.param(
            replace(SETTLED, over=OVER, gates=GATES, unbegun=10, unlifted=67),
            ["limits", "approve", "gates", "unbegun"],
            id="above its limits, behind closed gates, late",
        ),
        pytest.param(
            replace(SETTLED, overdue=2, law_gap=THAI), ["approve", "overdue", "law"], id="duties"
        ),
        pytest.param(
            replace(NEVER_ASSESSED, goals=0, has_plan=False, overdue=1),
            ["run", "goals", "plan", "overdue"],
            id="duties without a plan",
        ),
        pytest.param(
            replace(SETTLED, is_signed=False, start=START),
            ["start_lacks", "start_binds", "start_late", "start", "signature", "draft"],
            id="Szeged: a start of production that does not wait",
        ),
        pytest.param(
            replace(SETTLED, gaps=0, uncovered=0), ["approve"], id="no gap at all is no fault"
        ),
    ],
)
def test_what_is_asked(state, asked):
    assert codes(state) == asked


def every_state():
    """Yield every combination of what a plant may lack."""
    yes_or_no = (False, True)
    for run, signed, aims, goals, plan, late, law, rate, use, start in itertools.product(
        yes_or_no, repeat=10
    ):
        if signed and not run:
            continue
        for uncovered in (0, 7, 48) if plan and run else (0,):
            yield replace(
                SETTLED,
                run="2026 H2" if run else "",
                is_signed=signed,
                coverage=Decimal(1) if run else Decimal(0),
                aimless=0 if aims or not run else 5,
                goals=3 if goals else 0,
                has_plan=plan,
                gaps=48 if run else 0,
                uncovered=uncovered,
                conflicts=2 if late and plan else 0,
                overdue=1 if late else 0,
                law_gap=THAI if law else None,
                unconverted=rate and plan,
                unpriced=3 if use and plan else 0,
                over=OVER if late and plan else (),
                gates=GATES[:1] if use and plan else (),
                unbegun=2 if late and plan else 0,
                start=START if start else None,
            )


HOLDS_BACK = {"run", "signature", "targets", "goals", "plan", "rate"}


def test_open_points_and_decision_never_contradict():
    """The fault seen: money asked for two lines above "no assessment yet, no goals set"."""
    checked = 0
    for state in every_state():
        opened = {point.code for point in open_points(state)}
        asked = set(codes(state))
        checked += 1
        if opened & HOLDS_BACK or 0 < state.gaps == state.uncovered:
            assert APPROVE not in asked, state
            assert opened & HOLDS_BACK <= asked, state
            assert ("draft" in asked) is state.has_plan, state
        else:
            assert APPROVE in asked, state
            conditions = {"conflicts", "running", "gaps", "limits", "gates", "unbegun"}
            assert conditions & opened <= asked, state
        assert {"overdue", "law", "start_lacks", "start_binds", "start_late"} & opened <= asked, (
            state
        )
        assert ("start" in asked) is (state.start is not None)
        assert decide(state).approves is (APPROVE in asked)
    assert checked > 500


def test_nothing_is_asked_that_is_not_open():
    for state in every_state():
        opened = {point.code for point in open_points(state)}
        own = set(codes(state)) - {APPROVE, "draft", "rework", "start"}
        assert own <= opened, state


ONE_UNPRICED = (
    "Have the running cost of the open initiative that states none stated before the next release."
)


@pytest.mark.parametrize(
    ("state", "code", "english", "chinese"),
    [
        (
            replace(SETTLED, conflicts=1),
            "conflicts",
            "Condition: the roadmap conflict is settled before work starts.",
            "前提：开工前消除路线图的1项冲突。",
        ),
        (
            replace(SETTLED, conflicts=2),
            "conflicts",
            "Condition: the 2 roadmap conflicts are settled before work starts.",
            "前提：开工前消除路线图的2项冲突。",
        ),
        (
            replace(SETTLED, unpriced=1),
            "running",
            ONE_UNPRICED,
            "责成在下次拨款前补列1项未完成举措的运维费用。",
        ),
        (
            replace(SETTLED, unpriced=12),
            "running",
            ONE_UNPRICED.replace("open initiative that states", "12 open initiatives that state"),
            "责成在下次拨款前补列12项未完成举措的运维费用。",
        ),
        (
            replace(SETTLED, uncovered=23),
            "gaps",
            "Decide on the 23 of 48 gaps without an answer in the roadmap: plan them or accept them.",
            "就路线图未覆盖的23项差距（共48项）作出决定：纳入计划或予以接受。",
        ),
        (
            replace(SETTLED, over=OVER),
            "limits",
            (
                "Decide first on the budget limits, which the plan exceeds: raise that of 2026 by "
                "MYR 16.49 M and that of 2027 by MYR 20.77 M, or have the plan cut."
            ),
            "首先就预算上限作出决定，计划已超出上限：追加2026年1,649万林吉特、2027年2,077万林吉特，或责成压缩计划。",
        ),
        (
            replace(SETTLED, gates=GATES),
            "gates",
            (
                "Condition: money for work of “Integrate” and “Optimize” is released only once an "
                "assessment opens the gate of each, which is closed now."
            ),
            "前提：“数据集成”“智能优化”阶段关口目前尚未打开，须经评估打开后方可为该阶段工作拨款。",
        ),
        (
            replace(SETTLED, gates=GATES[:1]),
            "gates",
            (
                "Condition: money for work of “Integrate” is released only once an assessment opens its "
                "gate, which is closed now."
            ),
            "前提：“数据集成”阶段关口目前尚未打开，须经评估打开后方可为该阶段工作拨款。",
        ),
        (
            replace(SETTLED, gates=GATES[:1], gates_measured=False, gates_read=True),
            "gates",
            (
                "Condition: money for work of “Integrate” is released only once the readings of "
                "indicators open its gate, which is closed now."
            ),
            "前提：“数据集成”阶段关口目前尚未打开，须待指标达标打开后方可为该阶段工作拨款。",
        ),
        (
            replace(SETTLED, gates=GATES, gates_read=True),
            "gates",
            (
                "Condition: money for work of “Integrate” and “Optimize” is released only once an "
                "assessment and the readings of indicators open the gate of each, which is closed now."
            ),
            "前提：“数据集成”“智能优化”阶段关口目前尚未打开，须经评估且待指标达标打开后方可为该阶段工作拨款。",
        ),
        (
            replace(SETTLED, unbegun=1),
            "unbegun",
            (
                "Condition: the initiative that should have begun and has not gets new dates or is given "
                "up before money for such work is released."
            ),
            "前提：1项逾期未开工的举措重新排期或终止后，方可为其拨款。",
        ),
        (
            replace(
                SETTLED, uncovered=23, holding=(LocalizedText.of("Data residency", "数据驻留"),)
            ),
            "gaps",
            (
                "Decide on the 23 of 48 gaps without an answer in the roadmap: plan them or accept them. "
                "As long as “Data residency” stays open, the level of the plant stays where it is."
            ),
            "就路线图未覆盖的23项差距（共48项）作出决定：纳入计划或予以接受。“数据驻留”未解决之前，工厂等级不会提升。",
        ),
        (
            replace(SETTLED, overdue=1),
            "overdue",
            "Have the overdue duty met by its owner.",
            "责成责任人完成1项逾期义务。",
        ),
        (
            replace(SETTLED, aimless=1),
            "targets",
            "Set the target level of the dimension that has none.",
            "为尚无目标的1个维度确定目标等级。",
        ),
        (
            replace(SETTLED, gaps=1, uncovered=1),
            "rework",
            "Have the roadmap reworked: the one gap is not answered.",
            "责成修订路线图：1项差距均无对应举措。",
        ),
        (
            replace(SETTLED, is_signed=False),
            "signature",
            "Have assessment 2026 H2 completed and signed off; until then its figures are provisional.",
            "责成完成并签核评估2026 H2；签核前各项数字均为暂定。",
        ),
    ],
)
def test_words(state, code, english, chinese):
    (text,) = [ask.text for ask in decide(state).asks if ask.code == code]
    assert (text.en, text.zh_hans) == (english, chinese)


def test_a_draft_asks_for_the_money_of_the_start_only():
    drafted = replace(SETTLED, goals=0)
    for start, said in (
        (None, "no money is"),
        (START, "only the money named above is asked for now"),
    ):
        (draft,) = [a for a in decide(replace(drafted, start=start)).asks if a.code == "draft"]
        assert said in draft.text.en
