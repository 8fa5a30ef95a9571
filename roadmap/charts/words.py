"""What is said of a plan in the reader's language: its sums, its conflicts, the name of a bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.charts.timeline import AxisMark
from core.money import MoneyScale
from core.wording.dates import day
from core.wording.figures import percent
from core.wording.money import money_text, page_scale
from core.wording.texts import lt
from planning.domain.plans import DAY
from planning.domain.progress import elapsed
from roadmap.domain.conflicts import DateConflict
from roadmap.models import Initiative, Milestone
from roadmap.selectors.marks import PlanMark
from roadmap.selectors.network import critical_path, slack_days
from roadmap.selectors.plan import Plan, title_in
from roadmap.selectors.reach import GateNote


def plan_scale(plan: Plan) -> MoneyScale:
    """Return the unit in which all money of the plan is drawn; its total and limit decide."""
    return page_scale((plan.totals.whole, plan.limit), plan.currency)


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
        words = _conflict(plan, conflict, row, stones.get(conflict.milestone))
        texts.setdefault(conflict.item, []).append(words)
    return texts


def conflict_text(plan: Plan, conflict: DateConflict) -> str:
    """Return what of one conflict of dates cannot stand, in words."""
    stone = next((one for one in plan.milestones if str(one.pk) == conflict.milestone), None)
    return _conflict(plan, conflict, plan.initiative(conflict.item), stone)


def _conflict(plan: Plan, conflict: DateConflict, row: Initiative, stone: Milestone | None) -> str:
    names = {"days": conflict.days, "start": day(row.starts_on), "end": day(row.ends_on)}
    if stone:
        names |= {"title": lt(stone.both("title")), "due": day(stone.due_on)}
        return _("milestone “%(title)s” of %(due)s lies outside %(start)s to %(end)s") % names
    if conflict.kind == "behind":
        item = plan.items[conflict.item]
        shares = {
            "planned": percent(elapsed(item, plan.today)),
            "done": percent(item.progress),
        }
        return _("should be %(planned)s done by now and is %(done)s") % shares
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


def axis_marks(marks: Iterable[PlanMark]) -> tuple[AxisMark, ...]:
    """Return the marks of the time axis in the reader's language."""
    return tuple(
        AxisMark(
            one.day,
            lt(one.title),
            _("%(title)s, %(day)s") % {"title": lt(one.title), "day": day(one.day)},
            one.kind,
        )
        for one in marks
    )


def slack_texts(plan: Plan) -> dict[str, str]:
    """Return by how much each open initiative can slip, in words, by its id."""
    return {key: slack_text(days) for key, days in slack_days(plan).items()}


def slack_text(days: int) -> str:
    """Say by how much an initiative can slip [days]."""
    if days <= 0:
        return _("on the critical path")
    return ngettext("can slip %(days)s day", "can slip %(days)s days", days) % {"days": days}


def critical_text(plan: Plan, keys: Mapping[str, str]) -> str:
    """Return the critical path in one line; empty without one.

    Args:
        plan: the plan.
        keys: a short key of each initiative.
    """
    language = get_language() or "en"
    rows = ((keys[one], plan.initiative(one)) for one in critical_path(plan))
    return " → ".join(f"{key} {title_in(row.title, language)}" for key, row in rows)


def bar_name(row: Initiative, more: Sequence[str] = ()) -> str:
    """Return the full sentence of a bar for screen readers; what it breaks comes last."""
    parts = [
        title_in(row.title, get_language() or "en"),
        _("%(start)s to %(end)s") % {"start": day(row.starts_on), "end": day(row.ends_on)},
        money_text(row.one_off_amount, row.currency),
        str(row.get_status_display()),
    ]
    if row.status == Initiative.Status.ACTIVE or 0 < row.progress < 100:
        parts.append(_("%(share)s done") % {"share": percent(Decimal(row.progress) / 100)})
    return _(", ").join([*parts, *more])


def days_early(days: int) -> str:
    """Say by how many days a bar comes too early."""
    return ngettext(
        "%(days)s day too early for what it waits for",
        "%(days)s days too early for what it waits for",
        days,
    ) % {"days": days}
