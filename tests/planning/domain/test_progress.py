"""Progress weighted by cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from planning.domain.plans import PlannedInitiative
from planning.domain.progress import progress
from tests.roadmap.domain.picture import ITEMS


def bar(cost, done, start=date(2026, 1, 1), end=date(2026, 1, 10), **more):
    return PlannedInitiative(
        "a", "digitize", start, end, Decimal(cost), progress=Decimal(done) / 100, **more
    )


def test_progress_is_weighted_by_cost():
    found = progress([bar(300, 100), bar(100, 0)], date(2026, 1, 5))
    assert (found.planned, found.actual) == (Decimal("0.5"), Decimal("0.75"))
    assert found.lag == Decimal("-0.25")


def test_without_cost_days_weigh():
    long = bar(0, 50, end=date(2026, 1, 30))
    found = progress([bar(0, 100), long], date(2026, 2, 1))
    assert (found.planned, found.actual) == (1, Decimal("0.625"))


def test_nothing_counts_when_all_is_stopped():
    assert progress([bar(5, 10, is_stopped=True)], date(2026, 1, 1)) is None
    assert progress([], date(2026, 1, 1)) is None


def test_picture_on_its_day():
    found = progress(ITEMS, date(2026, 11, 18))
    # 860 + 2350 + 0.8 x 540 + 0.7 x 2100 + 0.2 x 1150 = 5342 of 16800
    assert found.actual == Decimal(5342) / 16800
    assert found.planned > found.actual


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1), st.dates())
def test_progress_stays_between_none_and_all(rows, today):
    found = progress([bar(cost, done) for cost, done in rows], today)
    assert 0 <= found.planned <= 1
    assert 0 <= found.actual <= 1
