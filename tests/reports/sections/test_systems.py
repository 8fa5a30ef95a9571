from __future__ import annotations

from decimal import Decimal

import pytest

from core.text import LocalizedText
from core.wording.money import in_unit
from reports.sections.columns import one_unit
from tests.reports.heads import HEADS
from tests.reports.money_words import worth_under
from tests.reports.paper import compare

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_systems(form, raw):
    rows = form.rows("systems", "name")
    assert set(rows) == set(raw["systems"])
    compare(rows, raw["systems"], "users")
    head = form.heads("systems")[list(HEADS["systems"]).index("cost")]
    compare(rows, raw["systems"], "cost", unit=worth_under(form.text, head))


def test_column_has_one_unit_or_each_sum_its_own():
    """The fault seen: "MYR 380,000" beside "MYR 1.20 M" in one column."""
    small, large = Decimal(380_000), Decimal(1_200_000)
    scale = one_unit([(small, "MYR"), (None, "MYR"), (large, "MYR")], "en")
    assert scale.unit == LocalizedText.of("MYR thousand", "千林吉特")
    assert [in_unit(one, scale) for one in (small, large)] == ["380", "1,200"]
    assert one_unit([(small, "MYR"), (large, "CNY")], "en") is None
    assert one_unit([(None, "MYR")], "en") is None
