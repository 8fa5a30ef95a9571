from __future__ import annotations

import json
from decimal import Decimal

import pytest

from indicators.domain.baseline import compute
from indicators.domain.snapshot import as_data, exact_text, extract, from_data, seal
from tests.indicators.domain.test_baseline import YEAR, months


@pytest.mark.parametrize("numbers", [YEAR, (5,), (9, 10, 11, 10, 9, 50)])
def test_stored_baseline_comes_back_equal(numbers):
    found = compute(months(*numbers), bounds=(Decimal(0), None))
    assert from_data(json.loads(json.dumps(as_data(found)))) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [("41.000", "41"), ("0.50", "0.5"), ("-0", "0"), ("1E+3", "1000"), ("100", "100")],
)
def test_numbers_have_one_spelling(value, text):
    assert exact_text(Decimal(value)) == text


def test_extract_and_its_seal():
    points = months(1, 2, 3)
    rows = extract(points[:2], points[2:])
    assert rows == [["2025-01", "1", True], ["2025-02", "2", True], ["2025-03", "3", False]]
    assert seal(rows) == seal(extract(points[1::-1], points[2:]))
    assert seal(rows) != seal(extract(points))
