"""Writes: items of the catalog become initiatives with dates, cost, links and reasons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from advice.services import accepting
from advice.services.in_place import state_in_place
from core.errors import RuleError, StateError
from launch.selectors.costs import usd_rate
from organizations.models import ExchangeRate
from roadmap.models import Dependency, Initiative
from roadmap.selectors.plan import plan
from roadmap.services import planning
from tests.factories.assessment_runs import catalog, make_run
from tests.factories.roadmap import make_bar
from tests.roadmap.support import TODAY, follow, requirement, undo_last


def test_accepting_places_links_and_keeps_reasons(at, owner, roadmap):
    known = requirement(at.plant, "REQ-1", "SP-02")
    run = make_run(at.plant, {"SP-02": 1}, {"SP-02": 3})
    moved = follow(at.plant, "DIG-11")
    result = accepting.accept(
        plant=at.plant,
        catalog_ids=["D02", "D01", "D02"],
        rate=Decimal("4.2"),
        by=owner,
    )
    first, second = result.placed
    assert [row.catalog_id for row in result.placed] == ["D01", "D02"]
    assert (first.starts_on, first.ends_on) == (date(2027, 1, 1), date(2027, 2, 28))
    assert first.one_off_amount == Decimal(336_000)  # 80,000 USD x 4.2
    assert first.yearly_amount == Decimal(202_000)  # 60 % of it, to three digits
    assert second.starts_on == date(2027, 3, 1)
    assert Dependency.objects.get().predecessor == first
    assert list(first.requirements.all()) == [known]
    assert first.indicator_links.get().plant_indicator == moved
    # SP is at 1, the cap of digitize is 3: 2 x 1 / 4 x 0.20 of the weight, all of it answered.
    assert (first.reason["run"], first.reason["questions"]) == (run.pk, ["SP-02"])
    assert Decimal(first.reason["uplift"]) == Decimal("0.5")
    assert first.lifts == {"SP": "1", "TD": "0.25"}
    assert plan(at.plant, today=TODAY).violations == ()
    # Again changes nothing; undo takes all of it out in one step.
    again = accepting.accept(plant=at.plant, catalog_ids=["D01"], rate=Decimal(1), by=owner)
    assert (again.placed, again.refused) == ((), ())
    undo_last(at.plant, owner)
    assert Initiative.objects.count() == Dependency.objects.count() == 0


def test_accepting_names_what_does_not_fit(at, owner, roadmap):
    planning.set_limits(
        roadmap=roadmap,
        version=1,
        limits=dict.fromkeys((2027, 2028, 2029), Decimal(100)),
        by=owner,
    )
    result = accepting.accept(
        plant=at.plant,
        catalog_ids=["D01", "D02"],
        rate=Decimal(4),
        by=owner,
    )
    assert result.placed == ()
    assert [(r.id, r.why) for r in result.refused] == [("D01", "budget"), ("D02", "prerequisite")]
    assert Initiative.objects.count() == 0


def test_prerequisite_in_place_does_not_stand_in_the_way(at, owner, roadmap):
    state_in_place(plant=at.plant, catalog_ids=["D01"], reason="seen on site", by=owner)
    result = accepting.accept(
        plant=at.plant,
        catalog_ids=["D02"],
        rate=Decimal(4),
        by=owner,
    )
    assert [row.catalog_id for row in result.placed] == ["D02"]


def test_own_and_stopped_initiatives_count_in_the_placement(at, owner, roadmap):
    make_bar(roadmap, "Own", date(2027, 1, 1), date(2027, 12, 31), one_off_amount=Decimal(500_000))
    make_bar(roadmap, "Gone", date(2027, 1, 1), date(2027, 12, 31), status="stopped")
    planning.set_limits(roadmap=roadmap, version=1, limits={2027: Decimal(500_000)}, by=owner)
    result = accepting.accept(plant=at.plant, catalog_ids=["D01"], rate=Decimal(4), by=owner)
    assert result.placed == ()  # governance belongs to the first year, which is spent
    result = accepting.accept(plant=at.plant, catalog_ids=["D09"], rate=Decimal(4), by=owner)
    assert [(r.id, r.why) for r in result.refused] == [("D09", "prerequisite")]
    state_in_place(plant=at.plant, catalog_ids=["D01"], reason="seen on site", by=owner)
    result = accepting.accept(plant=at.plant, catalog_ids=["D09"], rate=Decimal(4), by=owner)
    assert result.placed[0].starts_on.year == 2028
    assert plan(at.plant, today=TODAY).overruns == ()


def test_rate_comes_from_the_stored_ones(at, owner, roadmap):
    with pytest.raises(RuleError) as error:
        accepting.accept(plant=at.plant, catalog_ids=["D01"], by=owner)
    assert error.value.field == "rate"
    for currency, rate in (("USD", "7.0"), ("MYR", "1.75")):
        ExchangeRate.objects.create(
            organization=at.organization,
            currency=currency,
            rate=Decimal(rate),
            dated_on=date(2026, 10, 1),
            source="central bank",
        )
    result = accepting.accept(plant=at.plant, catalog_ids=["D01"], by=owner)
    assert result.placed[0].one_off_amount == Decimal(320_000)
    with pytest.raises(RuleError):
        accepting.accept(plant=at.plant, catalog_ids=["Z99"], by=owner)


def test_without_a_plan_nothing_is_accepted(at, owner):
    catalog()
    with pytest.raises(StateError):
        accepting.accept(plant=at.plant, catalog_ids=["D01"], rate=Decimal(4), by=owner)


def test_answers_that_show_a_prerequisite_are_kept_with_the_initiative(at, owner, roadmap):
    levels = dict.fromkeys(("SP-01", "SP-02", "SP-07", "TD-02", "TD-03", "TD-10"), 2)
    make_run(at.plant, {**levels, "TD-07": 1}, {"TD-07": 3})
    result = accepting.accept(plant=at.plant, catalog_ids=["D09"], rate=Decimal(4), by=owner)
    (row,) = result.placed
    assert row.reason["in_place"] == {"D01": [[name, "2"] for name in sorted(levels)]}
    assert Dependency.objects.count() == 0


def test_usd_rate_by_stored_rates(at):
    assert usd_rate(at.plant, "USD", TODAY) == 1
    assert usd_rate(at.plant, "MYR", TODAY) is None
