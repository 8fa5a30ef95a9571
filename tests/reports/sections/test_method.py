from __future__ import annotations

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_a_plant_without_indicators_is_told_how_charts_are_read(contents, words):
    assert contents["empty", "indicator_baseline"]["sections"]["method"] == {}
    assert "Fewer than 6 readings make no baseline" in words("empty", "indicator_baseline", "en")
