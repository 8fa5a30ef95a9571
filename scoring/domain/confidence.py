"""How sure a level is: how far voices agree, what evidence it has, which roles were heard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.errors import RuleError
from scoring.domain.agreement import lower_weighted_median, within_group
from scoring.domain.numbers import ONE, ZERO, exact
from scoring.domain.undefined import Statistic, Undefined


class Proof(StrEnum):
    """What stands behind the level of a question."""

    ACCEPTED = "accepted"
    UNREVIEWED = "unreviewed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ConfidenceRule:
    """The numbers of the rule; own judgement.

    Attributes:
        single: agreement of one voice with itself [0-1].
        proof_from: from this level on evidence matters.
        accepted: factor of evidence that was accepted [0-1].
        unreviewed: factor of evidence that nobody has judged yet [0-1].
        unproven: factor without evidence [0-1].
        widest: half the width of the band where nothing is sure, in levels.
        least_priority: factor of priority where nothing is sure [0-1].
        far: voices so many levels apart, or more, must be moderated.
        agreed: below this r_wg voices must be moderated [0-1].
    """

    single: Decimal = Decimal("0.6")
    proof_from: int = 3
    accepted: Decimal = ONE
    unreviewed: Decimal = Decimal("0.7")
    unproven: Decimal = Decimal("0.4")
    widest: Decimal = ONE
    least_priority: Decimal = Decimal("0.5")
    far: int = 2
    agreed: Decimal = Decimal("0.70")


DEFAULT_RULE = ConfidenceRule()


@dataclass(frozen=True, slots=True)
class Steps:
    """The ordered levels of a framework, one apart."""

    lowest: int
    highest: int

    def __post_init__(self) -> None:
        if self.lowest >= self.highest:
            raise RuleError("a scale has two levels or more", field="levels")

    @property
    def count(self) -> int:
        """How many levels there are."""
        return self.highest - self.lowest + 1

    def check(self, level: int) -> None:
        """Raise RuleError for a level outside of the scale."""
        if not self.lowest <= level <= self.highest:
            message = f"{level} is not a level from {self.lowest} to {self.highest}"
            raise RuleError(message, field="level")

    def clipped(self, value: Decimal) -> Decimal:
        """Return the point of the scale that is nearest to a value."""
        return min(max(value, Decimal(self.lowest)), Decimal(self.highest))


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person says of a question, for which roles, and what that weighs."""

    level: int
    roles: frozenset[str] = frozenset()
    weight: Decimal = ONE


@dataclass(frozen=True, slots=True)
class VoiceProposal:
    """What several voices come to, before people talk.

    Attributes:
        level: lower weighted median of the voices.
        agreement: r_wg, from three voices on.
        must_moderate: whether the voices lie too far apart to stand without a talk.
    """

    level: int
    agreement: Statistic
    must_moderate: bool


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure something is, and what makes it so; each [0-1].

    Attributes:
        value: the product of the three; of a node the mean of the products.
        agreement: how far the voices agree.
        proof: what the evidence is worth.
        heard: share of the roles that were heard.
    """

    value: Decimal
    agreement: Decimal
    proof: Decimal
    heard: Decimal


UNSURE = Sureness(ZERO, ZERO, ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class ConfidenceBand:
    """Between which points of the scale a score lies."""

    lower: Decimal
    upper: Decimal


def propose(
    voices: Sequence[Voice], steps: Steps | None, rule: ConfidenceRule = DEFAULT_RULE
) -> VoiceProposal | Undefined:
    """Return what the voices of a question come to.

    Args:
        voices: all voices on it.
        steps: the levels that they can say; None where the framework has none.
        rule: the numbers of the framework.

    Returns:
        Undefined without ordered levels, and without a voice that weighs anything.
    Raises: RuleError for a level outside of the scale, and for a weight below 0 or not finite.
    Source: docs/method.md#voices
    """
    if steps is None:
        return Undefined.NO_STEPS
    for voice in voices:
        steps.check(voice.level)
    middle = lower_weighted_median((voice.level, voice.weight) for voice in voices)
    if isinstance(middle, Undefined):
        return middle
    said = [voice.level for voice in voices]
    agreed = within_group(said, steps.count) if len(said) > 2 else Undefined.FEW_VOICES
    is_far = max(said) - min(said) >= rule.far
    is_loose = isinstance(agreed, Decimal) and agreed < rule.agreed
    return VoiceProposal(int(middle), agreed, is_far or is_loose)


def confidence(
    voices: Sequence[Voice],
    steps: Steps | None,
    *,
    roles: Collection[str] = (),
    proof: Proof = Proof.NONE,
    rule: ConfidenceRule = DEFAULT_RULE,
) -> Statistic:
    """Return how sure the level of a question is; see `sureness`.

    Source: docs/method.md#confidence
    """
    found = sureness(voices, steps, roles=roles, proof=proof, rule=rule)
    return found if isinstance(found, Undefined) else found.value


def sureness(
    voices: Sequence[Voice],
    steps: Steps | None,
    *,
    roles: Collection[str] = (),
    proof: Proof = Proof.NONE,
    agreed: int | None = None,
    rule: ConfidenceRule = DEFAULT_RULE,
) -> Sureness | Undefined:
    """Return how sure the level of a question is: agreement × evidence × roles heard.

    Args:
        voices: all voices on it.
        steps: the levels that they can say; None where the framework has none.
        roles: who should be heard on it.
        proof: the best evidence that it has.
        agreed: the level that counts where people agreed on another than they come to.
        rule: the numbers of the framework.

    Returns:
        Nothing is sure without a voice; undefined without ordered levels.
    Raises: as `propose`; RuleError for an agreed level outside of the scale.
    Source: docs/method.md#confidence
    """
    if steps is None:
        return Undefined.NO_STEPS
    found = propose(voices, steps, rule)
    if isinstance(found, Undefined):
        return UNSURE
    level = found.level if agreed is None else agreed
    steps.check(level)
    spoken = frozenset[str]().union(*(voice.roles for voice in voices)) & set(roles)
    with exact():
        heard = Decimal(len(spoken)) / len(set(roles)) if roles else ONE
        agreement, worth = _agreement(voices, found, steps, rule), _proven(level, proof, rule)
        return Sureness(agreement * worth * heard, agreement, worth, heard)


def _agreement(
    voices: Sequence[Voice], found: VoiceProposal, steps: Steps, rule: ConfidenceRule
) -> Decimal:
    if isinstance(found.agreement, Decimal):
        return found.agreement
    if len(voices) == 1:
        return rule.single
    one, other = voices
    return ONE - Decimal(abs(one.level - other.level)) / (steps.count - 1)


def _proven(level: int, proof: Proof, rule: ConfidenceRule) -> Decimal:
    if level < rule.proof_from:
        return ONE
    return {
        Proof.ACCEPTED: rule.accepted,
        Proof.UNREVIEWED: rule.unreviewed,
        Proof.NONE: rule.unproven,
    }[proof]


def joint_confidence(parts: Iterable[tuple[Decimal, Statistic]]) -> Statistic:
    """Return how sure the score of a node is: the weighted mean over its questions.

    Args:
        parts: weight and confidence of each question. One without a voice has 0 and counts; one
            that does not apply is undefined and does not.

    Returns:
        0 to 1; undefined where nothing applies, and without ordered levels.
    Source: docs/method.md#confidence
    """
    given = list(parts)
    if any(value is Undefined.NO_STEPS for _weight, value in given):
        return Undefined.NO_STEPS
    counted = [(weight, value) for weight, value in given if isinstance(value, Decimal)]
    with exact():
        whole = sum((weight for weight, _value in counted), ZERO)
        if not whole:
            return Undefined.NOTHING_APPLIES
        return sum((weight * value for weight, value in counted), ZERO) / whole


def joint_sureness(
    parts: Iterable[tuple[Decimal, Sureness | Undefined]],
) -> Sureness | Undefined:
    """Return how sure the score of a node is, and what makes it so: each a mean by weight.

    Args, returns: as `joint_confidence`.
    Source: docs/method.md#confidence
    """
    given = list(parts)
    means = []
    for name in ("value", "agreement", "proof", "heard"):
        mean = joint_confidence((weight, _part(one, name)) for weight, one in given)
        if isinstance(mean, Undefined):
            return mean
        means.append(mean)
    return Sureness(*means)


def _part(one: Sureness | Undefined, name: str) -> Statistic:
    return one if isinstance(one, Undefined) else getattr(one, name)


def confidence_band(
    ends: tuple[Decimal, Decimal],
    sure: Statistic,
    steps: Steps,
    rule: ConfidenceRule = DEFAULT_RULE,
) -> ConfidenceBand | Undefined:
    """Return between which points of the scale a score lies.

    Args:
        ends: of the score, while open questions make it a range; else the score twice.
        sure: its confidence.
        steps: the scale.
        rule: the numbers of the framework.

    Returns:
        Undefined as the confidence is.
    Source: docs/method.md#confidence
    """
    if isinstance(sure, Undefined):
        return sure
    low, high = ends
    with exact():
        half = (ONE - sure) * rule.widest
        return ConfidenceBand(steps.clipped(low - half), steps.clipped(high + half))


def priority_factor(sure: Decimal, rule: ConfidenceRule = DEFAULT_RULE) -> Decimal:
    """Return by what the priority of a gap is multiplied: the less sure, the less it presses.

    Source: docs/method.md#confidence
    """
    with exact():
        return rule.least_priority + (ONE - rule.least_priority) * sure
