"""Sections, summaries, gaps, evidence share and seals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from packs.loader import DATA_DIR, load_pack
from packs.schema import Framework
from scoring.domain.engine import score
from scoring.domain.evidence import evidence_share
from scoring.domain.sections import find_sections
from scoring.domain.summary import number, summarize


@pytest.fixture(scope="module")
def flagship() -> Framework:
    return load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0").content


def flat(**more) -> Framework:
    bands = [{"v": 0}, {"v": 1}, {"v": 2}]
    leaf = {"answer": {"type": "band", "bands": bands}}
    data = {
        "id": "flat",
        "version": "1",
        "kind": "framework",
        "tree": [
            {"id": "a", **leaf},
            {
                "id": "g",
                "title": {"en": "Group", "zh-hans": "组"},
                "children": [{"id": "b", **leaf}],
            },
        ],
    }
    return Framework.model_validate({**data, **more})


def test_sections_are_the_groups_below_the_top(flagship):
    sections = find_sections(flagship)
    assert [part.id for part in sections] == ["SP", "SA", "BA", "DG", "TD"]
    assert sum(len(part.questions) for part in sections) == 76


def test_loose_questions_form_a_section_and_empty_ones_go():
    sections = find_sections(flat())
    assert [(part.id, part.questions) for part in sections] == [("total", ("a",)), ("g", ("b",))]
    assert sections[1].title.en == "Group"
    assert [part.id for part in find_sections(flat(), {"b"})] == ["g"]


def test_summary_counts_settled_questions_and_keeps_texts_of_both_languages(flagship):
    card = score(flagship, {"DG-01": 2, "DG-02": "na"}, profile="discrete")
    sections = find_sections(flagship)
    data = summarize(card, {}, sections, {"DG-01": True, "DG-02": True}, "9")
    assert data["sections"]["DG"]["answered"] == 2
    assert data["sections"]["DG"]["questions"] == 14
    assert data["sections"]["DG"]["score"] == "2"
    assert data["score"] == "2"
    assert data["level"] is None
    assert set(data["unmet"][0]["text"]) == {"en", "zh-hans"}
    assert data["gates"]["integrate"]["is_open"] is False
    assert len(data["visible"]) == 76


def test_summary_of_a_framework_without_level_rules_has_no_level():
    framework = flat()
    card = score(framework, {"a": 1})
    data = summarize(card, {}, find_sections(framework), {}, "9")
    assert (data["level"], data["next_level"], data["unmet"]) == (None, None, [])


def test_numbers_are_short_text():
    assert number(None) is None
    assert number(Decimal("2.50000000004")) == "2.5"


def test_evidence_share_is_by_weight(flagship):
    answers = {"DG-01": 2, "DG-02": 2}
    card = score(flagship, answers, profile="discrete")
    lines = card.total.contributions
    assert evidence_share(lines, set()) == 0
    assert evidence_share(lines, {"DG-01", "DG-02"}) == 1
    assert 0 < evidence_share(lines, {"DG-01"}) < 1
    assert evidence_share((), {"DG-01"}) == 0
