"""The stage of these tests: a leased hall in Viet Nam a year before its start, and its plan."""

from __future__ import annotations

import pytest

from tests.factories.launch import launch_pack
from tests.launch.support import set_days
from tests.roadmap.conftest import at, owner, roadmap  # noqa: F401 -- fixtures


@pytest.fixture
def ahead(at):  # noqa: F811 -- the fixture above
    launch_pack()
    at.plant.country = "VN"
    at.plant.bonded_regime = "yes"
    at.plant.save()
    return at


@pytest.fixture
def dated(ahead, owner):  # noqa: F811 -- as above
    set_days(ahead.plant, owner)
    return ahead
