"""How the charts of the KPI baseline are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MethodChapter:
    """The chapter; its words are the same for every plant."""
