"""Sentences about a computed plan, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from core.text import LocalizedText
from planning.domain.collisions import Collision, Hold

Names = Mapping[str, LocalizedText]


def told(collision: Collision, names: Names | None = None) -> LocalizedText:
    """Return what collides, by how many days, and for whose sake.

    Args:
        collision: the pair.
        names: of items and milestones by id; what has none is called by its id.
    """
    named = names or {}
    who = _name(named, collision.item)
    can, must = collision.can_start.isoformat(), collision.must_start.isoformat()
    why, because = _hold(collision, named)
    aim, so_that = _aim(collision, named)
    days = collision.days
    return LocalizedText(
        f"{who.en} cannot start before {can} ({why}), but must start on {must} "
        f"{aim}: {days} {'day is' if days == 1 else 'days are'} missing.",
        f"{who.zh_hans}最早只能于{can}开始（{because}），但{so_that}，最迟须于{must}开始：相差{days}天。",
    )


def _name(names: Names, key: str) -> LocalizedText:
    return names.get(key, LocalizedText(key, key))


def _hold(collision: Collision, names: Names) -> tuple[str, str]:
    if collision.hold is Hold.ENABLING:
        name = _name(names, collision.enabling)
        return f"it waits for {name.en}", f"须待{name.zh_hans}完成"
    if collision.hold is Hold.EARLIEST:
        return "its own earliest date", "自身最早日期"
    return "that is today", "即今天"


def _aim(collision: Collision, names: Names) -> tuple[str, str]:
    """Return for whose sake, in both languages."""
    is_own = collision.through == collision.item
    who = LocalizedText("it", "其") if is_own else _name(names, collision.through)
    due = _name(names, collision.due)
    if not collision.buffer_days:
        return f"so that {who.en} stands at {due.en}", f"为使{who.zh_hans}在{due.zh_hans}时就绪"
    days = f"{collision.buffer_days} day{'' if collision.buffer_days == 1 else 's'}"
    return (
        f"so that {who.en} stands {days} before {due.en}",
        f"为使{who.zh_hans}在{due.zh_hans}前{collision.buffer_days}天就绪",
    )
