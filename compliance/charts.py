"""The roll-up bar of a plant's duties."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from charts import svg
from charts.spec import BarPart, StackedBar
from compliance.domain.status import RollUp, Status
from compliance.models import StatusName

COLORS = {
    Status.MET: "good",
    Status.REVIEW_DUE: "warn",
    Status.IN_PROGRESS: "accent",
    Status.NOT_STARTED: "mute",
    Status.OVERDUE: "bad",
    Status.TO_CONFIRM: "line",
}
WIDTH = 1100


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One part of the bar in words."""

    status: str
    label: str
    count: int
    color: str


def legend(rolled: RollUp) -> list[LegendItem]:
    """Return the parts of the bar in its order; what does not occur is left out."""
    return [
        LegendItem(status.value, str(StatusName(status.value).label), rolled.counts[status], color)
        for status, color in COLORS.items()
        if rolled.counts[status]
    ]


def status_bar(rolled: RollUp) -> str:
    """Return the bar of all duties on the checklist as a drawing that stretches sideways."""
    parts = tuple(BarPart(item.label, item.count, item.color) for item in legend(rolled))
    title = _("%(met)s of %(all)s duties met") % {"met": rolled.met, "all": rolled.applicable}
    drawn = svg.stacked_bar(StackedBar(parts, rolled.listed, title), width=WIDTH, height=10)
    return drawn.replace("<svg ", '<svg preserveAspectRatio="none" ', 1)
