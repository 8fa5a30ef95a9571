"""Reads for the portfolio, a plant's overview and the search."""

from overview.selectors.plant import PlantPage, load_plant
from overview.selectors.portfolio import PlantRow, Portfolio, group_attention, load_portfolio
from overview.selectors.search import Hit, HitGroup, find

__all__ = [
    "Hit",
    "HitGroup",
    "PlantPage",
    "PlantRow",
    "Portfolio",
    "find",
    "group_attention",
    "load_plant",
    "load_portfolio",
]
