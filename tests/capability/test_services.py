"""The kept matrix: a copy of the seal, once for each of them."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from assessment.domain.sealing import canonical
from assessment.models import Snapshot
from assessment.selectors.result import result
from assessment.services import signing
from capability.models import CapabilityMatrix
from capability.selectors import frozen_matrices, matrices
from capability.services import freeze_matrix, freeze_missing
from core.errors import StateError
from organizations.models import AuditEvent
from organizations.services import audit
from packs.schema import Framework
from tests.factories.assessment_runs import flagship, make_run, sign
from tests.factories.engines import install_other_engine, sealed_by_0_1

D = Decimal


@pytest.fixture
def levels(db) -> dict[str, int]:
    return {leaf.id: 2 for leaf in flagship().read(Framework).leaves}


def test_kept_matrix_is_that_of_the_seal_whatever_rules_are_installed(scoped, levels, monkeypatch):
    run = make_run(scoped.plant, levels, {"DG-06": 4}, signed=True)
    install_other_engine(monkeypatch)
    first = freeze_matrix(assessment=run, by=scoped.people["cio"])
    again = freeze_matrix(assessment=run, by=scoped.people["project_owner"])
    row, held = CapabilityMatrix.objects.get(), Snapshot.objects.get()
    assert first == again == result(run).matrix
    assert canonical(row.data) == canonical(held.data["matrix"])
    assert (row.number, row.engine_version, row.pack_digest) == (1, "1.1", held.pack_digest)
    event = AuditEvent.objects.get(verb="matrix.frozen")
    assert event.actor == scoped.people["cio"]


def test_run_under_way_has_nothing_to_keep(scoped, levels):
    with pytest.raises(StateError):
        freeze_matrix(assessment=make_run(scoped.plant, levels), by=None)


def test_each_signature_has_its_own_matrix_and_the_valid_one_speaks(scoped, levels):
    run = make_run(scoped.plant, levels, signed=True)
    freeze_matrix(assessment=run, by=None)
    signing.withdraw(plant=scoped.plant, run_id=run.pk, by=scoped.people["cio"], reason="wrong")
    run.refresh_from_db()
    assert frozen_matrices([run]) == {}
    run.answers.filter(question="DG-06").update(value=5)
    sign(run)
    assert frozen_matrices([run]) == {}
    second = freeze_matrix(assessment=run, by=None)
    assert list(CapabilityMatrix.objects.order_by("number").values_list("number", flat=True)) == [
        1,
        2,
    ]
    assert frozen_matrices([run]) == {run.pk: second}
    assert second.overall.current > 2


def test_upgrade_keeps_what_is_missing_once_in_the_systems_name(scoped, levels):
    old = sealed_by_0_1(scoped.plant)
    new = make_run(scoped.plant, levels, signed=True)
    known = make_run(scoped.plant, levels, title="known", signed=True)
    freeze_matrix(assessment=known, by=scoped.people["cio"])
    make_run(scoped.plant, levels, title="open")
    said = StringIO()
    call_command("freeze_matrices", stdout=said)
    assert said.getvalue().startswith("Kept 2 capability matrices")
    call_command("freeze_matrices", stdout=said)
    assert said.getvalue().count("Kept") == 1
    kept = CapabilityMatrix.objects.values_list("assessment", flat=True)
    assert set(kept) == {old.pk, new.pk, known.pk}
    events = AuditEvent.objects.filter(verb="matrix.frozen").order_by("pk")
    assert [event.actor for event in events] == [scoped.people["cio"], None, None]
    assert audit.verify(scoped.organization).is_unbroken


# Cells by hand: of D x sales D-02 has 0.6 x 0.3 / 0.5 = 0.36, D-03 0.24 without an answer, D-01 0.4:
# (0.36 x 2 + 0.4 x 1) / 0.76 = 28 / 19, aimed at (0.36 x 2 + 0.4 x 3) / 0.76 = 48 / 19. D x finance
# holds D-01 alone: 1, aimed at 3.
def test_old_seal_gets_targets_of_cells_by_the_rules_that_made_it(scoped):
    run = sealed_by_0_1(scoped.plant)
    matrix = freeze_matrix(assessment=run, by=None)
    sales, finance = (matrix.rows[0].cells[name] for name in ("sales", "finance"))
    assert (finance.current, finance.target) == (1, 3)
    assert abs(sales.current - D(28) / 19) < D("1e-20")
    assert abs(sales.target - D(48) / 19) < D("1e-20")
    assert (matrix.overall.target, matrix.rows[0].whole.target) == (D("3.175"), D("2.625"))
    assert result(run).matrix.rows[0].cells["sales"].target is None
    assert matrices([result(run)]) == [matrix]


def test_old_seal_gets_no_targets_of_cells_by_other_rules(scoped, monkeypatch):
    run = sealed_by_0_1(scoped.plant)
    install_other_engine(monkeypatch)
    assert freeze_missing() == 1
    (matrix,) = matrices([result(run)])
    assert {cell.target for cell in matrix.rows[0].cells.values()} == {None}
    assert (matrix.overall.target, matrix.rows[0].whole.target) == (D("3.175"), D("2.625"))
    assert CapabilityMatrix.objects.get().engine_version == "1.0"


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_keeps_matrices(scoped, levels, statement):
    freeze_matrix(assessment=make_run(scoped.plant, levels, signed=True), by=None)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("capability_capabilitymatrix"))
