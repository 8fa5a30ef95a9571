"""Sentences about a launch, in both languages."""

from __future__ import annotations

from collections import Counter

from core.text import LocalizedText
from launch.domain.milestones import ProposedDay
from launch.domain.outlook import Conflict, MissingAtStart
from launch.domain.plans import LaunchCase
from launch.domain.slips import LaunchSlip
from planning.domain.wording import Names, told


def names_of(case: LaunchCase) -> Names:
    """Return what needs and milestones are called within sentences."""
    titled = (*case.pack.milestones, *(entry.need for entry in case.needs))
    return {entry.id: _quoted(entry.title) for entry in titled}


def _quoted(text: LocalizedText) -> LocalizedText:
    return LocalizedText(f"“{text.en}”", f"“{text.zh_hans}”")


def range_told(proposed: ProposedDay) -> LocalizedText:
    """Return the range of which a proposed day is the middle."""
    high = proposed.weeks[1]
    if not high:
        return LocalizedText("the start itself", "即投产当日")
    weeks = "week" if high == 1 else "weeks"
    side = LocalizedText("after", "后") if proposed.is_after else LocalizedText("before", "前")
    first, last = proposed.earliest.isoformat(), proposed.latest.isoformat()
    days = first if first == last else f"{first}–{last}"
    return LocalizedText(
        f"usually {proposed.span} {weeks} {side.en} the start ({days}); proposed is the middle",
        f"通常在投产{side.zh_hans}{proposed.span}周（{days}），取中间日期",
    )


def conflict_told(case: LaunchCase, conflict: Conflict) -> LocalizedText:
    """Return a pair that cannot be kept, whether the low values help, and whether it may wait."""
    names = names_of(case)
    pair = told(conflict.collision, names)
    more = (
        LocalizedText(" Not even the low values help.", "即使按工期下限也来不及。")
        if conflict.is_certain
        else LocalizedText(" With the low values it holds.", "按工期下限则来得及。")
    )
    later = {entry.need.id: entry.need.may_wait_until for entry in case.needs}
    until = later[conflict.collision.item]
    wait = LocalizedText("", "")
    if until and conflict.collision.item not in case.waiting:
        wait = LocalizedText(
            f" It may follow until {names[until].en}.", f"最迟可延至{names[until].zh_hans}。"
        )
    return LocalizedText(
        f"{pair.en}{more.en}{wait.en}", f"{pair.zh_hans}{more.zh_hans}{wait.zh_hans}"
    )


def missing_told(case: LaunchCase, found: MissingAtStart) -> LocalizedText:
    """Return the first line of a summary: what is missing at the start of production."""
    name, start = found.row.entry.need.title, case.start.isoformat()
    end = found.row.safe.early.end
    ready, days = end.isoformat(), (end - case.start).days
    late = f"{days} {'day' if days == 1 else 'days'} late"
    brave = found.row.brave.early.end.isoformat()
    more = (
        LocalizedText(f"{brave} with the low value", f"按工期下限也要到{brave}")
        if found.is_certain
        else LocalizedText("in time only with the low value", "只有按工期下限才来得及")
    )
    return LocalizedText(
        f"Missing at the start of production on {start}: {name.en}, ready on {ready}, {late} "
        f"({more.en}).",
        f"{start}投产时缺少：{name.zh_hans}，预计{ready}就绪，晚{days}天（{more.zh_hans}）。",
    )


def slip_told(found: LaunchSlip) -> LocalizedText:
    """Return by how many days how many last responsible starts move."""
    counts = Counter(move.days for move in found.needs)
    listed = sorted(counts.items(), key=lambda pair: -pair[1])
    english = ", ".join(f"{count} by {days} {_days(days)}" for days, count in listed)
    chinese = "，".join(f"{count}项{_moved(days)}" for days, count in listed)
    stay = [move.milestone for move in found.milestones if move.before == move.after]
    return LocalizedText(
        f"Last responsible starts move: {english or 'none'}. "
        f"Milestones that stay: {', '.join(stay) or 'none'}.",
        f"最迟启动日：{chinese or '无'}。不动的里程碑：{'、'.join(stay) or '无'}。",
    )


def _moved(days: int) -> str:
    if not days:
        return "不动"
    return f"{'推迟' if days > 0 else '提前'}{abs(days)}天"


def _days(count: int) -> str:
    return "day" if abs(count) == 1 else "days"
