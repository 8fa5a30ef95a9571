from __future__ import annotations

from itertools import chain, combinations

import pytest

from signoff.domain.signatures import NeededSignatures, needed_signatures

A, B, C = 1, 2, 3  # A and B answered


@pytest.mark.parametrize(
    ("signed", "people", "count", "is_apart"),
    [
        ((), 1, 1, True),
        ((C,), 1, 0, False),
        ((A,), 1, 1, True),  # whoever answered never signs alone
        ((A, B), 1, 1, True),
        ((A, C), 1, 0, False),
        ((), 2, 2, True),
        ((C,), 2, 1, False),
        ((A,), 2, 1, True),
        ((A, C), 2, 0, False),
        ((A, B), 2, 1, True),  # two who answered are not enough
    ],
)
def test_what_is_missing(signed, people, count, is_apart):
    assert needed_signatures(signed, {A, B}, people) == NeededSignatures(count, is_apart)


def test_one_more_signature_never_makes_more_missing():
    sets = list(chain.from_iterable(combinations((A, B, C, 4), n) for n in range(5)))
    for people in (1, 2):
        for signed in sets:
            before = needed_signatures(signed, {A, B}, people).count
            for person in {A, B, C, 4} - set(signed):
                after = needed_signatures((*signed, person), {A, B}, people).count
                assert before - 1 <= after <= before


def test_the_order_of_the_signatures_does_not_matter():
    assert needed_signatures((A, C), {A}, 2) == needed_signatures((C, A), {A}, 2)
