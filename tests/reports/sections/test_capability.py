from __future__ import annotations

import pytest

from tests.reports.paper import compare

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_dimensions(paper, raw):
    rows = list(paper.rows("dimensions", "name").values())
    shown = dict(zip(raw["dimensions"], rows, strict=True))
    assert shown["overall"]["name"] == paper.say("Overall", "总体")
    compare(shown, raw["dimensions"], "now", "target", "gap", "change")
