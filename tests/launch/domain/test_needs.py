"""Which needs a plant has, with lead times and law of its country; slices of initiatives."""

from __future__ import annotations

import pytest

from launch.domain.needs import country_lead, needs_of, orders_of
from launch.domain.slices import slices_of
from tests.launch.domain.cases import BONDED, pack


def found(facts):
    return {entry.need.id: entry for entry in needs_of(pack(), facts)}


def test_needs_of_a_plant_under_bond():
    needs = found(BONDED)
    assert len(needs) == 30
    assert not any(entry.is_to_confirm for entry in needs.values())


@pytest.mark.parametrize(
    ("facts", "is_there", "is_to_confirm"),
    [
        ({"bonded_regime": "yes", "camera_surveillance": "no"}, True, False),
        ({"bonded_regime": "no", "camera_surveillance": "yes"}, True, False),
        ({"bonded_regime": "no", "camera_surveillance": "no"}, False, False),
        ({"bonded_regime": "unknown", "camera_surveillance": "no"}, True, True),
        ({}, True, True),
    ],
)
def test_cameras_hang_on_bond_or_on_the_plant(facts, is_there, is_to_confirm):
    needs = found({"country": "VN", **facts})
    assert ("K-12" in needs) is is_there
    if is_there:
        assert needs["K-12"].is_to_confirm is is_to_confirm


@pytest.mark.parametrize(
    ("facts", "need", "orders"),
    [
        (BONDED, "K-12", ["vn-cameras"]),
        ({"country": "VN", "bonded_regime": "no"}, "K-11", []),
        ({"country": "VN"}, "K-11", ["vn-cameras"]),  # while nobody knows, it may hold
        ({"country": "VN"}, "K-27", ["vn-invoice"]),
        ({"country": "MX", "bonded_regime": "yes"}, "K-11", ["mx-immex"]),
        ({"country": "IN"}, "K-07", ["in-radio"]),
        ({"country": "HU"}, "K-19", ["eu-hearing"]),
        ({"country": "FR"}, "K-19", []),
    ],
)
def test_law_that_holds_a_need(facts, need, orders):
    assert [order.id for order in found(facts)[need].orders] == orders


def test_law_of_a_country_without_needs():
    assert [order.id for order in orders_of(pack(), {"country": "MY"})] == [
        "my-license",
        "my-premises",
    ]


@pytest.mark.parametrize(
    ("country", "spans", "is_local"),
    [
        ("GB", [(30, 90)], True),
        ("HU", [(4, 6), (6, 8)], True),
        ("VN", [(60, 120), (150, None)], False),
    ],
)
def test_lead_time_of_a_line_by_country(country, spans, is_local):
    lead = found({"country": country})["K-05"].leads[0]
    assert [span.span for span in lead.spans] == spans
    assert lead.is_local is is_local


def test_without_a_country_the_general_lead_time_holds():
    (line,) = [entry for entry in pack().lead_times if entry.id == "LT-01"]
    assert not country_lead(line, "").is_local


def test_slices_know_their_need_and_what_is_left():
    slices = slices_of(pack())
    assert len(slices) == 11
    mes = slices["D16"]
    assert (mes.need.id, mes.need.due, mes.need.weeks, mes.level_cap) == (
        "K-19",
        "M14",
        (16, 26),
        2,
    )
    assert mes.slice.remainder.zh_hans == "其余产线、派工、移动端"
    assert slices["D11"].slice.together_with == ("D24",)
