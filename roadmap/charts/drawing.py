"""The drawing of a plan: axis, rows in groups, links and money, as one reader sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from charts.svg.marks import safe
from core.money import MoneyScale
from core.wording.dates import day
from core.wording.figures import points
from core.wording.money import in_unit, money_cell
from core.wording.texts import lt
from planning.domain.plans import DAY, PlanLink
from roadmap.charts.axis import Axis, head, lines, window
from roadmap.charts.rows import (
    GROUP,
    ROW,
    WIDE,
    DrawnLink,
    DrawnRow,
    DrawnStone,
    link,
    mark_of,
    row,
)
from roadmap.charts.strip import strip
from roadmap.charts.words import (
    axis_marks,
    bar_name,
    conflict_texts,
    days_early,
    last_start,
    last_start_text,
    plan_scale,
    slack_text,
)
from roadmap.models import Initiative, Milestone
from roadmap.selectors.arrangement import OVER, RowGroup, stretch
from roadmap.selectors.marks import PlanMark
from roadmap.selectors.plan import Plan, title_in
from roadmap.selectors.signing import state_of
from roadmap.selectors.wording import gate_words


@dataclass(frozen=True)
class Drawing:
    """What is drawn of a plan.

    Attributes:
        plan: the plan.
        axis: the days that are shown.
        groups: the rows that are shown, by their headings.
        may_edit: bars are buttons.
        address: query string of the page without `initiative`, to which names add theirs.
        gates: phase of each initiative whose gate is closed, by its key.
    """

    plan: Plan
    axis: Axis
    groups: tuple[RowGroup, ...]
    may_edit: bool
    address: str
    gates: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def rows(self) -> dict[int, tuple[DrawnRow, float]]:
        """Every row that is shown with the height at which it begins [px], by its key."""
        draw = _Pen(self)
        found: dict[int, tuple[DrawnRow, float]] = {}
        top = 0.0
        for group in self.groups:
            top += GROUP
            for entry in group.rows:
                found[entry.pk] = (draw.row(entry), top)
                top += ROW
        return found

    @cached_property
    def links(self) -> tuple[DrawnLink, ...]:
        """The links between rows that are shown."""
        broken = {violation.link.id for violation in self.plan.violations}
        shown = {entry.pk for group in self.groups for entry in group.rows}
        return tuple(
            DrawnLink(link.id, int(link.before), int(link.after), link.kind, link.id in broken)
            for link in self.plan.links
            if int(link.before) in shown and int(link.after) in shown
        )

    @cached_property
    def first(self) -> int | None:
        """Key of the first row."""
        return next(iter(self.rows), None)

    @property
    def has_late_starts(self) -> bool:
        """Whether a last responsible start is marked."""
        return any(drawn.late_start for drawn, _top in self.rows.values())

    @property
    def height(self) -> float:
        """Height of all rows and headings [px]."""
        return sum(GROUP + ROW * len(group.rows) for group in self.groups)

    @cached_property
    def state(self) -> str:
        """A short mark of what stands where: another one when rows or links come, go or wander."""
        order = [(group.key, group.label, [row.pk for row in group.rows]) for group in self.groups]
        ends = [(link.key, link.before, link.after, link.kind) for link in self.links]
        return mark_of(repr((self.axis, self.address, self.may_edit, order, ends)))

    @property
    def head(self) -> str:
        """The head of the axis."""
        return head(self.axis, self.plan)

    @property
    def unit(self) -> str:
        """In what the cost of the rows is counted."""
        return lt(_scale(self.plan).unit)

    @property
    def strip(self) -> str:
        """The money by quarter."""
        return strip(self.plan, self.axis)

    @property
    def strip_note(self) -> str:
        """In what the strip counts."""
        scale = plan_scale(self.plan).refined(self.plan.budget.quarters)
        note = _("%(unit)s a quarter") % {"unit": lt(scale.unit)}
        if self.plan.limits:
            note = _("%(note)s; bar: year against limit") % {"note": note}
        return note

    @cached_property
    def body(self) -> str:
        """The rows below their headings, over the lines of the axis and the links."""
        parts = [lines(self.axis), self._links()]
        for group in self.groups:
            heading = f'<span class="gantt-label">{safe(group.label)}</span>'
            parts.append(f'<h3 class="gantt-group">{heading}</h3>')
            parts += [
                row(self.rows[entry.pk][0], may_edit=self.may_edit, is_first=entry.pk == self.first)
                for entry in group.rows
            ]
        return "".join(parts)

    def _links(self) -> str:
        body = "".join(link(entry, self.rows) for entry in self.links)
        return (
            f'<svg class="gantt-links" viewBox="0 0 {WIDE} {self.height:.0f}"'
            f' preserveAspectRatio="none" aria-hidden="true">{body}</svg>'
        )

    def changed(self, seen: dict[str, str]) -> Iterator[str]:
        """Yield the rows that look different from what a page has seen, and their links.

        Args:
            seen: mark of each row as the page shows it, by its name there.
        """
        fresh = {
            key for key, (drawn, _top) in self.rows.items() if seen.get(f"row-{key}") != drawn.state
        }
        for key in self.rows:
            if key in fresh:
                drawn, is_first = self.rows[key][0], key == self.first
                yield row(drawn, may_edit=self.may_edit, is_first=is_first, oob=True)
        again = [entry for entry in self.links if {entry.before, entry.after} & fresh]
        if again:
            yield f"<svg>{''.join(link(entry, self.rows, oob=True) for entry in again)}</svg>"


def drawing(
    plan: Plan,
    groups: tuple[RowGroup, ...],
    *,
    zoom: str,
    may_edit: bool,
    address: str,
    marks: Iterable[PlanMark] = (),
    gates: Mapping[int, str] | None = None,
) -> Drawing:
    """Return the drawing of the rows of a plan that a reader wants to see, under marked days."""
    shown = [row for group in groups for row in group.rows]
    axis = window(plan, zoom, stretch(plan, shown), axis_marks(marks))
    return Drawing(plan, axis, groups, may_edit, address, gates or {})


def _scale(plan: Plan) -> MoneyScale:
    return plan_scale(plan).refined(row.one_off_amount for row in plan.initiatives)


class _Pen:
    """Draws rows; what all of them need is read once."""

    def __init__(self, of: Drawing) -> None:
        plan = of.plan
        self.of, self.plan, self.axis = of, plan, of.axis
        self.scale = _scale(plan)
        self.early = {entry.link.after: entry.days for entry in reversed(plan.violations)}
        self.texts = conflict_texts(plan)
        self.gates = gate_words(of.gates)
        self.told = {one.item for one in plan.date_conflicts if one.kind == "due"}
        self.broken = {entry.link.id for entry in plan.violations}
        self.stones: dict[int, list[Milestone]] = {}
        for stone in plan.milestones:
            self.stones.setdefault(stone.initiative_id, []).append(stone)
        shown = {str(entry.pk) for group in of.groups for entry in group.rows}
        self.into: dict[str, list[PlanLink]] = {}
        for entry in plan.links:
            if entry.before in shown:
                self.into.setdefault(entry.after, []).append(entry)
        self.language = get_language() or "en"

    def row(self, row: Initiative) -> DrawnRow:
        """Return a row as it is drawn."""
        words = list(self.texts.get(str(row.pk), ()))
        if early := self.early.get(str(row.pk)):
            words.insert(0, days_early(early))
        late = self.plan.late_starts.get(str(row.pk))
        label = title_in(row.title, self.language)
        if row.status == Initiative.Status.STOPPED:
            label = f"{label} ({row.get_status_display()})"
        left, right = self.axis.at(row.starts_on), self.axis.at(row.ends_on + DAY)
        return DrawnRow(
            key=row.pk,
            label=label,
            side=self._side(row),
            name=bar_name(row, [*self._more(row), *words]),
            href=f"{self.of.address}initiative={row.pk}",
            left=left,
            right=right,
            start=row.starts_on,
            end=row.ends_on,
            version=row.version,
            progress=row.progress,
            share=points(row.progress) if row.progress else "",
            is_over=row.status in OVER,
            is_broken=bool(words),
            is_gated=row.pk in self.gates,
            is_critical=late is not None and late.slack <= 0,
            runs_on=(row.starts_on < self.axis.span.start, row.ends_on >= self.axis.span.end),
            stones=tuple(self._stones(row)),
            tips=tuple(self._tips(self.into.get(str(row.pk), ()), left, right)),
            late_start=self._late_start(row),
        )

    def _more(self, row: Initiative) -> Iterator[str]:
        """Yield by how much a row can slip, until when it can begin, and that its gate is closed.

        A conflict that says the first already is not repeated.
        """
        key = str(row.pk)
        if key in self.plan.late_starts and key not in self.told:
            yield slack_text(self.plan, key)
        if words := last_start_text(self.plan, row):
            yield words
        if row.pk in self.gates:
            yield self.gates[row.pk]

    def _late_start(self, row: Initiative) -> tuple[float, str] | None:
        """Return place and words of the last responsible start, where a milestone sets it."""
        on, words = last_start(self.plan, row), last_start_text(self.plan, row)
        if not on or not words or not self.axis.span.start <= on < self.axis.span.end:
            return None
        return self.axis.at(on), words

    def _side(self, row: Initiative) -> str:
        """Return the cost of a row; money of another currency brings its own unit."""
        if row.currency == self.scale.currency:
            return in_unit(row.one_off_amount, self.scale)
        return money_cell(row.one_off_amount, row.currency)

    def _stones(self, row: Initiative) -> Iterator[DrawnStone]:
        for stone in self.stones.get(row.pk, ()):
            if self.axis.span.start <= stone.due_on < self.axis.span.end:
                said = f"{lt(stone.both('title'))}, {day(stone.due_on)}"
                yield DrawnStone(stone.pk, self.axis.at(stone.due_on), said, state_of(stone))

    def _tips(
        self, links: Iterable[PlanLink], left: float, right: float
    ) -> Iterator[tuple[float, bool, bool]]:
        for entry in links:
            enters_end = entry.kind[1] == "F"
            yield (right if enters_end else left, enters_end, entry.id in self.broken)
