"""Who proposed that a question does not apply."""

from __future__ import annotations

from assessment.domain.exclusions import Step, find_proposal

OURS, OTHER = "No own data.", "Kept elsewhere."


def test_first_save_with_the_reason_proposed_it():
    steps = [
        Step("accepted", OURS, 3),
        Step("proposed", OURS, 2),  # a note
        Step("proposed", OURS, 1),
        Step("proposed", OTHER, 4),
        Step("", "", 4),
    ]
    assert find_proposal(steps) == Step("proposed", OURS, 1)
    assert find_proposal(steps[3:]) == Step("proposed", OTHER, 4)


def test_nobody_proposed():
    assert find_proposal([]) is None
    assert find_proposal([Step("", "", 1)]) is None


def test_refused_and_proposed_again():
    steps = [Step("proposed", OURS, 2), Step("refused", "", 3), Step("proposed", OURS, 1)]
    assert find_proposal(steps) == steps[0]
