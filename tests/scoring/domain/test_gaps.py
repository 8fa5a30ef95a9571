"""Gaps and the words of the requirement that follows from one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needs.domain.requirements import need_code, need_title
from packs.loader import DATA_DIR, load_pack
from packs.schema import Framework
from scoring.domain.engine import score
from scoring.domain.gaps import Gap, aimed_nodes, find_gaps
from scoring.domain.results import counted_targets
from scoring.domain.types import StoredAnswer
from tests.packs import samples

D = Decimal


@pytest.fixture(scope="module")
def framework():
    return load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0").content


def card(framework, level, **changes):
    answers = {leaf.id: level for leaf in framework.leaves}
    answers |= changes
    return score(framework, answers, profile="discrete")


def test_gaps_are_ordered_by_what_they_are_worth(framework):
    current = card(framework, 2)
    found = find_gaps(framework, current, {"SA-10": D(4), "TD-11": D(5), "SP-01": D(2)})
    assert [gap.question for gap in found] == ["SA-10", "TD-11"]
    assert found[0].weight == D("0.0200")
    assert found[0].priority == D("0.0400")


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from(["SA-10", "DG-06", "BA-02", "TD-05"]), st.integers(0, 5)))
def test_gap_priorities_sum_to_the_gain_of_the_score(framework, wanted):
    current = card(framework, 2)
    raised = {name: max(2, level) for name, level in wanted.items()}
    total = sum(
        gap.priority
        for gap in find_gaps(framework, current, {name: D(level) for name, level in wanted.items()})
    )
    gain = card(framework, 2, **raised).score - current.score
    assert abs(total - gain) < D("1e-20")


def weighted(**more) -> Framework:
    """Two groups, 60 and 40 % of the whole; q1 and q2 share the first 75 to 25."""
    kind = {"type": "band", "bands": [{"v": step} for step in range(6)]}

    def leaf(name: str, weight: str) -> dict:
        return {"id": name, "weight": weight, "answer": kind}

    first = [leaf("q1", "0.75"), leaf("q2", "0.25")]
    data = {
        "id": "weighted",
        "version": "1",
        "kind": "framework",
        "tree": [
            {"id": "A", "weight": "0.6", "children": first},
            {"id": "B", "weight": "0.4", "children": [leaf("q3", "1")]},
        ],
    }
    return Framework.model_validate({**data, **more})


def test_gaps_by_hand():
    # Weights in the whole: q1 0.60 x 0.75 = 0.45, q2 0.60 x 0.25 = 0.15, q3 0.40.
    current = score(weighted(), {"q1": 1, "q2": 2, "q3": 3})
    found = find_gaps(weighted(), current, {"q1": D(3), "q2": D(5), "q3": D(4)})
    assert found == (
        Gap("q1", "A", D(1), D(3), D("0.45")),  # 0.45 x 2 = 0.90
        Gap("q2", "A", D(2), D(5), D("0.15")),  # 0.15 x 3 = 0.45
        Gap("q3", "B", D(3), D(4), D("0.40")),  # 0.40 x 1 = 0.40
    )
    assert [gap.priority for gap in found] == [D("0.90"), D("0.45"), D("0.40")]


def test_gap_of_equal_worth_goes_by_size_then_by_id():
    current = score(weighted(), {"q1": 1, "q2": 1, "q3": 1})
    found = find_gaps(weighted(), current, {"q1": D(2), "q2": D(4), "q3": D(1)})
    assert [gap.question for gap in found] == ["q2", "q1"]  # 0.15 x 3 = 0.45 x 1


def test_target_at_or_below_the_answer_and_missing_answers_give_no_gap():
    current = score(weighted(), {"q1": 3, "q2": 3})
    assert find_gaps(weighted(), current, {"q1": D(3), "q2": D(2), "q3": D(5)}) == ()


def test_gap_without_weight_in_the_whole_is_worth_nothing():
    framework = weighted(aggregate="none")
    current = score(framework, {"q1": 1, "q2": 1, "q3": 1})
    (gap,) = find_gaps(framework, current, {"q1": D(3)})
    assert (gap.weight, gap.priority) == (0, 0)


def stored(question: str, target: int | None, *, not_applicable: bool = False) -> StoredAnswer:
    return StoredAnswer(question, None, target, not_applicable, has_evidence=False)


def test_targets_count_where_they_are_set_asked_and_apply():
    rows = [
        stored("a", 3),
        stored("b", None),
        stored("c", 4, not_applicable=True),
        stored("d", 5),
    ]
    assert counted_targets(rows, {"a", "b", "c"}) == {"a": D(3)}


def test_words_of_a_need(framework):
    gap = Gap("DG-06", "DG", D(2), D(4), D("0.022"))
    title = need_title(framework, gap)
    assert title.en.endswith(": from level 2 to level 4")
    assert title.zh_hans.endswith("：由2级提升到4级")
    assert need_code("DG-06") == "REQ-DG-06"
    assert len(need_code("x" * 40)) == 20


def test_a_whole_has_a_target_only_when_every_part_that_applies_has_one():
    parts = [
        {"id": name, "children": [samples.leaf(f"{name}1"), samples.leaf(f"{name}2")]}
        for name in "pqr"
    ]
    pack = samples.framework(*parts)
    nodes = score(pack, {"p1": 2, "p2": 2, "q1": 2, "r1": "na", "r2": "na"}).nodes
    assert aimed_nodes(pack, nodes, {}) == frozenset()
    assert aimed_nodes(pack, nodes, {"p1"}) == {"p", "p1"}
    assert aimed_nodes(pack, nodes, {"p1", "q2"}) == {"p", "p1", "q", "q2", "total"}
