"""Checklists, initiatives, indicators and processes with something wrong are refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from packs import checks
from packs.checks import cross_problems, find_problems, register
from packs.loader import DATA_DIR, PackError, load_pack
from packs.schema import Framework
from tests.packs.samples import framework, leaf

PIPL = DATA_DIR / "checklists" / "CN" / "pipl" / "2026.4"
INITIATIVES = DATA_DIR / "initiatives" / "1.0.0"
INDICATORS = DATA_DIR / "indicators" / "1.0.0"
PROCESSES = DATA_DIR / "processes" / "1.0.0"


def refusal(tmp_path: Path, source: Path, file: str, old: str, new: str) -> list[str]:
    folder = tmp_path / "pack"
    shutil.copytree(source, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("source", "file", "old", "new", "expected"),
    [
        (PIPL, "obligations.yaml", "risk: high", "risk: huge", "cn.pipl.legal-basis: risk"),
        (PIPL, "obligations.yaml", 'article: "Art. 13"', 'article: ""', "needs confidence M or I"),
        (
            PIPL,
            "obligations.yaml",
            "confidence: V1",
            "confidence: M",
            "needs a question to counsel",
        ),
        (PIPL, "obligations.yaml", "applies_because", "applies_why", "applies_why: unknown key"),
        (PIPL, "obligations.yaml", "fact: country", "fact: county", "unknown fact: county"),
        (PIPL, "obligations.yaml", "fact: country", "item: country", "on facts, not on answers"),
        (PIPL, "obligations.yaml", "cn.pipl.notice", "cn.pipl.legal-basis", "obligation id used 2"),
        (PIPL, "obligations.yaml", "topic: privacy", "topic: product_ot", "unknown topic of this"),
        (PIPL, "pack.yaml", "{residency_rule:", "{moon_rule:", "facts: unknown fact: moon_rule"),
        (PIPL, "pack.yaml", "jurisdiction: CN", "jurisdiction: China", "jurisdiction"),
        (INITIATIVES, "digitize.yaml", "phase: digitize", "phase: dream", "D01: unknown phase"),
        (INITIATIVES, "digitize.yaml", "module: organization", "module: x", "D01: unknown module"),
        (
            INITIATIVES,
            "digitize.yaml",
            "roles: [sponsor",
            "roles: [king",
            "D01: unknown role: king",
        ),
        (INITIATIVES, "digitize.yaml", "risks: [R18", "risks: [R99", "D01: unknown risk: R99"),
        (INITIATIVES, "digitize.yaml", "lifts: {SP", "lifts: {XX", "D01: unknown dimension: XX"),
        (INITIATIVES, "digitize.yaml", "small: [15000, 50000]", "small: [5, 1]", "runs backwards"),
        (
            INITIATIVES,
            "digitize.yaml",
            "prerequisites: []",
            "prerequisites: [D01]",
            "D01: prerequisite cycle",
        ),
        (
            INITIATIVES,
            "digitize.yaml",
            "prerequisites: []",
            "prerequisites: [O01]",
            "D01: prerequisite O01 belongs to a later phase",
        ),
        (
            INITIATIVES,
            "digitize.yaml",
            "prerequisites: []",
            "prerequisites: [D99]",
            "D01: unknown prerequisite: D99",
        ),
        (
            INDICATORS,
            "manufacturing.yaml",
            "elements: [APWT",
            "elements: [XX",
            "ISO-01: unknown elem",
        ),
        (INDICATORS, "manufacturing.yaml", "bounds: [0, 100]", "bounds: [9, 1]", "run backwards"),
        (
            INDICATORS,
            "manufacturing.yaml",
            "goals: [G1",
            "goals: [G99",
            "ISO-01: unknown goal: G99",
        ),
        (INDICATORS, "pack.yaml", "starter: [SC-12", "starter: [SC-99", "kpi_set.starter: unknown"),
        (PROCESSES, "purchase.yaml", "next: [PUR-02]", "next: [PUR-99]", "PUR-01: unknown process"),
        (
            PROCESSES,
            "purchase.yaml",
            "systems: [ERP",
            "systems: [XXX",
            "PUR-01: unknown system: XXX",
        ),
        (PROCESSES, "pack.yaml", "count: 51", "count: 50", "count: 50 stated, 51 found"),
    ],
)
def test_bad_catalog_is_refused(
    tmp_path: Path, source: Path, file: str, old: str, new: str, expected: str
) -> None:
    found = refusal(tmp_path, source, file, old, new)
    assert [line for line in found if expected in line] != [], found
    assert found[0].startswith(f"{file}: ")


def test_weights_of_a_criteria_set_must_sum_to_one(tmp_path: Path) -> None:
    found = refusal(tmp_path, PROCESSES, "systems.yaml", 'weight: "0.', 'weight: "0.0')
    assert "not 1" in found[0]


def test_references_across_packs_are_checked() -> None:
    contents = [load_pack(folder).content for folder in (PIPL, INITIATIVES, PROCESSES)]
    assert cross_problems(contents) == []
    missing = contents[1].model_copy(update={"initiatives": contents[1].initiatives[:1]})
    found = [str(problem) for _, problem in cross_problems([contents[0], missing])]
    assert ": cn.pipl.legal-basis: unknown initiative: N12" in found


def test_checks_of_higher_apps_are_run_once(monkeypatch) -> None:
    monkeypatch.setattr(checks, "_handed_in", [])
    calls: list[str] = []

    def complain(pack: Framework) -> list[tuple[str, str]]:
        calls.append(pack.id)
        return [("a", "wrong")] if pack.id == "sample" else []

    register(complain)
    register(complain)
    found = [str(problem) for problem in find_problems(framework(leaf("a")))]
    assert found == [": a: wrong"]
    assert calls == ["sample"]
