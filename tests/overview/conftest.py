"""A plant with a signed run, duties and a plan, for the pages above all rooms."""

from __future__ import annotations

import datetime as dt

import pytest

from capability.services import freeze_matrix
from compliance.models import ObligationStatus
from compliance.services import sums as duty_sums
from compliance.services.tracking import refresh
from core import clock
from journey.services.stages import create_stages
from overview.services import stored
from packs.loader import DATA_DIR
from packs.schema import Framework
from packs.services import load_folder
from roadmap.models import Initiative, Milestone, Roadmap
from tests.factories.assessment_runs import catalog, flagship, make_run


@pytest.fixture
def levels(db) -> dict[str, int]:
    return {leaf.id: 2 for leaf in flagship().read(Framework).leaves}


@pytest.fixture
def filled(scoped, levels):
    """A plant with a signed run, duties and a plan."""
    plant = scoped.plant
    create_stages(plant=plant)
    run = make_run(plant, levels, {"DG-06": 4}, signed=True)
    freeze_matrix(assessment=run, by=scoped.people["cio"])
    for folder in sorted((DATA_DIR / "checklists" / "MY").glob("*/*")):
        load_folder(folder)
    refresh(plant=plant, by=scoped.people["cio"])
    duty = ObligationStatus.objects.filter(plant=plant, applies="yes", is_doubtful=False).first()
    ObligationStatus.objects.filter(pk=duty.pk).update(
        due_on=clock.today() - dt.timedelta(days=6), owner=scoped.people["business_lead"]
    )
    roadmap = Roadmap.objects.create(
        plant=plant, starts_on=dt.date(2026, 1, 1), currency="MYR", catalog=catalog()
    )
    bar = Initiative.objects.create(
        roadmap=roadmap,
        title={"en": "MES core", "zh-hans": "MES核心"},
        phase="digitize",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2027, 1, 31),
        one_off_amount=1000,
        currency="MYR",
        owner=scoped.people["project_owner"],
    )
    Milestone.objects.create(initiative=bar, title="MES pilot decision", due_on=clock.today())
    duty_sums.refresh(plant.pk)
    stored.bring_up_to_date(scoped.organization.pk, clock.today())
    return scoped
