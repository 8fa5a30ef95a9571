"""Reads: plants on the way to their start of production, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from calendars.models import PlantMilestone
from calendars.selectors.calendars import work_calendars
from core.errors import RuleError
from core.text import LocalizedText
from launch.domain.bars import NeedBar, NeedState, NeedWork, begun, works_of
from launch.domain.lacks import StartLack, lacks_at_start
from launch.domain.needs import needs_of, orders_of
from launch.domain.outlook import LaunchOutlook, outlook, rows
from launch.domain.plans import LaunchCase
from organizations.models import Plant
from organizations.selectors.places import facts_of, plant_today
from packs.models import PackRelease, current_release
from packs.schema.launch import LaunchPack, LegalOrder
from planning.domain.calendars import ALWAYS_OPEN
from roadmap.models import Initiative


@dataclass(frozen=True)
class PlantLaunch:
    """A plant on the way to its start of production.

    Attributes:
        plant: the plant.
        release: of the pack, as it is written in bars.
        case: needs, days of the milestones and what stands already.
        milestones: those of the pack that the plant has, by key.
        works: what the plan holds of each need, by its id.
        orders: those of law that hold the plant, or may hold it.
    """

    plant: Plant
    release: str
    case: LaunchCase
    milestones: Mapping[str, PlantMilestone]
    works: Mapping[str, NeedWork]
    orders: tuple[LegalOrder, ...]

    @property
    def start(self) -> PlantMilestone | None:
        """The start of production; None while it has no day."""
        return self.milestones.get(self.case.pack.start)

    @property
    def titles(self) -> Mapping[str, LocalizedText]:
        """What milestones are called, as the plant says, else as the pack does."""
        return {stone.id: stone.title for stone in self.case.pack.milestones}

    @property
    def is_ahead(self) -> bool:
        """Whether the start of production has a day that has not come yet."""
        start = self.start
        return start is not None and not start.reached_on and start.planned_on > self.case.today

    @property
    def ahead_on(self) -> date | None:
        """The start of production that has not come yet; without a milestone that of the profile."""
        if self.start is not None:
            return self.start.planned_on if self.is_ahead else None
        on = self.plant.start_of_production
        return on if on and on > self.case.today else None

    @property
    def bare(self) -> int:
        """How many needs are not planned."""
        return sum(work.state is NeedState.NOT_PLANNED for work in self.works.values())

    @cached_property
    def lacks(self) -> tuple[StartLack, ...]:
        """What does not stand at a start of production that lies ahead, the gravest first."""
        if self.ahead_on is None:
            return ()
        listed = rows(self.outlook) if self.outlook else ()
        known = {row.entry.need.id: row for row in listed}
        return lacks_at_start(self.case.pack, self.case.needs, self.ahead_on, known, self.works)

    @property
    def staying(self) -> frozenset[str]:
        """Keys of the milestones that wait for nobody: fixed, or reached."""
        rows = self.milestones.values()
        return frozenset(row.key for row in rows if row.is_fixed or row.reached_on)

    @property
    def version(self) -> int:
        """What a form about all milestones names: it grows with each change of one of them."""
        return 1 + sum(row.version for row in self.milestones.values())

    @cached_property
    def outlook(self) -> LaunchOutlook | None:
        """What must begin when; None where the days lead out of the years 1900 to 2100."""
        try:
            return outlook(self.case)
        except RuleError:
            return None


def _in_words_of(pack: LaunchPack, known: Mapping[str, PlantMilestone]) -> LaunchPack:
    """Return the pack with its milestones called what the plant calls them, in every sentence."""
    own = {key: row.both("title") for key, row in known.items()}
    stones = tuple(
        stone.model_copy(update={"title": own.get(stone.id, stone.title)})
        for stone in pack.milestones
    )
    return pack.model_copy(update={"milestones": stones})


def launch_release() -> PackRelease | None:
    """Return the launch pack in force, None while none is loaded; one query."""
    try:
        return current_release(PackRelease.Kind.LAUNCH)
    except PackRelease.DoesNotExist:
        return None


def plant_launch(plant: Plant) -> PlantLaunch | None:
    """Return a plant with its milestones, None while no pack is loaded; six queries."""
    return next(iter(plant_launches([plant])), None)


def plant_launches(plants: Sequence[Plant]) -> list[PlantLaunch]:
    """Return plants with their milestones, in their order; six queries, whatever their number.

    Nothing while no pack is loaded.
    """
    release = launch_release()
    if release is None:
        return []
    pack = release.read(LaunchPack)
    stones: dict[int, dict[str, PlantMilestone]] = defaultdict(dict)
    keyed = PlantMilestone.objects.filter(plant__in=plants).exclude(key="")
    for row in keyed.select_related("owner"):
        stones[row.plant_id][row.key] = row
    calendars, bars, facts = work_calendars(plants), _bars(plants), facts_of(plants)
    found = []
    for plant in plants:
        needs = needs_of(pack, facts[plant.pk])
        works = works_of([entry.need for entry in needs], bars[plant.pk])
        own = stones[plant.pk]
        known = {stone.id: own[stone.id] for stone in pack.milestones if stone.id in own}
        case = LaunchCase(
            pack=_in_words_of(pack, known),
            needs=needs,
            milestones={key: row.day for key, row in known.items()},
            today=plant_today(plant),
            calendar=calendars.get(plant.pk, ALWAYS_OPEN),
            standing=frozenset(
                name for name, work in works.items() if work.state is NeedState.STANDS
            ),
            under_way=begun(works),
        )
        found.append(
            PlantLaunch(
                plant, release.release, case, known, works, orders_of(pack, facts[plant.pk])
            )
        )
    return found


def _bars(plants: Iterable[Plant]) -> dict[int, list[NeedBar]]:
    """Return the bars that meet needs, and whole ones, without those that are stopped."""
    status = Initiative.Status
    stored = Initiative.objects.filter(roadmap__plant__in=plants).exclude(status=status.STOPPED)
    names = ("roadmap__plant", "catalog_id", "need", "starts_on", "ends_on", "status")
    found: dict[int, list[NeedBar]] = defaultdict(list)
    for plant, initiative, need, starts_on, ends_on, state in stored.order_by().values_list(*names):
        found[plant].append(
            NeedBar(
                initiative,
                need,
                starts_on,
                ends_on,
                is_begun=state in (status.ACTIVE, status.DONE),
                is_done=state == status.DONE,
            )
        )
    return found
