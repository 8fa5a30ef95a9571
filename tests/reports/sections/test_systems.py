from __future__ import annotations

import pytest

from tests.reports.paper import compare

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_systems(form, raw):
    rows = form.rows("systems", "name")
    assert set(rows) == set(raw["systems"])
    compare(rows, raw["systems"], "users", "cost")
