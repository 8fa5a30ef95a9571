"""More of the stage for this app's tests."""

from __future__ import annotations

import pytest

from journey.models import PlantStage
from journey.services import stages


@pytest.fixture
def staged(scoped):
    """Give the plant its five stages."""
    stages.create_stages(plant=scoped.plant)
    return scoped


@pytest.fixture
def first_stage(staged):
    return PlantStage.objects.get(plant=staged.plant, stage=1)
