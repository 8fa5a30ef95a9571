"""When an initiative may begin or end after another, in words that need no key."""

from __future__ import annotations

from core.text import LocalizedText
from planning.domain.plans import PlanLink

_AT_ONCE = {
    "FS": ("after {key}", "{key}完成后"),
    "SS": ("once {key} has started", "{key}开始后"),
    "FF": ("to end after {key}", "于{key}完成后完成"),
}
_LATER = {
    "FS": ("{days} after the end of {key}", "{key}完成后{n}天"),
    "SS": ("{days} after the start of {key}", "{key}开始后{n}天"),
    "FF": ("to end {days} after the end of {key}", "于{key}完成后{n}天完成"),
}
_EARLIER = {
    "FS": ("up to {days} before the end of {key}", "可早于{key}完成{n}天开始"),
    "SS": ("up to {days} before the start of {key}", "可早于{key}开始{n}天开始"),
    "FF": ("to end up to {days} before the end of {key}", "可早于{key}完成{n}天完成"),
}


def waiting(link: PlanLink, key: str) -> LocalizedText:
    """Return for what an initiative waits.

    Args:
        link: its kind and lag say which ends are tied, and how far apart [calendar days].
        key: what the document calls the other initiative.
    """
    table = _LATER if link.lag_days > 0 else _EARLIER if link.lag_days < 0 else _AT_ONCE
    english, chinese = table[link.kind]
    n = abs(link.lag_days)
    days = f"{n} day" if n == 1 else f"{n} days"
    return LocalizedText(english.format(key=key, days=days), chinese.format(key=key, n=n))
