"""Days proposed for milestones: the middle of the range, in whole days, with its ends."""

from __future__ import annotations

import datetime as dt

import pytest

from core.errors import RuleError
from launch.domain.milestones import kind_of, proposed_days, proposed_kind
from launch.domain.wording import range_told
from tests.launch.domain.cases import DAY, SOP, days, pack


def proposed(kind: str = "leased_hall"):
    found = proposed_days(pack(), kind_of(pack(), kind), SOP)
    return {entry.milestone.id: entry for entry in found}


@pytest.mark.parametrize(
    ("kind", "milestone", "before"),
    [
        ("leased_hall", "M0", 350),  # 40 to 60 weeks
        ("leased_hall", "M3", 245),  # 27 to 43
        ("leased_hall", "M7", 133),  # 16 to 22
        ("leased_hall", "M13", 52),  # 6 to 9 weeks are 42 to 63 days: 52.5, towards the start
        ("leased_hall", "M16", 0),
        ("leased_hall", "M17", -7),
        ("leased_hall", "M18", -133),  # 12 to 26 after
        ("own_building", "M0", 735),
        ("own_building", "M5", 224),
        ("process_plant", "M9", 402),  # 40 to 75: 402.5
        ("process_plant", "M18", -252),
    ],
)
def test_middle_of_the_range(kind, milestone, before):
    assert proposed(kind)[milestone].on == SOP - dt.timedelta(days=before)


def test_ends_of_the_range():
    network, ramp = proposed()["M7"], proposed()["M18"]
    assert (network.earliest, network.latest) == (DAY("2027-06-14"), DAY("2027-07-26"))
    assert (ramp.earliest, ramp.latest) == (DAY("2028-02-07"), DAY("2028-05-15"))
    assert (network.is_after, ramp.is_after) == (False, True)


@pytest.mark.parametrize("kind", [kind.id for kind in pack().kinds])
def test_every_milestone_has_a_day_within_its_range(kind):
    found = proposed(kind)
    assert list(found) == [entry.id for entry in pack().milestones]
    for entry in found.values():
        assert entry.earliest <= entry.on <= entry.latest
    assert days(kind)["M16"] == SOP


def test_range_is_said():
    said = range_told(proposed()["M7"])
    assert said.en == (
        "usually 16–22 weeks before the start (14\u00a0Jun\u00a02027–26\u00a0Jul\u00a02027); proposed is the middle"
    )
    assert said.zh_hans == "通常在投产前16–22周（2027-06-14至2027-07-26），取中间日期"
    assert range_told(proposed()["M17"]).en == (
        "usually 1 week after the start (22\u00a0Nov\u00a02027); proposed is the middle"
    )
    assert "投产后1周" in range_told(proposed()["M17"]).zh_hans
    assert range_told(proposed()["M16"]).en == "the start itself"


def test_unknown_kind_and_years_beyond_are_refused():
    with pytest.raises(RuleError, match="unknown kind of plant: barn"):
        kind_of(pack(), "barn")
    with pytest.raises(RuleError):
        proposed_days(pack(), pack().kinds[0], DAY("1900-02-01"))


@pytest.mark.parametrize(
    ("is_process", "start", "kind"),
    [
        (False, "2027-11-15", "leased_hall"),  # 12 months are left
        (False, "2028-05-30", "own_building"),  # 18.04
        (False, "2028-05-26", "leased_hall"),  # 17.9
        (False, "2026-12-01", "leased_hall"),  # nothing fits: the shortest way
        (False, None, "own_building"),
        (True, "2027-11-15", "process_plant"),
    ],
)
def test_kind_that_fits_into_the_time_left(is_process, start, kind):
    on = DAY(start) if start else None
    known = {"is_process": is_process, "start": on, "today": DAY("2026-11-28")}
    assert proposed_kind(pack(), **known).id == kind


def test_pack_without_a_process_plant_proposes_another_kind():
    others = tuple(kind for kind in pack().kinds if kind.id != "process_plant")
    bare = pack().model_copy(update={"kinds": others})
    known = {"start": None, "today": DAY("2026-11-28")}
    assert proposed_kind(bare, is_process=True, **known).id == "own_building"
