"""What holds a level down, and what lifted it: the words beside a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.phrases import phrase, plural_as
from core.text import LocalizedText
from packs.schema.framework import Framework
from scoring.domain import wording
from scoring.domain.numbers import plain
from scoring.domain.scale import whole_level
from scoring.domain.types import Held, LevelReading, Lift, NodeScore, Unmet

# What answers alone decide, the most telling first; what is made of others follows.
ANSWERED = ("veto", "must_below", "floor_below", "item_below", "share_missed")


def find_hold(
    framework: Framework,
    score: NodeScore,
    reading: LevelReading,
    below: Mapping[str, Held],
    *,
    is_levelled: bool,
) -> Held | None:
    """Return what holds a level below the score's own reading; None when nothing does.

    `below` says what holds the parts of the node: a part that holds the whole brings its reason.

    Source: docs/method.md#held
    """
    average = whole_level(score.score, is_levelled=is_levelled)
    if average is None or reading.level is None or reading.level >= average or not reading.unmet:
        return None
    by = tuple(sorted(reading.unmet, key=_rank))
    return Held(reading.level, by, _hold_text(framework, reading.level, by[0], below))


def _rank(lack: Unmet) -> int:
    return ANSWERED.index(lack.code) if lack.code in ANSWERED else len(ANSWERED)


def _hold_text(
    framework: Framework, level: int, lack: Unmet, below: Mapping[str, Held]
) -> LocalizedText:
    if lack.code == "share_missed":
        step = level + 1
        return phrase(
            "held at {level}: {share} of the weight below {step}, {most} allowed",
            level=level,
            share=wording.percent(lack.have or lack.need, lack.need),
            step=step,
            most=wording.percent(lack.need),
        )
    if lack.code in ANSWERED and lack.have is not None:
        name = wording.label(framework, lack.subject)
        return phrase(
            "held at {level} by {question}: {have}, needs {need}",
            level=level,
            question=name,
            have=wording.figure(lack.have, lack.need),
            need=plain(lack.need),
        )
    if lack.code == "level_below" and lack.subject in below:
        why = below[lack.subject].text
        return phrase("held at {level}: {lack} ({why})", level=level, lack=lack.text, why=why)
    return phrase("held at {level}: {lack}", level=level, lack=lack.text)


def make_lift(framework: Framework, before: int | None, through: Sequence[str]) -> Lift:
    """Return in words that a level is higher because questions do not apply.

    Source: docs/method.md#does-not-apply
    """
    names = wording.labels(framework, through)
    if before is None:
        text = plural_as(
            "questions, one or several",
            "no level without this: {questions} does not apply",
            "no level without this: {questions} do not apply",
            len(through),
            questions=names,
        )
    else:
        text = plural_as(
            "questions, one or several",
            "lifted from {level}: {questions} does not apply",
            "lifted from {level}: {questions} do not apply",
            len(through),
            level=before,
            questions=names,
        )
    return Lift(before, tuple(through), text)
