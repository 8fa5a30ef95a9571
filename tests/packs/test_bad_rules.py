"""Levels, options and answers that nobody can reach or give are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs.test_bad_packs import CLAUSES, GATE, HEAD, LEAVES, RULED, refusal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
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
        (LEAVES + "level_rules: [{minimum: 9}]\n", "minimum needs a mapping of its settings"),
        (LEAVES + "level_rules: [{staged: [1]}]\n", "staged needs a mapping of its settings"),
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
def test_bad_rule_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    found = refusal(tmp_path, pack=HEAD + text)
    assert [line for line in found if expected in line] != [], found
