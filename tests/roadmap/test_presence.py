"""Who else has the plan open."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.models import AuditEvent
from roadmap.services import presence
from tests.factories.roadmap import make_bar


@pytest.fixture(autouse=True)
def _nobody(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ask(at):
    def ask(role, **given):
        address = reverse("roadmap:roadmap-presence", args=["johor-bahru"])
        return at.client(role).post(address, given)

    return ask


def test_people_see_each_other_and_what_is_open(at, ask, roadmap):
    row = make_bar(roadmap, "A")
    events = AuditEvent.objects.count()
    assert ask("project_owner", initiative=row.pk).json() == {"words": "", "rows": {}}
    assert ask("stakeholder").json() == {
        "words": "Also here: Project Owner",
        "rows": {str(row.pk): "Project Owner"},
    }
    found = ask("cio", initiative=row.pk).json()
    assert found["words"] == "Also here: Project Owner, Stakeholder"
    assert found["rows"] == {str(row.pk): "Project Owner"}
    assert ask("stakeholder").json()["rows"] == {str(row.pk): "Cio, Project Owner"}
    assert AuditEvent.objects.count() == events


def test_nobody_stays_for_long(at, ask, roadmap, monkeypatch):
    monkeypatch.setattr(presence, "KEPT", -1)
    ask("project_owner")
    assert ask("cio").json()["words"] == ""


@pytest.mark.parametrize("given", ["x", "-1", "9" * 30, ""])
def test_what_is_no_initiative_is_none(at, ask, roadmap, given):
    assert ask("project_owner", initiative=given).status_code == 200
    assert ask("cio").json() == {"words": "Also here: Project Owner", "rows": {}}


def test_another_plant_is_another_room(at, ask, roadmap):
    assert ask("stranger").status_code == 404


def test_it_asks_the_same_of_the_database_whoever_is_there(at, ask, roadmap):
    client = at.client("cio")
    address = reverse("roadmap:roadmap-presence", args=["johor-bahru"])
    client.post(address)
    with CaptureQueriesContext(connection) as alone:
        client.post(address)
    for role in ("project_owner", "stakeholder", "assessor"):
        ask(role)
    with CaptureQueriesContext(connection) as among:
        client.post(address)
    assert len(among) == len(alone)
