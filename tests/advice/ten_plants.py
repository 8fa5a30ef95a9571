"""Ten plants with the advice they get and the plan it makes.

    manage.py shell -c "from tests.advice.ten_plants import table; print(table())"

prints plant x phase x year.

A plant is its answers, its targets and its size; the run is scored by the product's own rules and
everything advised is placed from 2027 on, without a limit of money unless the plant names one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from advice.domain.advising import Advice, advise
from advice.domain.candidates import Candidate
from advice.domain.catalog import CatalogItem, behind
from advice.domain.in_place import shown_by_answers
from advice.domain.placement import Placement, place
from advice.selectors.catalog import catalog_items
from advice.selectors.standing import all_gaps, expectation, situation
from assessment.selectors.result import RunResult
from launch.domain.costs import cost_of, months_of
from packs.loader import DATA_DIR, load_pack
from packs.schema import Framework, InitiativeCatalog
from planning.domain.plans import PHASES
from scoring.domain.results import Terms, make_result
from scoring.domain.types import StoredAnswer

FIRST = date(2027, 1, 1)
YEARS = (2027, 2028, 2029)


@cache
def framework() -> Framework:
    return load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.1.0").content


@cache
def catalog() -> InitiativeCatalog:
    return load_pack(DATA_DIR / "initiatives" / "1.2.0").content


@dataclass(frozen=True)
class TrialPlant:
    """A plant on paper: level and target by question; a level of None does not apply."""

    name: str
    levels: Mapping[str, int | None]
    targets: Mapping[str, int]
    size: str = "mid"
    has_evidence: bool = True
    limits: Mapping[int, Decimal] = field(default_factory=dict)


def uniform(level: int | None, *dimensions: str) -> dict[str, int | None]:
    names = framework().questions_by_id
    return {name: level for name in names if not dimensions or name[:2] in dimensions}


def wanted(target: int, *names: str) -> dict[str, int]:
    return dict.fromkeys(names or framework().questions_by_id, target)


SHARP = ("SP-12", "SA-16", "BA-09", "BA-10", "BA-11", "DG-03", "TD-09")  # BI, quality, energy
PLANTS = (
    TrialPlant("1 greenfield, all 0 to 3", uniform(0), wanted(3), "small"),
    TrialPlant("2 all 1 to 3", uniform(1), wanted(3), "small"),
    TrialPlant("3 all 2 to 4, integrate open", uniform(2), wanted(4)),
    TrialPlant("4 all 3 to 4, both gates open", uniform(3), wanted(4)),
    TrialPlant("5 no ERP or MES, 5 only on analytics", uniform(1), wanted(5, *SHARP)),
    TrialPlant("6 all 3, DG-13 at 0", {**uniform(3), "DG-13": 0}, wanted(3)),
    TrialPlant("7 strategy 4, rest 1", {**uniform(1), **uniform(4, "SP")}, wanted(3)),
    TrialPlant("8 systems 4, rest 1", {**uniform(1), **uniform(4, "SA")}, wanted(3)),
    TrialPlant("9 all 2, talent does not apply", {**uniform(2), **uniform(None, "TD")}, wanted(3)),
    TrialPlant("10 all 4 without evidence", uniform(4), wanted(5), "large", has_evidence=False),
    TrialPlant(
        "11 all 1 to 2, 300 k a year",
        uniform(1),
        wanted(2),
        "small",
        limits=dict.fromkeys(YEARS, Decimal(300_000)),
    ),
)


@dataclass(frozen=True)
class Judged:
    """What a plant is advised, and where it is placed."""

    run: RunResult
    items: Mapping[str, CatalogItem]
    advice: tuple[Advice, ...]
    shown: frozenset[str]
    placement: Placement

    @property
    def advised(self) -> Counter[str]:
        return Counter(entry.item.phase for entry in self.advice)

    @property
    def refused(self) -> Counter[str]:
        return Counter(entry.why for entry in self.placement.refused)

    def cost(self, name: str) -> Decimal:
        """Return the planned one-off cost of an item [USD]."""
        return cost_of(self.items[name].cost, Decimal(1))

    def placed(self, year: int | None = None) -> Counter[str]:
        """Count what is placed by phase, all of it or what starts in a year."""
        return Counter(
            self.items[one.id].phase
            for one in self.placement.placed
            if year is None or one.starts_on.year == year
        )


def run_of(plant: TrialPlant) -> RunResult:
    answers = [
        StoredAnswer(
            name,
            level,
            plant.targets.get(name),
            not_applicable=level is None,
            has_evidence=plant.has_evidence,
            na_state="accepted" if level is None else "plain",
        )
        for name, level in plant.levels.items()
    ]
    found = make_result(
        framework(), answers, Terms({}, "discrete"), previous=None, is_provisional=True
    )
    return RunResult(None, framework(), None, "1.1.0", found)


def candidate(
    item: CatalogItem, items: Mapping[str, CatalogItem], shown: frozenset[str]
) -> Candidate:
    return Candidate(
        id=item.id,
        phase=item.phase,
        months=months_of(item.duration),
        one_off=cost_of(item.cost, Decimal(1)),
        yearly=cost_of(item.cost, item.run_cost_percent / 100),
        prerequisites=item.prerequisites,
        is_governance=item.is_governance,
        behind=behind(item.id, items, shown),
    )


@cache
def judge(number: int) -> Judged:
    plant = PLANTS[number]
    run = run_of(plant)
    items = catalog_items(catalog(), plant.size)
    standing = situation(run, frozenset())
    shown = frozenset(
        shown_by_answers(items, standing.links, standing.levels, standing.dimension_scores)
    )
    advice = advise(all_gaps(run), items, standing)
    sizes = {size.id: size.at_once for size in catalog().plant_sizes}
    placement = place(
        [candidate(entry.item, items, shown) for entry in advice],
        first=FIRST,
        limits=plant.limits,
        in_place=shown,
        at_once=sizes[plant.size],
        expectation=expectation(run, items),
    )
    return Judged(run, items, advice, shown, placement)


def triple(counts: Counter[str]) -> str:
    return "/".join(str(counts[phase]) for phase in PHASES)


def table() -> str:
    head = ["plant", "size", "in place", "advised D/I/O", *map(str, YEARS), "placed", "refused"]
    lines = [head]
    for number, plant in enumerate(PLANTS):
        found = judge(number)
        shown = Counter(found.items[name].phase for name in found.shown)
        refused = ", ".join(f"{count} {why}" for why, count in sorted(found.refused.items()))
        years = [triple(found.placed(year)) for year in YEARS]
        line = [plant.name, plant.size, triple(shown), triple(found.advised), *years]
        lines.append([*line, triple(found.placed()), refused or "none"])
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
