"""What a signature and a level ask of the answers, said before and after the signature."""

from __future__ import annotations

import re

import pytest

from assessment.models import Answer, Assessment
from assessment.selectors.conditions import (
    missing_count,
    wanted_for_level,
    wanted_for_sign_off,
    with_indicator_names,
)
from assessment.selectors.headline import headline, part_headlines
from assessment.selectors.inspection import inspect, points_of
from assessment.services.answering import rescore
from core.text import LocalizedText
from packs.loader import DATA_DIR
from packs.schema import Framework
from packs.services import load_folder
from tests.factories.assessment_runs import flagship, make_run, sign
from tests.markup import text_of as words_of

# 89 % of strategy planning is answered, more of the whole; no gate or veto rests on them.
OPEN = ("SP-06", "SP-13")


@pytest.fixture
def levels(db):
    return {leaf.id: 2 for leaf in flagship("1.1.0").read(Framework).leaves}


def text_of(answer):
    return words_of(answer.content.decode())


def place(run, act):
    return f"/plants/johor-bahru/current/runs/{run.pk}/{act}"


def conditions(run):
    lacks = inspect(run).lacks
    found = (*wanted_for_sign_off(run, lacks), *wanted_for_level(run, part_headlines(run, "en")))
    return [(one.text.replace("\u00a0", " "), one.is_met) for one in found]


def without(levels, *questions):
    return {name: level for name, level in levels.items() if name not in questions}


def test_signature_and_level_are_told_apart(scoped, levels):
    """The walk met "90 % of the weight", signed, and got no level: strategy stood at 88 %."""
    run = make_run(scoped.plant, without(levels, *OPEN), release="1.1.0")
    first, second, level = conditions(run)
    assert first[1]
    assert second == ("Signature: every question settled that a gate or the level rests on", True)
    words = "Level: answers to 90 % of the weight of each dimension, still below: "
    assert level == (f"{words}Strategy planning 89 %", False)
    because = headline(run, "en").because.replace("\u00a0", " ")
    assert because == "Strategy planning: 89 % answered, needs 90 %"


def test_a_run_that_meets_them_still_says_so(scoped, levels):
    run = make_run(scoped.plant, levels, release="1.1.0")
    assert conditions(run) == [
        ("Signature: answers to 90 % of the weight, now 100 %", True),
        ("Signature: every question settled that a gate or the level rests on", True),
        ("Level: answers to 90 % of the weight of each dimension", True),
    ]
    page = text_of(scoped.client("cio").get(place(run, "submit/")))
    assert "Level: answers to 90" in page


def test_open_guards_are_counted(scoped, levels):
    run = make_run(scoped.plant, without(levels, "DG-13", "SA-13"), release="1.1.0")
    text, is_met = conditions(run)[1]
    assert (text.rpartition(": ")[2], is_met) == ("2 are not", False)


def test_signing_without_a_level_is_said_before_and_after(scoped, levels):
    run = make_run(scoped.plant, without(levels, *OPEN), release="1.1.0")
    Assessment.objects.filter(pk=run.pk).update(state="submitted")
    client = scoped.client("cio")
    assert "Signed now, the result stays without a level:" in text_of(
        client.get(place(run, "sign-off/"))
    )
    sign(run)
    page = text_of(client.get(place(run, "score/")))
    assert "This result is locked without a level." in page
    assert "a level is given when enough is answered" not in page


def test_a_framework_without_levels_asks_nothing_for_one(scoped, levels):
    run = make_run(scoped.plant, levels, release="1.1.0")
    assert wanted_for_level(run, []) == ()


def test_a_gate_counts_what_it_lacks_not_its_lines():
    """The walk: "3 more of these" counted as one of "8 missing"."""
    lacks = [
        {"code": "k_of_n_below", "need": "10", "have": "7"},
        {"code": "count_below", "need": "4", "have": "2"},
        {"code": "item_below", "need": "2", "have": None},
        {"code": "score_below", "need": "2", "have": "1.5"},
    ]
    assert missing_count(lacks) == 7


def test_an_indicator_has_its_name(db):
    framework = flagship("1.1.0").read(Framework)
    said = LocalizedText.of("DQ-07 not measured, needs 90 or more", "DQ-07未测量，需不低于90")
    assert with_indicator_names(framework, [said]) == (said,)  # no catalog is loaded
    load_folder(DATA_DIR / "indicators" / "1.0.0")
    other = LocalizedText.of("SA-13 at 0", "SA-13现为0")
    named, kept = with_indicator_names(framework, [said, other])
    assert named.zh_hans.startswith("DQ-07“")
    assert named.zh_hans.endswith("”未测量，需不低于90")
    assert kept == other


def test_a_proposal_is_told_from_a_question_nobody_answered(scoped, levels):
    run = make_run(scoped.plant, without(levels, "SP-13"), release="1.1.0")
    Answer.objects.create(
        assessment=run,
        question="SP-13",
        not_applicable=True,
        na_state="proposed",
        reason="no such work",
    )
    Answer.objects.filter(assessment=run, question="SP-08").delete()
    rescore(run)
    page = scoped.client("cio").get(place(run, "submit/"))
    rows = {row.card.id: row.is_proposed for row in page.context["missing"]}
    assert rows == {"SP-08": False, "SP-13": True}
    assert "“does not apply” waits for the assessor" in text_of(page)


def test_a_question_says_why_an_assessor_decides(scoped, levels):
    """SP-13 has no gate and no veto, but carries more than 2 % of its dimension."""
    run = make_run(scoped.plant, levels, release="1.1.0")
    client = scoped.client("project_owner")
    heavy = text_of(client.get(place(run, "questions/SP-13/")))
    assert "By its weight this question can lift the level" in heavy
    assert "Without a target a question counts at its own level" in heavy
    assert "A gate or the level rests on this question" in text_of(
        client.get(place(run, "questions/SA-13/"))
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_question_is_named_by_its_code_alone(scoped, levels, language):
    low = dict.fromkeys(levels, 1) | {"DG-01": 0, "DG-04": 0, "DG-07": 0}
    run = make_run(scoped.plant, low, release="1.1.0")
    framework = flagship("1.1.0").read(Framework)
    scoped.people["cio"].language = language
    scoped.people["cio"].save()
    client = scoped.client("cio")
    pages = [place(run, "score/"), place(run, "score/") + "?why=DG", place(run, "sign-off/")]
    seen = set()
    for address in pages:
        page = client.get(address).content.decode()
        for row in re.findall(r"<li\b.*?</li>", page, re.DOTALL):
            words = words_of(row)
            for code in set(re.findall(r"[A-Z]{2}-\d\d", words)) & set(levels):
                topic = framework.questions_by_id[code].topic.in_language(language)
                assert topic in words, (address, words)
                seen.add(code)
    assert len(seen) > 10


def test_points_of_a_signed_run_are_those_that_were_confirmed(scoped, levels):
    run = make_run(scoped.plant, levels | {"SA-14": 4}, {"SA-14": 2}, signed=True, release="1.1.0")
    found = points_of(run)
    assert (found.unproven, found.aimed_low) == (("SA-14",), ("SA-14",))
