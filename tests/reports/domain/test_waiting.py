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
        ("FS", -5, "up to 5 days before the end of I1", "可早于I1完成5天开始"),
        ("FF", 0, "to end after I1", "于I1完成后完成"),
    ],
)
def test_a_link_says_which_ends_it_ties(kind, lag, english, chinese):
    found = waiting(PlanLink("1", "2", kind, lag), "I1")
    assert (found.en, found.zh_hans) == (english, chinese)
