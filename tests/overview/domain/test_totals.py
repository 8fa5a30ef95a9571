"""Values by hand: the two plants of the walk, one of which records no cost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from overview.domain.totals import GroupStanding, Outlay, group_spend, mean_readiness

READY = "overseas-plant-readiness"


def standing(plant, score, *, provisional=False, framework=READY):
    return GroupStanding(plant, Decimal(score), provisional, framework)


def outlay(plant, planned, spent=None, currency="MYR", *, records=None):
    return Outlay(
        plant,
        currency,
        None if planned is None else Decimal(planned),
        None if spent is None else Decimal(spent),
        spent is not None if records is None else records,
    )


def test_runs_under_way_stand_beside_the_mean_not_in_it():
    mean = mean_readiness(
        [
            standing("Johor Bahru", "2.4"),
            standing("Bình Dương", "2.6"),
            standing("Monterrey", "2.2"),
            standing("Szeged", "1.8", provisional=True),
        ]
    )
    assert mean.value == Decimal("2.4")  # (2.4 + 2.6 + 2.2) / 3
    assert mean.counted == ("Johor Bahru", "Bình Dương", "Monterrey")
    assert not mean.is_provisional
    assert mean.provisional == ("Szeged",)


def test_mean_of_nothing_but_runs_under_way_is_provisional():
    mean = mean_readiness(
        [standing("A", "1", provisional=True), standing("B", 2, provisional=True)]
    )
    assert (mean.value, mean.is_provisional) == (Decimal("1.5"), True)
    assert mean.provisional == ()


def test_scales_of_two_frameworks_are_not_averaged():
    mean = mean_readiness([standing("A", 62, framework="miit"), standing("B", 2), standing("C", 3)])
    assert (mean.value, mean.elsewhere) == (Decimal("2.5"), ("A",))


def test_a_plant_with_a_range_stands_beside_the_mean():
    """It used to lower 2.4 to 2.1 as if its 1.5 were known."""
    whole = [standing("Johor Bahru", "2.2"), standing("Monterrey", "2.6")]
    rayong = replace(standing("Rayong", "1.5"), is_range=True)
    mean = mean_readiness([*whole, rayong])
    assert (mean.value, mean.counted) == (Decimal("2.4"), ("Johor Bahru", "Monterrey"))
    assert mean.ranging == ("Rayong",)
    alone = mean_readiness([rayong])
    assert (alone.value, alone.counted, alone.ranging) == (None, (), ("Rayong",))


def test_no_plant_has_no_mean():
    assert mean_readiness([]).value is None


def test_spend_stands_beside_the_plan_of_the_same_plants():
    total = group_spend([outlay("Johor Bahru", 980, 913), outlay("Bình Dương", 248)])
    assert (total.spent, total.planned) == (Decimal(913), Decimal(980))
    assert total.recorded == ("Johor Bahru",)
    assert (total.unrecorded, total.unrecorded_planned) == (("Bình Dương",), Decimal(248))
    assert total.missing_rates == ()


def test_missing_rate_names_its_plant_and_leaves_the_rest():
    total = group_spend(
        [outlay("A", 100, 90), outlay("B", None, None, "MXN", records=True), outlay("C", None)]
    )
    assert (total.spent, total.planned) == (Decimal(90), Decimal(100))
    assert total.missing_rates == (("B", "MXN"), ("C", "MYR"))
    assert not total.is_empty


def test_nothing_recorded_is_no_zero():
    total = group_spend([outlay("A", 100)])
    assert (total.spent, total.planned, total.unrecorded_planned) == (None, 0, 100)
    assert group_spend([]).is_empty
