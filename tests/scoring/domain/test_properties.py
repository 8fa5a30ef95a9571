"""What must hold for any tree and any answers."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from packs.schema import Framework
from scoring.domain.engine import score
from tests.packs.samples import framework, leaf

WEIGHTS = st.lists(st.integers(1, 20), min_size=2, max_size=6)
RULES = st.sampled_from(["weighted_mean", "mean", "min", "max", "median"])


@st.composite
def cases(draw) -> tuple[Framework, dict]:
    """A tree of two layers with random weights and rules, and answers for some of its items."""
    tops = draw(WEIGHTS)
    nodes, answers = [], {}
    for place, top in enumerate(tops):
        inner = draw(WEIGHTS)
        children = []
        for number, weight in enumerate(inner):
            name = f"g{place}-{number}"
            children.append(leaf(name, weight=Decimal(weight) / sum(inner)))
            answers[name] = draw(st.sampled_from([None, "na", 0, 1, 2, 3, 4, 5]))
        rule = draw(RULES)
        nodes.append(
            {
                "id": f"g{place}",
                "weight": Decimal(top) / sum(tops),
                "aggregate": rule,
                "children": children,
            }
        )
    return framework(*nodes, aggregate="weighted_mean"), answers


def scored(card) -> list[Decimal]:
    return [node.score for node in card.nodes.values() if node.score is not None]


@given(cases())
def test_scores_stay_inside_their_answers(case) -> None:
    pack, answers = case
    values = [value for value in answers.values() if isinstance(value, int)]
    for value in scored(score(pack, answers)):
        assert min(values) - Decimal("1e-20") <= value <= max(values) + Decimal("1e-20")


@given(cases(), st.data())
def test_a_better_answer_never_lowers_a_score(case, data) -> None:
    pack, answers = case
    rated = [name for name, value in answers.items() if isinstance(value, int) and value < 5]
    if not rated:
        return
    name = data.draw(st.sampled_from(rated))
    before, after = score(pack, answers), score(pack, answers | {name: answers[name] + 1})
    for node, result in before.nodes.items():
        if result.score is not None:
            assert after.nodes[node].score >= result.score - Decimal("1e-20")


@given(cases(), st.randoms())
def test_order_of_answers_does_not_matter(case, random) -> None:
    pack, answers = case
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert score(pack, dict(shuffled)) == score(pack, answers)


@given(cases())
def test_explanation_adds_up(case) -> None:
    pack, answers = case
    card = score(pack, answers)
    for node in card.nodes.values():
        if node.score is not None:
            total = sum(line.product for line in node.contributions)
            assert abs(total - node.score) < Decimal("1e-20")


@given(cases())
def test_what_does_not_apply_gives_its_weight_to_its_sisters(case) -> None:
    pack, answers = case
    card = score(pack, answers)
    for node in card.nodes.values():
        if node.applied_weights:
            assert abs(sum(node.applied_weights.values()) - 1) < Decimal("1e-20")
            assert all(answers.get(name) != "na" for name in node.applied_weights)


@given(cases(), st.integers(0, 5))
def test_equal_answers_give_that_value_everywhere(case, level) -> None:
    pack, answers = case
    card = score(pack, dict.fromkeys(answers, level))
    assert {abs(value - level) < Decimal("1e-20") for value in scored(card)} == {True}
