from __future__ import annotations

import pytest

from scoring.domain.scale import is_levelled
from tests.packs.samples import framework, leaf


def item(answer: dict, **more) -> dict:
    return {"id": "x", "answer": answer, **more}


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ([leaf("a"), leaf("b")], True),
        ([leaf("a"), item({"type": "band", "bands": [1, 2, 3, 4, 5]})], True),
        ([leaf("a"), item({"type": "band", "bands": [1, 2, 3]})], False),
        ([item({"type": "band", "bands": [0, 2, 4]})], False),
        ([item({"type": "band", "bands": list(range(101))})], False),
        ([item({"type": "single", "options": {"no": 0, "half": 1, "yes": 2}})], True),
        ([item({"type": "single", "options": {"no": 0, "yes": 100}})], False),
        ([item({"type": "number", "max": 5})], False),
        ([item({"type": "clauses_per_level", "levels": 5})], True),
        ([item({"type": "clauses_per_level", "levels": 5, "values": [0, 100]})], False),
        ([leaf("a", max=100)], False),
        ([leaf("a"), leaf("b")], True),
    ],
)
def test_scores_read_as_levels_only_on_one_scale_of_steps(nodes: list, expected: bool) -> None:
    assert is_levelled(framework(*nodes), None) is expected


def test_points_of_a_group_are_no_levels() -> None:
    pack = framework({"id": "g", "children": [leaf("a"), leaf("b")], "max": 50}, aggregate="sum")
    assert not is_levelled(pack, None)
