"""Stored sums of duties follow every act; the nightly check mends what went past the acts."""

from __future__ import annotations

import datetime as dt

import pytest

from compliance.apps import ComplianceConfig
from compliance.models import ObligationStatus, StoredDuties
from compliance.selectors.duties import list_duties, plant_totals
from compliance.selectors.totals import stored_totals
from compliance.services import duties as service
from compliance.services import evidence, sums
from compliance.services.tracking import refresh
from packs.loader import DATA_DIR
from packs.services import load_folder
from steps.selectors.changes import turns
from steps.services import reverting

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def plant(scoped):
    for folder in sorted((DATA_DIR / "checklists" / "MY").glob("*/*")):
        load_folder(folder)
    refresh(plant=scoped.plant, by=scoped.people["cio"])
    return scoped.plant


def agree(plant):
    """The stored sums are there and say what the duties say."""
    assert StoredDuties.objects.filter(plant=plant).exists()
    whole, said = plant_totals([plant], TODAY)[plant.pk], stored_totals([plant.pk], TODAY)[plant.pk]
    assert (said.total, said.next_due_on) == (whole.total, whole.next_due_on)
    return said


def first(plant):
    rows = list_duties(plant, TODAY)
    return next(one for one in rows if one.row.applies == "yes" and not one.row.is_doubtful)


def test_sums_follow_every_act(scoped, plant):
    by, assert_acts = scoped.people["cio"], set(ComplianceConfig.acts)
    before = agree(plant)
    duty = first(plant)
    service.update_duty(duty=duty, expected=1, values={"due_on": dt.date(2026, 11, 1)}, by=by)
    assert agree(plant).total.counts["overdue"] == before.total.counts["overdue"] + 1
    assert agree(plant).next_due_on == dt.date(2026, 11, 1)
    service.update_duty(duty=first_of(plant, duty), expected=2, values={"state": "met"}, by=by)
    assert agree(plant).total.unproven == 1
    row = ObligationStatus.objects.get(pk=duty.row.pk)
    proof = evidence.add_evidence(row=row, url="https://a.example/", title="Proof", key="k", by=by)
    assert agree(plant).total.unproven == 0
    evidence.remove_evidence(link=proof, by=by)
    assert agree(plant).total.unproven == 1
    plant.sells_to_third_parties = "no"
    plant.save()
    refresh(plant=plant, by=by)
    agree(plant)
    several = [one for one in list_duties(plant, TODAY) if one.row.applies == "yes"][:3]
    service.apply_bulk(
        changes=service.preview_bulk(several, due_on=dt.date(2026, 11, 2)),
        expected={one.row.pk: one.row.version for one in several},
        by=by,
    )
    late = agree(plant).total.counts["overdue"]
    reverting.undo(change=turns(plant, by).back, by=by)
    assert agree(plant).total.counts["overdue"] < late
    rows = [{"obligation": several[0].row.obligation, "due_on": dt.date(2026, 11, 3)}]
    found = list_duties(plant, TODAY)
    assert service.import_duties(duties=found, rows=rows, by=by) == 1
    agree(plant)
    done = {"obligation.updated", "obligations.checked", "obligations.updated"}
    done |= {"obligations.imported"}
    assert assert_acts <= done  # a new act is done here, too


def first_of(plant, duty):
    return next(one for one in list_duties(plant, TODAY) if one.row.pk == duty.row.pk)


def test_missing_sums_cost_one_query_more(plant, django_assert_num_queries):
    with django_assert_num_queries(1):
        kept = stored_totals([plant.pk], TODAY)
    StoredDuties.objects.all().delete()
    with django_assert_num_queries(2):
        assert stored_totals([plant.pk], TODAY) == kept
    assert sums.refresh_all(TODAY) == []
    agree(plant)
    assert str(StoredDuties.objects.get()) == str(plant.pk)


def test_a_week_of_nights_mends_what_went_past_the_acts(plant):
    ObligationStatus.objects.filter(plant=plant).update(due_on=dt.date(2026, 1, 1))
    nights = [sums.refresh_all(TODAY + dt.timedelta(n)) for n in range(sums.CHECKED_EVERY)]
    assert [one for night in nights for one in night] == [plant.pk]
    agree(plant)
