"""What is said of a plan in the reader's language: its sums, its conflicts, the name of a bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from calendars.models import PlantMilestone
from charts.timeline import AxisMark
from core.money import MoneyScale
from core.wording.dates import day
from core.wording.figures import percent
from core.wording.money import money_text, page_scale
from core.wording.texts import comma, lt, semicolons
from planning.domain.plans import DAY
from planning.domain.progress import elapsed
from planning.domain.spending import RunningCost
from roadmap.domain.backward import LateStart
from roadmap.domain.conflicts import DateConflict
from roadmap.models import Initiative, Milestone
from roadmap.selectors.marks import PlanMark
from roadmap.selectors.network import due_end
from roadmap.selectors.plan import Plan, title_in


def plan_scale(plan: Plan) -> MoneyScale:
    """Return the unit in which all money of the plan is drawn; its total and limit decide."""
    return page_scale((plan.totals.whole, plan.limit), plan.currency)


def summary(plan: Plan) -> str:
    """Say the plan in one sentence."""
    count = len(plan.initiatives)
    text = ngettext("%(count)s initiative", "%(count)s initiatives", count) % {"count": count}
    whole = _("%(count)s from %(start)s to %(end)s, %(money)s") % {
        "count": text,
        "start": day(plan.frame.start),
        "end": day(plan.frame.end - DAY),
        "money": totals_text(plan),
    }
    return _("; ").join(filter(None, (whole, unstated_text(plan.running))))


def unstated_text(running: RunningCost) -> str:
    """Say of how many initiatives nobody stated the running cost; nothing where all state it."""
    if not running.without:
        return ""
    words = ngettext(
        "running cost not stated for %(n)s of %(m)s initiative",
        "running cost not stated for %(n)s of %(m)s initiatives",
        running.bearing,
    )
    return words % {"n": len(running.without), "m": running.bearing}


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


def conflict_texts(plan: Plan) -> dict[str, list[str]]:
    """Return what of the dates cannot stand, in words, by id of the initiative."""
    stones = {str(stone.pk): stone for stone in plan.milestones}
    texts: dict[str, list[str]] = {}
    for conflict in plan.date_conflicts:
        row = plan.initiative(conflict.item)
        words = _conflict(plan, conflict, row, stones.get(conflict.milestone))
        texts.setdefault(conflict.item, []).append(words)
    return texts


def faults(plan: Plan) -> dict[str, list[str]]:
    """Return what each bar breaks in words, by its id: of its links the worst, then its dates."""
    texts: dict[str, list[str]] = {}
    for violation in plan.violations:  # the worst first
        texts.setdefault(violation.link.after, [days_early(violation.days)])
    for key, words in conflict_texts(plan).items():
        texts.setdefault(key, []).extend(words)
    for key, row in plan.by_id.items():
        if words := length_texts(due_end(row, plan)):
            texts.setdefault(key, []).extend(words)
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
    if conflict.kind in ("due", "enabling"):
        return _against_milestone(plan, conflict, row)
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


def length_texts(due_end: date | None) -> list[str]:
    """Say where an initiative would end whose dates no longer hold its length; nothing for None."""
    words = _("by its duration it would end on %(day)s, since the calendar changed")
    return [words % {"day": day(due_end)}] if due_end else []


def _against_milestone(plan: Plan, conflict: DateConflict, row: Initiative) -> str:
    """Say for which milestone of the plant a bar comes too late or too early."""
    if conflict.kind == "enabling":
        stone = row.enabling_milestone
        words = ngettext(
            "begins %(days)s day before “%(milestone)s” of %(day)s",
            "begins %(days)s days before “%(milestone)s” of %(day)s",
            conflict.days,
        )
        return words % _stone_names(conflict, stone)
    late = plan.late_starts[conflict.item]
    through = plan.initiative(late.through)
    names = _stone_names(conflict, through.due_milestone)
    titles = {**names, "title": title_in(through.title, get_language() or "en")}
    if buffer := through.buffer_days:
        words = ngettext(
            "begins %(days)s day too late: “%(title)s” must stand %(buffer)s days before “%(milestone)s” of"
            " %(day)s",
            "begins %(days)s days too late: “%(title)s” must stand %(buffer)s days before “%(milestone)s” of"
            " %(day)s",
            conflict.days,
        )
        own = ngettext(
            "begins %(days)s day too late: it must stand %(buffer)s days before “%(milestone)s” of %(day)s",
            "begins %(days)s days too late: it must stand %(buffer)s days before “%(milestone)s” of %(day)s",
            conflict.days,
        )
        return (own if through is row else words) % {**titles, "buffer": buffer}
    if through is row:
        words = ngettext(
            "too late by %(days)s day for “%(milestone)s” of %(day)s",
            "too late by %(days)s days for “%(milestone)s” of %(day)s",
            conflict.days,
        )
        return words % names
    words = ngettext(
        "too late by %(days)s day for “%(title)s”, which must stand at “%(milestone)s” of %(day)s",
        "too late by %(days)s days for “%(title)s”, which must stand at “%(milestone)s” of %(day)s",
        conflict.days,
    )
    return words % titles


def _stone_names(conflict: DateConflict, stone: PlantMilestone | None) -> dict[str, object]:
    if stone is None:  # no bar hangs on nothing
        return {"days": conflict.days, "milestone": "", "day": ""}
    on = stone.day
    return {"days": conflict.days, "milestone": lt(stone.both("title")), "day": day(on)}


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
    return {key: slack_text(plan, key) for key in plan.late_starts}


def slack_text(plan: Plan, key: str) -> str:
    """Say by how much an open initiative can slip, and before what.

    Without a milestone of the plant behind it, that is the last day of the plan. Where closed days let
    its start slip further than its end, both are said: one of them alone would belie the other's day.
    """
    late = plan.late_starts[key]
    is_of_end = (
        late.start_slack is not None or plan.initiative(key).status == Initiative.Status.ACTIVE
    )
    words = _slack_words(late, _due_name(plan, key) if late.due else "", is_of_end=is_of_end)
    if late.start_slack is None or late.slack < 0:
        return words
    start = ngettext(
        "its start can slip %(days)s day, as closed days lie between",
        "its start can slip %(days)s days, as closed days lie between",
        late.start_slack,
    ) % {"days": late.start_slack}
    return semicolons((words, start), get_language() or "en")


def _slack_words(late: LateStart, milestone: str, *, is_of_end: bool) -> str:
    names = {"days": abs(late.slack), "milestone": milestone}
    if not late.due and late.slack <= 0:
        return _("on the critical path")
    if not late.due and is_of_end:
        words = ngettext(
            "its end can slip %(days)s day", "its end can slip %(days)s days", late.slack
        )
    elif not late.due:
        words = ngettext("can slip %(days)s day", "can slip %(days)s days", late.slack)
    elif late.slack < 0:
        words = ngettext(
            "too late by %(days)s day for “%(milestone)s”",
            "too late by %(days)s days for “%(milestone)s”",
            -late.slack,
        )
    elif late.slack and is_of_end:
        words = ngettext(
            "its end can slip %(days)s day before “%(milestone)s”",
            "its end can slip %(days)s days before “%(milestone)s”",
            late.slack,
        )
    elif late.slack:
        words = ngettext(
            "can slip %(days)s day before “%(milestone)s”",
            "can slip %(days)s days before “%(milestone)s”",
            late.slack,
        )
    elif late.start_slack is not None:
        words = _("its end has no day to spare before “%(milestone)s”")
    else:
        words = _("no day to spare before “%(milestone)s”")
    return words % names


def last_start(plan: Plan, row: Initiative) -> date | None:
    """Return until when an initiative can begin at the latest; None once it has begun."""
    late = plan.late_starts.get(str(row.pk))
    return late.on if late and row.status == Initiative.Status.PLANNED else None


def last_start_text(plan: Plan, row: Initiative) -> str:
    """Say until when an initiative can begin at the latest; empty without a milestone behind it."""
    on = last_start(plan, row)
    if on is None or not plan.late_starts[str(row.pk)].due:
        return ""
    return _("last responsible start %(day)s") % {"day": day(on)}


def _due_name(plan: Plan, key: str) -> str:
    """Return what the milestone behind an initiative is called."""
    stone = plan.initiative(plan.late_starts[key].through).due_milestone
    return lt(stone.both("title")) if stone else ""


def critical_text(plan: Plan, keys: Mapping[str, str]) -> str:
    """Return the critical path in one line; empty without one.

    Args:
        plan: the plan.
        keys: a short key of each initiative.
    """
    language = get_language() or "en"
    path = plan.times.critical_path if plan.times else ()
    rows = ((keys[one], plan.initiative(one)) for one in path)
    return " → ".join(f"{key} {title_in(row.title, language)}" for key, row in rows)


def also_critical_text(plan: Plan, keys: Mapping[str, str]) -> str:
    """Return the keys of what has no float beside the critical path; empty without any.

    Args:
        plan: the plan.
        keys: a short key of each initiative.
    """
    path = plan.times.critical_path if plan.times else ()
    late = plan.late_starts.items()
    return comma().join(keys[one] for one, dates in late if dates.slack <= 0 and one not in path)


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
