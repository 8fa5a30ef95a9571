from __future__ import annotations

import pytest

from assessment.domain.open_points import Checked, OpenPoints, find_open_points


def test_nothing_is_open_about_a_proven_answer():
    row = Checked("SA-01", level=3, target=4, evidence_from=3, verdicts=(False, True))
    points = find_open_points([row])
    assert points == OpenPoints()
    assert points.count == 0


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (Checked("q", is_settled=False), "unanswered"),
        (Checked("q", level=3, evidence_from=3), "unproven"),
        (Checked("q", level=4, evidence_from=3, verdicts=(False,)), "unproven"),
        (Checked("q", level=2, evidence_from=3, verdicts=(None,)), "unreviewed"),
        (Checked("q", level=4, target=2), "aimed_low"),  # "4 → 2", as SA-14 of the walk
    ],
)
def test_each_point_by_itself(row, kind):
    points = find_open_points([row])
    assert getattr(points, kind) == ("q",)
    assert points.count == 1


@pytest.mark.parametrize(
    "row",
    [
        Checked("q", level=2, evidence_from=3),
        Checked("q", level=3),
        Checked("q", level=None, evidence_from=3),
        Checked("q", level=3, target=3),
        Checked("q", level=None, target=3),
        Checked("q", level=4, target=2, evidence_from=3, is_excluded=True, verdicts=(None,)),
    ],
)
def test_what_is_no_point(row):
    assert find_open_points([row]).count == 0


def test_a_question_may_have_several_and_order_stays():
    rows = [
        Checked("b", level=4, target=2, evidence_from=3, verdicts=(None,)),
        Checked("a", is_settled=False),
        Checked("c", is_settled=False),
    ]
    points = find_open_points(rows)
    assert points.unanswered == ("a", "c")
    assert (points.unproven, points.unreviewed, points.aimed_low) == (("b",), ("b",), ("b",))
    assert points.count == 5
