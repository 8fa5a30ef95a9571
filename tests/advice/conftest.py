"""The stage of these tests: a plan that begins in 2027, seen in November 2026."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from tests.factories.roadmap import make_bar, make_roadmap

TODAY = date(2026, 11, 18)


@pytest.fixture
def at(scoped):
    with time_machine.travel(TODAY, tick=False):
        yield scoped


@pytest.fixture
def owner(at):
    return at.people["project_owner"]


@pytest.fixture
def roadmap(at):
    return make_roadmap(at.plant, starts_on=date(2027, 1, 1))


@pytest.fixture
def three(roadmap):
    return [make_bar(roadmap, name, date(2027, 1, 1), date(2027, 3, 31)) for name in "ABC"]
