from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import LocalizedText
from landscape.domain import disposition
from landscape.domain.disposition import EVEN, SystemFacts, Weighing, speaks_for

# The numbers of packs/data/processes at 1.0.0, written down by hand.
WEIGHING = Weighing(
    value={
        name: Decimal(weight)
        for name, weight in zip(
            ("bv1", "bv2", "bv3", "bv4", "bv5"),
            ("0.30", "0.20", "0.20", "0.15", "0.15"),
            strict=True,
        )
    },
    fit={
        name: Decimal(weight)
        for name, weight in zip(
            ("tf1", "tf2", "tf3", "tf4", "tf5", "tf6"),
            ("0.25", "0.20", "0.20", "0.15", "0.10", "0.10"),
            strict=True,
        )
    },
    cut_off=Decimal("3.0"),
    borderline=Decimal("0.2"),
    overrides=frozenset({"unsafe-or-unsupported", "legal-need", "equipment-control"}),
)


def propose(facts, today, weighing=WEIGHING):
    return disposition.propose(facts, today, weighing)


TODAY = dt.date(2026, 11, 22)
GOOD = {
    "criticality": "high",
    "users": 120,
    "process_count": 4,
    "support_end_on": dt.date(2030, 1, 1),
    "open_interface": "yes",
    "group_standard": "no",
    "fits_local_law": "yes",
}


def test_scores_follow_the_weights():
    facts = SystemFacts(**GOOD)
    # 0.30*5 + 0.20*4 + 0.20*5 + 0.15*1 + 0.15*5
    assert disposition.business_value(facts, WEIGHING.value) == Decimal("4.20")
    # 0.25*5 + 0.20*5 + 0.20*5 + 0.15*5 + 0.10*3 + 0.10*1
    assert disposition.technical_fit(facts, TODAY, WEIGHING.fit) == Decimal("4.40")


@pytest.mark.parametrize(
    ("change", "proposal"),
    [
        ({}, "keep"),
        ({"group_standard": "yes"}, "reuse"),
        ({"support_end_on": dt.date(2026, 1, 1)}, "replace"),
        ({"fits_local_law": "no"}, "replace"),
        (
            {
                "open_interface": "no",
                "support_end_on": dt.date(2026, 12, 1),
                "fits_local_law": "unknown",
            },
            "replace",
        ),
        ({"criticality": "low", "users": 2, "process_count": 1}, "keep"),
        (
            {
                "criticality": "low",
                "users": 2,
                "process_count": 1,
                "open_interface": "no",
                "support_end_on": dt.date(2025, 1, 1),
                "fits_local_law": "no",
            },
            "retire",
        ),
        ({"isa95_level": 1, "open_interface": "no"}, "keep"),
    ],
)
def test_proposal_follows_the_facts(change, proposal):
    advice = propose(SystemFacts(**{**GOOD, **change}), TODAY)
    assert advice.proposal == proposal


def test_needed_system_of_low_value_is_replaced_not_retired():
    facts = SystemFacts(
        criticality="high",
        users=1,
        process_count=1,
        open_interface="no",
        group_standard="no",
        fits_local_law="no",
        support_end_on=dt.date(2025, 1, 1),
    )
    advice = propose(facts, TODAY)
    assert (advice.quadrant, advice.proposal) == ("eliminate", "replace")


def test_reason_names_the_facts_in_both_languages():
    facts = SystemFacts(
        criticality="high",
        users=12,
        support_end_on=dt.date(2026, 1, 1),
        open_interface="yes",
        contract_end_on=dt.date(2027, 1, 1),
    )
    reason = propose(facts, TODAY).reason
    assert "vendor support ended on 2026-01-01" in reason.en
    assert "12 users" in reason.en
    assert "contract until 2027-01-01" in reason.en
    assert "not known: group standard, local law" in reason.en
    assert "厂商支持已于2026-01-01终止" in reason.zh_hans
    assert "12名用户" in reason.zh_hans


def test_close_to_the_cut_is_borderline():
    assert propose(SystemFacts(), TODAY).is_borderline is True
    assert propose(SystemFacts(**GOOD), TODAY).is_borderline is False


@given(
    st.builds(
        SystemFacts,
        criticality=st.sampled_from(["low", "medium", "high"]),
        users=st.none() | st.integers(0, 5000),
        process_count=st.integers(0, 6),
        isa95_level=st.none() | st.integers(0, 4),
        support_end_on=st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
        contract_end_on=st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
        open_interface=st.sampled_from(["yes", "no", "unknown"]),
        group_standard=st.sampled_from(["yes", "no", "unknown"]),
        fits_local_law=st.sampled_from(["yes", "no", "unknown"]),
    )
)
def test_every_system_gets_a_proposal_within_the_scale(facts):
    advice = propose(facts, TODAY)
    assert Decimal(1) <= advice.value <= Decimal(5)
    assert Decimal(1) <= advice.fit <= Decimal(5)
    assert advice.reason.en
    assert advice.reason.zh_hans


@given(
    st.builds(
        SystemFacts,
        criticality=st.sampled_from(["low", "medium", "high"]),
        users=st.none() | st.integers(0, 500),
        isa95_level=st.none() | st.integers(0, 4),
        support_end_on=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)),
        open_interface=st.sampled_from(["yes", "no", "unknown"]),
        group_standard=st.sampled_from(["yes", "no", "unknown"]),
        fits_local_law=st.sampled_from(["yes", "no", "unknown"]),
    )
)
def test_reason_tells_which_proposal_it_belongs_to(facts):
    advice = propose(facts, dt.date(2026, 11, 22))
    assert speaks_for(advice.reason) == advice.proposal


def test_words_of_a_person_belong_to_no_proposal():
    assert speaks_for(LocalizedText.of("High value for us.", "价值高")) is None


def test_another_cut_makes_another_proposal():
    facts = SystemFacts(**GOOD)
    assert propose(facts, TODAY).proposal == "keep"
    high = replace(WEIGHING, cut_off=Decimal("4.5"))
    assert (propose(facts, TODAY, high).quadrant, propose(facts, TODAY, high).proposal) == (
        "eliminate",
        "replace",  # criticality is high
    )


def test_other_weights_make_another_score():
    facts = SystemFacts(**GOOD)
    group_only = replace(WEIGHING, value={"bv4": Decimal(1)}, fit={"tf6": Decimal(1)})
    advice = propose(facts, TODAY, group_only)
    assert (advice.value, advice.fit) == (1, 1)


def test_criterion_nobody_knows_counts_as_middling():
    other = replace(WEIGHING, value={"cyber": Decimal(1)})
    assert propose(SystemFacts(**GOOD), TODAY, other).value == 3


def test_border_is_that_of_the_model():
    # fit of 4.40 lies 1.40, value of 4.20 lies 1.20 from the cut
    facts = SystemFacts(**GOOD)
    assert propose(facts, TODAY, replace(WEIGHING, borderline=Decimal("1.2"))).is_borderline
    assert not propose(facts, TODAY, replace(WEIGHING, borderline=Decimal("1.19"))).is_borderline


@pytest.mark.parametrize(
    ("rule", "change", "with_it", "without"),
    [
        ("equipment-control", {"isa95_level": 1, "group_standard": "yes"}, "keep", "reuse"),
        (
            "unsafe-or-unsupported",
            {"support_end_on": dt.date(2026, 1, 1), "group_standard": "yes"},
            "replace",
            "reuse",
        ),
    ],
)
def test_rule_wins_only_where_the_model_has_it(rule, change, with_it, without):
    facts = SystemFacts(**{**GOOD, **change})
    other = replace(WEIGHING, overrides=WEIGHING.overrides - {rule})
    assert propose(facts, TODAY).proposal == with_it
    assert propose(facts, TODAY, other).proposal == without


def test_without_a_model_everything_known_weighs_alike():
    facts = SystemFacts(**GOOD)
    advice = propose(facts, TODAY, EVEN)
    # mean of 5, 4, 5, 1, 5 and mean of 5, 5, 5, 5, 1
    assert (advice.value, advice.fit) == (Decimal("4.0"), Decimal("4.2"))
    assert not advice.is_borderline
