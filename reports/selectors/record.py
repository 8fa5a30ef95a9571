"""The rows behind a document, each read once however many sections need them."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from compliance.domain.status import Status
from compliance.selectors.duties import Duty, list_duties
from indicators.domain.series import IndicatorSeries
from indicators.selectors.series import plant_indicators
from organizations.models import Plant
from organizations.selectors.places import plant_today
from reports.domain.state import OpenPoint, open_points
from reports.selectors.measured import Measured, measured
from reports.selectors.state import counted, state_of
from roadmap.models import Goal
from roadmap.selectors import Plan, goals, plan

SPAN = 2


class PlantRecord:
    """A plant with what its documents rest on; `today` is its own."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        self.today: date = plant_today(plant)

    @cached_property
    def measured(self) -> Measured | None:
        """The run with its result; None without a run."""
        return measured(self.plant)

    @cached_property
    def roadmap(self) -> Plan | None:
        """The roadmap, also one without initiatives; None without one."""
        return plan(self.plant, today=self.today)

    @property
    def plan(self) -> Plan | None:
        """The roadmap if it has initiatives."""
        return self.roadmap if self.roadmap and self.roadmap.initiatives else None

    @cached_property
    def goals(self) -> list[Goal]:
        """The goals by date."""
        return list(goals(self.plant))

    @cached_property
    def duties(self) -> list[Duty]:
        """The duties that concern the plant."""
        listed = list_duties(self.plant, self.today)
        return [duty for duty in listed if duty.effective is not Status.NOT_APPLICABLE]

    @cached_property
    def indicators(self) -> tuple[IndicatorSeries, ...]:
        """The indicators that the plant follows, with their readings."""
        return tuple(plant_indicators(self.plant, today=self.today))

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of the plan; without one, three years from now."""
        if self.roadmap is None:
            return self.today.year, self.today.year + SPAN
        known = sorted({*self.roadmap.budget.years, *self.roadmap.limits})
        return known[0], known[-1]

    @cached_property
    def open_points(self) -> tuple[OpenPoint, ...]:
        """What is not settled about the plant."""
        run = self.measured.assessment if self.measured else None
        return open_points(state_of(run, self.roadmap, len(self.goals), counted(self.duties)))
