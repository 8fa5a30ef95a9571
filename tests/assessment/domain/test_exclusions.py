"""Who proposed that a question does not apply."""

from __future__ import annotations

from assessment.domain.exclusions import ExclusionStep, find_proposal

OURS, OTHER = "No own data.", "Kept elsewhere."


def test_first_save_with_the_reason_proposed_it():
    steps = [
        ExclusionStep("accepted", OURS, 3),
        ExclusionStep("proposed", OURS, 2),  # a note
        ExclusionStep("proposed", OURS, 1),
        ExclusionStep("proposed", OTHER, 4),
        ExclusionStep("", "", 4),
    ]
    assert find_proposal(steps) == ExclusionStep("proposed", OURS, 1)
    assert find_proposal(steps[3:]) == ExclusionStep("proposed", OTHER, 4)


def test_nobody_proposed():
    assert find_proposal([]) is None
    assert find_proposal([ExclusionStep("", "", 1)]) is None


def test_refused_and_proposed_again():
    steps = [
        ExclusionStep("proposed", OURS, 2),
        ExclusionStep("refused", "", 3),
        ExclusionStep("proposed", OURS, 1),
    ]
    assert find_proposal(steps) == steps[0]
