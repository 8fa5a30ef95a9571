"""Every form that adds a row which the database would take twice: sent twice, it adds once."""

from __future__ import annotations

import re
from datetime import date

import pytest

from indicators.models import Benchmark
from journey.models import StageTask
from journey.services import stages
from organizations.models import Plant
from roadmap.models import Initiative, Milestone
from tests.factories.indicators import measured
from tests.factories.roadmap import make_bar, make_roadmap
from tests.organizations.conftest import plant_data

HERE = "/plants/johor-bahru/"
BENCHMARK = {"value": "21", "population": "plants", "year": "2025", "grade": "vendor"}
INITIATIVE = {
    "title": "Own work",
    "phase": "digitize",
    "starts_on": "2027-02-01",
    "ends_on": "2027-05-31",
    "one_off_amount": "1000",
}


def plant(scoped):
    return "/plants/new/", plant_data(), Plant.objects.exclude(slug="johor-bahru")


def task(scoped):
    stages.create_stages(plant=scoped.plant)
    rows = StageTask.objects.filter(title="Ask the works council")
    return f"{HERE}journey/stages/1/tasks/new/", {"title": "Ask the works council"}, rows


def benchmark(scoped):
    row = measured(scoped.plant, scoped.people["cio"])
    address = f"{HERE}indicators/{row.pk}/benchmarks/new/"
    return address, {**BENCHMARK, "source_name": "Survey"}, Benchmark.objects.all()


def initiative(scoped):
    make_roadmap(scoped.plant, starts_on=date(2027, 1, 1))
    return f"{HERE}roadmap/initiatives/create/", INITIATIVE, Initiative.objects.all()


def milestone(scoped):
    plan = make_roadmap(scoped.plant, starts_on=date(2027, 1, 1))
    bar = make_bar(plan, "First", date(2027, 1, 1), date(2027, 3, 31))
    address = f"{HERE}roadmap/initiatives/{bar.pk}/milestones/create/"
    return address, {"title": "Live", "due_on": "2027-03-01"}, Milestone.objects.all()


@pytest.mark.parametrize("form", [plant, task, benchmark, initiative, milestone])
def test_form_sent_twice_adds_once(scoped, form):
    address, data, rows = form(scoped)
    client = scoped.client("cio")
    page = client.get(address).content.decode()
    key = re.search(r'name="key" value="([0-9a-f]{32})"', page).group(1)
    first = client.post(address, {**data, "key": key})
    again = client.post(address, {**data, "key": key})
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert (first.status_code, rows.count()) == (302, 1)
    assert client.post(address, {**data, "key": "a-new-key-of-mine"}).status_code == 302
    assert rows.count() == 2


@pytest.mark.parametrize("form", [plant, task, benchmark, initiative, milestone])
def test_refused_form_can_be_mended_and_sent_with_its_key(scoped, form):
    address, data, rows = form(scoped)
    client, name = scoped.client("cio"), next(iter(data))
    bad = client.post(address, {**data, name: "", "key": "a-key-of-mine"})
    assert bad.status_code == 422
    assert 'name="key" value="a-key-of-mine"' in bad.content.decode()
    assert client.post(address, {**data, "key": "a-key-of-mine"}).status_code == 302
    assert rows.count() == 1
