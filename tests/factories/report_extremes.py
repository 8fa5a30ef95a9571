"""Plants at the edges of what a document can hold: empty, very large, with very long names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from core import clock
from core.base import tenant
from goals.models import Goal
from landscape.models import System
from organizations.models import Organization, Plant, User
from roadmap.models import Dependency, Initiative, Milestone, Roadmap
from tests.factories.organizations import OrganizationFactory, PlantFactory, UserFactory
from tests.factories.reports import add_indicator, add_readings, rich_plant

INITIATIVES, INDICATORS = 200, 60
LONG = (
    "Rolling out the manufacturing execution system on all six press lines, including training of "
    "every shift, the migration of twelve years of work orders, and the interface to headquarters "
    "in Ningbo"
)
LONG_ZH = (
    "在全部六条冲压产线推广制造执行系统，包括每个班次的培训、十二年工单数据的迁移以及与宁波总部"
    "系统的接口，并在上线后三个月内由总部信息部驻厂支持，确保各班组能够独立操作、按期完成数据核对"
)


def extreme_plants() -> Iterator[Plant]:
    """Yield a usual plant and three at the edges, each in a group of its own."""
    for make in (usual_plant, empty_plant, large_plant, long_named_plant):
        group: Organization = OrganizationFactory(name="Qinghe Motion", local_name="清禾动力集团")
        by: User = UserFactory(name="Nguyễn Thị Ánh")
        with tenant(group.pk):
            yield make(group, by)


def usual_plant(group: Organization, by: User) -> Plant:
    """Store a plant with everything a document can show."""
    plant = PlantFactory(organization=group, name="Johor Bahru", slug="johor-bahru-usual")
    return rich_plant(plant, by)


def empty_plant(group: Organization, _by: User) -> Plant:
    """Store a plant and nothing else."""
    return PlantFactory(organization=group, name="Rayong", slug="rayong-empty", country="TH")


def large_plant(group: Organization, by: User) -> Plant:
    """Store a plant with 200 initiatives in a currency of large figures, and 60 indicators."""
    plant = PlantFactory(
        organization=group, name="Bình Dương", slug="binh-duong-large", currency="VND"
    )
    rich_plant(plant, by)
    add_many_initiatives(plant, by)
    for number in range(4, INDICATORS):
        row = add_indicator(plant, by, number, clock.today().year)
        if number % 3:
            last = clock.today().year * 12 + clock.today().month - 2
            add_readings(row, by, last, number)
    return plant


def add_many_initiatives(plant: Plant, by: User, count: int = INITIATIVES) -> None:
    """Fill the plan up to a number of initiatives, each linked to the one before."""
    roadmap = Roadmap.objects.get(plant=plant)
    there = Initiative.objects.filter(roadmap=roadmap).count()
    before = None
    for number in range(there, count):
        phase = ("digitize", "integrate", "optimize")[number * 3 // count]
        start = roadmap.starts_on + dt.timedelta(days=number * 5)
        row = Initiative.objects.create(
            roadmap=roadmap,
            title={"en": f"Initiative number {number}", "zh-hans": f"第{number}项举措"},
            phase=phase,
            starts_on=start,
            ends_on=start + dt.timedelta(days=90),
            one_off_amount=Decimal(8_510_000_000 + 1_000_000 * number),
            yearly_amount=Decimal(0),
            currency=plant.currency,
            owner=by,
            lifts={},
            order=number,
        )
        if before is not None and number % 9 == 0:
            Dependency.objects.create(predecessor=before, successor=row)
        if number % 7 == 0:
            Milestone.objects.create(initiative=row, title=f"Gate {number}", due_on=row.ends_on)
        before = row


def long_named_plant(group: Organization, by: User) -> Plant:
    """Store a plant in which every name that people type has about 200 characters."""
    plant = PlantFactory(
        organization=group,
        name=LONG[:80],
        local_name=LONG_ZH[:60],
        slug="long-named",
        city=LONG[:80],
    )
    rich_plant(plant, by)
    for number, goal in enumerate(Goal.objects.filter(plant=plant)):
        for year in range(3):  # three goals for each horizon
            goal.title, goal.target_text = f"{number}.{year} {LONG}"[:200], LONG[:80]
            goal.due_on += dt.timedelta(days=30 * year)
            goal.save(force_insert=bool(year))
            goal.pk = None
    Initiative.objects.filter(roadmap__plant=plant).update(
        title={"en": LONG[:200], "zh-hans": LONG_ZH[:100]}
    )
    Milestone.objects.filter(initiative__roadmap__plant=plant).update(
        title=LONG[:160], acceptance=f"{LONG}\n{LONG}"
    )
    System.objects.filter(plant=plant).update(vendor=LONG[:80])
    return plant
