from __future__ import annotations

import pytest

from planning.domain.plans import PlanLink
from reports.domain.waiting import waiting


@pytest.mark.parametrize(
    ("kind", "lag", "english", "chinese"),
    [
        ("FS", 0, "after I1", "I1完成后"),
        ("SS", 0, "once I1 has started", "I1开始后"),
        ("SS", 120, "120 days after the start of I1", "I1开始后120天"),
        ("FS", 1, "1 day after the end of I1", "I1完成后1天"),
        ("FF", 3, "to end 3 days after the end of I1", "在I1完成后3天完成"),
        ("FS", -5, "up to 5 days before the end of I1", "最早可在I1完成前5天开始"),
        ("SS", -1, "up to 1 day before the start of I1", "最早可在I1开始前1天开始"),
        ("FF", -2, "to end up to 2 days before the end of I1", "最早可在I1完成前2天完成"),
        ("FF", 0, "to end after I1", "在I1完成后完成"),
    ],
)
def test_a_link_says_which_ends_it_ties(kind, lag, english, chinese):
    found = waiting(PlanLink("1", "2", kind, lag), "I1")
    assert (found.en, found.zh_hans) == (english, chinese)
