"""The worked example of a launch, to the day: last responsible starts, the pair, the slip."""

from __future__ import annotations

import datetime as dt

import pytest

from planning.domain.collisions import Hold, collisions
from planning.domain.passes import timetable
from planning.domain.slips import slip
from planning.domain.wording import told
from tests.planning.domain.launch import DAY, FIXED, OFFSETS, SOP, TABLE, TODAY, launch

SIX_WEEKS = 42


def late(table, name):
    return table.dates[name].late


@pytest.mark.parametrize("name", TABLE)
def test_last_responsible_start(name):
    end, start, left = TABLE[name]
    dates = late(timetable(launch()), name)
    assert (dates.end, dates.start) == (DAY(end), DAY(start))
    assert (dates.start - TODAY).days == left


def test_carrier_contract_is_due_19_days_before_the_company():
    table = timetable(launch())
    assert table.dates["W0"].float_days == -19
    (pair,) = collisions(table)
    assert (pair.item, pair.other, pair.days) == ("W0", "M2", 19)
    assert (pair.hold, pair.due, pair.through) == (Hold.ENABLING, "M7", "W1")
    assert table.critical_path == ("W0", "W1")
    assert told(pair).en == (
        "W0 cannot start before 3\u00a0Feb\u00a02027 (it waits for M2), but must start on 15\u00a0Jan\u00a02027 so "
        "that W1 stands 20 days before M7: 19 days are missing."
    )
    assert "相差19天" in told(pair).zh_hans


def test_fibre_comes_17_days_late():
    dates = timetable(launch()).dates
    assert dates["W0"].early.end == DAY("2027-03-07")
    assert dates["W1"].early.end == DAY("2027-06-25")
    assert (dates["W1"].early.end - dates["W1"].late.end).days == 17


def later() -> dict[str, int]:
    return {name: SIX_WEEKS for name in OFFSETS if name not in FIXED}


STARTS_AFTER_SLIP = {"W0": "2027-03-12", "F1": "2027-03-17", "C0": "2027-02-15"}


@pytest.mark.parametrize("name", TABLE)
def test_slip_of_six_weeks_moves_each_start(name):
    found = slip(timetable(launch()), later())
    if name in STARTS_AFTER_SLIP:
        assert found.moves[name].late_start == 56
        assert late(found.after, name).start == DAY(STARTS_AFTER_SLIP[name])
    else:
        assert found.moves[name].late_start == (0 if name == "W2" else SIX_WEEKS)


def test_slip_frees_the_carrier_contract():
    found = slip(timetable(launch()), later())
    assert found.after.dates["W0"].float_days == 37
    assert collisions(found.after) == ()
    assert found.moves["W2"].is_rest
    assert not found.moves["W1"].is_rest


def test_slip_is_the_plan_of_the_later_date():
    sop = SOP + dt.timedelta(days=SIX_WEEKS)
    assert slip(timetable(launch()), later()).after == timetable(launch(sop))
