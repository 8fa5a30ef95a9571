"""Systems of a plant with processes, and who may write them."""

from __future__ import annotations

import pytest

from tests.factories import assessment as make


@pytest.fixture
def stage(scoped):
    make.processes()
    return scoped


@pytest.fixture
def client(cast):
    return cast.client("it_lead")
