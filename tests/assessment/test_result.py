"""The one door to a result: live, from a seal of today, from a seal of the first format."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.domain.sealed import read_result, result_data
from assessment.domain.sealing import canonical, seal
from assessment.models import Answer, Assessment, Snapshot
from assessment.selectors.earlier import earlier_runs
from assessment.selectors.result import (
    result,
    results,
    stored_answers,
    terms_of,
)
from assessment.selectors.seals import new_seals
from packs.schema import Framework
from scoring.domain.gaps import Gap
from scoring.domain.matrix import Level
from scoring.domain.results import make_result
from tests.factories.assessment_runs import flagship, make_run, sign
from tests.factories.engines import first_format, install_other_engine, sealed_by_0_1
from tests.factories.evidence import give_evidence
from tests.factories.organizations import PlantFactory

D = Decimal


@pytest.fixture
def levels(db) -> dict[str, int]:
    leaves = flagship().read(Framework).leaves
    return {leaf.id: place % 5 for place, leaf in enumerate(leaves)}


@pytest.fixture
def signed(scoped, levels):
    """A signed run with a run before it, targets, evidence and a question that does not apply."""
    make_run(scoped.plant, dict.fromkeys(levels, 1), title="before", signed=True)
    targets = {
        question: min(5, level + place % 3)
        for place, (question, level) in enumerate(levels.items())
    }
    run = make_run(scoped.plant, levels, targets)
    answers = {row.question: row for row in Answer.objects.filter(assessment=run)}
    aside = answers["SP-04"]
    aside.not_applicable, aside.reason, aside.value = True, "no such line", None
    aside.save()
    for place, row in enumerate(answers.values()):
        verdict = (True, None, False)[place % 3]
        give_evidence(run, row.question, verdict)
    sign(run)
    return run


def sealed_part(run: Assessment) -> dict:
    data = Snapshot.objects.get(assessment=run).data
    return {name: data[name] for name in result_data(result(run))}


def test_seal_comes_back_byte_for_byte(signed):
    assert canonical(result_data(result(signed))) == canonical(sealed_part(signed))
    stored = Snapshot.objects.get(assessment=signed)
    assert seal(stored.data) == stored.sha256


def test_seal_holds_every_digit_of_the_live_result(signed):
    live = make_result(
        flagship().read(Framework),
        stored_answers(signed),
        terms_of(signed),
        previous=earlier_runs([signed])[signed.pk].matrix,
        is_provisional=False,
    )
    assert result(signed).result == live


def test_signed_run_says_the_same_under_other_rules(signed, scoped, levels, monkeypatch):
    live = make_run(scoped.plant, levels, title="under way")
    before = {run.pk: canonical(result_data(result(run))) for run in (signed, live)}
    install_other_engine(monkeypatch)
    after = {run.pk: canonical(result_data(result(run))) for run in (signed, live)}
    assert after[signed.pk] == before[signed.pk] == canonical(sealed_part(signed))
    assert after[live.pk] != before[live.pk]
    assert result(signed).engine_version == "1.1"
    assert result(live).engine_version == "2.0"
    assert result(signed).coverage == 1
    assert result(live).coverage == D("0.5015")


def test_gaps_of_a_signed_run_are_sealed_targets_minus_sealed_answers(signed, monkeypatch):
    install_other_engine(monkeypatch)
    found = result(signed)
    data = Snapshot.objects.get(assessment=signed).data
    expected = {
        row["question"]: row["target"] - row["value"]
        for row in data["answers"]
        if not row["not_applicable"] and row["target"] > row["value"]
    }
    assert {gap.question: int(gap.size) for gap in found.gaps} == expected
    assert len(expected) > 40


def test_what_a_seal_holds_is_read_once(signed, levels, scoped, django_assert_num_queries):
    first = result(signed)
    run = Assessment.objects.select_related("framework").get(pk=signed.pk)
    with django_assert_num_queries(1) as seen:
        again = result(run)
    assert "CASE" in seen[0]["sql"]  # the known seal's data stay in the database
    both = results([signed, make_run(scoped.plant, levels, title="later", signed=True)])
    assert again.result is first.result
    assert both[0].result is first.result
    assert again.assessment is not first.assessment
    assert both[1].result is not first.result


def test_only_the_last_results_of_seals_are_kept(signed, monkeypatch):
    first = result(signed)
    monkeypatch.setattr("assessment.selectors.result.KEPT", 1)
    other = make_run(PlantFactory(organization=signed.plant.organization), {"SP-01": 2})
    sign(other)
    result(other)
    assert result(signed).result == first.result
    assert result(signed).result is not first.result


def test_a_seal_with_another_digest_is_another_one(signed):
    first = result(signed)
    known = replace(first.seal, sha256="0" * 64)
    (_seal, data), (_same, nothing) = (
        new_seals([signed], [one])[signed.pk] for one in (known, first.seal)
    )
    assert data is not None
    assert nothing is None


def test_a_signed_run_names_its_seal_and_the_release_inside(signed):
    found, row = result(signed), Snapshot.objects.get(assessment=signed)
    assert found.seal is not None
    assert (found.seal.id, found.seal.number, found.seal.sha256) == (row.pk, 1, row.sha256)
    assert (found.pack_release, found.is_provisional) == ("1.0.0", False)
    assert found.target is not None
    assert found.values["SP-04"] is None
    assert found.reading == found.current.nodes[found.current.root_id].level
    assert set(found.gates) == {"integrate", "optimize"}
    assert found.matrix.overall.change == found.current.score - 1
    assert found.dimensions == ("SP", "SA", "BA", "DG", "TD")


def test_matrix_of_a_run_under_way_says_what_changed_since_the_last_signature(signed, levels):
    live = make_run(signed.plant, {**levels, "DG-06": 5}, title="next")
    before, now = result(signed), result(live)
    assert now.matrix.is_provisional
    assert now.matrix.overall.previous == before.current.score
    assert now.target is None
    assert now.targets == {}


def test_signed_run_without_a_seal_is_read_live(scoped, levels):
    run = make_run(scoped.plant, levels)
    Assessment.objects.filter(pk=run.pk).update(state="signed_off")
    run.refresh_from_db()
    assert result(run).is_provisional


# --- seals of version 0.1: numbers by hand ------------------------------------------------------
# D = (0.5 x 1 + 0.3 x 2) / 0.8 = 1.375, T = 3; the whole 0.6 x 1.375 + 0.4 x 3 = 2.025.
# Targets: D = (0.5 x 3 + 0.3 x 2) / 0.8 = 2.625, T = 4; the whole 3.175.
def test_seal_of_the_first_format_is_read_as_it_was_made(scoped, monkeypatch):
    run = sealed_by_0_1(scoped.plant)
    install_other_engine(monkeypatch)
    found = result(run)
    assert seal(Snapshot.objects.get().data) == first_format()["sha256"]
    assert (found.engine_version, found.pack_release, found.is_provisional) == ("1.0", "1", False)
    assert (found.current.score, found.current.nodes["D"].score) == (D("2.025"), D("1.375"))
    assert found.reading.level == 2
    assert found.coverage == D("0.88")  # 0.6 x 0.8 + 0.4
    assert not found.gates["integrate"].is_open
    assert found.targets == {"D-01": D(3), "D-02": D(2), "T-01": D(4)}
    assert found.gaps == (
        Gap("D-01", "D", D(1), D(3), D("0.375")),  # 0.6 x 0.5 / 0.8 = 0.375, x 2 = 0.75
        Gap("T-01", "T", D(3), D(4), D("0.4")),
    )
    row = found.matrix.rows[0]
    assert (row.whole, found.matrix.overall) == (
        Level(D("1.375"), D("2.625")),
        Level(D("2.025"), D("3.175")),
    )
    lines = [
        (line.item, line.value, line.weight) for line in found.current.nodes["D"].contributions
    ]
    assert lines == [("D-01", 1, D("0.625")), ("D-02", 2, D("0.375"))]
    assert found.answers["D-01"].note == "as seen"
    assert found.summary["visible"] == ["D-01", "D-02", "D-03", "T-01"]


def test_seal_of_the_first_format_without_targets_has_none():
    stored = first_format()
    for row in stored["seal"]["answers"]:
        row["target"] = None
    found = read_result(stored["seal"], Framework.model_validate(stored["framework"]))
    assert (found.targets, found.gaps) == ({}, ())
    assert found.matrix.overall == Level(D("2.025"), None)


def test_old_seals_say_what_changed_since_the_one_before(scoped):
    first = sealed_by_0_1(scoped.plant, "2025 H1")
    second = sealed_by_0_1(scoped.plant, "2025 H2")
    assert result(first).matrix.overall.previous is None
    assert result(second).matrix.overall.previous == D("2.025")
    assert result(second).matrix.overall.change == 0


# --- statements ---------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["open", "signed", "old"])
def test_statements_do_not_grow_with_runs(scoped, levels, kind):
    def make(slug: str) -> Assessment:
        plant = PlantFactory(organization=scoped.organization, slug=slug, name=slug)
        if kind == "old":
            sealed_by_0_1(plant, "before")
            return sealed_by_0_1(plant)
        make_run(plant, levels, title="before", signed=True)
        return make_run(plant, levels, signed=kind == "signed")

    runs = [make(f"plant-{number}") for number in range(3)]
    for run in runs:
        run.framework.read(Framework)
    counts = []
    for some in (runs[:1], runs):
        with CaptureQueriesContext(connection) as made:
            found = results(some)
        counts.append(len(made))
        assert [one.assessment for one in found] == some
    assert counts == [{"open": 3, "signed": 1, "old": 3}[kind]] * 2
