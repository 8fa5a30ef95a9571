"""Saving an answer scores the way to the top only; what comes out is what scoring anew would give."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain import aggregation, ranges
from scoring.domain.engine import score
from tests.scoring.domain.flagship import release
from tests.scoring.domain.test_properties import cases

PACK = release("1.1.0")
QUESTIONS = [leaf.id for leaf in PACK.leaves]
VALUES = st.sampled_from([None, 1, 2, 3, 4, 5, "na proposed: 3", "na accepted: 2"])
SAVES = st.lists(st.tuples(st.sampled_from(QUESTIONS), VALUES), min_size=1, max_size=8)
PROFILES = st.sampled_from(["discrete", "process"])


def anew(pack, answers, **terms):
    """Return the card with nothing taken over from an earlier one."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (
            (aggregation, "_kept_leaf"),
            (aggregation, "_kept_group"),
            (ranges, "_fill"),
        ):
            patch.setattr(module, name, getattr(module, name).__wrapped__)
        return score(pack, answers, **terms)


@given(SAVES, PROFILES, st.sampled_from(["no", "yes", None]))
@settings(max_examples=12)
def test_each_save_of_a_sequence_gives_what_scoring_anew_gives(saves, profile, union):
    answers: dict = dict.fromkeys(QUESTIONS[::2], 3)
    facts = {"has_union": union} if union else {}
    for question, value in saves:
        answers[question] = value
        terms = {"profile": profile, "facts": facts}
        assert score(PACK, answers, **terms) == anew(PACK, answers, **terms)


@given(cases(), st.data())
def test_another_tree_with_the_same_names_takes_nothing_over(case, data):
    pack, answers = case
    score(pack, answers)
    other, given_ = data.draw(cases())
    assert score(other, given_) == anew(other, given_)
