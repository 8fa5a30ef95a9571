"""Pages of the portfolio, a plant's overview and the search."""

from overview.views.plant import plant_detail
from overview.views.portfolio import plant_menu, portfolio, portfolio_export
from overview.views.search import search

__all__ = ["plant_detail", "plant_menu", "portfolio", "portfolio_export", "search"]
