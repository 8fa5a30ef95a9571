from __future__ import annotations

from decimal import Decimal

import pytest

from assessment.domain.sealing import canonical
from assessment.models import Assessment, Snapshot
from capability.models import CapabilityMatrix
from capability.services import freeze_matrix
from core.base import tenant
from organizations.models import AuditEvent
from scoring.domain.engine import ENGINE_VERSION
from tests.factories.assessment_runs import catalog, flagship, make_run
from tests.factories.engines import install_other_engine

URL = "/plants/johor-bahru/capability/"


@pytest.fixture
def levels(db) -> dict[str, int]:
    from packs.schema import Framework

    return {leaf.id: 2 for leaf in flagship().read(Framework).leaves}


def test_empty_plant_offers_the_first_step(cast):
    response = cast.client("project_owner").get(URL)
    assert response.status_code == 200
    assert b"No capability matrix yet" in response.content
    assert b"/plants/johor-bahru/current/" in response.content


def test_matrix_of_an_open_run_is_provisional(scoped, levels):
    make_run(scoped.plant, levels, {"DG-06": 4})
    page = scoped.client("stakeholder").get(URL)
    assert page.context["matrix"].is_provisional
    assert page.context["matrix"].overall.current == 2
    assert CapabilityMatrix.objects.count() == 0


def test_reading_a_signed_run_stores_nothing(scoped, levels):
    run = make_run(scoped.plant, levels, {"DG-06": 4}, signed=True)
    events = AuditEvent.objects.count()
    page = scoped.client("stakeholder").get(URL)
    held = Snapshot.objects.get(assessment=run).data["matrix"]
    assert canonical(page.context["matrix"].as_json()) == canonical(held)
    assert not page.context["matrix"].is_provisional
    assert (CapabilityMatrix.objects.count(), AuditEvent.objects.count()) == (0, events)


def test_every_page_of_a_signed_run_equals_its_seal_under_other_rules(scoped, levels, monkeypatch):
    spread = {name: place % 5 for place, name in enumerate(levels)}
    make_run(scoped.plant, dict.fromkeys(levels, 1), title="before", signed=True)
    targets = {name: min(5, level + 1) for name, level in spread.items()}
    run = make_run(scoped.plant, spread, targets, signed=True)
    catalog()
    held = Snapshot.objects.get(assessment=run).data
    install_other_engine(monkeypatch)
    client = scoped.client("cio")

    page = client.get(URL).context
    assert page["run"].engine_version == held["engine"] == ENGINE_VERSION
    assert canonical(page["matrix"].as_json()) == canonical(held["matrix"])
    assert [gap_data(row["gap"]) for row in page["gaps"]] == held["gaps"][:8]
    assert str(page["run"].current.coverage) == held["current"]["nodes"]["total"]["answered_weight"]

    cell = cell_of(held, "DG", "sales")
    why = client.get(URL, {"why": "DG:sales"}).context["why"]
    assert (str(why.total), str(why.coverage)) == (cell["score"], cell["answered_weight"])
    assert sorted(lines_of(why.lines)) == sorted(lines_of(cell["contributions"]))
    node = held["current"]["nodes"]["DG"]
    why = client.get(URL, {"why": "DG"}).context["why"]
    assert (str(why.total), why.level) == (node["score"], node["reading"]["level"])
    assert why.unmet == [lack["text"]["en"] for lack in node["reading"]["unmet"]]

    score = client.get(f"/plants/johor-bahru/current/runs/{run.pk}/score/", {"why": "DG"}).context
    assert canonical(score["run"].scores) == canonical(held["summary"])
    assert (str(score["why"].total), score["why"].engine) == (node["score"], held["engine"])
    assert sorted(lines_of(score["why"].lines)) == sorted(lines_of(node["contributions"]))
    gates = held["current"]["gates"].values()
    assert [gate["is_open"] for gate in score["gates"]] == [gate["open"] for gate in gates]

    advised = [
        gap
        for phase in client.get("/plants/johor-bahru/advice/initiatives/").context["advised"]
        for row in phase["rows"]
        for gap in row["gaps"]
    ]
    sealed = {(gap["question"], gap["current"], gap["target"]) for gap in held["gaps"]}
    assert advised
    assert {(gap["question"], str(gap["current"]), str(gap["target"])) for gap in advised} <= sealed

    (row,) = client.get("/").context["page"].rows
    whole = held["matrix"]["overall"]
    said = [row.score, row.standing.target]
    assert said == [round(Decimal(whole[side]), 6) for side in ("current", "target")]
    export = client.get(f"{URL}export/").content.decode("utf-8-sig")
    whole = next(row for row in held["matrix"]["rows"] if row["dimension"] == "DG")["whole"]
    assert f"{whole['current']},{whole['target']}" in export


def cell_of(held, dimension, process):
    wanted = (dimension, process)
    cells = held["current"]["cells"]
    return next(cell for cell in cells if (cell["dimension"], cell["process"]) == wanted)


def gap_data(gap):
    names = ("question", "dimension", "current", "target", "weight")
    return {name: str(getattr(gap, name)) for name in names}


def lines_of(lines):
    return [(line["item"], str(line["weight"])) for line in lines]


def test_second_run_shows_the_change(scoped, levels):
    first = make_run(scoped.plant, levels, title="2025", signed=True)
    freeze_matrix(assessment=first, by=None)
    make_run(scoped.plant, {**levels, "DG-06": 4}, title="2026", signed=True)
    page = scoped.client("cio").get(URL)
    row = next(row for row in page.context["matrix"].rows if row.dimension == "DG")
    assert row.whole.change > 0


def test_drawer_lists_the_parts_that_make_the_score(scoped, levels):
    make_run(scoped.plant, {**levels, "DG-09": 3}, signed=True)
    page = scoped.client("cio").get(
        URL + "?why=DG:production", headers={"HX-Request": "true", "HX-Target": "drawer"}
    )
    why = page.context["why"]
    assert why.total.quantize(Decimal("0.0001")) == Decimal("2.2526")
    parts = sum(line["product"] for line in why.lines)
    assert abs(parts - why.total) < Decimal("1e-20")


@pytest.mark.parametrize("why", ["XX", "DG:nowhere", "..//"])
def test_unknown_cell_is_not_a_server_error(scoped, levels, why):
    make_run(scoped.plant, levels)
    assert scoped.client("cio").get(URL, {"why": why}).status_code in {200, 404}


@pytest.mark.parametrize("query", ["run=999999", "run=abc", "view=nonsense", "compare=x"])
def test_bad_address_is_answered(scoped, levels, query):
    make_run(scoped.plant, levels)
    assert scoped.client("cio").get(f"{URL}?{query}").status_code in {200, 404}


def test_run_of_another_plant_is_not_found(scoped, levels):
    from organizations.models import Plant

    make_run(scoped.plant, levels)
    other = Plant._base_manager.get(slug="elsewhere")
    with tenant(other.organization_id):
        foreign = make_run(other, levels)
    assert scoped.client("cio").get(f"{URL}?run={foreign.pk}").status_code == 404


@pytest.mark.parametrize("view", ["matrix", "table", "charts"])
def test_every_view_renders_in_chinese(scoped, levels, view):
    make_run(scoped.plant, levels, signed=True)
    user = scoped.people["cio"]
    user.language = "zh-hans"
    user.save()
    page = scoped.client("cio").get(URL, {"view": view}).content.decode()
    assert "能力矩阵" in page
    assert "Strategy planning" not in page


def test_export_holds_full_precision(scoped, levels):
    make_run(scoped.plant, levels, signed=True)
    text = scoped.client("cio").get(URL + "export/").content.decode("utf-8-sig")
    assert "Data governance" in text
    assert len(text.splitlines()) == 7


def test_statements_do_not_grow_with_runs(scoped, levels, django_assert_num_queries):
    client = scoped.client("cio")
    signed = make_run(scoped.plant, levels, title="1", signed=True)
    freeze_matrix(assessment=signed, by=None)
    client.get(URL)
    with django_assert_num_queries(8):
        client.get(URL)
    for title in ("2", "3"):
        run = make_run(scoped.plant, levels, title=title)
        assert run.state == Assessment.State.OPEN
    with django_assert_num_queries(8):
        client.get(URL)
