from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.scoring import score
from capability.domain.drawings import Words, dumbbell_chart, profile_chart
from capability.domain.gaps import gaps
from capability.domain.matrix import Level, build_matrix, matrix_from_json
from packs.loader import DATA_DIR, load_pack

D = Decimal
DIMENSIONS = ("SP", "SA", "BA", "DG", "TD")
PROCESSES = ("purchase", "production", "warehouse", "logistics", "finance", "sales")
WORDS = Words("now", "target", "before", "finding")
TITLES = {name: name for name in DIMENSIONS}


@pytest.fixture(scope="module")
def framework():
    return load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0").content


def card(framework, level, **changes):
    answers = {leaf.id: level for leaf in framework.leaves}
    answers |= changes
    return score(framework, answers, profile="discrete")


def test_cells_of_the_outline_example(framework):
    current = card(framework, 2, **{"DG-09": 3})
    matrix = build_matrix(DIMENSIONS, current, card(framework, 4))
    row = matrix.rows[DIMENSIONS.index("DG")]
    cell = row.cells["production"]
    assert cell.current.quantize(D("0.0001")) == D("2.2526")
    assert abs(cell.target - 4) < D("1e-20")
    assert cell.gap == cell.target - cell.current
    assert cell.change is None


def test_change_is_counted_from_the_run_before(framework):
    before = build_matrix(DIMENSIONS, card(framework, 1), card(framework, 3))
    after = build_matrix(DIMENSIONS, card(framework, 2), card(framework, 3), previous=before)
    assert {row.whole.change for row in after.rows} == {D(1)}
    assert after.overall.change == 1
    assert after.processes["sales"].change == 1
    assert after.rows[0].cells["sales"].change == 1


def test_dimension_unknown_before_has_no_change(framework):
    before = build_matrix(("SP",), card_of(framework, "SP"), card_of(framework, "SP"))
    after = build_matrix(DIMENSIONS, card(framework, 2), card(framework, 3), previous=before)
    assert after.rows[1].whole.change is None


def card_of(framework, dimension):
    full = card(framework, 1)
    keep = tuple(cell for cell in full.cells if cell.dimension == dimension)
    return type(full)(
        full.framework_id,
        full.framework_version,
        full.profile,
        full.root_id,
        full.nodes,
        full.gates,
        keep,
        full.elements,
        (),
    )


def test_target_below_current_is_no_gap():
    assert Level(D(3), D(2)).gap == 0


@pytest.mark.parametrize("level", [Level(None, D(2)), Level(D(2), None)])
def test_missing_side_has_no_gap(level):
    assert level.gap is None


def test_level_without_current_has_no_change():
    assert Level(None, None, D(2)).change is None


def test_stored_matrix_comes_back_unchanged(framework):
    matrix = build_matrix(DIMENSIONS, card(framework, 2), card(framework, 4), is_provisional=True)
    assert matrix_from_json(json.loads(json.dumps(matrix.as_json()))) == matrix


def test_stored_matrix_without_a_level_comes_back(framework):
    answers = {"SP-01": 2}
    half = score(framework, answers, profile="discrete")
    matrix = build_matrix(DIMENSIONS, half, half)
    assert matrix_from_json(matrix.as_json()) == matrix
    assert matrix.level is None


def test_gaps_are_ordered_by_what_they_are_worth(framework):
    current = card(framework, 2)
    found = gaps(current, DIMENSIONS, {"SA-10": D(4), "TD-11": D(5), "SP-01": D(2), "SP-02": None})
    assert [gap.question for gap in found] == ["SA-10", "TD-11"]
    assert found[0].weight == D("0.0200")
    assert found[0].priority == D("0.0400")


@settings(deadline=None, max_examples=25)
@given(st.dictionaries(st.sampled_from(["SA-10", "DG-06", "BA-02", "TD-05"]), st.integers(0, 5)))
def test_gap_priorities_sum_to_the_gain_of_the_score(framework, wanted):
    current = card(framework, 2)
    raised = {name: max(2, level) for name, level in wanted.items()}
    total = sum(
        gap.priority
        for gap in gaps(current, DIMENSIONS, {name: D(level) for name, level in wanted.items()})
    )
    gain = card(framework, 2, **raised).score - current.score
    assert abs(total - gain) < D("1e-20")


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


def test_target_at_the_level_is_not_drawn(framework):
    matrix = build_matrix(DIMENSIONS, card(framework, 2), card(framework, 2))
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


def test_without_targets_there_is_no_target_and_no_gap(framework):
    before = build_matrix(DIMENSIONS, card(framework, 1), card(framework, 3))
    matrix = build_matrix(DIMENSIONS, card(framework, 2), None, previous=before)
    levels = [matrix.overall, *matrix.processes.values(), *(row.whole for row in matrix.rows)]
    levels += [cell for row in matrix.rows for cell in row.cells.values()]
    assert {(level.target, level.gap) for level in levels} == {(None, None)}
    assert matrix.overall.change == Decimal(1)
    assert matrix_from_json(matrix.as_json()) == matrix
