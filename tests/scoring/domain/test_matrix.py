from __future__ import annotations

import json
from decimal import Decimal

import pytest

from packs.loader import DATA_DIR, load_pack
from scoring.domain.engine import score
from scoring.domain.matrix import Level, build_matrix, matrix_from_json, only_aimed, with_targets

D = Decimal
DIMENSIONS = ("SP", "SA", "BA", "DG", "TD")


@pytest.fixture(scope="module")
def framework():
    return load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0").content


def card(framework, level, **changes):
    answers = {leaf.id: level for leaf in framework.leaves}
    answers |= changes
    return score(framework, answers, profile="discrete")


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


def test_without_targets_there_is_no_target_and_no_gap(framework):
    before = build_matrix(DIMENSIONS, card(framework, 1), card(framework, 3))
    matrix = build_matrix(DIMENSIONS, card(framework, 2), None, previous=before)
    levels = [matrix.overall, *matrix.processes.values(), *(row.whole for row in matrix.rows)]
    levels += [cell for row in matrix.rows for cell in row.cells.values()]
    assert {(level.target, level.gap) for level in levels} == {(None, None)}
    assert matrix.overall.change == Decimal(1)
    assert matrix_from_json(matrix.as_json()) == matrix


def test_targets_are_put_into_a_matrix_that_had_none(framework):
    before = build_matrix(DIMENSIONS, card(framework, 1), None)
    current, target = card(framework, 2), card(framework, 4)
    bare = build_matrix(DIMENSIONS, current, None, previous=before)
    assert with_targets(bare, target) == build_matrix(DIMENSIONS, current, target, previous=before)


def test_what_nobody_wants_has_no_target(framework):
    """One question of DG aims higher: DG has a target, the others and the whole have none."""
    current, target = card(framework, 2), card(framework, 2, **{"DG-06": 3})
    whole = build_matrix(DIMENSIONS, current, target)
    shown = only_aimed(whole, {"DG", "DG-06"}, "total")
    targets = {row.dimension: row.whole.target for row in shown.rows}
    assert targets == {
        "SP": None,
        "SA": None,
        "BA": None,
        "DG": whole.rows[3].whole.target,
        "TD": None,
    }
    assert shown.overall.target is None
    assert {level.target for level in shown.processes.values()} == {None}
    assert {cell.target for cell in shown.rows[0].cells.values()} == {None}
    assert only_aimed(whole, {*DIMENSIONS, "total"}, "total") == whole
