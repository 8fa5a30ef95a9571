"""What a start of production asks of the board, in words and by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.text import LocalizedText
from reports.domain.binds import StartBind, answer
from reports.domain.starts import StartState, StartWork, start_asks, start_line, start_steps

PAYROLL = StartWork(LocalizedText.of("Payroll", "薪酬"), date(2027, 3, 3))
FIBRE = StartWork(LocalizedText.of("Second fibre", "第二路光纤"), date(2027, 1, 5))
ERP = StartWork(LocalizedText.of("ERP", "ERP核心"), date(2027, 1, 12))
UNDATED = StartWork(LocalizedText.of("Customs", "海关"), None)
SOP = date(2028, 2, 14)
END = date(2027, 3, 31)
BARE = StartState(SOP, until=END)
MONEY = LocalizedText.of("EUR 430,000", "43万欧元")
WHOLE = StartState(SOP, (PAYROLL, UNDATED), (FIBRE,), (ERP,), END, MONEY, needs=30, bare=2)
NETWORK = LocalizedText.of("Network on", "网络开通")
PAIR = LocalizedText.of(
    "“First fibre” cannot start …: 19 days are missing.", "“第一条光纤”…相差19天。"
)
FIRST = LocalizedText.of("First fibre", "第一条光纤")
BOUND = StartBind((FIRST,), date(2027, 1, 9), PAIR, NETWORK, 19)
BRIDGE = StartBind((PAYROLL.title, ERP.title), date(2027, 1, 15), PAIR, NETWORK, 1)


def test_nothing_is_asked_where_nothing_presses():
    assert start_asks(None) == []
    assert start_asks(BARE) == []
    assert start_asks(replace(BARE, money=MONEY)) == []
    assert not replace(BARE, money=MONEY).asks_for_money


def test_what_is_missing_late_and_pressing_is_asked_for_with_days_and_money():
    lacks, late, begin = start_asks(WHOLE)
    assert lacks == (
        "start_lacks",
        LocalizedText.of(
            "Plan what is missing at the start of production on 14\u00a0Feb\u00a02028, to begin latest by: "
            "“Payroll” 3\u00a0Mar\u00a02027, “Customs”.",
            "将2028-02-14投产时缺少的工作纳入规划，最迟启动日：“薪酬”2027-03-03、“海关”。",
        ),
    )
    assert late == (
        "start_late",
        LocalizedText.of(
            "Decide how what is planned too late is brought forward, latest by: "
            "“Second fibre” 5\u00a0Jan\u00a02027.",
            "就排期过晚的工作如何提前作出决定，最迟期限：“第二路光纤”2027-01-05。",
        ),
    )
    assert begin == (
        "start",
        LocalizedText.of(
            "Start what must begin by 31\u00a0Mar\u00a02027 and cannot wait, latest by: “ERP” "
            "12\u00a0Jan\u00a02027. This one of the 30 needs costs EUR 430,000 until the end of 2027; without "
            "it the start of production on 14\u00a0Feb\u00a02028 is at risk.",
            "启动须于2027-03-31前开工、不能再等的工作，最迟启动日：“ERP核心”2027-01-12。30项需求中的这1项"
            "截至2027年底需43万欧元，否则2028-02-14投产有风险。",
        ),
    )


@pytest.mark.parametrize("part", ["unplanned", "late", "pressing"])
def test_without_a_sum_the_start_is_at_risk(part):
    ((_code, text),) = start_asks(replace(BARE, **{part: (FIBRE,)}))
    assert text.en.endswith(
        "5\u00a0Jan\u00a02027. Else the start of production on 14\u00a0Feb\u00a02028 is at risk."
    )
    assert text.zh_hans.endswith("2027-01-05。否则2028-02-14投产有风险。")


@pytest.mark.parametrize("part", ["unplanned", "late"])
def test_money_is_of_the_work_named_beside_it_only(part):
    """The fault seen: 12 needs named, the money of 13 summed, one of them asked for twice."""
    ((_code, text),) = start_asks(replace(BARE, **{part: (PAYROLL,)}, money=MONEY))
    assert "430,000" not in text.en
    assert "is at risk" in text.en


def test_more_than_three_are_counted():
    ((_code, text),) = start_asks(replace(BARE, pressing=(ERP, FIBRE, PAYROLL, UNDATED, ERP)))
    assert "“Payroll” 3\u00a0Mar\u00a02027 and 2 more." in text.en
    assert "“薪酬”2027-03-03，另有2项。" in text.zh_hans


def test_each_is_a_step_with_its_day():
    steps = start_steps(replace(WHOLE, pressing=(ERP, FIBRE)), 1)
    assert [(text.en, due) for text, due in steps] == [
        ("Plan and begin “Payroll”", date(2027, 3, 3)),
        ("Plan and begin “Customs”", None),
        ("Bring forward “Second fibre”", date(2027, 1, 5)),
        ("Begin “ERP”", date(2027, 1, 12)),
    ]
    assert steps[0][0].zh_hans == "列入规划并启动“薪酬”"


def test_what_cannot_be_kept_is_named_with_what_there_is_to_choose():
    """The fault seen: "bring forward First fibre", which waits for a milestone after that day."""
    ((code, text),) = start_asks(replace(BARE, binds=(BOUND, BRIDGE)))
    assert code == "start_binds"
    assert text.en == (
        "“First fibre” cannot start …: 19 days are missing. Choose: move “Network on” by 19 days, shorten "
        "its lead time, or take a substitute. Choose so, too, for “Payroll” 15\u00a0Jan\u00a02027, “ERP”. "
        "Else the start of production on 14\u00a0Feb\u00a02028 is at risk."
    )
    assert text.zh_hans == (
        "“第一条光纤”…相差19天。请选择：将“网络开通”推迟19天、缩短工期或采用替代方案。"
        "以下各项同样须作选择：“薪酬”2027-01-15、“ERP核心”。否则2028-02-14投产有风险。"
    )
    assert "orward" not in text.en
    assert answer(BRIDGE).en.startswith("Move “Network on” by 1 day, ")
    closed = answer(replace(BOUND, spans_closure=True))
    assert closed.en.startswith("Move “Network on” by 19 days (closed days do not count), ")
    assert "推迟19天（停工日不计）、" in closed.zh_hans
    ((step, due),) = start_steps(replace(BARE, binds=(BOUND,)), 4)
    assert step.en.startswith("Choose for “First fibre”: move “Network on” by 19 days, ")
    assert step.zh_hans.startswith("就“第一条光纤”作出选择：将“网络开通”推迟19天")
    assert due == date(2027, 1, 9)


def test_a_summary_says_first_how_many_needs_no_sum_holds_and_what_is_lost():
    """The fault seen: "Missing: Attendance and payroll", where 14 of 30 needs are not planned."""
    assert start_line(None) is None
    assert start_line(replace(BARE, needs=30)) is None
    said = start_line(replace(BARE, needs=30, bare=14, binds=(BOUND, BRIDGE)))
    assert said == LocalizedText.of(
        "14 of the 30 needs of the start of production are not planned; the sums cover 16 of 30. 3 can no "
        "longer be kept: the first, “First fibre”, would have to begin by 9\u00a0Jan\u00a02027.",
        "投产所需30项中有14项尚未列入规划，各项金额仅涵盖16项。3项已无法按期完成：其中最早的“第一条光纤”"
        "须于2027-01-09前启动。",
    )
    one = start_line(replace(BARE, needs=30, bare=1, binds=(BOUND,)))
    assert one.en.startswith("1 of the 30 needs of the start of production is not planned;")
    assert "1 can no longer be kept: it, “First fibre”, would" in one.en


def test_what_nothing_else_names_is_a_step_of_its_own():
    steps = start_steps(replace(BARE, rest=(ERP, PAYROLL)), 4)
    assert steps == [
        (
            LocalizedText.of(
                "Plan the other 2 needs of the start of production, first “ERP”",
                "将投产所需的其余2项列入规划，首先是“ERP核心”",
            ),
            date(2027, 1, 12),
        )
    ]
    ((one, _due),) = start_steps(replace(BARE, rest=(ERP,)), 4)
    assert one == LocalizedText.of("Plan “ERP”", "将“ERP核心”列入规划")


def test_the_line_of_a_summary_says_only_what_there_is_to_say():
    assert start_line(None) is None
    assert start_line(BARE) is None
    uncovered = start_line(replace(BARE, needs=30, bare=1))
    assert uncovered.en == (
        "1 of the 30 needs of the start of production is not planned; the sums cover 29 of 30."
    )
    lost = start_line(replace(BARE, needs=30, binds=(BOUND,)))
    assert lost.en.startswith("1 can no longer be kept: it, “First fibre”")
    assert "金额" not in lost.zh_hans


def test_a_day_that_is_kept_with_less_reserve_is_not_lost():
    """The fault seen: "1 can no longer be kept" of work that stands seven days before its milestone."""
    thin = replace(BOUND, keeps_day=True, days=13)
    state = replace(BARE, needs=30, binds=(BRIDGE, thin))
    assert (state.lost, state.thin) == (2, 1)
    said = start_line(state)
    assert said.en.endswith(
        "1 need of the start keeps its day only with less reserve than it should have."
    )
    assert said.zh_hans.endswith("有1项投产需求能按期完成，但预留时间不足。")
    only = start_line(replace(BARE, needs=30, binds=(thin,)))
    assert "can no longer" not in only.en
    assert answer(thin) == LocalizedText.of(
        "Accept 13 days less reserve before “Network on”, or move it by 13 days",
        "接受“网络开通”前的预留时间减少13天，或将其推迟13天",
    )


def test_work_that_may_follow_later_is_offered_to_follow():
    later = replace(BOUND, until=LocalizedText.of("Trial run", "试生产"))
    assert answer(later) == LocalizedText.of(
        "Let it follow by “Trial run” at the latest; or: move “Network on” by 19 days, shorten its lead "
        "time, or take a substitute",
        "允许其最迟在“试生产”前完成；或者：将“网络开通”推迟19天、缩短工期或采用替代方案",
    )


def test_the_earliest_of_what_is_lost_is_named_whatever_comes_first_in_the_list():
    """The fault seen: "the first", of 15 January, beside a decision on one of 5 January."""
    earlier = replace(BRIDGE, latest=date(2027, 1, 5))
    said = start_line(replace(BARE, needs=30, binds=(BOUND, earlier)))
    assert "the first, “Payroll”, would have to begin by 5\u00a0Jan\u00a02027" in said.en


def test_a_planned_need_without_a_cost_is_in_no_sum():
    """The fault seen: two needs planned at 0, and "the sums cover 18 of 30" in place of 16."""
    state = replace(BARE, needs=30, bare=12, unpriced=2)
    assert state.covered == 16
    assert start_line(state) == LocalizedText.of(
        "12 of the 30 needs of the start of production are not planned; the sums cover 16 of 30. 2 planned "
        "needs of the start state no cost.",
        "投产所需30项中有12项尚未列入规划，各项金额仅涵盖16项。已列入规划的需求中有2项未填写费用。",
    )
    assert start_line(replace(state, bare=0)).en == "2 planned needs of the start state no cost."


def test_what_is_chosen_on_and_planned_says_its_money():
    """The fault seen: 115 million asked, and 14 of the fibre, planned and to be chosen on, nowhere."""
    ((_code, text),) = start_asks(replace(BARE, binds=(BOUND,), bound_money=MONEY))
    assert (
        "What of this is planned costs EUR 430,000 until the end of 2027, on top of what must begin now."
    ) in text.en
