"""More of the stage for this app's tests."""

from __future__ import annotations

import pytest

from journey.models import PlantStage


@pytest.fixture
def first_stage(staged):
    return PlantStage.objects.get(plant=staged.plant, stage=1)
