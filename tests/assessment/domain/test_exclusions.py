"""Who proposed that a question does not apply."""

from __future__ import annotations

from assessment.domain.exclusions import SavedClaim, find_proposal

OURS, OTHER = "No own data.", "Kept elsewhere."


def test_first_save_with_the_reason_proposed_it():
    steps = [
        SavedClaim("accepted", OURS, 3),
        SavedClaim("proposed", OURS, 2),  # a note
        SavedClaim("proposed", OURS, 1),
        SavedClaim("proposed", OTHER, 4),
        SavedClaim("", "", 4),
    ]
    assert find_proposal(steps) == SavedClaim("proposed", OURS, 1)
    assert find_proposal(steps[3:]) == SavedClaim("proposed", OTHER, 4)


def test_nobody_proposed():
    assert find_proposal([]) is None
    assert find_proposal([SavedClaim("", "", 1)]) is None


def test_refused_and_proposed_again():
    steps = [
        SavedClaim("proposed", OURS, 2),
        SavedClaim("refused", "", 3),
        SavedClaim("proposed", OURS, 1),
    ]
    assert find_proposal(steps) == steps[0]
