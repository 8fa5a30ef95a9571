"""What a paper says of itself: what it does not hold, what does not pay, and what is no more to keep."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest

from launch.domain.outlook import rows
from launch.selectors.plants import plant_launch
from launch.services.bars import plan_need
from reports.domain.binds import answer
from reports.rendering.layout import draw
from reports.sections.risks.collect import risk_lines
from reports.sections.steps.collect import collect as steps
from reports.sections.summary.collect import collect as summary
from reports.selectors.record import PlantRecord
from reports.selectors.starts import bound_needs
from roadmap.models import Initiative
from tests.factories.roadmap import make_bar, make_roadmap
from tests.launch.conftest import ahead, at, dated, owner, roadmap  # noqa: F401 -- fixtures
from tests.markup import text_of
from tests.reports.conftest import PRINT

pytestmark = pytest.mark.django_db
FIRST_FIBRE, IN_TIME = "K-05", "K-22"


def put(dated, by, name, plan):  # noqa: F811 -- a fixture by its name
    """Plan a need from its last responsible start on, on the last day of its weeks."""
    one = plant_launch(dated.plant)
    (row,) = [row for row in rows(one.outlook) if row.entry.need.id == name]
    start = row.safe.late.start
    plan_need(
        roadmap=plan,
        pack=one.case.pack,
        release=one.release,
        need=row.entry.need,
        initiative=row.entry.need.initiatives[0],
        starts_on=max(start, one.case.today),
        ends_on=max(row.safe.late.end, one.case.today + timedelta(days=30)) - timedelta(days=1),
        one_off=14_000_000,
        by=by,
    )


@pytest.fixture
def begun(dated, owner):  # noqa: F811 -- fixtures
    """A plant whose first fibre is planned before the company can be registered."""
    plan = make_roadmap(dated.plant, starts_on=date(2026, 10, 1))
    put(dated, owner, FIRST_FIBRE, plan)
    put(dated, owner, IN_TIME, plan)
    return dated


def test_what_cannot_be_kept_is_chosen_in_decision_steps_and_risks(begun):
    """The fault seen: "Bring forward First fibre" by a day on which it cannot begin yet."""
    record = PlantRecord(begun.plant)
    bound = bound_needs(record.launch)
    fibre = bound[FIRST_FIBRE].titles[0]
    start = record.state.start
    named = [work.title for work in (*start.unplanned, *start.late, *start.pressing, *start.rest)]
    lost = [title for bind in start.binds for title in bind.titles]
    assert fibre in lost
    assert len(set(named + lost)) == len(named + lost)  # nothing is asked for twice
    said = [step.text.en for step in steps(record).steps]
    assert [text for text in said if fibre.en in text] == [
        text for text in said if text.startswith(f"Choose for “{fibre.en}”: accept ")
    ]
    asks = {ask.code: ask.text for ask in summary(record).motion.decision.asks}
    assert "start_late" not in asks or fibre.en not in asks["start_late"].en
    assert asks["start_binds"].en.count("cannot start before") == 1
    answers = {line.title.en: line.answer for line in risk_lines(record)}
    told = {text for title, text in answers.items() if fibre.en in title}
    assert told == {answer(bound[FIRST_FIBRE])}


def test_only_what_begins_before_the_board_sits_again_cannot_wait(begun):
    start = PlantRecord(begun.plant).state.start
    assert start.until.day in (30, 31)
    assert all(work.latest <= start.until for work in start.pressing)
    assert start.money is None or start.pressing


def test_the_first_line_counts_the_needs_that_no_sum_holds(begun):
    record = PlantRecord(begun.plant)
    start, said = record.state.start, summary(record).missing
    needs = len(record.launch.case.needs)
    assert (start.needs, start.bare) == (needs, needs - 2)
    assert f"{needs - 2} of the {needs} needs of the start of production are not planned" in said.en
    assert f"投产所需{needs}项中有{needs - 2}项尚未列入规划" in said.zh_hans
    assert record.case is not None
    assert (summary(record).plan.covered, summary(record).plan.needs) == (2, needs)


def test_what_is_stopped_or_done_owes_no_running_cost(roadmap):  # noqa: F811 -- fixture
    """The fault seen: money asked for "now" beside a condition of initiatives that are finished."""
    states = Initiative.Status
    for place, state in enumerate((states.PLANNED, states.ACTIVE, states.DONE, states.STOPPED)):
        row = make_bar(roadmap, "ABCD"[place], date(2027, 1, 1), date(2027, 3, 31))
        row.status, row.yearly_amount = state, None
        row.progress = {states.ACTIVE: 40, states.DONE: 100}.get(state, 0)
        row.save()
    state = PlantRecord(roadmap.plant).state
    assert state.unpriced == 2


# --- the one-pager as it is printed ---------------------------------------------------------------
def page(contents, language, **motion):
    content = copy.deepcopy(contents["rich", "board_page"])
    told = content["sections"]["summary"]
    told["motion"] |= motion
    text = draw(content, kind="board_page", language=language, fingerprint=PRINT)
    return " ".join(text_of(text).replace("\u00a0", " ").split())


def worth(contents, **values):
    return contents["rich", "board_page"]["sections"]["summary"]["motion"]["worth"] | values


@pytest.mark.slow
@pytest.mark.parametrize(
    ("values", "english", "chinese"),
    [
        (
            {"npv": "-3000000.00", "pays_in": None},
            (
                "By its business case the plan does not pay: it never pays back within the years reckoned "
                "with, and its net present value is MYR −3.00 M."
            ),
            "按效益测算本规划不划算：测算年限内无法收回投资，净现值为−300万林吉特",
        ),
        (
            {"npv": "-3000000.00", "pays_in": 2031},
            "By its business case the plan pays back in 2031, but its net present value is MYR −3.00 M.",
            "本规划于2031年收回投资，但净现值为−300万林吉特",
        ),
        (
            {"npv": "1.00", "pays_in": None},
            "By its business case the plan never pays back within the years reckoned with.",
            "本规划在测算年限内无法收回投资。",
        ),
    ],
)
def test_a_plan_that_does_not_pay_says_so_where_it_is_approved(contents, values, english, chinese):
    """The fault seen: VND 33.51 bn to approve, and −32.24 bn in a tile only."""
    loss = worth(contents, **values)
    box = page(contents, "en", worth=loss)
    assert box.index("Approve the goals") < box.index(english) < box.index("Also open")
    assert chinese in page(contents, "zh-hans", worth=loss)


@pytest.mark.slow
def test_an_end_after_the_plan_stands_with_the_approval(contents):
    said = "With 80 % certainty the work ends by 11 Jan 2029, after the years of the plan."
    assert said in page(contents, "en", late_end="2029-01-11")
    assert "80%把握于2029-01-11前完工，已超出规划年限。" in page(
        contents, "zh-hans", late_end="2029-01-11"
    )
    assert "the work ends by" not in page(contents, "en", late_end=None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "without the running cost of 3 of 12 initiatives"), ("zh-hans", "3项举措的运维费用")],
)
def test_figures_of_a_case_say_what_they_leave_out(contents, language, words):
    """The fault seen: "pays back 2031" where no initiative states its running cost."""
    content = copy.deepcopy(contents["rich", "board_page"])
    costs = content["sections"]["summary"]["plan"]["costs"]
    for without, times in ((3, 3), (0, 0)):  # lead, net present value, payback
        costs |= {"without": without, "bearing": 12}
        text = draw(content, kind="board_page", language=language, fingerprint=PRINT)
        assert " ".join(text_of(text).split()).count(words) == times


@pytest.mark.slow
def test_the_range_of_the_case_stands_beside_its_value(contents):
    content = copy.deepcopy(contents["rich", "board_page"])
    content["sections"]["summary"]["worth"] |= {"low": "-3020000.00", "high": "14210000.00"}
    text = draw(content, kind="board_page", language="en", fingerprint=PRINT)
    shown = " ".join(text_of(text).replace("\u00a0", " ").split())
    assert "(MYR −3.02 M to MYR 14.21 M)" in shown


@pytest.mark.slow
@pytest.mark.parametrize(
    ("has_targets", "english", "chinese"),
    [
        (True, "No question is below its target.", "没有题目低于目标等级。"),
        (False, "No targets are set, so it cannot be said", "尚未设定目标，无法判断差距。"),
    ],
)
def test_without_targets_nothing_is_said_to_be_met(contents, has_targets, english, chinese):
    content = copy.deepcopy(contents["rich", "blueprint"])
    content["sections"]["gaps"] |= {"gaps": [], "unknown": [], "has_targets": has_targets}
    for language, words in (("en", english), ("zh-hans", chinese)):
        text = draw(content, kind="blueprint", language=language, fingerprint=PRINT)
        told = " ".join(text_of(text).split())
        assert words in told
        assert ("No question is below" in told) is (has_targets and language == "en")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("beside", "head"), [(True, "Owner’s estimate a year"), (False, "Annual return")]
)
def test_two_returns_never_stand_under_one_name(contents, beside, head):
    content = copy.deepcopy(contents["rich", "blueprint"])
    assert content["sections"]["goals"]["is_beside_case"] is True
    content["sections"]["goals"]["is_beside_case"] = beside
    text = draw(content, kind="blueprint", language="en", fingerprint=PRINT)
    assert head in text
