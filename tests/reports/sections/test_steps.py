from __future__ import annotations

import pytest

from core.text import LocalizedText
from reports.sections.steps.collect import collect
from reports.sections.steps.content import StepLine, says_the_same, without_doubles
from reports.selectors.record import PlantRecord
from tests.reports.paper import day_in

DECIDE = LocalizedText.of(
    "Decide on the pilot: go on, adjust or stop", "试点决策：推广、调整或终止"
)


@pytest.mark.parametrize(
    ("milestone", "same"),
    [
        (LocalizedText.of("MES pilot decision", "MES试点决策"), True),
        (LocalizedText.of("MES pilot decision", "MES pilot decision"), True),
        (LocalizedText.of("试点决策会议", "试点决策会议"), True),
        (LocalizedText.of("Pilot lines run", "试点产线运行"), False),
        (LocalizedText.of("Decision on the budget", "预算决策"), False),
    ],
)
def test_a_task_that_a_milestone_says_is_no_step_of_its_own(milestone, same):
    """The fault seen: "11 Dec: MES pilot decision" beside "no date: Decide on the pilot"."""
    assert says_the_same(DECIDE, milestone) is same
    task = StepLine(DECIDE, "", None, is_late=False)
    stone = StepLine(milestone, "Ravi", None, is_late=False)
    assert without_doubles([task], [stone]) == ([] if same else [task])


@pytest.mark.slow
@pytest.mark.django_db
def test_steps(paper, raw):
    rows = paper.rows("steps", "text")
    assert len(rows) >= 6
    asked = {
        text for text, row in rows.items() if row["due"] == paper.say("with the decision", "随决议")
    }
    wanted = paper.say("Condition: ", "前提：")
    assert any(text.startswith(wanted) for text in asked)
    assert list(rows)[: len(asked)] == [text for text in rows if text in asked]
    for text, row in rows.items():
        days = {duty["due"] for duty in raw["duties"].get(text, ())}
        if text in raw["milestones"]:
            days.add(raw["milestones"][text]["due"])
        assert day_in(row["due"]) in (days or {None})


@pytest.mark.django_db
def test_what_the_board_is_asked_for_are_steps_of_the_project_owner(scoped):
    """The fault seen: four steps without a day or a name, none of them tied to the decision."""
    scoped.plant.owner = scoped.people["project_owner"]
    scoped.plant.save()
    steps = collect(PlantRecord(scoped.plant)).steps
    asked = [step for step in steps if step.is_asked]
    assert [step.text.en.split(":")[0] for step in asked] == [
        "Commission the assessment of the plant",
        "Agree the plant’s goals, each with owner, measure and date.",
        "Ask the project team for a roadmap with its budget.",
        "Have counsel examine the law that no checklist covers.",
    ]
    assert steps[: len(asked)] == tuple(asked)
    assert {step.owner for step in asked} == {"Project Owner"}
