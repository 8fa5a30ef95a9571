"""The stage of these tests: the plan of the design's picture, with everything files hold."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from interchange.exporters.workbook import plan_workbook
from interchange.selectors.rows import plan_rows
from roadmap.selectors.plan import roadmap_of
from tests.factories.roadmap import picture_plan
from tests.interchange.books import Book

TODAY = date(2026, 11, 18)


@pytest.fixture
def at(scoped):
    with time_machine.travel(TODAY, tick=False):
        yield scoped


@pytest.fixture
def owner(at):
    return at.people["project_owner"]


@pytest.fixture
def roadmap(at, owner):
    picture_plan(at.plant, owner)
    return roadmap_of(at.plant)


@pytest.fixture
def rows(roadmap):
    return plan_rows(roadmap)


@pytest.fixture
def book(rows):
    return Book(plan_workbook(rows, "en"))
