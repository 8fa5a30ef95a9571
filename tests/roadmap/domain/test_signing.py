"""What signatures of a milestone are worth after edits."""

from __future__ import annotations

import itertools

import pytest

from roadmap.domain.signing import (
    SIDES,
    SideStanding,
    Signature,
    is_other_side,
    is_signed,
    standing_of,
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [((), "open"), (("a",), "signed"), (("b",), "broken"), (("b", "a"), "signed")],
)
def test_standing_of_one_side(given, expected):
    signatures = [Signature("it", digest, 1) for digest in given]
    assert standing_of("it", signatures, "a") == expected
    assert standing_of("business", signatures, "a") == "open"


def test_signed_means_both_sides_for_what_it_says_now():
    for business, it in itertools.product(("", "a", "b"), repeat=2):
        signatures = [
            Signature(side, digest)
            for side, digest in zip(SIDES, (business, it), strict=True)
            if digest
        ]
        assert is_signed(signatures, "a") == (business == it == "a")


def test_two_sides_are_two_people():
    given = [Signature("business", "a", 7)]
    assert is_other_side("it", 7, given, "a")
    assert not is_other_side("it", 8, given, "a")
    assert not is_other_side("it", 7, given, "b")
    assert not is_other_side("business", 7, given, "a")
    assert SideStanding("open") is SideStanding.OPEN
