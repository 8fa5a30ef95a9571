"""Every way in which a pack can be wrong is refused, naming file, item and reason."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from packs.checks import Problem
from packs.loader import PackError, load_pack

HEAD = """id: sample
version: 1.0.0
scales: {six: [{v: 0}, {v: 1}, {v: 2}, {v: 3}, {v: 4}, {v: 5}]}
"""
LEAVES = "tree: [{id: a, scale: six, tags: [must]}, {id: b, scale: six}]\n"
CLAUSES = "answer: {type: clauses_per_level}\ntree: [{id: a}]\n"
RULED = """tree:
  - {id: g, children: [{id: a, scale: six}], level_rules: [{level: 1, any: [{gate: x}]}]}
"""
CHOICE = "tree: [{id: a, answer: {type: single, options: {x: 1, y: 2}}}, {id: b, scale: six, "
GATE = "gates: [{id: integrate, %s all: [{rule: every, at_least: 2, questions: [a]}]}]\n"


def refusal(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LEAVES + "colour: red\n", "pack.yaml: -: colour: unknown key"),
        ("tree: [{id: a, scale: six, colour: red}]\n", "pack.yaml: a: colour: unknown key"),
        ("tree: [{id: a, scale: seven}]\n", "pack.yaml: a: unknown scale: seven"),
        ("tree: [{id: a}]\n", "pack.yaml: a: an item needs a scale or an answer type"),
        ("tree: [{id: a, kind: group}]\n", "pack.yaml: a: a group without children"),
        ("", "either a tree or dimensions"),
        ("tree: [{id: a, scale: six}, {id: a, scale: six}]\n", "a: node id used 2 times"),
        ("tree: [{id: a, children: [{id: overall, scale: six}]}]\n", "name the root only"),
        (
            "tree: [{id: a, scale: six, weight: 0.5}, {id: b, scale: six, weight: 0.4}]\n",
            "total: weights of children sum to 0.9, not 1",
        ),
        (
            "tree: [{id: a, scale: six, weight: 0.5}, {id: b, scale: six}]\n",
            "b: no weight, but its sisters have one",
        ),
        (
            LEAVES + "weight_profiles: {x: {a: 0.5, b: 0.6}, y: {a: 0.5, b: 0.5}}\n",
            "total: weights of children sum to 1.1 in profile x, not 1",
        ),
        (LEAVES + "weight_profiles: {x: {c: 1}}\n", "weight_profiles.x: unknown node: c"),
        (LEAVES + "default_profile: x\n", "default_profile: unknown profile: x"),
        (
            "tree: [{id: a, answer: {type: single, options: {x: 0}}}]\n",
            "a: no answer gives more than 0",
        ),
        ("tree: [{id: a, title: {en: A}, scale: six}]\n", "a: title: missing translation: zh-hans"),
        (
            'tree: [{id: a, title: {en: A, zh-hans: " "}, scale: six}]\n',
            "a: title: empty translation: zh-hans",
        ),
        (
            "tree: [{id: a, title: A, scale: six}]\n",
            "a: title: needs a mapping with en and zh-hans",
        ),
        (
            "tree: [{id: a, title: {en: A, zh-hans: 甲, xx: A}, scale: six}]\n",
            "a: title: unknown language: xx",
        ),
        (
            "tree: [{id: a, scale: six, children: [{id: b, scale: six}]}]\n",
            "a: a node has children or an answer, not both",
        ),
        (
            "tree: [{id: a, scale: six, answer: {type: number, max: 5}}]\n",
            "a: a node has a scale or an answer, not both",
        ),
        (
            "tree: [{id: a, aggregate: share_met, children: [{id: b, scale: six}]}]\n",
            "a: share_met needs met_at",
        ),
        (
            "tree: [{id: a, aggregate: k_of_n, met_at: 1, children: [{id: b, scale: six}]}]\n",
            "a: k_of_n needs k",
        ),
        # conditions
        (
            "tree: [{id: a, scale: six, visible_if: {fact: moon, equals: full}}]\n",
            "a: unknown fact: moon",
        ),
        (
            "tree: [{id: a, scale: six, visible_if: {item: z, equals: 1}}]\n",
            "a: unknown item: z",
        ),
        (
            (
                "tree: [{id: a, scale: six, visible_if: {item: b, equals: 1}},"
                " {id: b, scale: six, visible_if: {item: a, equals: 1}}]\n"
            ),
            "a: condition cycle",
        ),
        (
            (
                "tree: [{id: g, visible_if: {item: c, at_least: 1}, children: [{id: a, scale: six}]},"
                " {id: c, scale: six, visible_if: {item: a, at_least: 1}}]\n"
            ),
            "a: condition cycle",
        ),
        (
            (
                "tree: [{id: g, children: [{id: a, scale: six}]},"
                " {id: b, scale: six, visible_if: {item: g, at_least: 1}}]\n"
            ),
            "b: g is a group: a group has no answer to look at",
        ),
        (CHOICE + "visible_if: {item: a, equals: zzz}}]\n", "b: a has no option zzz"),
        (CHOICE + "visible_if: {item: a, in: [x, zzz]}}]\n", "b: a has no option zzz"),
        (CHOICE + "visible_if: {item: a, equals: true}}]\n", "b: a has no option yes"),
        (
            CHOICE + "visible_if: {item: a, at_least: 2}}]\n",
            "b: a is answered by options: at_least and at_most need a number",
        ),
        (
            "tree: [{id: a, scale: six}, {id: b, scale: six, visible_if: {item: a, equals: 7}}]\n",
            "b: a has no step 7",
        ),
        (
            "tree: [{id: a, scale: six}, {id: b, scale: six, visible_if: {item: a, equals: high}}]\n",
            "b: a is answered by a number, not by high",
        ),
        # answers
        (
            "tree: [{id: a, answer: {type: single, options: {na: 1, y: 2}}}]\n",
            'a: na reads as "does',
        ),
        (
            "tree: [{id: a, answer: {type: multi, options: {N/A: 0, y: 2}}}]\n",
            'a: N/A reads as "does',
        ),
        ('tree: [{id: a, answer: {type: single, options: {"x;y": 1}}}]\n', 'a: x;y holds ";"'),
        ('tree: [{id: a, answer: {type: matrix, rows: ["r=1"]}}]\n', 'a: r=1 holds "="'),
        ('tree: [{id: a, answer: {type: matrix, rows: ["r:1"]}}]\n', 'a: row r:1 holds ":"'),
        (
            "tree: [{id: a, answer: {type: single, options: {x: -1, y: 2}}}]\n",
            "option x is worth less",
        ),
        (
            "tree: [{id: a, answer: {type: multi, options: {x: -1, y: 2}}}]\n",
            "option x is worth less",
        ),
        (
            "tree: [{id: a, answer: {type: interval, cuts: [[10, -10], [20, 5]]}}]\n",
            "up to 10 is worth",
        ),
        (
            "tree: [{id: a, answer: {type: number, min: -5, max: 5}}]\n",
            "a: min is worth less than 0",
        ),
        ("tree: [{id: a, answer: {type: band, bands: [-1, 2]}}]\n", "a: step -1 is worth less"),
        (
            "tree: [{id: a, answer: {type: matrix, rows: [r], values: {x: -1, y: 1}}}]\n",
            "a: choice x is worth less",
        ),
        (
            "tree: [{id: a, answer: {type: clauses_per_level, levels: 3, clauses: {5: 2}}}]\n",
            "a: clauses of level 5, but levels are 1 to 3",
        ),
        (
            "tree: [{id: a, answer: {type: clauses_per_level, clauses: {1: 0}}}]\n",
            "a: level 1 has no clauses",
        ),
        (
            "tree: [{id: a, answer: {type: clauses_per_level, values: [-1, 1]}}]\n",
            "a: clause scores lie between 0 and 1",
        ),
        (
            "tree: [{id: a, answer: {type: clauses_per_level, values: [0, 100]}}]\n",
            "a: clause scores lie between 0 and 1",
        ),
        # names and texts
        ('tree: [{id: "a ", scale: six}]\n', "a : a name begins or ends with a blank"),
        ('tree: [{id: "a\\0b", scale: six}]\n', "a?b: a name holds a control character"),
        ('tree: [{id: a, answer: {type: single, options: {" x": 1}}}]\n', " x: a name begins"),
        (
            "tree: [{id: a, scale: six, title: {en: who decides here, zh-hans: who decides here}}]\n",
            "a: not translated: who decides here",
        ),
        # profiles and vectors
        (
            "tree: [{id: a, scale: six, weight: {x: 1}}]\n",
            "default_profile: weight profiles need a default",
        ),
        (LEAVES + "profile_from: plant.moon\n", "profile_from: unknown fact: moon"),
        (
            LEAVES + "vectors: [{name: v, source: s, inputs: {x-*: 1}, expect: {total: 1}}]\n",
            "vector v: no item fits x-*",
        ),
        (
            LEAVES
            + "vectors: [{name: v, source: s, profile: moon, inputs: {a: 1}, expect: {total: 1}}]\n",
            "vector v: unknown profile: moon",
        ),
        # levels nobody can mean
        (LEAVES + "vetoes: [{item: a, at_least: 9, cap: 1}]\n", "vetoes: unreachable: a ends at 5"),
        (LEAVES + "vetoes: [{item: a, at_least: 2, cap: -3}]\n", "veto of a: -3 is no level"),
        (LEAVES + "base_level: -7\n", "base_level: -7 is no level: levels are 0 to 20"),
        (LEAVES + "base_level: true\n", "base_level: a level is a number, not true or false"),
        (LEAVES + "level_names: {999999999: {en: A, zh-hans: 甲}}\n", "999999999 is no level"),
        (LEAVES + "level_rules: [{bands: [[0, -3], [1, 2]]}]\n", "total: -3 is no level"),
        (
            LEAVES + "level_rules: [{level: -3, all: [{score: a, gte: 1}]}]\n",
            "total: -3 is no level",
        ),
        (
            LEAVES
            + "level_rules: [{level: 3, all: [{score: total, gte: 1}]},"
            + " {level: 2, all: [{score: total, gte: 4}]}]\n",
            "total: level 3 asks less of total (1) than level 2 (4)",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{k_of_n: [a, a], at_least: 1, k: 1}]}]\n",
            "level 1: a is named 2 times in one requirement",
        ),
        (
            "tree: [{id: g, aggregate: share_met, met_at: 9, children: [{id: a, scale: six}]}]\n",
            "g: unreachable: met_at 9, its children end at 5",
        ),
    ],
)
def test_bad_framework_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    found = refusal(tmp_path, pack=HEAD + text)
    assert [line for line in found if expected in line] != [], found


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("- 1\n", "pack.yaml: -: a mapping is needed"),
        ("5\n", "a mapping or a list is needed"),
        ("id: x\nversion: 1\nkind: poem\n", "pack.yaml: kind: unknown kind: poem"),
        ("id: x\nversion: 1\nkind: [framework]\n", "pack.yaml: kind: unknown kind: ['framework']"),
        (
            "id: x\nversion: 1\nscales: {one: [{v: 3}]}\ntree: [{id: a, scale: one}]\n",
            "pack.yaml: one: a scale needs at least two points",
        ),
        ("#" * 2_000_001, "larger than 2000000 bytes"),
        ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
        (
            "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
            + "".join(f"{n}: &{n} [{', '.join(['*' + b] * 10)}]\n" for b, n in pairwise("abcdefg")),
            "more than 200000 entries",
        ),
        (
            "a: &a {x: 1}\n"
            + "".join(
                f"{n}: &{n} {{<<: [{', '.join(['*' + b] * 10)}]}}\n"
                for b, n in pairwise("abcdefghijkl")
            ),
            "pack.yaml: -: id: Field required",
        ),
    ],
)
def test_bad_head_is_refused(tmp_path: Path, head: str, expected: str) -> None:
    assert expected in refusal(tmp_path, pack=head)[0]


def test_folder_without_pack_is_refused(tmp_path: Path) -> None:
    assert "no pack.yaml in this folder" in refusal(tmp_path)[0]
    assert "no pack.yaml in this folder" in refusal(tmp_path, dimensions="dimensions: []\n")[0]


def test_wrong_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_bytes(b"id: \xff\xfe")
    with pytest.raises(PackError, match=r"pack\.yaml: -: cannot be read"):
        load_pack(tmp_path)


def test_key_in_two_files_is_refused(tmp_path: Path) -> None:
    found = refusal(tmp_path, pack=HEAD + LEAVES, more="numbers: {}\n", other="numbers: {}\n")
    assert "other.yaml: numbers: stands in two files" in found


def test_problem_reads_as_file_item_reason() -> None:
    assert str(Problem("a.yaml", "", "wrong")) == "a.yaml: -: wrong"
