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
            "tree: [{id: a, title: {en: A, zh-hans: 甲, fr: A}, scale: six}]\n",
            "a: title: unknown language: fr",
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
        (
            (
                "tree: [{id: a, scale: six, at_level: 1}]\n"
                "level_rules: [{largely_fully: {largely_above: 85, fully_above: 50}}]\n"
            ),
            "total: largely_above lies above fully_above",
        ),
        (LEAVES + "level_rules: [{staged: {share: 0}}]\n", "total: share 0 asks nothing"),
        (
            CLAUSES + "level_rules: [{cumulative: {unit_threshold: 0, bands: [[0.8, 1]]}}]\n",
            "total: unit_threshold 0 lets every level count",
        ),
        (
            "tree: [{id: a, answer: {type: multi, exclusive: [z], options: {x: 1}}}]\n",
            "unknown option: z",
        ),
        (
            "tree: [{id: a, answer: {type: multi, negative: [x], options: {x: 1}}}]\n",
            "negative option x must not have a value above 0",
        ),
        (
            "tree: [{id: a, answer: {type: interval, cuts: [[20, 0], [10, 25]]}}]\n",
            "intervals overlap",
        ),
        (
            "tree: [{id: a, answer: {type: interval, cuts: [[null, 0], [10, 25]]}}]\n",
            "only the last cut may have no upper end",
        ),
        (
            "tree: [{id: a, answer: {type: ratio, max: 5, cuts: [[10, 25]]}}]\n",
            "a ratio has cuts or max, not both",
        ),
        ("tree: [{id: a, answer: {type: number, max: 0}}]\n", "max must be above min"),
        ("tree: [{id: a, answer: {type: python, code: x}}]\n", "a: answer"),
        ("tree: [{id: a, answer: {type: number, max: many}}]\n", "not a number: many"),
        ("tree: [{id: a, answer: {type: number, max: true}}]\n", "not true or false"),
        ("tree: [{id: a, answer: {type: number, max: NaN}}]\n", "not a number: NaN"),
        # level rules
        (
            LEAVES + "level_rules: [{bands: [[0, 1], [2, 2.5, 2], [3, 3]]}]\n",
            "gap between bands: 2.5 to 3",
        ),
        (
            LEAVES + "level_rules: [{bands: [[0, 1], [2, 3.5, 2], [3, 3]]}]\n",
            "bands overlap: 3 to 3.5",
        ),
        (LEAVES + "level_rules: [{bands: [[2, 1], [1, 2]]}]\n", "does not start above"),
        (LEAVES + "level_rules: [{bands: [[1, 2], [2, 1]]}]\n", "does not rise with its band"),
        (LEAVES + "level_rules: [{bands: [1, 2]}]\n", "bands"),
        (LEAVES + "level_rules: [5]\n", "level_rules"),
        (
            LEAVES + "level_rules: [{bands: [[0, 1], [6, 2]]}]\n",
            "level 2: unreachable: total ends at 5",
        ),
        (LEAVES + "level_rules: [{score: z, bands: [[0, 1]]}]\n", "level 1: unknown node: z"),
        (
            LEAVES + "level_rules: [{level: 1, all: [{score: total, gte: 6}]}]\n",
            "level 1: unreachable: total ends at 5, needs 6",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{node: a, level_gte: 6}]}]\n",
            "level 1: unreachable: a ends at 5, needs 6",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{node: z, level_gte: 1}]}]\n",
            "level 1: unknown node: z",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{count: total, level_gte: 1, gte: 3}]}]\n",
            "level 1: unreachable: 2 nodes below total can reach level 1, needs 3",
        ),
        (
            LEAVES
            + "level_rules: [{level: 1, any: [{count: total, tag: must, level_gte: 1, gte: 2}]}]\n",
            "unreachable: 1 nodes tagged must below total can reach level 1, needs 2",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{count: z, level_gte: 1, gte: 3}]}]\n",
            "level 1: unknown node: z",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{every_child: z, gte: 3}]}]\n",
            "level 1: unknown node: z",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{every_child: total, gte: 6}]}]\n",
            "unreachable: a ends at 5, needs 6",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{every_child: total, level_gte: 6}]}]\n",
            "unreachable: a ends at 5, needs 6",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{every_child: total}]}]\n",
            "every_child needs either gte or level_gte",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{every: [z], at_least: 1}]}]\n",
            "level 1: unknown node: z",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{k_of_n: [a, b], at_least: 1, k: 3}]}]\n",
            "k is 3, but only 2 items are named",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{k_of_n: [a], at_least: 1, k: 1, n: 2}]}]\n",
            "n is 2, but 1 items are named",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{kpi: DQ-07}]}]\n",
            "kpi needs either gte or lte",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{any: [{gate: x}]}]}]\n",
            "level 1: unknown gate: x",
        ),
        (LEAVES + "level_rules: [{level: 1}]\n", "a level needs requirements under all or any"),
        (
            LEAVES
            + "level_rules: [{level: 1, all: [{score: total, gte: 1}]},"
            + " {level: 2, all: [{score: total, gte: 2}]}]\n",
            "total: level 2 stands below level 1: write the highest first",
        ),
        (LEAVES + "level_rules: [{minimum: z}]\n", "total: unknown node: z"),
        (LEAVES + "level_rules: [{staged: {share: 0.8, of: z}}]\n", "total: unknown node: z"),
        (LEAVES + "level_rules: [{staged: {share: 0.8, must: [z]}}]\n", "total: unknown node: z"),
        (LEAVES + "level_rules: [{largely_fully: {of: z}}]\n", "z: unknown node: z"),
        (LEAVES + "level_rules: [{largely_fully: {}}]\n", "no attribute below carries at_level"),
        (
            LEAVES + "level_rules: [{cumulative: {unit_threshold: 0.8, bands: [[0.8, 1]]}}]\n",
            "needs answers of type clauses_per_level",
        ),
        (
            CLAUSES + "level_rules: [{cumulative: {unit_threshold: 0.8, bands: [[1.8, 1]]}}]\n",
            "level 1: unreachable: the sum ends at 1",
        ),
        (
            (
                "tree: [{id: a, aggregate: none, children: [{id: b, scale: six}]}, {id: c, scale: six}]\n"
                "level_rules: [{level: 1, all: [{score: a, gte: 1}]}]\n"
            ),
            "level 1: unreachable: a is a profile without a score",
        ),
        # gates, vetoes, references
        (LEAVES + GATE % "requires: x,", "gate integrate: unknown gate: x"),
        (LEAVES + GATE % "requires: integrate,", "gate integrate: gate cycle"),
        (
            LEAVES + "gates: [{id: g, all: [{all: [{gate: h}]}]}, {id: h, all: [{gate: g}]}]\n",
            "gate h: gate cycle",
        ),
        (
            LEAVES + "level_rules: [{level: 1, all: [{node: overall, level_gte: 1}]}]\n",
            "level of total: level cycle: it requires itself",
        ),
        (
            RULED + "gates: [{id: x, all: [{every_child: total, level_gte: 1}]}]\n",
            "gate x: gate cycle",
        ),
        (
            RULED
            + "level_rules: [{minimum: total}, {bands: [[0, 0]]}]\n"
            + "gates: [{id: x, all: [{count: total, level_gte: 1, gte: 1}, {every_child: g, gte: 1}]}]\n",
            "level of g: level cycle",
        ),
        ("tree: [{id: a, scale: six, target: 7}]\n", "a: target 7 is outside 0 to 5"),
        (
            LEAVES + "level_rules: [{bands: [[0, 1, 1], [1, 4, 2]]}]\n",
            "gap above the bands: 4 to 5",
        ),
        (LEAVES + "level_rules: [{bands: [[3, 1, 1]]}]\n", "does not end above its start"),
        (
            CLAUSES
            + "level_rules: [{cumulative: {unit_threshold: 0.8, bands: [[0.8, 0.9, 1]]}}]\n",
            "gap above the bands: 0.9 to 1",
        ),
        (
            "tree: [{id: a, scale: six, aggregate: min, max: 1e30}]\n",
            "a number of this size is not accepted",
        ),
        (LEAVES + "numbers: {compare_on: 100}\n", "less than or equal to 12"),
        ("tree: [{id: a, answer: {type: number, max: .inf}}]\n", "not a number"),
        ("tree: [{id: a, answer: {type: number, max: Infinity}}]\n", "not a number: Infinity"),
        ("tree: [{id: a, answer: {type: matrix, rows: [x, x]}}]\n", "a row stands twice"),
        ("tree: [{id: a, answer: {type: matrix, rows: [x], values: {}}}]\n", "at least 1 item"),
        (
            "tree: [{id: a, answer: {type: clauses_per_level, values: []}}]\n",
            "at least 1 item",
        ),
        (LEAVES + "gates: [{id: g, all: [{score: z, gte: 1}]}]\n", "gate g: unknown node: z"),
        (LEAVES + "vetoes: [{item: z, at_least: 1, cap: 1}]\n", "vetoes: unknown node: z"),
        (LEAVES + "vetoes: [{item: a, at_least: 1}]\n", "caps the level or takes it away"),
        (LEAVES + "tailoring: {nodes: [z]}\n", "tailoring: unknown node: z"),
        (
            LEAVES + "initiative_conditions: {N01: {z: 2}}\n",
            "initiative_conditions.N01: unknown node",
        ),
        (LEAVES + "crosswalks: [{model: m, parts: {p: [z]}}]\n", "m.p: unknown node: z"),
        (LEAVES + "express_run: {questions: [z]}\n", "express_run: unknown node: z"),
        (
            LEAVES
            + "priority: {horizons: {}, cost_relevance: {z: {}}, kpi_relevance: {},"
            + " best_in_class: {x: {y: 1}}}\n",
            "priority: unknown node: y",
        ),
        (
            LEAVES + "vectors: [{name: v, source: s, inputs: {z: 1}, expect: {total: 1}}]\n",
            "vector v: unknown node: z",
        ),
        (
            LEAVES + "vectors: [{name: v, source: s, inputs: {a: 1, b: 1}, expect: {total: 2}}]\n",
            "vector v: total: expected 2, got 1",
        ),
        (LEAVES + "completeness: 1.5\n", "completeness"),
        (LEAVES + "id: again\n", "duplicate key: id"),
        (LEAVES + "? [a, b]\n: 1\n", "cannot be read"),
        ("tree: [\n", "pack.yaml: -: cannot be read"),
        (LEAVES + "checked_on: 2026-13-40\n", "cannot be read"),
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
