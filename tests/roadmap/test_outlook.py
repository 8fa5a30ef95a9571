"""Under the plan: what it reaches by year, what it returns, what it leaves open."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from capability.domain.lift import lifted
from capability.domain.reach import Expected
from core.scores import span
from goals.models import Goal
from packs.loader import DATA_DIR
from packs.schema import Framework
from packs.services import load_folder
from roadmap.models import Initiative
from roadmap.selectors.plan import plan
from roadmap.selectors.reach import answering, gap_cover, plan_reach, plan_run
from roadmap.selectors.returns import plan_returns
from tests.factories.assessment_runs import flagship, make_run
from tests.factories.roadmap import make_bar, make_roadmap
from tests.markup import flat
from tests.roadmap.support import TODAY, requirement

D = Decimal
PAGE = "/plants/johor-bahru/roadmap/"


def every_question(level):
    return {leaf.id: level for leaf in flagship().read(Framework).leaves}


def goal(plant, title, amount, *bars):
    row = Goal.objects.create(
        plant=plant,
        title=title,
        horizon="mid",
        value_driver="cost",
        due_on=date(2028, 1, 1),
        target_text="1",
        expected_return_amount=amount,
        currency="MYR" if amount else "",
    )
    for bar in bars:
        bar.goals.add(row)
    return row


@pytest.fixture
def bars(roadmap):
    ahead = date(2027, 1, 1)
    return [
        make_bar(
            roadmap, "A", ahead, date(2027, 12, 31), catalog_id="D01", lifts={"SP": "1", "TD": "1"}
        ),
        make_bar(roadmap, "B", ahead, date(2028, 6, 30), phase="integrate", lifts={"SP": "2"}),
        make_bar(roadmap, "Own", ahead, date(2028, 6, 30)),
        make_bar(roadmap, "Late", date(2026, 1, 1), date(2026, 2, 1), lifts={"SP": "4"}),
        make_bar(roadmap, "Stopped", ahead, date(2027, 2, 1), lifts={"SP": "4"}, status="stopped"),
    ]


def test_reach_starts_from_the_run_and_counts_what_ends(at, bars):
    every = every_question(1)
    make_run(at.plant, every, dict.fromkeys([name for name in every if name < "SP-99"], 3))
    found = plan_reach(plan(at.plant, today=TODAY), plan_run(at.plant))
    # 2027: 1 + (3-1)/4 = 1.5; 2028: 1.5 + (4-1.5)x2/4 = 2.75
    one = found.dimensions["SP"]
    assert (one.start, one.target) == (Expected(D(1), D(1)), 3)
    assert [day.year for day in found.days] == [2027, 2028, 2029]
    assert [value.low for value in one.values] == [D("1.5"), D("2.75"), D("2.75")]
    assert found.total.start == Expected(D(1), D(1))
    assert (found.without_lift, found.late) == (1, 1)


def test_reach_of_open_questions_starts_from_both_ends_of_the_range(at, bars):
    """Two questions of SP are open; the score of what is answered says too much."""
    every = every_question(1)
    make_run(
        at.plant, {name: level for name, level in every.items() if name not in ("SP-01", "SP-02")}
    )
    run = plan_run(at.plant)
    ends = run.current.nodes["SP"].range
    assert ends.lower < run.current.nodes["SP"].score < ends.upper
    found = plan_reach(plan(at.plant, today=TODAY), run)
    one, whole = found.dimensions["SP"], found.total
    assert (one.start.low, one.start.high) == (ends.lower, ends.upper)
    for low, high, value in (
        (ends.lower, ends.upper, one.start),
        (lifted(ends.lower, 1, 3), lifted(ends.upper, 1, 3), one.values[0]),
        (lifted(lifted(ends.lower, 1, 3), 2, 4), lifted(lifted(ends.upper, 1, 3), 2, 4), one.end),
    ):
        assert (value.low, value.high) == (low, high)
    total = run.current.total.range
    assert (whole.start.low, whole.start.high) == (total.lower, total.upper)
    gained = whole.end.low - whole.start.low
    weights = run.current.total.applied_weights
    assert gained == sum(
        weights[name] * (found.dimensions[name].end.low - found.dimensions[name].start.low)
        for name in found.dimensions
    )
    text = flat(at.client("project_owner").get(PAGE).content.decode())
    assert span(one.start.low, one.start.high) in text
    assert span(one.end.low, one.end.high) in text


def test_what_was_done_before_the_signature_is_in_the_answers(at, roadmap):
    for name, end in (("Old", date(2026, 10, 1)), ("New", date(2026, 12, 20))):
        make_bar(
            roadmap, name, date(2026, 9, 1), end, lifts={"SP": "2"}, status="done", progress=100
        )
    make_run(at.plant, every_question(1), {"SP-01": 3}, signed=True)
    found = plan_reach(plan(at.plant, today=TODAY), plan_run(at.plant))
    assert found.dimensions["SP"].end.low == 2  # one lift of 2 from 1 to 3, not two


def test_without_a_score_nothing_is_reckoned(at, bars):
    assert plan_run(at.plant) is None
    make_run(at.plant, {})
    assert plan_reach(plan(at.plant, today=TODAY), plan_run(at.plant)) is None


def test_gaps_are_answered_by_requirement_or_catalog(at, bars, django_assert_num_queries):
    make_run(
        at.plant,
        {"SP-01": 1, "SA-01": 1, "BA-01": 1},
        dict.fromkeys(("SP-01", "SA-01", "BA-01"), 3),
    )
    bars[2].requirements.add(requirement(at.plant, "REQ-1", "SA-01"))
    bars[4].requirements.add(requirement(at.plant, "REQ-2", "BA-01"))  # stopped answers nothing
    loaded, run = plan(at.plant, today=TODAY), plan_run(at.plant)
    with django_assert_num_queries(1):
        cover = gap_cover(run, answering(loaded, run))
    assert {entry.gap.question: [str(row) for row in entry.initiatives] for entry in cover} == {
        "SP-01": ["A"],
        "SA-01": ["Own"],
        "BA-01": [],
    }
    assert all(entry.initiatives == () for entry in gap_cover(run, {}))


def test_returns_count_each_goal_once(at, bars):
    goal(at.plant, "Served twice", 100, bars[0], bars[1])
    goal(at.plant, "Served by a stopped one", 30, bars[4])
    goal(at.plant, "Silent", None, bars[0])
    found = plan_returns(plan(at.plant, today=TODAY))
    assert (found.yearly, found.counted) == (100, 1)
    assert (found.unserved, found.unserved_goals, found.silent) == (30, 1, 1)


@pytest.mark.parametrize("view", ["gantt", "table"])
def test_page_shows_reach_returns_and_what_is_missing(at, bars, view):
    make_run(at.plant, {"SP-01": 1, "BA-01": 1}, {"SP-01": 3, "BA-01": 3})
    goal(at.plant, "Less downtime", 90_000, bars[0])
    answer = at.client("stakeholder").get(PAGE, {"view": view})
    text = flat(answer.content.decode()).replace("\u00a0", " ")
    assert "End of 2028" in text
    assert "running cost not stated for 4 of 4 initiatives" in text
    assert "(MYR 360,000 of investment)" in text
    assert "1 of 2 open gaps have no initiative in the plan" in text
    assert "4.0 years of full use" in text
    assert "1 initiative is late" in text
    assert "should have ended on" in text


def test_page_of_an_empty_plan_has_no_outlook(at):
    make_roadmap(at.plant)
    assert "What the plan reaches" not in at.client("cio").get(PAGE).content.decode()


def test_bar_beyond_the_plan_is_drawn_with_a_sign(at, roadmap):
    make_bar(roadmap, "On", date(2029, 6, 1), date(2032, 6, 30), one_off_amount=D(610_000))
    text = at.client("cio").get(PAGE).content.decode().replace("\u00a0", " ")
    assert "runs-on" in text
    assert "beyond the plan, to 30 Jun 2032" in text
    assert "outside the twelve quarters" in flat(text)


def test_phase_planned_before_its_gate_is_open_is_noted_with_what_it_lacks(at, roadmap):
    levels = {leaf.id: 2 for leaf in flagship().read(Framework).leaves}
    make_run(at.plant, levels | {"DG-13": 1}, signed=True)
    assert "gate-integrate" not in at.client("cio").get(PAGE).content.decode()
    make_bar(roadmap, "API platform", date(2027, 2, 1), date(2027, 6, 30), phase="integrate")
    page = flat(at.client("cio").get(PAGE).content.decode())
    note = page.split('id="gate-integrate"')[1].split("</details>")[0]
    assert note.count("DG-13") == 2  # answered by nothing, and one of the conditions
    assert "Nothing in the plan answers:" in note
    assert "conflict-banner" in page
    assert "1 conflict" not in page  # a note, no conflict
    words = "behind the closed gate of “Integrate”"
    assert page.count(words) == 2  # the bar's name for listeners and its title
    row = Initiative.objects.get(title__en="API platform")
    for more in ({"view": "table"}, {"initiative": row.pk, "view": "list"}):
        assert words in flat(at.client("cio").get(PAGE, more).content.decode())
    make_bar(roadmap, "Zone", date(2027, 1, 1), date(2027, 2, 1), catalog_id="D07")
    page = flat(at.client("cio").get(PAGE).content.decode())
    assert "Nothing in the plan answers:" not in page


def test_a_closed_gate_names_the_indicator_that_it_asks_for(at, roadmap):
    """The fault seen: "DQ-07 not measured, needs 90 or more" in a document for a board."""
    load_folder(DATA_DIR / "indicators" / "1.0.0")
    levels = {leaf.id: 4 for leaf in flagship().read(Framework).leaves}
    make_run(at.plant, levels | {"DG-13": 1}, signed=True)
    make_bar(roadmap, "Analytics", date(2028, 2, 1), date(2028, 6, 30), phase="optimize")
    page = flat(at.client("cio").get(PAGE).content.decode())
    note = page.split('id="gate-optimize"')[1].split("</details>")[0]
    assert re.search(r"DQ-07 [A-Z][^:,]+ not measured", note)


def test_the_last_column_is_the_end_of_the_plan(at):
    roadmap = make_roadmap(at.plant, starts_on=date(2026, 10, 1))
    make_bar(roadmap, "A", date(2027, 1, 1), date(2029, 9, 30), lifts={"SP": "1"})
    make_run(at.plant, every_question(1), {"SP-01": 3})
    page = at.client("project_owner").get(PAGE)
    heads = [head.replace("\u00a0", " ") for head in page.context["outlook"].years]
    assert heads == ["End of 2026", "End of 2027", "End of 2028", "End of Sep 2029"]
