"""Signing a run freezes its matrix."""

from __future__ import annotations

import pytest

from assessment.services import answering, signing
from capability.models import CapabilityMatrix
from organizations.models import AuditEvent
from organizations.services import audit
from packs.schema import Framework
from tests.factories.assessment_runs import flagship, make_run


@pytest.fixture
def run(scoped):
    levels = {leaf.id: 2 for leaf in flagship().read(Framework).leaves}
    made = make_run(scoped.plant, levels)
    made.state = made.State.SUBMITTED
    made.save()
    answering.rescore(made)
    return made


def sign(cast, run):
    return signing.sign_off(plant=cast.plant, run_id=run.pk, by=cast.people["cio"])


def test_signing_freezes_the_matrix_in_the_name_of_who_signs(scoped, run):
    sign(scoped, run)
    assert CapabilityMatrix.objects.get().assessment == run
    events = AuditEvent.objects.order_by("pk")
    assert [(event.verb, event.actor_label) for event in events] == [
        ("assessment.signed_off", "Cio"),
        ("matrix.frozen", "Cio"),
    ]
    assert audit.verify(scoped.organization).is_unbroken


def test_run_whose_matrix_cannot_be_frozen_is_not_signed(scoped, run, monkeypatch):
    def fail(**_):
        raise ZeroDivisionError

    monkeypatch.setattr("capability.reactions.freeze_matrix", fail)
    with pytest.raises(ZeroDivisionError):
        sign(scoped, run)
    run.refresh_from_db()
    assert run.state == "submitted"
    assert AuditEvent.objects.count() == 0
