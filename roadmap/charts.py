"""The drawings of the roadmap in the reader's language: the Gantt and the money under it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.charts.timeline import Gantt, GanttLink, QuarterStrip, TimeAxis
from core.money import MoneyScale
from core.wording.dates import day, day_short
from core.wording.figures import percent, percent_mark
from core.wording.money import in_unit, money_cell, money_text, page_scale
from core.wording.texts import lt
from planning.domain.plans import DAY, years
from roadmap.domain.conflicts import DateConflict
from roadmap.domain.drawings import (
    ChartText,
    DrawnInitiative,
    DrawnMilestone,
    DrawnPhase,
    budget_chart,
    gantt_chart,
    time_axis,
)
from roadmap.models import Initiative, Milestone
from roadmap.selectors.plan import Plan, title_in
from roadmap.selectors.reach import GateNote
from roadmap.selectors.signing import state_of


def plan_scale(plan: Plan) -> MoneyScale:
    """Return the unit in which all money of the plan is drawn; its total and limit decide."""
    return page_scale((plan.totals.whole, plan.limit), plan.currency)


def axis(plan: Plan) -> TimeAxis:
    """Return the twelve quarters with today, and each year with its money."""
    notes = {}
    for span in years(plan.frame):
        year = span.start.year
        planned = money_text(plan.budget.years.get(year, Decimal(0)))
        limit = plan.limits.get(year)
        notes[year] = (
            _("%(planned)s of %(limit)s") % {"planned": planned, "limit": money_text(limit)}
            if limit is not None
            else planned
        )
    return time_axis(plan.periods, plan.today, day_short(plan.today), notes)


def gantt(plan: Plan, *, editable: bool) -> Gantt:
    """Return the description of the Gantt.

    Args:
        plan: the loaded plan.
        editable: bars become buttons that the editor moves.
    """
    early = {violation.link.after: violation.days for violation in reversed(plan.violations)}
    stones: dict[int, list[Milestone]] = {}
    for stone in plan.milestones:
        stones.setdefault(stone.initiative_id, []).append(stone)
    scale = plan_scale(plan).refined(row.one_off_amount for row in plan.initiatives)
    texts = conflict_texts(plan)
    rows = []
    for row in plan.initiatives:
        words = list(texts.get(str(row.pk), ()))
        if str(row.pk) in early:
            words.insert(0, days_early(early[str(row.pk)]))
        rows.append(_drawn(row, scale, words, stones.get(row.pk, [])))
    broken = {violation.link.id for violation in plan.violations}
    return gantt_chart(
        axis(plan),
        rows,
        (GanttLink(link.before, link.after, link.kind, link.id in broken) for link in plan.links),
        {phase: DrawnPhase(str(label)) for phase, label in Initiative.Phase.choices},
        ChartText(_("Roadmap by phase"), summary(plan), _("Initiative"), lt(scale.unit)),
        is_editable=editable,
        percent=percent_mark(),
    )


def summary(plan: Plan) -> str:
    """Say the plan in one sentence."""
    count = len(plan.initiatives)
    text = ngettext("%(count)s initiative", "%(count)s initiatives", count) % {"count": count}
    return _("%(count)s from %(start)s to %(end)s, %(money)s") % {
        "count": text,
        "start": day(plan.frame.start),
        "end": day(plan.frame.end - DAY),
        "money": totals_text(plan),
    }


def totals_text(plan: Plan) -> str:
    """Say what the plan costs: inside its quarters and, where that differs, outside and in all."""
    totals = plan.totals
    parts = [
        _("%(money)s in the twelve quarters"),
        _("%(money)s before them"),
        _("%(money)s beyond them"),
    ]
    amounts = (totals.inside, totals.before, totals.beyond)
    told = [
        words % {"money": money_text(amount, plan.currency)}
        for words, amount in zip(parts, amounts, strict=True)
        if amount
    ]
    whole = money_text(totals.whole, plan.currency)
    if not totals.outside:
        return whole
    return _("%(whole)s in all: %(parts)s") % {"whole": whole, "parts": _(", ").join(told)}


def gate_texts(note: GateNote, run: str) -> tuple[str, str]:
    """Return in words that the gate of a phase is closed, and what is planned behind it.

    Args:
        note: the phase.
        run: name of the run that closes it.
    """
    named = {"phase": Initiative.Phase(note.phase).label, "run": run}
    words = ngettext(
        "%(n)s initiative of the phase is planned, from %(start)s.",
        "%(n)s initiatives of the phase are planned, the first from %(start)s.",
        len(note.initiatives),
    )
    return (
        _("The gate of “%(phase)s” is closed by the assessment %(run)s.") % named,
        words % {"n": len(note.initiatives), "start": day(note.initiatives[0].starts_on)},
    )


def conflict_texts(plan: Plan) -> dict[str, list[str]]:
    """Return what of the dates cannot stand, in words, by id of the initiative."""
    stones = {str(stone.pk): stone for stone in plan.milestones}
    texts: dict[str, list[str]] = {}
    for conflict in plan.date_conflicts:
        row = plan.initiative(conflict.item)
        words = _conflict(conflict, row, stones.get(conflict.milestone))
        texts.setdefault(conflict.item, []).append(words)
    return texts


def _conflict(conflict: DateConflict, row: Initiative, stone: Milestone | None) -> str:
    names = {"days": conflict.days, "start": day(row.starts_on), "end": day(row.ends_on)}
    if stone:
        names |= {"title": lt(stone.both("title")), "due": day(stone.due_on)}
        return _("milestone “%(title)s” of %(due)s lies outside %(start)s to %(end)s") % names
    if conflict.kind == "late":
        words = ngettext(
            "should have ended on %(end)s, %(days)s day ago, and is not done",
            "should have ended on %(end)s, %(days)s days ago, and is not done",
            conflict.days,
        )
    elif conflict.kind == "beyond":
        words = ngettext(
            "runs on %(days)s day beyond the plan, to %(end)s",
            "runs on %(days)s days beyond the plan, to %(end)s",
            conflict.days,
        )
    else:
        words = ngettext(
            "begins %(days)s day ahead of the plan, on %(start)s",
            "begins %(days)s days ahead of the plan, on %(start)s",
            conflict.days,
        )
    return words % names


def bar_name(row: Initiative, broken: Sequence[str] = ()) -> str:
    """Return the full sentence of a bar for screen readers."""
    parts = [
        title_in(row.title, get_language() or "en"),
        _("%(start)s to %(end)s") % {"start": day(row.starts_on), "end": day(row.ends_on)},
        money_text(row.one_off_amount, row.currency),
        str(row.get_status_display()),
    ]
    if row.status == Initiative.Status.ACTIVE or 0 < row.progress < 100:
        parts.append(_("%(share)s done") % {"share": percent(Decimal(row.progress) / 100)})
    return _(", ").join([*parts, *broken])


def days_early(days: int) -> str:
    """Say by how many days a bar comes too early."""
    return ngettext(
        "%(days)s day too early for what it waits for",
        "%(days)s days too early for what it waits for",
        days,
    ) % {"days": days}


def _drawn(
    row: Initiative, scale: MoneyScale, broken: list[str], stones: list[Milestone]
) -> DrawnInitiative:
    is_stopped = row.status == Initiative.Status.STOPPED
    label = title_in(row.title, get_language() or "en")
    return DrawnInitiative(
        id=str(row.pk),
        label=f"{label} ({row.get_status_display()})" if is_stopped else label,
        phase=row.phase,
        start=row.starts_on,
        end=row.ends_on,
        progress=row.progress / 100,
        is_over=row.status in {Initiative.Status.DONE, Initiative.Status.STOPPED},
        side=_side(row, scale),
        broken=_("; ").join(broken),
        name=bar_name(row, broken),
        href=f"?initiative={row.pk}",
        version=row.version,
        milestones=tuple(
            DrawnMilestone(
                str(stone.pk),
                stone.due_on,
                f"{lt(stone.both('title'))}, {day(stone.due_on)}",
                state_of(stone),
            )
            for stone in stones
        ),
    )


def _side(row: Initiative, scale: MoneyScale) -> str:
    """Return the cost beside a bar; money of another currency brings its own unit."""
    if row.currency == scale.currency:
        return in_unit(row.one_off_amount, scale)
    return money_cell(row.one_off_amount, row.currency)


def budget_strip(plan: Plan) -> QuarterStrip:
    """Return the description of the cost by quarter with the limits of the years."""
    scale = plan_scale(plan).refined(plan.budget.quarters)
    note = _("%(unit)s a quarter") % {"unit": lt(scale.unit)}
    if plan.limits:
        note = _("%(note)s; bar: year against limit") % {"note": note}
    return budget_chart(
        axis(plan),
        plan.budget.quarters,
        scale,
        ChartText(_("Cost by quarter"), totals_text(plan), _("Budget"), note),
        {
            year: (plan.budget.years.get(year, Decimal(0)), limit)
            for year, limit in plan.limits.items()
        },
    )
