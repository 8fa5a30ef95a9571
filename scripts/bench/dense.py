"""Dense plants, so that what grows with the number of plants can be measured.

The demo's signed plant is filled up once (60 initiatives, 40 indicators of 36 months, 140 duties)
and copied with all that hangs on it, table by table, until there are so many plants. A data folder
that has enough of them is left as it is, so that it can be kept from one measurement to the next.
"""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models, transaction

from compliance.models import ObligationStatus
from organizations.models import Plant
from packs.models import PackRelease
from packs.schema.checklist import Checklist
from readings.models import Indicator, Measurement, PlantIndicator
from roadmap.models import Dependency, Milestone, Roadmap

INITIATIVES, INDICATORS, MONTHS, DUTIES = 60, 40, 36, 140
DAYS = 1020  # of a plan, over which its initiatives begin
BATCH = 1000
AT_ONCE = 10  # plants in one transaction
# Way to the plant of each table that is copied, in the order of their foreign keys.
TABLES = {
    "organizations.Membership": "plant",
    "journey.PlantStage": "plant",
    "journey.StageTask": "plant_stage__plant",
    "landscape.System": "plant",
    "assessment.Assessment": "plant",
    "assessment.SectionAssignment": "assessment__plant",
    "assessment.Answer": "assessment__plant",
    "organizations.Evidence": "plant",
    "assessment.AnswerEvidence": "assessment__plant",
    "assessment.Snapshot": "assessment__plant",
    "capability.CapabilityMatrix": "plant",
    "compliance.FactCheck": "plant",
    "compliance.ObligationStatus": "plant",
    "compliance.ObligationEvidence": "status__plant",
    "readings.PlantIndicator": "plant",
    "readings.Measurement": "plant_indicator__plant",
    "indicators.IndicatorBaseline": "plant_indicator__plant",
    "needs.Requirement": "plant",
    "goals.Goal": "plant",
    "calendars.PlantCalendar": "plant",
    "calendars.PlantClosure": "plant",
    "calendars.PlantMilestone": "plant",
    "roadmap.Roadmap": "plant",
    "roadmap.BudgetYear": "roadmap__plant",
    "roadmap.Initiative": "roadmap__plant",
    "roadmap.InitiativeIndicator": "initiative__roadmap__plant",
    "roadmap.Dependency": "successor__roadmap__plant",
    "roadmap.Milestone": "initiative__roadmap__plant",
    "returns.CaseSettings": "plant",
    "returns.InitiativeCase": "initiative__roadmap__plant",
    "returns.Effect": "initiative__roadmap__plant",
}


def dense_plant() -> Any:
    """Return the plant that is filled up and copied: the first one with a plan and a signature."""
    plans = Roadmap.objects.filter(plant__assessments__state="signed_off")
    pattern = plans.select_related("plant").order_by("plant__slug").first()
    if pattern is None:
        sys.exit("no signed plant with a plan: load_demo first")
    return pattern.plant


def grow_plants(wanted: int) -> int:
    """Copy the dense plant until its organization has so many; return how many were made."""
    plant = dense_plant()
    fill(plant)
    known = Plant.objects.filter(organization=plant.organization_id).count()
    for first in range(known, wanted, AT_ONCE):
        with transaction.atomic():
            _copy(plant, range(first, min(first + AT_ONCE, wanted)))
    return max(wanted - known, 0)


# --- one dense plant ----------------------------------------------------------------------------
@transaction.atomic
def fill(plant: Any) -> None:
    """Give a plant as many initiatives, readings and duties as a dense one has."""
    fill_plan(plant.roadmap, INITIATIVES)
    _fill_readings(plant)
    _fill_duties(plant)


def _missing(rows: models.QuerySet[Any], wanted: int) -> range:
    held = rows.count()
    return range(held, max(wanted, held))


def fill_plan(roadmap: Any, wanted: int) -> None:
    """Give a plan so many initiatives over its three years, each waiting for the one before."""
    pattern = roadmap.initiatives.order_by("pk").first()
    made = []
    for number in _missing(roadmap.initiatives, wanted):
        start = roadmap.starts_on + dt.timedelta(days=DAYS * number // wanted)
        state = ("done", "active", "planned")[number % 3]
        made.append(
            _copied(
                pattern,
                catalog_id="",
                title={"en": f"Initiative {number} interface", "zh-hans": f"举措{number}接口"},
                phase=("digitize", "integrate", "optimize")[number * 3 // wanted],
                starts_on=start,
                ends_on=start + dt.timedelta(days=120),
                one_off_amount=Decimal(20000 + 777 * number),
                yearly_amount=Decimal(1500 + 11 * number),
                currency=roadmap.currency,
                status=state,
                progress={"done": 100, "active": 40, "planned": 0}[state],
                spent_amount=None if state == "planned" else Decimal(9000 + 33 * number),
                order=number,
            )
        )
    made = type(pattern).objects.bulk_create(made)
    links = itertools.pairwise(made)
    Dependency.objects.bulk_create(Dependency(predecessor=a, successor=b) for a, b in links)
    Milestone.objects.bulk_create(
        Milestone(initiative=one, title=f"Result {one.order}", due_on=one.ends_on) for one in made
    )


def _fill_readings(plant: Any) -> None:

    definition = Indicator.objects.filter(organization=plant.organization_id).first()
    held = PlantIndicator.objects.filter(plant=plant)
    made = [
        _copied(
            definition,
            code=f"D-{number}",
            title={"en": f"Dense indicator {number}", "zh-hans": f"密集指标{number}"},
            name_key=f"dense indicator {number}",
            name_key_zh=f"密集指标{number}",
        )
        for number in _missing(held, INDICATORS)
    ]
    for one in Indicator.objects.bulk_create(made):
        PlantIndicator.objects.create(plant=plant, indicator=one)
    months = [dt.date(2023 + month // 12, month % 12 + 1, 1) for month in range(MONTHS)]
    for number, used in enumerate(held.order_by("pk")):
        known = set(used.measurements.values_list("period", flat=True))
        Measurement.objects.bulk_create(
            Measurement(
                plant_indicator=used, period=day, value=Decimal(50 + (number * 7 + at) % 23)
            )
            for at, day in enumerate(months)
            if day not in known
        )


def _fill_duties(plant: Any) -> None:

    rows = ObligationStatus.objects.filter(plant=plant)
    pattern = rows.filter(applies="yes").exclude(state="met").order_by("pk").first()
    known = set(rows.values_list("obligation", flat=True))
    lists = PackRelease.objects.filter(kind=PackRelease.Kind.CHECKLIST, is_current=True)
    others = [
        (release, duty)
        for release in lists.order_by("identifier")
        for duty in release.read(Checklist).obligations
        if duty.id not in known
    ]
    ObligationStatus.objects.bulk_create(
        _copied(
            pattern,
            checklist=release,
            obligation=duty.id,
            jurisdiction=release.jurisdiction,
            due_on=dt.date(2026, 1, 1) + dt.timedelta(days=9 * number),
        )
        for number, (release, duty) in zip(_missing(rows, DUTIES), others, strict=False)
    )


# --- many of them -------------------------------------------------------------------------------
def _copy(pattern: Any, numbers: range) -> None:
    """Copy a plant with its rows once for each number."""
    plants = Plant.objects.bulk_create(
        _copied(
            pattern,
            name=f"Plant {number:03}",
            local_name=f"第{number:03}工厂",
            slug=f"dense-{number:03}",
            owner_id=None,
        )
        for number in numbers
    )
    # Table -> key of the pattern's row -> keys of its copies, in the order of the plants.
    made: dict[type[models.Model], dict[int, list[int]]] = {
        Plant: {pattern.pk: [one.pk for one in plants]}
    }
    for name, way in TABLES.items():
        model = apps.get_model(name)
        manager: models.Manager[Any] = model._base_manager  # noqa: SLF001 -- copies of every kind
        rows = list(manager.filter(**{way: pattern}))
        keys = made[model] = {row.pk: [] for row in rows}
        for at in range(len(plants)):
            copies = manager.bulk_create(_moved(rows, model, made, at), batch_size=BATCH)
            for row, one in zip(rows, copies, strict=True):
                keys[row.pk].append(one.pk)


def _moved(rows: list[Any], model: Any, made: dict[Any, Any], at: int) -> Iterator[Any]:
    """Yield copies of rows that point at the copies of what the rows point at."""
    pointers = [
        (field.attname, made[field.related_model])
        for field in model._meta.concrete_fields  # noqa: SLF001 -- Django's public meta data
        if field.related_model in made
    ]
    for row in rows:
        kept = {name: keys.get(getattr(row, name)) for name, keys in pointers}
        yield _copied(row, **{name: found[at] for name, found in kept.items() if found})


def _copied(row: Any, **changes: object) -> Any:
    fresh = copy.copy(row)
    fresh.pk = None
    fresh._state = copy.copy(row._state)  # noqa: SLF001 -- Django's own recipe for a copy
    fresh._state.fields_cache = {}  # noqa: SLF001 -- see above
    fresh._state.adding = True  # noqa: SLF001 -- see above
    for name, value in changes.items():
        setattr(fresh, name, value)
    return fresh
