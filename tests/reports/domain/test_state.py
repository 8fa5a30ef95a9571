from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from core.text import LocalizedText
from reports.domain.state import DataState, Excess, first_of, open_points

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
)


def codes(state):
    return [point.code for point in open_points(state)]


def test_settled_data_have_no_open_point():
    assert open_points(SETTLED) == ()


def test_plant_just_founded_lacks_run_goals_and_plan():
    state = replace(SETTLED, run="", is_signed=False, coverage=Decimal(0), goals=0, has_plan=False)
    assert codes(state) == ["run", "goals", "plan"]


def test_unsigned_run_is_open_with_its_coverage():
    points = open_points(replace(SETTLED, is_signed=False, coverage=Decimal("0.724")))
    assert [point.text.en for point in points] == [
        "2026 H2 is not signed off",
        "28\u00a0% of the question weight is unanswered",
    ]
    assert points[1].text.zh_hans == "28%的题目权重未作答"


def test_a_rest_that_rounds_to_nothing_is_still_a_rest():
    (point,) = open_points(replace(SETTLED, coverage=Decimal("0.998")))
    assert point.text.en.startswith("1\u00a0%")


def test_law_without_a_checklist_is_open_in_its_own_words():
    gap = LocalizedText.of("Thailand: no checklist", "泰国：尚无清单")
    points = open_points(replace(SETTLED, law_gap=gap, overdue=2))
    assert [(point.code, point.count, point.text.zh_hans) for point in points] == [
        ("law", 1, "泰国：尚无清单"),
        ("overdue", 2, "2项义务逾期"),
    ]


def test_points_carry_their_counts_and_speak_in_singular_and_plural():
    points = open_points(replace(SETTLED, conflicts=2, overdue=1, to_confirm=4, unconverted=True))
    assert [point.count for point in points] == [2, 1, 4, 1]
    assert [point.text.en for point in points] == [
        "2 roadmap conflicts",
        "1 duty overdue",
        "4 duties to confirm",
        "an exchange rate is missing",
    ]
    assert points[0].text.zh_hans == "2项路线图冲突"


def test_what_the_signature_accepted_stays_open():
    """The walk signed 4 answers without evidence and 1 unreviewed piece; the PDF named neither."""
    points = open_points(replace(SETTLED, unproven=4, unreviewed=1, aimed_low=2))
    assert [(point.code, point.count, point.text.zh_hans) for point in points] == [
        ("unproven", 4, "4项答案尚无认可证据"),
        ("unreviewed", 1, "1题证据待复核"),
        ("aimed_low", 2, "2题目标低于现状"),
    ]
    assert points[1].text.en == "evidence of 1 question unreviewed"


def test_what_the_plan_exceeds_or_lacks_is_open():
    """The fault seen: three years above their limit, and 67 initiatives without an effect, unnamed."""
    over = (
        Excess(2026, LocalizedText.of("MYR 16.49 M", "1,649万")),
        Excess(2027, LocalizedText.of("x", "y")),
    )
    gates = (LocalizedText.of("Integrate", "数据集成"),)
    points = open_points(replace(SETTLED, over=over, gates=gates, unbegun=1, unlifted=67))
    assert [(point.code, point.count, point.text.en) for point in points] == [
        ("limits", 2, "plan above its limit: 2026 by MYR 16.49 M and 2027 by x"),
        ("gates", 1, "work planned behind the closed gate of “Integrate”"),
        ("unbegun", 1, "1 initiative that should have begun and has not"),
        ("unlifted", 67, "67 initiatives name no lift"),
    ]
    assert points[0].text.zh_hans == "计划超出预算上限：2026年超1,649万、2027年超y"


def test_the_first_reason_is_named_and_the_others_are_counted():
    three = LocalizedText.of("at most 1: a; b; c", "最高1级：甲；乙；丙")
    assert first_of(three) == LocalizedText.of("at most 1: a; 2 more", "最高1级：甲；另有2项")
    one = LocalizedText.of("at most 1: a", "最高1级：甲")
    assert first_of(one) is one
