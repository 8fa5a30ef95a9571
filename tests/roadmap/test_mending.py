"""Rows of before whose state and progress contradict are mended, also in the log of changes."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core import clock
from planning.domain.progress import ALLOWED, agrees
from steps.models import Step
from tests.factories.roadmap import make_bar

migration = import_module("roadmap.migrations.0005_mend_progress")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("planned", 100), ("planned", 0)),  # F10: taken back from done
        (("planned", 35), ("active", 35)),
        (("active", 100), ("active", 99)),
        (("done", 40), ("done", 100)),
        (("stopped", 100), ("stopped", 100)),
    ],
)
def test_a_contradiction_is_mended(before, after):
    assert migration.mended(*before) == after


@pytest.mark.parametrize("status", ALLOWED)
@pytest.mark.parametrize("done", [0, 1, 50, 99, 100])
def test_what_is_mended_agrees_and_what_agrees_stays(status, done):
    pair = migration.mended(status, done)
    assert agrees(*pair)
    assert pair == (status, done) or not agrees(status, done)


def test_the_log_is_mended_row_by_row():
    values = {"status": "planned", "progress": 100}
    assert migration._mend_row({"table": "initiative", "values": values})
    assert values == {"status": "planned", "progress": 0}
    assert not migration._mend_row({"table": "initiative", "values": values})
    assert not migration._mend_row({"table": "initiative", "values": None})
    assert not migration._mend_row({"table": "goal", "values": {"title": "G"}})


def test_the_upgrade_mends_the_log_and_leaves_good_rows(at, roadmap):
    bar = make_bar(roadmap, status="active", progress=40)
    row = {"table": "initiative", "id": bar.pk, "values": {"status": "planned", "progress": 100}}
    change = Step.objects.create(
        plant=at.plant, verb="initiative.edited", before=[row], after=[], made_at=clock.now()
    )
    apps = MigrationLoader(connection).project_state([("roadmap", "0004_readings_moved")]).apps
    migration.mend(apps, None)
    change.refresh_from_db()
    assert change.before[0]["values"] == {"status": "planned", "progress": 0}
    version = bar.version
    bar.refresh_from_db()
    assert (bar.status, bar.progress, bar.version) == ("active", 40, version)
