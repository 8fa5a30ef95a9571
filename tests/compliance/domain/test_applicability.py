from __future__ import annotations

import itertools
import json

from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.applicability import (
    ALWAYS,
    Outcome,
    Reason,
    derived_facts,
    judge,
    relevant,
)
from tests.factories.compliance import checklist, obligation, obligation_data

OFFICER = {
    "any": [
        {"fact": "persons_in_systems", "at_least": 20001},
        {"fact": "biometric_time_clock", "equals": "yes"},
    ]
}


def test_duty_without_condition_applies_everywhere():
    assert judge(obligation(), {}) == ALWAYS


def test_reason_holds_every_test_with_value_and_what_is_asked():
    reason = judge(
        obligation(applies_if=OFFICER),
        {"persons_in_systems": 640, "biometric_time_clock": "yes"},
    )
    assert (reason.kind, reason.outcome) == ("any", Outcome.YES)
    persons, clock = reason.parts
    assert (persons.outcome, clock.outcome) == (Outcome.NO, Outcome.YES)
    assert (persons.value.en, persons.asked.en) == ("640", "at least 20,001")
    assert (clock.label.zh_hans, clock.asked.zh_hans) == ("考勤机使用指纹或人脸", "是")


def test_unknown_fact_leaves_the_duty_to_be_confirmed():
    reason = judge(obligation(applies_if=OFFICER), {"persons_in_systems": 640})
    assert reason.outcome is Outcome.UNKNOWN
    assert reason.missing() == {"biometric_time_clock"}


def test_decided_node_misses_nothing():
    reason = judge(obligation(applies_if=OFFICER), {"biometric_time_clock": "yes"})
    assert (reason.outcome, reason.missing()) == (Outcome.YES, frozenset())


def test_deciding_tests_are_those_that_alone_make_the_outcome():
    condition = {
        "all": [
            {"not": {"fact": "country", "equals": "CN"}},
            {"any": [OFFICER["any"][0], {"fact": "lines", "at_least": 9}]},
            {"fact": "ot_network", "equals": "yes"},
        ]
    }
    facts = {"country": "MY", "persons_in_systems": 640, "lines": 2}
    found = judge(obligation(applies_if=condition), facts).deciding()
    assert [test.fact for test in found] == ["persons_in_systems", "lines"]
    facts |= {"lines": 9, "ot_network": "yes"}
    found = judge(obligation(applies_if=condition), facts).deciding()
    assert [test.fact for test in found] == ["country", "lines", "ot_network"]
    assert ALWAYS.deciding() == ()


def test_negation_is_explained():
    condition = {"all": [{"not": {"fact": "country", "equals": "CN"}}]}
    reason = judge(obligation(applies_if=condition), {"country": "MY"})
    assert reason.outcome is Outcome.YES
    assert reason.parts[0].kind == "not"
    assert reason.parts[0].parts[0].outcome is Outcome.NO


def test_condition_on_an_item_is_unknown():
    assert judge(obligation(applies_if={"item": "x", "equals": "yes"}), {}).fact == "x"


def test_reason_survives_storing():
    reason = judge(obligation(applies_if=OFFICER), {"persons_in_systems": 640})
    assert Reason.from_dict(json.loads(json.dumps(reason.as_dict()))) == reason
    assert Reason.from_dict({}) == ALWAYS


def test_relevant_checklists_come_most_local_first():
    made = [
        checklist(obligation_data("x.a"), jurisdiction=code, name=f"{code.lower()}-x")
        for code in ("INT", "CN", "EU", "HU", "MY")
    ]
    found = [entry.jurisdiction for entry in relevant(made, "HU")]
    assert found == ["HU", "EU", "CN", "INT"]
    assert [entry.jurisdiction for entry in relevant(made, "MY")] == ["MY", "CN", "INT"]


def test_country_packs_say_what_holds_in_the_country():
    made = [
        checklist(obligation_data("x.a"), jurisdiction="CN", facts={"residency_rule": "yes"}),
        checklist(
            obligation_data("x.b"),
            jurisdiction="EU",
            facts={"einvoice_rule": "announced", "residency_rule": "no"},
        ),
        checklist(obligation_data("x.c"), jurisdiction="HU", facts={"einvoice_rule": "mandatory"}),
    ]
    assert derived_facts(made, "HU") == {"einvoice_rule": "mandatory", "residency_rule": "no"}
    assert derived_facts(made, "MY") == {}


FACT_NAMES = ("ot_network", "night_shift", "ai_on_staff")
leaf = st.builds(
    lambda fact, value: {"fact": fact, "equals": value},
    st.sampled_from(FACT_NAMES),
    st.sampled_from(("yes", "no")),
)
conditions = st.recursive(
    leaf,
    lambda inner: (
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda part: {"not": part}, inner)
    ),
    max_leaves=6,
)
values = st.sampled_from(("yes", "no", "unknown", None))
known_facts = st.fixed_dictionaries(dict.fromkeys(FACT_NAMES, values))


def completions(facts):
    """Return every way in which the unknown facts may turn out."""
    open_names = [name for name in FACT_NAMES if facts[name] in ("unknown", None)]
    for answers in itertools.product(("yes", "no"), repeat=len(open_names)):
        yield {**facts, **dict(zip(open_names, answers, strict=True))}


@given(conditions, known_facts)
def test_unknown_never_becomes_no_or_yes_that_a_fact_could_undo(condition, facts):
    duty = obligation(applies_if=condition)
    now = judge(duty, facts).outcome
    later = {judge(duty, full).outcome for full in completions(facts)}
    assert Outcome.UNKNOWN not in later
    if now is not Outcome.UNKNOWN:
        assert later == {now}


@given(conditions, known_facts)
def test_missing_facts_are_unknown_ones(condition, facts):
    reason = judge(obligation(applies_if=condition), facts)
    missing = reason.missing()
    assert all(facts[name] in ("unknown", None) for name in missing)
    assert bool(missing) == (reason.outcome is Outcome.UNKNOWN)
