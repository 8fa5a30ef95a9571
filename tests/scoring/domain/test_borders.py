from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from packs.loader import DATA_DIR, load_pack
from packs.schema.framework import Framework
from scoring.domain.borders import find_borders
from scoring.domain.engine import score
from scoring.domain.matrix import Level, bordered, build_matrix, dimension_ids, widest_gaps

D = Decimal


@pytest.fixture(scope="module")
def readiness():
    return load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0").content


def test_gates_and_levels_name_the_borders(readiness):
    # docs/method.md: levels at k - 0.20, gates at 2.00 and 3.00, DG 1.75 and 2.75, TD 1.50 and 2.50
    steps = ["0.80", "1.80", "2.00", "2.80", "3.00", "3.80", "4.80"]
    assert find_borders(readiness) == {
        "total": {D(step) for step in steps},
        "DG": {D("1.75"), D("2.75")},
        "TD": {D("1.50"), D("2.50")},
    }


def test_borders_inside_other_rules():
    pack = Framework.model_validate(
        {
            "id": "sample",
            "version": "1",
            "answer": {"type": "number", "min": 0, "max": 100},
            "tree": [{"id": "a", "weight": "0.5"}, {"id": "b", "weight": "0.5"}],
            "level_rules": [
                {"level": 2, "all": [{"any": [{"score": "a", "gte": 60}, {"every_child": "total", "gte": 40}]}]},
                {"bands": [[20, 1], [50, 2]]},
            ],
        }
    )  # fmt: skip
    assert find_borders(pack) == {"a": {D(40), D(60)}, "b": {D(40)}, "total": {D(20), D(50)}}


def card(framework, level, **changes):
    answers = {leaf.id: level for leaf in framework.leaves} | changes
    return score(framework, answers, profile="discrete")


def laid(framework, scored):
    return bordered(build_matrix(dimension_ids(framework), scored, None), framework, scored)


def test_a_plant_below_three_is_not_shown_as_three(readiness):
    """Finding F8: all 3 but DG-13 at 1 is 2.968; SA at 4 among ones is 1.75, level 2 asks 1.80."""
    matrix = laid(readiness, card(readiness, 3, **{"DG-13": 1}))
    assert matrix.overall.current.quantize(D("0.001")) == D("2.968")
    assert matrix.overall.shown.now == "2.97"
    systems = {leaf.id: 4 for leaf in readiness.leaves if leaf.id.startswith("SA")}
    matrix = laid(readiness, card(readiness, 1, **systems))
    assert matrix.overall.current == D("1.75")
    assert f"{matrix.overall.shown.current}" == "1.75"
    assert f"{matrix.overall.shown_finely.current}" == "1.75"


def test_a_plant_short_of_a_gate_is_not_shown_at_it(readiness):
    matrix = laid(readiness, card(readiness, 2, **{"SA-13": 0}))
    assert matrix.overall.current == D("1.975")
    assert matrix.overall.shown.now == "1.98"


def test_a_range_is_written_as_one_and_has_neither_gap_nor_change(readiness):
    """DG-13 open at 4: 3.68 to 4.08 in data governance, 3.936 to 4.016 in all; 3.936 reads 3.9."""
    whole = card(readiness, 5)
    before = build_matrix(dimension_ids(readiness), card(readiness, 2), None)
    open_ = card(readiness, 4, **{"DG-13": None})
    matrix = build_matrix(dimension_ids(readiness), open_, whole, previous=before)
    shown = {row.dimension: row.whole for row in bordered(matrix, readiness, open_).rows}
    total = bordered(matrix, readiness, open_).overall
    assert (shown["DG"].shown.now, shown["SP"].shown.now) == ("3.7–4.1", "4.0")
    assert total.shown.now == "3.9–4.0"
    for level in (total, shown["DG"]):
        ends = (level.gap, level.change, level.shown.gap, level.shown.change)
        assert ends == (None, None, None, None)
    assert shown["SP"].shown.gap == 1


def test_gap_and_change_are_those_of_the_figures():
    shown = Level(D("1.64"), D("2.98"), D("1.27")).shown
    assert (shown.current, shown.target, shown.gap, shown.change) == (
        D("1.6"), D("2.98"), D("1.38"), D("0.3"),
    )  # fmt: skip
    assert Level(D(3), D(2)).shown.gap == 0
    assert (Level(None, D(2)).shown.gap, Level(D(2), None).shown.change) == (None, None)


def test_rows_with_the_same_gap_share_the_first_place(readiness):
    matrix = build_matrix(dimension_ids(readiness), card(readiness, 1), card(readiness, 2))
    assert [row.dimension for row in widest_gaps(matrix)] == ["SP", "SA", "BA", "DG", "TD"]
    first = replace(matrix.rows[0], whole=Level(D(1), D("2.04")))
    assert len(widest_gaps(replace(matrix, rows=(first, *matrix.rows[1:])))) == 5
    wide = replace(matrix.rows[0], whole=Level(D(1), D("2.06")))
    found = widest_gaps(replace(matrix, rows=(wide, *matrix.rows[1:])))
    assert [row.dimension for row in found] == ["SP"]


def test_without_gaps_no_row_is_widest(readiness):
    none = build_matrix(dimension_ids(readiness), card(readiness, 2), None)
    assert widest_gaps(none) == ()
    met = build_matrix(dimension_ids(readiness), card(readiness, 2), card(readiness, 2))
    assert widest_gaps(met) == ()
