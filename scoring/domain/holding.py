"""What holds a level down, and what lifted it: the words beside a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
        share, most = wording.percent(lack.have or lack.need, lack.need), wording.percent(lack.need)
        return LocalizedText(
            f"held at {level}: {share.en} of the weight below {step}, {most.en} allowed",
            f"停在{level}级：{share.zh_hans}的权重低于{step}级，最多允许{most.zh_hans}",
        )
    if lack.code in ANSWERED and lack.have is not None:
        name = wording.label(framework, lack.subject)
        have, need = wording.figure(lack.have, lack.need), plain(lack.need)
        return LocalizedText(
            f"held at {level} by {name.en}: {have}, needs {need}",
            f"受{name.zh_hans}限制，停在{level}级：现为{have}，需达到{need}",
        )
    more, more_zh = "", ""
    if lack.code == "level_below" and lack.subject in below:
        why = below[lack.subject].text
        more, more_zh = f" ({why.en})", f"（{why.zh_hans}）"
    return LocalizedText(
        f"held at {level}: {lack.text.en}{more}", f"停在{level}级：{lack.text.zh_hans}{more_zh}"
    )


def make_lift(framework: Framework, before: int | None, through: Sequence[str]) -> Lift:
    """Return in words that a level is higher because questions do not apply.

    Source: docs/method.md#does-not-apply
    """
    names = wording.labels(framework, through)
    start, start_zh = (
        ("no level without this", "否则无法定级")
        if before is None
        else (f"lifted from {before}", f"由{before}级上调")
    )
    auxiliary = "does" if len(through) == 1 else "do"
    text = LocalizedText(
        f"{start}: {names.en} {auxiliary} not apply", f"{start_zh}：{names.zh_hans}不适用"
    )
    return Lift(before, tuple(through), text)
