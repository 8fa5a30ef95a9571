"""An indicator that the plant follows."""

from __future__ import annotations

import pytest

from readings.models import PlantIndicator
from tests.factories.indicators import follow


@pytest.fixture
def row(scoped) -> PlantIndicator:
    (found,) = follow(scoped.plant, "SC-12", by=scoped.people["cio"])
    return found
