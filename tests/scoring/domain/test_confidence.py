from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import RuleError
from scoring.domain.confidence import (
    DEFAULT_RULE,
    UNSURE,
    ConfidenceBand,
    Proof,
    Steps,
    Voice,
    VoiceProposal,
    confidence,
    confidence_band,
    joint_confidence,
    joint_sureness,
    priority_factor,
    propose,
    sureness,
)
from scoring.domain.numbers import exact
from scoring.domain.undefined import Undefined, decimal, fraction

SIX = Steps(0, 5)
ROLES = ("cio", "it_lead", "business_lead")
LEVELS = st.lists(st.integers(0, 5), min_size=1, max_size=7)
PROOFS = st.sampled_from(list(Proof))


def voices(*levels: int, roles=ROLES) -> list[Voice]:
    return [
        Voice(level, frozenset({roles[place % len(roles)]})) for place, level in enumerate(levels)
    ]


def sure(levels, proof=Proof.NONE, roles=ROLES, steps=SIX):
    return confidence(voices(*levels), steps, roles=roles, proof=proof)


# --- worked examples ------------------------------------------------------------------------------
def test_one_voice_of_two_roles_with_accepted_evidence() -> None:
    assert sure([4], Proof.ACCEPTED, ROLES[:2]) == Decimal("0.30")


def test_two_of_two_who_agree_with_evidence_that_nobody_judged() -> None:
    assert sure([4, 4], Proof.UNREVIEWED, ROLES[:2]) == Decimal("0.70")


def test_three_roles_apart_without_evidence() -> None:
    """On six levels 1 is the variance of 35/12: 23/35 × 0.4 = 0.26; five would give 0.20."""
    assert sure([2, 3, 4]) == decimal(fraction(23) / 35 * 2 / 5)
    assert round(sure([2, 3, 4]), 2) == Decimal("0.26")
    assert sure([2, 3, 4], steps=Steps(0, 4)) == Decimal("0.20")
    assert sure([2, 3, 4], steps=Steps(1, 7)) == Decimal("0.30")


# --- factors --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], "0"),
        ([2], "0.6"),
        ([2, 2], "1"),
        ([1, 2], "0.8"),
        ([0, 5], "0"),
        ([2, 2, 2], "1"),
        ([0, 0, 5], "0"),  # further apart than by chance
    ],
)
def test_agreement(levels, expected) -> None:
    assert sure(levels, roles=()) == Decimal(expected)


@pytest.mark.parametrize(
    ("level", "proof", "expected"),
    [
        (2, Proof.NONE, "1"),
        (3, Proof.NONE, "0.4"),
        (3, Proof.UNREVIEWED, "0.7"),
        (3, Proof.ACCEPTED, "1"),
        (5, Proof.NONE, "0.4"),
    ],
)
def test_evidence_matters_from_level_three(level, proof, expected) -> None:
    assert sure([level, level], proof, ()) == Decimal(expected)


@pytest.mark.parametrize(
    ("heard", "listed", "expected"),
    [
        (("cio", "cio"), ROLES[:2], "0.5"),
        (("cio", "assessor"), ROLES[:1], "1"),
        (("assessor", ""), ROLES, "0"),
        (("assessor", ""), (), "1"),
        (("cio", "it_lead"), ["cio", "it_lead", "cio"], "1"),  # a role named twice is one
    ],
)
def test_roles_that_were_heard(heard, listed, expected) -> None:
    said = voices(2, 2, roles=heard)
    assert confidence(said, SIX, roles=listed) == Decimal(expected)


def test_numbers_stand_in_the_rule() -> None:
    rule = replace(DEFAULT_RULE, single=Decimal("0.5"), proof_from=2, unproven=Decimal("0.1"))
    assert confidence([Voice(2)], SIX, rule=rule) == Decimal("0.05")


def test_frameworks_without_steps_have_no_confidence() -> None:
    assert confidence([Voice(2)], None) is Undefined.NO_STEPS
    assert propose([Voice(2)], None) is Undefined.NO_STEPS


@pytest.mark.parametrize("level", [-1, 6])
def test_levels_outside_of_the_scale_are_refused(level) -> None:
    with pytest.raises(RuleError, match=f"{level} is not a level from 0 to 5"):
        confidence([Voice(level)], SIX)


@pytest.mark.parametrize("ends", [(3, 3), (4, 0)])
def test_a_scale_has_two_levels(ends) -> None:
    with pytest.raises(RuleError, match="two levels or more"):
        Steps(*ends)


# --- what voices come to --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([4], VoiceProposal(4, Undefined.FEW_VOICES, must_moderate=False)),
        ([3, 4], VoiceProposal(3, Undefined.FEW_VOICES, must_moderate=False)),
        ([2, 4], VoiceProposal(2, Undefined.FEW_VOICES, must_moderate=True)),
        ([3, 3, 3], VoiceProposal(3, Decimal(1), must_moderate=False)),
    ],
)
def test_proposal(levels, expected) -> None:
    assert propose(voices(*levels), SIX) == expected


def test_three_voices_one_apart_are_moderated_where_options_are_few() -> None:
    """Variance 1/3: of 35/12 on six levels 0.886, of 2/3 on three levels 0.5."""
    assert propose(voices(1, 2, 2), SIX).must_moderate is False
    found = propose(voices(1, 2, 2), Steps(0, 2))
    assert (found.agreement, found.must_moderate) == (Decimal("0.5"), True)


def test_agreement_at_the_limit_needs_no_talk() -> None:
    rule = replace(DEFAULT_RULE, agreed=Decimal("0.5"))
    assert propose(voices(1, 2, 2), Steps(0, 2), rule).must_moderate is False


def test_weights_of_voices_move_the_proposal_only() -> None:
    said = [Voice(1, weight=Decimal(1)), Voice(4, weight=Decimal(3))]
    assert propose(said, SIX).level == 4


def test_voices_without_weight_come_to_nothing() -> None:
    assert propose([], SIX) is Undefined.NO_VALUES
    assert confidence([Voice(3, weight=Decimal(0))], SIX) == 0


# --- nodes, bands, priority -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("1", "0.8"), ("3", "0.4")], Decimal("0.5")),
        ([("1", "1"), ("1", "0")], Decimal("0.5")),  # a question without a voice counts
        ([("1", "1"), ("9", Undefined.NOT_APPLICABLE)], Decimal(1)),
        ([("9", Undefined.NOT_APPLICABLE)], Undefined.NOTHING_APPLIES),
        ([], Undefined.NOTHING_APPLIES),
        ([("1", "1"), ("1", Undefined.NO_STEPS)], Undefined.NO_STEPS),
    ],
)
def test_confidence_of_a_node(parts, expected) -> None:
    given_ = [
        (Decimal(weight), value if isinstance(value, Undefined) else Decimal(value))
        for weight, value in parts
    ]
    assert joint_confidence(given_) == expected


@pytest.mark.parametrize(
    ("ends", "value", "expected"),
    [
        (("2.4", "2.4"), "0.70", ("2.1", "2.7")),
        (("2.4", "2.4"), "1", ("2.4", "2.4")),
        (("4.8", "4.8"), "0.2", ("4", "5")),
        (("0.3", "0.3"), "0", ("0", "1.3")),
        (("1.1", "1.7"), "0.5", ("0.6", "2.2")),  # open questions made it a range before
    ],
)
def test_band(ends, value, expected) -> None:
    found = confidence_band(tuple(map(Decimal, ends)), Decimal(value), SIX)
    assert found == ConfidenceBand(*map(Decimal, expected))


def test_width_and_priority_stand_in_the_rule() -> None:
    rule = replace(DEFAULT_RULE, widest=Decimal(2), least_priority=Decimal("0.2"))
    found = confidence_band((Decimal(2), Decimal(2)), Decimal("0.75"), SIX, rule)
    assert found == ConfidenceBand(Decimal("1.5"), Decimal("2.5"))
    assert priority_factor(Decimal("0.5"), rule) == Decimal("0.6")


def test_without_confidence_there_is_no_band() -> None:
    found = confidence_band((Decimal(2), Decimal(2)), Undefined.NO_STEPS, SIX)
    assert found is Undefined.NO_STEPS


@pytest.mark.parametrize(("value", "expected"), [("0", "0.5"), ("0.30", "0.65"), ("1", "1")])
def test_priority_factor(value, expected) -> None:
    assert priority_factor(Decimal(value)) == Decimal(expected)


# --- what must hold for any voices ----------------------------------------------------------------
@given(LEVELS, PROOFS)
def test_confidence_is_a_share(levels, proof) -> None:
    assert 0 <= sure(levels, proof) <= 1


@given(st.lists(st.integers(0, 5), min_size=2, max_size=7), PROOFS, st.booleans())
def test_confidence_never_rises_when_voices_move_apart(levels, proof, is_up) -> None:
    """As long as the same evidence is asked for: below level 3 none is."""
    end = max(levels) if is_up else min(levels)
    apart = list(levels)
    apart[levels.index(end)] = end + (1 if is_up else -1)
    assume(min(apart) >= 0 and max(apart) <= 5)
    before, after = (propose(voices(*one), SIX).level >= 3 for one in (levels, apart))
    assume(before == after or proof is Proof.ACCEPTED)
    assert sure(apart, proof) <= sure(levels, proof)


@given(LEVELS)
def test_confidence_never_rises_when_evidence_lacks(levels) -> None:
    accepted, unreviewed, none = (sure(levels, proof) for proof in Proof)
    assert accepted >= unreviewed >= none


@given(LEVELS, PROOFS, st.data())
def test_confidence_never_rises_when_a_role_falls_silent(levels, proof, data) -> None:
    said = voices(*levels)
    silent = data.draw(st.sampled_from(ROLES))
    rest = [replace(voice, roles=frozenset()) if silent in voice.roles else voice for voice in said]
    before = confidence(said, SIX, roles=ROLES, proof=proof)
    assert confidence(rest, SIX, roles=ROLES, proof=proof) <= before


@given(LEVELS, PROOFS)
def test_confidence_never_rises_when_more_roles_are_asked_for(levels, proof) -> None:
    assert sure(levels, proof, (*ROLES, "assessor")) <= sure(levels, proof)


@given(LEVELS, PROOFS, st.randoms())
def test_confidence_does_not_know_who_spoke_first(levels, proof, random) -> None:
    said = voices(*levels)
    shuffled = random.sample(said, len(said))
    assert confidence(shuffled, SIX, roles=ROLES, proof=proof) == confidence(
        said, SIX, roles=ROLES, proof=proof
    )


# --- what makes it so ---------------------------------------------------------------------------
@given(LEVELS, PROOFS)
def test_confidence_is_the_product_of_its_factors(levels, proof):
    found = sureness(voices(*levels), SIX, roles=ROLES, proof=proof)
    with exact():
        assert found.value == found.agreement * found.proof * found.heard
    assert found.value == sure(levels, proof)


def test_an_agreed_level_decides_whether_evidence_is_asked_for():
    pair = voices(2, 4)
    assert sureness(pair, SIX, roles=ROLES).proof == 1
    assert sureness(pair, SIX, roles=ROLES, agreed=4).proof == Decimal("0.4")
    with pytest.raises(RuleError):
        sureness(pair, SIX, agreed=6)


def test_nothing_is_sure_without_a_voice_or_levels():
    assert sureness([], SIX) == UNSURE
    assert sureness(voices(2), None) is Undefined.NO_STEPS


def test_a_node_has_the_mean_of_each_factor():
    one, other = sureness(voices(2), SIX), sureness(voices(3, 3), SIX)
    found = joint_sureness([(Decimal(1), one), (Decimal(3), other)])
    assert found.agreement == Decimal("0.9")
    assert found.proof == Decimal("0.55")
    assert found.value == Decimal("0.45")  # (0.6 + 3 × 0.4) / 4
    assert joint_sureness([(Decimal(1), Undefined.NOT_APPLICABLE)]) is Undefined.NOTHING_APPLIES
