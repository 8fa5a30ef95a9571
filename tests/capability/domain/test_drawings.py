from __future__ import annotations

import pytest

from capability.domain.drawings import Words, dumbbell_chart, profile_chart
from packs.loader import DATA_DIR, load_pack
from scoring.domain.engine import score
from scoring.domain.matrix import build_matrix

DIMENSIONS = ("SP", "SA", "BA", "DG", "TD")
WORDS = Words("now", "target", "before", "finding")
TITLES = {name: name for name in DIMENSIONS}


@pytest.fixture(scope="module")
def framework():
    return load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0").content


def card(framework, level, **changes):
    answers = {leaf.id: level for leaf in framework.leaves}
    answers |= changes
    return score(framework, answers, profile="discrete")


def test_radar_has_now_and_target(framework):
    matrix = build_matrix(DIMENSIONS, card(framework, 2), card(framework, 4))
    spec = profile_chart(matrix, TITLES, WORDS)
    assert [series.key for series in spec.series] == ["now", "target"]
    assert spec.series[0].values == (2.0,) * 5


def test_bars_show_the_run_before_first(framework):
    before = build_matrix(DIMENSIONS, card(framework, 1), card(framework, 3))
    matrix = build_matrix(DIMENSIONS, card(framework, 2), card(framework, 3), previous=before)
    spec = profile_chart(matrix, TITLES, WORDS, kind="bar")
    assert [series.key for series in spec.series] == ["before", "now", "target"]


def test_radar_without_targets_has_one_series(framework):
    empty = score(framework, {}, profile="discrete")
    matrix = build_matrix(DIMENSIONS, card(framework, 2), empty)
    assert len(profile_chart(matrix, TITLES, WORDS).series) == 1


def test_without_a_target_none_is_drawn(framework):
    matrix = build_matrix(DIMENSIONS, card(framework, 2), None)
    assert len(profile_chart(matrix, TITLES, WORDS).series) == 1
    dumbbell = dumbbell_chart(matrix, TITLES, WORDS)
    assert dumbbell.target_label == ""
    assert {row.target for row in dumbbell.rows} == {None}


def test_dumbbell_holds_every_number(framework):
    empty = score(framework, {}, profile="discrete")
    matrix = build_matrix(DIMENSIONS, empty, card(framework, 4), is_provisional=True)
    dumbbell = dumbbell_chart(matrix, TITLES, WORDS, {"SP": "战略规划"})
    assert dumbbell.rows[0].companion == "战略规划"
    assert dumbbell.rows[0].value is None
