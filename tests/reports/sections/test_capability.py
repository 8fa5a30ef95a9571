from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reports.paper import compare

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_dimensions(paper, raw):
    rows = list(paper.rows("dimensions", "name").values())
    shown = dict(zip(raw["dimensions"], rows, strict=True))
    assert shown["overall"]["name"] == paper.say("Overall", "总体")
    compare(shown, raw["dimensions"], "now", "target")
    for row in shown.values():  # differences are those of the figures beside them
        now, target, gap = (Decimal(row[name]) for name in ("now", "target", "gap"))
        assert gap == target - now
    # the change is that of the two figures, each rounded: off the exact one by a step at most
    for name, figures in raw["dimensions"].items():
        change = Decimal(shown[name]["change"].replace("\u2212", "-"))
        assert abs(change - figures["change"]) <= Decimal("0.1")
