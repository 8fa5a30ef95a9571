"""Two runs are compared under one rule, or not at all."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Assessment
from assessment.selectors.result import result, results
from assessment.services.answering import rescore
from packs.schema import Framework
from tests.factories import assessment as make
from tests.factories.assessment_runs import flagship, make_run, sign


@pytest.fixture
def levels(db):
    flagship("1.0.0")
    return {leaf.id: 2 for leaf in flagship("1.1.0").read(Framework).leaves}


def loaded(run):
    return Assessment.objects.select_related("framework", "plant").get(pk=run.pk)


def test_run_before_is_restated_under_the_newer_release(scoped, levels):
    first = make_run(scoped.plant, levels, title="first", signed=True)
    seal = first.snapshots.get().sha256
    second = make_run(scoped.plant, levels | {"DG-06": 5}, title="second", release="1.1.0")
    found = result(loaded(second)).matrix
    assert found.restated_from == "1.0.0"
    assert found.overall.previous == 2
    assert found.overall.change > 0
    assert {row.dimension: row.whole.change for row in found.rows if row.whole.change} == {
        "DG": found.rows[3].whole.change
    }
    sign(second)
    sealed = result(loaded(second))
    assert sealed.matrix.restated_from == "1.0.0"
    assert sealed.matrix == found.__class__(
        found.rows, found.processes, found.overall, found.level, False, "1.0.0"
    )
    assert first.snapshots.get().sha256 == seal


def test_runs_of_one_release_are_compared_as_they_were_signed(scoped, levels):
    make_run(scoped.plant, levels, title="first", signed=True, release="1.1.0")
    second = make_run(scoped.plant, levels, title="second", release="1.1.0")
    found = result(loaded(second)).matrix
    assert (found.restated_from, found.overall.change) == ("", 0)


def test_older_release_after_a_newer_one_shows_no_difference(scoped, levels):
    make_run(scoped.plant, levels, title="first", signed=True, release="1.1.0")
    second = make_run(scoped.plant, levels, title="second")
    found = result(loaded(second)).matrix
    assert (found.restated_from, found.overall.change) == ("", None)


def test_another_framework_shows_no_difference(scoped, levels):
    make_run(scoped.plant, levels, title="first", signed=True)
    scale = {"type": "band", "bands": [{"v": step} for step in range(6)]}
    group = {"id": "DG", "children": [{"id": "q1", "answer": scale}]}
    other = make.make_release({"version": "9.0.0", "tree": [group]})
    owner = scoped.people["project_owner"]
    run = make.make_run(scoped.plant, owner, framework=other, title="other")
    make.answer(run, "q1", owner, value=3)
    assert result(loaded(run)).matrix.overall.change is None


def test_comparing_costs_the_same_for_1_and_3_runs(scoped, levels):
    make_run(scoped.plant, levels, title="first", signed=True)
    rows = [make_run(scoped.plant, levels, title=t, release="1.1.0") for t in ("a", "b", "c")]
    runs = [loaded(run) for run in rows]
    results(runs)
    counts = []
    for some in (runs[:1], runs):
        with CaptureQueriesContext(connection) as caught:
            results(some)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_score_page_marks_what_is_restated(scoped, levels):
    make_run(scoped.plant, levels, title="first", signed=True)
    run = make_run(scoped.plant, levels, title="second", release="1.1.0")
    rescore(run)
    address = f"/plants/johor-bahru/current/runs/{run.pk}/score/"
    page = scoped.client("cio").get(address).content.decode()
    assert "“Before” is restated" in page
    overview = scoped.client("cio").get("/plants/johor-bahru/").content.decode()
    assert "restated" not in overview  # the signed run speaks for the plant
    sign(run)
    overview = scoped.client("cio").get("/plants/johor-bahru/").content.decode()
    assert "since the run before, restated under 1.1.0" in overview
