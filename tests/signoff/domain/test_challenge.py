from __future__ import annotations

import hashlib
from collections import Counter
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signoff.domain.challenge import (
    Challenged,
    ChallengeOutcome,
    Drawable,
    draw,
    outcome,
    seed_of,
)

SEEDS = [seed_of(number, "ab", "cd") for number in range(6000)]
# 99.99 % of chi-square by degrees of freedom, from a table.
WORST = {3: 21.1, 11: 37.4}


def rows(**chances):
    return [Drawable(name, Decimal(str(value)), Decimal(1)) for name, value in chances.items()]


def distance(counted, expected):
    return sum((counted[key] - want) ** 2 / want for key, want in expected.items())


def test_the_first_one_is_drawn_by_its_weight():
    """Efraimidis and Spirakis: P(first = i) = w_i / Σw."""
    known = rows(a=1, b=2, c=3, d=4)
    first = Counter(draw(known, 1, seed)[0] for seed in SEEDS)
    expected = {name: place * len(SEEDS) / 10 for place, name in enumerate("abcd", start=1)}
    assert distance(first, expected) < WORST[3]


def test_the_order_is_that_of_drawing_one_after_the_other():
    """P(i, j) = w_i / W · w_j / (W − w_i), as if each was drawn from what is left."""
    weights = {"a": 1, "b": 2, "c": 3, "d": 4}
    drawn = Counter(draw(rows(**weights), 2, seed) for seed in SEEDS)
    expected = {
        (one, two): len(SEEDS) * weights[one] / 10 * weights[two] / (10 - weights[one])
        for one, two in permutations(weights, 2)
    }
    assert distance(drawn, expected) < WORST[11]


def test_equal_weights_are_drawn_alike():
    known = rows(a=1, b=1, c=1, d=1)
    taken = Counter(name for seed in SEEDS for name in draw(known, 2, seed))
    assert distance(taken, dict.fromkeys("abcd", len(SEEDS) / 2)) < WORST[3]


def test_weight_is_the_share_times_the_level():
    """Half the weight on twice the level is drawn as often: the same u, the same order."""
    one = [Drawable("a", Decimal("0.02"), Decimal(2)), Drawable("b", Decimal("0.01"), Decimal(5))]
    two = [Drawable("a", Decimal("0.01"), Decimal(4)), Drawable("b", Decimal("0.05"), Decimal(1))]
    assert [draw(one, 2, seed) for seed in SEEDS[:200]] == [draw(two, 2, s) for s in SEEDS[:200]]


def test_keys_are_those_that_were_published():
    """u^(1/w), the greatest first, computed without logarithms."""
    seed, weights = SEEDS[7], {"a": 0.5, "b": 2.0, "c": 1.0, "d": 3.5}
    keys = {}
    for name, weight in weights.items():
        bits = hashlib.sha256(f"{seed}/{name}".encode()).hexdigest()[:16]
        keys[name] = ((int(bits, 16) // 2**11 + 0.5) / 2**53) ** (1 / weight)
    wanted = tuple(sorted(keys, key=keys.get, reverse=True))
    assert draw(rows(**weights), 4, seed) == wanted


names = st.lists(st.text("abcdefg-1", min_size=1, max_size=5), unique=True, max_size=8)


@given(names, st.randoms(use_true_random=False), st.integers(-1, 10), st.integers(0, 99))
def test_the_order_of_the_rows_changes_nothing(known, chance, count, number):
    weighted = [
        Drawable(name, Decimal(chance.randint(0, 9)) / 100, Decimal(chance.randint(0, 5)))
        for name in known
    ]
    drawn = draw(weighted, count, SEEDS[number])
    chance.shuffle(weighted)
    assert draw(weighted, count, SEEDS[number]) == drawn
    assert len(set(drawn)) == len(drawn) == min(max(count, 0), len(known))
    assert draw(weighted, count - 1, SEEDS[number]) == drawn[: max(0, count - 1)]


def test_where_too_few_are_answered_all_are_drawn():
    assert sorted(draw(rows(a=1, b=2), 8, SEEDS[0])) == ["a", "b"]
    assert draw([], 8, SEEDS[0]) == ()


def test_level_zero_comes_only_when_the_others_do_not_suffice():
    known = rows(z=0, a="0.0001", y=0)
    orders = {draw(known, 3, seed) for seed in SEEDS[:100]}
    assert orders == {("a", "y", "z"), ("a", "z", "y")}
    assert {draw(known, 1, seed) for seed in SEEDS[:100]} == {("a",)}


def test_what_weighs_less_than_nothing_is_nothing():
    assert Drawable("a", Decimal(-1), Decimal(3)).chance == 0


def test_the_seed_can_be_computed_again():
    wanted = hashlib.sha256(b"12/ab/cd").hexdigest()
    assert seed_of(12, "ab", "cd") == wanted
    assert len({seed_of(12, "ab", "cd"), seed_of(13, "ab", "cd"), seed_of(12, "ab", "ce")}) == 3


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ((), (0, 0, 0)),
        (((None, True),), (1, 0, 1)),
        (((True, True), (False, True), (None, False)), (3, 1, 1)),
        (((True, False), (True, True)), (2, 1, 0)),  # changed since: it did not stand as drawn
    ],
)
def test_outcome_counts_what_stood_as_it_was_drawn(found, wanted):
    told = outcome(Challenged(str(n), *one) for n, one in enumerate(found))
    assert told == ChallengeOutcome(*wanted)
