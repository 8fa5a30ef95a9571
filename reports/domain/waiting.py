"""When an initiative may begin or end after another, in words that need no key."""

from __future__ import annotations

from core.phrases import phrase, plural
from core.text import LocalizedText
from planning.domain.plans import PlanLink


def waiting(link: PlanLink, key: str) -> LocalizedText:
    """Return for what an initiative waits.

    Args:
        link: its kind and lag say which ends are tied, and how far apart [calendar days].
        key: what the document calls the other initiative.
    """
    n = abs(link.lag_days)
    if link.lag_days > 0:
        return _later(link.kind, key, n)
    return _earlier(link.kind, key, n) if link.lag_days < 0 else _at_once(link.kind, key)


def _at_once(kind: str, key: str) -> LocalizedText:
    if kind == "FS":
        return phrase("after {key}", key=key)
    if kind == "SS":
        return phrase("once {key} has started", key=key)
    return phrase("to end after {key}", key=key)


def _later(kind: str, key: str, n: int) -> LocalizedText:
    if kind == "FS":
        return plural(
            "{n} day after the end of {key}", "{n} days after the end of {key}", n, key=key
        )
    if kind == "SS":
        return plural(
            "{n} day after the start of {key}", "{n} days after the start of {key}", n, key=key
        )
    return plural(
        "to end {n} day after the end of {key}",
        "to end {n} days after the end of {key}",
        n,
        key=key,
    )


def _earlier(kind: str, key: str, n: int) -> LocalizedText:
    if kind == "FS":
        return plural(
            "up to {n} day before the end of {key}",
            "up to {n} days before the end of {key}",
            n,
            key=key,
        )
    if kind == "SS":
        return plural(
            "up to {n} day before the start of {key}",
            "up to {n} days before the start of {key}",
            n,
            key=key,
        )
    return plural(
        "to end up to {n} day before the end of {key}",
        "to end up to {n} days before the end of {key}",
        n,
        key=key,
    )
