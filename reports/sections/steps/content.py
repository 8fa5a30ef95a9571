"""What comes next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class StepLine:
    """A next step with its date; one that the board is asked for follows its decision."""

    text: LocalizedText
    owner: str
    due: date | None
    is_late: bool
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class StepChapter:
    """The chapter: what is asked of the board, then by date."""

    steps: tuple[StepLine, ...]


WORD = re.compile(r"[a-z]{4,}")
STEM = 4  # letters by which "decide" and "decision" are the same word
BREAK = re.compile("[:：]")


def says_the_same(task: LocalizedText, milestone: LocalizedText) -> bool:
    """Return whether a milestone already says what a task of the stage says.

    It does if its title has every word of the task before the colon, in one of the languages:
    "MES pilot decision" says "Decide on the pilot: go on, adjust or stop".
    """
    wanted, given = _stems(BREAK.split(task.en)[0]), _stems(milestone.en)
    chinese = BREAK.split(task.zh_hans)[0].strip()
    is_in_chinese = not chinese.isascii() and chinese in milestone.zh_hans
    return is_in_chinese or (bool(wanted) and wanted <= given)


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in WORD.findall(text.lower())}


def without_doubles(tasks: Iterable[StepLine], milestones: Iterable[StepLine]) -> list[StepLine]:
    """Return the tasks that no open milestone says as well; a milestone has a day and an owner."""
    known = [stone.text for stone in milestones]
    return [task for task in tasks if not any(says_the_same(task.text, text) for text in known)]
