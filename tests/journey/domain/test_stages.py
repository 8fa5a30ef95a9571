from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from journey.domain.stages import (
    STAGE_NAMES,
    STAGES,
    STANDARD_TASKS,
    StageState,
    StageSummary,
    standard_tasks,
    states,
)


def test_every_stage_has_a_name_and_tasks_in_both_languages():
    for stage in STAGES:
        assert STAGE_NAMES[stage].en
        assert len(standard_tasks(stage)) >= 4
    for task in STANDARD_TASKS.values():
        assert re.search(r"[\u4e00-\u9fff]", task.title.zh_hans)
        assert not re.search(r"[\u4e00-\u9fff]", task.title.en)


def test_first_open_stage_is_current():
    done, current, later = StageState.DONE, StageState.CURRENT, StageState.NEXT
    assert states([True, True, False, False, False]) == (done, done, current, later, later)
    assert states([False] * 5) == (current, later, later, later, later)
    assert states([True] * 5) == (done,) * 5


@given(st.lists(st.booleans(), min_size=5, max_size=5))
def test_at_most_one_stage_is_current(signed):
    found = states(signed)
    assert found.count(StageState.CURRENT) == (0 if all(signed) else 1)
    assert [state is StageState.DONE for state in found] == signed


def summary(done, total):
    return StageSummary(
        stage=1,
        name=STAGE_NAMES[1],
        state=StageState.CURRENT,
        tasks_done=done,
        tasks_total=total,
        due_on=None,
        owner="",
        signed_off_at=None,
        signed_off_by="",
    )


def test_percent_of_tasks():
    assert summary(4, 9).percent == 44
    assert summary(0, 0).percent == 0
