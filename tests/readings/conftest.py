"""A plant that follows three indicators."""

from __future__ import annotations

import pytest

from indicators.selectors.series import plant_rows
from tests.factories.indicators import follow


@pytest.fixture
def rows(scoped):
    follow(scoped.plant, "SC-12", "ISO-06", "DIG-05", by=scoped.people["cio"])
    return list(plant_rows([scoped.plant]))
