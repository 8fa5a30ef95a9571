"""What the page of a start of production says first."""

from __future__ import annotations

from launch.domain.wording import trouble_told


def test_the_headline_says_what_is_missing_lost_and_not_planned():
    """The fault seen: one need planned, and the red headline gone with twelve open and three lost."""
    assert trouble_told((), bare=0, needs=30, lost=0) is None
    told = trouble_told((), bare=12, needs=30, lost=2)
    assert told.en == (
        "2 needs can no longer be ready for their milestones. 12 of the 30 needs are not planned."
    )
    assert told.zh_hans == "2项需求已无法在里程碑前就绪。30项需求中有12项尚未列入计划。"
