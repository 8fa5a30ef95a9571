from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from packs.loader import DATA_DIR, load_pack
from packs.schema.framework import Framework
from scoring.domain.borders import find_borders
from scoring.domain.engine import score
from scoring.domain.matrix import Level, bordered, build_matrix, dimension_ids
from scoring.domain.types import ScoreRange
from scoring.domain.widest import WidestGaps, beside_gaps, widest_gaps

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


def test_a_range_is_written_as_one_and_has_no_change(readiness):
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
    # 3.7–4.1 below 5, and 3.9–4.0
    assert (shown["DG"].shown.gap_words, total.shown.gap_words) == ("0.9–1.3", "1.0–1.1")


def test_gap_and_change_are_those_of_the_figures():
    shown = Level(D("1.64"), D("2.98"), D("1.27")).shown
    assert (shown.current, shown.target, shown.gap, shown.change) == (
        D("1.6"), D("2.98"), D("1.38"), D("0.3"),
    )  # fmt: skip
    assert Level(D(3), D(2)).shown.gap == 0
    assert (Level(None, D(2)).shown.gap, Level(D(2), None).shown.change) == (None, None)


def test_a_gap_that_is_a_range_agrees_with_its_ends():
    """The finding: strategy at 1.1-1.7 below 2.4 had the gap "–"."""
    open_ = Level(D("1.3"), D("2.39"), ends=ScoreRange(D("1.12"), D("1.71")))
    for figures in (open_.shown, replace(open_, places=2).shown, open_.shown_finely):
        assert (figures.now, figures.target, figures.gap) == ("1.1–1.7", D("2.4"), None)
        assert (figures.least, figures.most, figures.gap_words) == (D("0.7"), D("1.3"), "0.7–1.3")
    above = replace(open_, target=D("1.1")).shown
    assert above.gap_words == "0.0"
    assert replace(open_, target=D("1.4")).shown.gap_words == "0.0–0.3"
    assert replace(open_, target=None).shown.gap_words == "–"
    assert Level(D(1), D(3)).shown.gap_words == "2.0"


def shown(*levels):
    return [replace(level, places=2).shown for level in levels]


def test_the_widest_gap_is_that_of_two_places():
    """The finding: 2.22 - 1.25 = 0.97 and 2.39 - 1.46 = 0.93 were both said to be 0.9."""
    figures = shown(Level(D("1.25"), D("2.22")), Level(D("1.46"), D("2.39")))
    assert [one.gap_words for one in figures] == ["0.97", "0.93"]
    assert widest_gaps(figures) == WidestGaps((0,), D("0.97"), (), False)
    same = shown(Level(D(1), D(2)), Level(D("1.001"), D(2)), Level(D(2), D(2)))
    assert widest_gaps(same).known == (0, 1)


def test_a_gap_that_may_be_the_widest_is_named():
    open_ = Level(D("1.3"), D("2.39"), ends=ScoreRange(D("1.1"), D("1.7")))
    known = Level(D("1.5"), D("2.4"))
    assert widest_gaps(shown(open_, known)) == WidestGaps((1,), D("0.90"), (0,), False)
    assert widest_gaps(shown(open_, Level(D(2), D("2.6")))).is_sure
    assert widest_gaps(shown(open_, Level(D(1), D(3)))).perhaps == ()
    assert widest_gaps(shown(open_, open_)) == WidestGaps((), D(0), (0, 1), False)


def test_a_matrix_beside_gaps_has_two_places(readiness):
    matrix = build_matrix(dimension_ids(readiness), card(readiness, 2), card(readiness, 3))
    whole = beside_gaps(matrix)
    assert (f"{matrix.overall.shown.gap}", f"{whole.overall.shown.gap}") == ("1.0", "1.00")
    assert {f"{row.whole.shown.gap}" for row in whole.rows} == {"1.00"}


def test_without_gaps_no_row_is_widest():
    for level in (Level(D(2), None), Level(D(2), D(2))):
        assert widest_gaps([level.shown]) == WidestGaps((), D(0), (), False)
    assert widest_gaps([]).known == ()
