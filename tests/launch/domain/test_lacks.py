"""What is missing at the start of production: in words, by hand."""

from __future__ import annotations

import datetime as dt

from launch.domain.bars import NOTHING, NeedState, NeedWork
from launch.domain.lacks import LackKind, lacks_at_start
from launch.domain.outlook import outlook, rows
from launch.domain.wording import lacks_told
from tests.launch.domain.cases import DAY, SOP, case, pack

ORDER = ("K-19", "K-27", "K-05", "K-11", "K-14", "K-22")
IN_TIME = NeedWork(NeedState.PLANNED, DAY("2027-03-01"), SOP - dt.timedelta(days=1))


def lacks(found, **works):
    """What is missing of a case whose needs are planned in time, but for those that are named."""
    all_works = {entry.need.id: IN_TIME for entry in found.needs}
    all_works |= {key.replace("_", "-"): work for key, work in works.items()}
    known = {row.entry.need.id: row for row in rows(outlook(found))}
    return lacks_at_start(pack(), found.needs, SOP, known, all_works)


def test_everything_planned_in_time():
    assert pack().missing_order == ORDER
    assert lacks(case()) == ()
    assert lacks_told(()) is None


def test_the_gravest_is_named_and_the_others_are_counted():
    found = lacks(case(), K_27=NOTHING, K_14=NOTHING, K_30=NOTHING)
    assert [(one.need.id, one.why) for one in found] == [
        ("K-27", LackKind.NOT_PLANNED),
        ("K-14", LackKind.NOT_PLANNED),
    ]
    said = lacks_told(found)
    assert said.en.startswith("Missing at the start of production on 15\u00a0Nov\u00a02027: ")
    assert said.en.endswith(", not in the plan. 1 more need is missing then.")
    assert said.zh_hans.startswith("2027-11-15投产时缺少：")
    assert said.zh_hans.endswith("，尚未列入规划。另缺1项。")
    three = lacks(case(), K_27=NOTHING, K_14=NOTHING, K_22=NOTHING)
    assert lacks_told(three).en.endswith(" 2 more needs are missing then.")


def test_a_bar_that_ends_on_the_start_is_missing_then():
    late = NeedWork(NeedState.UNDER_WAY, DAY("2027-03-01"), SOP)
    (one,) = lacks(case(), K_19=late)
    assert (one.why, one.ready_on) == (LackKind.PAST, DAY("2027-11-16"))
    assert lacks_told([one]).en.endswith(", planned until 16\u00a0Nov\u00a02027, 1 day late.")
    assert lacks_told([one]).zh_hans.endswith("，规划于2027-11-16就绪，晚1天。")


def test_what_stands_is_never_missing():
    late = case(today=DAY("2027-11-01"))
    done = {key.replace("-", "_"): NeedWork(NeedState.STANDS) for key in ORDER}
    assert lacks(late, **done) == ()


def test_what_can_no_longer_be_in_time_is_missing_even_where_it_is_planned():
    found = lacks(case(today=DAY("2027-06-01")))
    assert found[0].need.id == "K-19"
    assert found[0].why is LackKind.TOO_LATE
    assert found[0].ready_on > SOP >= found[0].brave_on
    assert lacks_told(found[:1]).en.endswith("(in time only with the low value).")
    certain = lacks(case(today=DAY("2027-10-01")))[0]
    assert certain.brave_on > SOP
    assert "按工期下限也要到" in lacks_told([certain]).zh_hans


def test_needs_without_dates_can_only_be_unplanned_or_past():
    found = case()
    works = {entry.need.id: NOTHING for entry in found.needs}
    listed = lacks_at_start(pack(), found.needs[:3], SOP, {}, works)
    assert listed == ()  # none of the first three is of the order
    assert len(lacks_at_start(pack(), found.needs, SOP, {}, works)) == len(ORDER)
