"""Dimensions and questions with something wrong are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from packs.loader import load_pack
from tests.packs.test_bad_packs import HEAD, refusal

QUESTIONNAIRE = (
    HEAD
    + """question_scale: six
processes: [{id: sales, title: {en: Sales, zh-hans: 销售}}]
elements: [{id: E1, title: {en: Map, zh-hans: 梳理}}]
roles: {cio: {en: CIO, zh-hans: 首席信息官}}
"""
)
TEXT = "{en: one, zh-hans: 一}"
DIMENSIONS = (
    f"dimensions: [{{id: D, slug: d, title: {TEXT}, key_question: {TEXT}, difficulty: {TEXT},"
    f" strategy: {TEXT}, weight: 1}}]\n"
)


def question(**changes: Any) -> str:
    entry = {
        "id": "D-01",
        "topic": TEXT,
        "text": TEXT,
        "why": TEXT,
        "looks_at": f"[{TEXT}]",
        "trap": TEXT,
        "evidence": TEXT,
        "levels": "{" + ", ".join(f"{step}: {TEXT}" for step in range(6)) + "}",
        "processes": "[sales]",
        "element": "E1",
        "roles": "[cio]",
        "weight": "1",
        **changes,
    }
    lines = [f"{key}: {value}" for key, value in entry.items() if value is not None]
    return "dimension: D\nquestions:\n  - " + "\n    ".join(lines) + "\n"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"element": "E9"}, "D-01: unknown element: E9"),
        ({"processes": "[mining]"}, "D-01: unknown process: mining"),
        ({"roles": "[king]"}, "D-01: unknown role: king"),
        ({"levels": f"{{0: {TEXT}, 7: {TEXT}}}"}, "D-01: unknown level 7"),
        ({"levels": f"{{0: {TEXT}}}"}, "D-01: level 1 has no text"),
        ({"why": None}, "D-01: why: Field required"),
        ({"why": "{en: x}"}, "D-01: why: missing translation: zh-hans"),
        ({"gates": '["I2!"]'}, "D-01: gates are ['I2!'], the gate rules say []"),
        ({"veto": "true"}, "D-01: veto mark and level rules disagree"),
        ({"dimension": "Z"}, "D-01: unknown dimension: Z"),
        ({"weight": "{discrete: 0.5}"}, "D: weights of children sum to 0.5 in profile discrete"),
        ({"mood": "good"}, "D-01: mood: unknown key"),
    ],
)
def test_bad_question_is_refused(tmp_path: Path, changes: dict, expected: str) -> None:
    files = {"pack": QUESTIONNAIRE, "dimensions": DIMENSIONS, "questions__d": question(**changes)}
    found = refusal(tmp_path, **files)
    assert [line for line in found if expected in line] != [], found
    assert found[0].startswith(("questions/d.yaml", "dimensions.yaml"))


def test_questions_and_dimensions_belong_together(tmp_path: Path) -> None:
    assert "belong together" in refusal(tmp_path, pack=QUESTIONNAIRE, dimensions=DIMENSIONS)[0]
    no_scale = QUESTIONNAIRE.replace("question_scale: six\n", "")
    found = refusal(tmp_path, pack=no_scale, dimensions=DIMENSIONS, questions__d=question())
    assert "question_scale names the scale" in found[0]


def test_dimension_without_questions_is_refused(tmp_path: Path) -> None:
    second = DIMENSIONS.replace(
        "weight: 1}", "weight: 1}, " + DIMENSIONS[13:-2].replace("id: D", "id: F")
    )
    found = refusal(tmp_path, pack=QUESTIONNAIRE, dimensions=second, questions__d=question())
    assert "dimensions.yaml: F: a group without children" in found


def test_cell_shares_must_sum_to_one(tmp_path: Path) -> None:
    rule = "cell_rule: {process_share: 0.6, cross_cutting_share: 0.5}\n"
    files = {"dimensions": DIMENSIONS, "questions__d": question()}
    assert "must sum to 1" in refusal(tmp_path, pack=QUESTIONNAIRE + rule, **files)[0]


def test_good_questionnaire_loads(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "pack.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (tmp_path / "dimensions.yaml").write_text(DIMENSIONS[12:], encoding="utf-8")
    (tmp_path / "questions" / "d.yaml").write_text(question(), encoding="utf-8")
    (tmp_path / "i18n").mkdir()
    (tmp_path / "i18n" / "vi.yaml").write_text("D-01: {}\n", encoding="utf-8")
    pack = load_pack(tmp_path)
    assert (pack.kind, pack.id, pack.version) == ("framework", "sample", "1.0.0")
    assert pack.content.questions_by_id["D-01"].belongs_to("sales")
