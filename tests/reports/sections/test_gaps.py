from __future__ import annotations

import pytest

from assessment.selectors.result import result
from reports.sections.gaps.collect import gap_lines
from reports.selectors.record import PlantRecord
from tests.factories.assessment_runs import make_run
from tests.reports.paper import compare

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def by_topic(paper, gaps):
    return {gap["topic"].in_language(paper.language): gap for gap in gaps.values()}


def test_gaps(paper, raw):
    rows, gaps = paper.rows("gaps", "topic"), by_topic(paper, raw["gaps"])
    unanswered = {name for name, gap in gaps.items() if not gap["is_answered"]}
    assert unanswered <= set(rows)
    assert len(rows) == len(unanswered) + min(len(gaps) - len(unanswered), 15) == 63
    compare(rows, {name: gaps[name] for name in rows}, "now", "target", "worth")
    veto = paper.say("veto: holds the plant’s level", "否决项：限制工厂等级")
    small = paper.small("gaps", 1)
    codes = [code for text in small if (code := text.replace(veto, "").strip())]
    assert codes == [gaps[name]["requirement"] for name in rows if gaps[name]["requirement"]]
    assert sum(veto in text for text in small) == sum(gap["holds"] for gap in gaps.values())
    by_worth = [name for name in rows if name not in unanswered and not gaps[name]["holds"]]
    least = min(gaps[name]["worth"] for name in by_worth)
    assert max((gap["worth"] for name, gap in gaps.items() if name not in rows), default=0) <= least


def test_ranks_follow_the_worth_and_gaps_without_an_answer_stand_first(paper, raw):
    rows, gaps = paper.rows("gaps", "topic"), by_topic(paper, raw["gaps"])
    ranked = sorted(rows, key=lambda name: int(rows[name]["rank"]))
    worth = [(gaps[name]["holds"], gaps[name]["worth"]) for name in ranked]
    assert worth == sorted(worth, reverse=True)
    assert {True, False} == {holds for holds, _ in worth}
    # As on screen: vetoes that hold the level first, and gaps of the same worth share a rank.
    keys = {name: (gap["holds"], gap["worth"]) for name, gap in gaps.items()}
    assert {name: int(row["rank"]) for name, row in rows.items()} == {
        name: 1 + sum(key > keys[name] for key in keys.values()) for name in rows
    }
    assert len({row["rank"] for row in rows.values()}) < len(rows)
    answered = [gaps[name]["is_answered"] for name in rows]
    assert answered == sorted(answered)
    assert True in answered
    assert False in answered
    nothing = paper.say("nothing planned", "尚无对应")
    planned = [nothing not in text for text in paper.small("gaps", 4)]
    assert planned == answered


def test_text_counts_what_has_no_answer(paper, raw):
    count = sum(not gap["is_answered"] for gap in raw["gaps"].values())
    assert paper.say(
        f"{count} of them have no answer in the roadmap", f"其中{count}项在路线图中没有对应举措"
    ) in " ".join(paper.text.split())


def test_no_question_code_stands_in_the_chapter(paper):
    cells = [cell for table in paper.named("gaps") for row in table.rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("SP-", "SA-", "BA-", "DG-", "TD-"))]


def test_a_veto_that_holds_the_plant_stands_before_what_is_worth_more(scoped):
    # All at 2 but SA-13 at 0: it alone holds the plant at level 0, and it weighs little.
    run = make_run(scoped.plant, {}, signed=False)
    questions = result(run).framework.questions_by_id
    run.delete()
    make_run(
        scoped.plant,
        dict.fromkeys(questions, 2) | {"SA-13": 0},
        dict.fromkeys(questions, 5) | {"SA-13": 1},
        signed=True,
    )
    lines = gap_lines(PlantRecord(scoped.plant))
    first, second = lines[:2]
    assert (first.question, first.rank, first.holds) == ("SA-13", 1, True)
    assert (second.rank, second.holds) == (2, False)
    assert first.worth < second.worth
    assert sum(line.holds for line in lines) == 1
