"""Whoever takes data out as a file stands in the audit log."""

from __future__ import annotations

import pytest

from organizations.models import AuditEvent
from organizations.services.exports import note_export
from packs.schema import Framework
from tests.factories.assessment_runs import flagship, make_run

PLANT = "/plants/johor-bahru/"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/export/", "portfolio.csv"),
        (f"{PLANT}capability/export/", "capability-johor-bahru.csv"),
        (f"{PLANT}indicators/readings/export/", "landfall-readings-johor-bahru.csv"),
        (f"{PLANT}landscape/systems/export/", "systems-johor-bahru.xlsx"),
        (f"{PLANT}translation/texts/export/", "landfall-texts-johor-bahru.xlsx"),
    ],
)
def test_export_is_recorded_with_the_name_of_its_file(scoped, address, file):
    make_run(scoped.plant, {leaf.id: 2 for leaf in flagship().read(Framework).leaves}, signed=True)
    client = scoped.client("cio")
    assert client.head(address).status_code == 200
    assert not AuditEvent.objects.filter(verb="data.exported").exists()
    answer = client.get(address)
    assert answer.status_code == 200
    assert f'filename="{file}"' in answer.headers["Content-Disposition"]
    event = AuditEvent.objects.get(verb="data.exported")
    assert (event.actor, event.changes) == (scoped.people["cio"], {"file": file})


def test_export_of_nothing_is_a_mistake_of_the_caller(scoped):
    with pytest.raises(TypeError):
        note_export(by=scoped.people["cio"], file="x.csv")
