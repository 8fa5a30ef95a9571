"""Tables from which a framework says what to work on first."""

from __future__ import annotations

from typing import Literal

from packs.schema.questions import ProfileWeight
from packs.schema.values import Name, Number, Strict


class PriorityRule(Strict):
    """Tables of the relevance-normalised priority; a user's cost profile and KPI choice come in."""

    rule: Literal["relevance_normalised_priority"] = "relevance_normalised_priority"
    horizons: dict[Name, tuple[ProfileWeight, ProfileWeight, ProfileWeight]]
    cost_relevance: dict[Name, dict[Name, Number]]
    kpi_relevance: dict[Name, dict[Name, Number]]
    best_in_class: dict[Name, dict[Name, Number]] = {}
    one_per_block: bool = True


class PriorityChoice(Strict):
    """What a user brings to a priority rule: horizon, industry, cost profile and indicators."""

    horizon: Name
    industry: Name
    cost_shares: dict[Name, ProfileWeight] = {}
    kpis: tuple[Name, ...] = ()
