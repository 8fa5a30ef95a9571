"""Scores on the right side of their borders. Expected figures by hand, from the findings."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scores import apart, difference, figure, figure_signed, gain, score, span, written

D = Decimal


@pytest.mark.parametrize(
    ("value", "borders", "shown"),
    [
        ("2.968", (), "2.97"),  # level 2 by the average: no 3.0
        ("2.9996", (), "2.9996"),
        ("2.99999", (), "2.9999"),  # cut off, never 3
        ("2.9999999999999999999999999999", (), "3.0"),  # the dust of a division is no score below 3
        ("1.975", ("2",), "1.98"),  # the gate asks for 2
        ("1.75", ("1.8",), "1.75"),  # level 2 asks for 1.80
        ("1.79", ("1.75", "1.8"), "1.79"),
        ("1.74", ("1.75",), "1.7"),
        ("1.7549", ("1.75",), "1.8"),
        ("1.72", ("1.72",), "1.72"),  # 1.7 would say that it is missed
        ("2.04", (), "2.0"),
        ("2.25", (), "2.3"),
        ("0", (), "0.0"),
        ("5", (), "5.0"),
    ],
)
def test_a_score_is_never_written_past_its_border(value, borders, shown):
    assert f"{written(D(value), [D(one) for one in borders])}" == shown


@given(
    st.decimals(0, 5, places=6),
    st.lists(st.decimals(0, 5, places=2), max_size=3),
    st.integers(1, 2),
)
def test_every_figure_stands_where_its_score_stands(value, borders, places):
    shown = written(value, borders, places)
    for limit in [*borders, *(D(step) for step in range(6))]:
        assert (shown >= limit) == (value >= limit)
    assert abs(shown - value) <= D("0.05")


def test_more_places_are_taken_to_begin_with():
    assert f"{written(D('2.345'), places=2)}" == "2.35"
    assert f"{written(D('2.996'), places=2)}" == "2.996"


def test_differences_are_those_of_the_figures():
    # talent development 2.6, before 2.3: the exact change 0.36 read +0.4
    assert difference(written(D("2.63")), written(D("2.27"))) == D("0.3")
    # target 3.0, now 1.6: the exact gap 1.34 read 1.3
    assert difference(written(D("2.98") + D("0.02")), written(D("1.64"))) == D("1.4")
    assert difference(None, D(1)) is difference(D(1), None) is None


def test_figures_keep_their_places():
    assert [figure(D(text)) for text in ("2.97", "-0.3", "-0.0")] == ["2.97", "\u22120.3", "0.0"]
    assert [figure_signed(D(text)) for text in ("0.3", "-0.3", "0.0")] == [
        "+0.3",
        "\u22120.3",
        "0.0",
    ]
    assert (figure(None), figure_signed(None), written(None)) == ("–", "–", None)


def test_a_score_on_a_page_knows_the_whole_levels():
    assert [score(value) for value in ("2.968", D("2.3"), 1.96, None, "")] == [
        "2.97", "2.3", "1.96", "–", "–",
    ]  # fmt: skip
    assert score("2.345", 2) == "2.35"


def test_a_share_stands_below_what_is_asked():
    assert f"{apart(D('89.96'), [D(90)], 0)}" == "89.96"
    assert f"{apart(D('82.9787'), [D(90)], 0)}" == "83"
    assert f"{apart(D('90.4'), [D(90)], 0)}" == "90"


def test_a_small_gain_is_not_nothing():
    shown = [gain(D(text)) for text in ("0.0567", "0.0042", "0.00004", "0")]
    assert (shown, gain(None)) == (["+0.06", "+0.004", "0.00", "0.00"], "–")


def test_an_end_of_a_range_has_the_places_that_keep_it_below_a_level() -> None:
    """The fault seen: "1.7–1.9" for 1.6691 to 1.9672, above whose end 1.97 stood elsewhere."""
    assert span(Decimal("1.6691"), Decimal("1.9672")) == "1.7–1.97"
    assert span(Decimal("1.7"), Decimal("2.9995")) == "1.7–2.9995"
