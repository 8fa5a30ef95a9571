"""Sentences about a computed plan, in both languages."""

from __future__ import annotations

from core.text import LocalizedText
from planning.domain.collisions import Collision, Hold


def told(collision: Collision) -> LocalizedText:
    """Return what collides, by how many days, and for whose sake."""
    can, must = collision.can_start.isoformat(), collision.must_start.isoformat()
    why, because = _hold(collision)
    aim, so_that = _aim(collision)
    days = collision.days
    return LocalizedText(
        f"{collision.item} cannot start before {can} ({why}), but must start on {must} "
        f"{aim}: {days} {'day is' if days == 1 else 'days are'} missing.",
        f"{collision.item}最早只能于{can}开始（{because}），但{so_that}，最迟须于{must}开始：相差{days}天。",
    )


def _hold(collision: Collision) -> tuple[str, str]:
    if collision.hold is Hold.ENABLING:
        return f"it waits for {collision.enabling}", f"须待{collision.enabling}完成"
    if collision.hold is Hold.EARLIEST:
        return "its own earliest date", "自身最早日期"
    return "that is today", "即今天"


def _aim(collision: Collision) -> tuple[str, str]:
    """Return for whose sake, in both languages."""
    is_own = collision.through == collision.item
    who, name = ("it", "其") if is_own else (collision.through, collision.through)
    if not collision.buffer_days:
        return f"so that {who} stands at {collision.due}", f"为使{name}在{collision.due}时就绪"
    days = f"{collision.buffer_days} day{'' if collision.buffer_days == 1 else 's'}"
    return (
        f"so that {who} stands {days} before {collision.due}",
        f"为使{name}在{collision.due}前{collision.buffer_days}天就绪",
    )
