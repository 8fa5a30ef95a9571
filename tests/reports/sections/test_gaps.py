from __future__ import annotations

import pytest

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
    codes = [code for code in paper.small("gaps", 1) if code]
    assert codes == [gaps[name]["requirement"] for name in rows if gaps[name]["requirement"]]
    least = min(gaps[name]["worth"] for name in rows if name not in unanswered)
    assert max((gap["worth"] for name, gap in gaps.items() if name not in rows), default=0) <= least


def test_ranks_follow_the_worth_and_gaps_without_an_answer_stand_first(paper, raw):
    rows, gaps = paper.rows("gaps", "topic"), by_topic(paper, raw["gaps"])
    ranked = sorted(rows, key=lambda name: int(rows[name]["rank"]))
    worth = [gaps[name]["worth"] for name in ranked]
    assert worth == sorted(worth, reverse=True)
    # As on screen: gaps of the same worth share a rank.
    worths = [gap["worth"] for gap in gaps.values()]
    assert {name: int(row["rank"]) for name, row in rows.items()} == {
        name: 1 + sum(worth > gaps[name]["worth"] for worth in worths) for name in rows
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
