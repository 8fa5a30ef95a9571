"""Values of an import far from their series; every figure computed by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from readings.domain.outliers import UsualRange, look_like_shares, unusual, unusual_values


def d(*values):
    return [Decimal(str(value)) for value in values]


# 57…62: median 59.5, distances 2.5 1.5 0.5 0.5 1.5 2.5, MAD 1.5, spread 2.2239; five are 11.1195.
SERIES = d(57, 58, 59, 60, 61, 62)


@pytest.mark.parametrize(
    ("value", "is_far"),
    [("48.39", False), ("48.38", True), ("70.61", False), ("70.62", True)],
)
def test_five_spreads_about_the_median(value, is_far):
    assert (unusual(Decimal(value), SERIES) is not None) is is_far


def test_the_range_is_that_of_the_series():
    assert unusual(Decimal("0.612"), SERIES) == UsualRange(Decimal(57), Decimal(62))


def test_an_outlier_of_the_series_does_not_stretch_the_range():
    usual = unusual(Decimal(0), [*SERIES, Decimal(900)])
    # median 60, distances 3 2 1 0 1 2 840, MAD 2: 60 ± 5 × 2.9652
    assert usual == UsualRange(Decimal(57), Decimal("74.826"))


@pytest.mark.parametrize(
    ("value", "others", "is_far"),
    [
        ("600", ["60"], True),  # ten times
        ("599", ["60"], False),
        ("6", ["60"], True),  # a tenth
        ("6.1", ["60"], False),
        ("-60", ["60"], False),
        ("-600", ["60"], True),
        ("900", ["0", "0"], False),  # no multiple of nothing
        ("900", [], False),
        ("5.1", ["5", "5", "5", "5", "5"], False),  # no spread: only multiples count
        ("75", ["57", "58", "60", "61"], False),  # four are too few for a spread
    ],
)
def test_multiples_of_the_median(value, others, is_far):
    assert (unusual(Decimal(value), d(*others)) is not None) is is_far


def test_without_spread_the_range_is_plain():
    assert unusual(Decimal(50), d(5, 5, 5, 5, 5)) == UsualRange(Decimal(5), Decimal(5))


def test_few_stored_readings_are_measured_with_the_file():
    values = dict(enumerate(d("85", "0.86", "87")))
    assert list(unusual_values(values, {})) == [1]
    assert unusual_values(values, {1: Decimal("0.86")}) == {}
    stored = {key + 10: value for key, value in enumerate(SERIES)}
    assert list(unusual_values(values, stored)) == [0, 1, 2]


@pytest.mark.parametrize(
    ("values", "stored", "wanted"),
    [
        (["0.86", "-0.9", "1", "0"], [], True),
        (["0.86", "1.1"], [], False),
        (["0", "0"], [], False),
        (["0.86"], ["60"] * 5, False),
        (["0.86"], ["60"] * 4, True),
    ],
)
def test_shares_of_one(values, stored, wanted):
    assert look_like_shares(d(*values), d(*stored)) is wanted
