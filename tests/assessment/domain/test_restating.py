"""Earlier answers under a newer release."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessment.domain.restating import Lost, is_newer, restate
from packs.schema import Framework
from scoring.domain.results import Terms
from scoring.domain.types import StoredAnswer
from tests.packs.samples import framework, leaf
from tests.scoring.domain.flagship import release


def said(question: str, value: object, *, not_applicable: bool = False) -> StoredAnswer:
    return StoredAnswer(question, value, None, not_applicable, has_evidence=False)


def flagship_answers(level: int, **changes: StoredAnswer) -> dict[str, StoredAnswer]:
    answers = {leaf.id: said(leaf.id, level) for leaf in release("1.0.0").leaves}
    return answers | {row.question: row for row in changes.values()}


def test_a_signed_run_is_scored_by_the_newer_rules() -> None:
    """Under 1.0.0 DG reads 5 (0.15 of 0.94 missed); the floor of 1.1.0 stops at 2."""
    rows = [said("DG-01", 0, not_applicable=True), said("DG-04", 0), said("DG-07", 0)]
    answers = flagship_answers(5, **{row.question: row for row in rows})
    found = restate(
        release("1.0.0"),
        release("1.1.0"),
        answers,
        Terms({}, "discrete"),
        evidence=Decimal(1),
        kpis={"DQ-07": Decimal(95)},
    )
    assert found.card.framework_version == "1.1.0"
    assert (found.card.nodes["DG"].level.level, found.card.profile) == (2, "discrete")
    assert found.card.nodes["DG-01"].state == "not_applicable"
    assert (len(found.carried), found.lost, found.added) == (76, (), ())


def test_what_cannot_be_carried_is_named() -> None:
    earlier = framework(*(leaf(name) for name in "abcdeg"))
    group = {"id": "d", "children": [leaf("f")]}
    shown = {"fact": "ot_network", "equals": "yes"}
    newer = framework(
        leaf("a"),
        {"id": "c", "answer": {"type": "single", "options": {"no": 0, "yes": 5}}},
        group,
        leaf("e", na="forbidden"),
        leaf("g"),
        leaf("h", visible_if=shown),
    )
    answers = {
        "a": said("a", 3),
        "b": said("b", 3),
        "c": said("c", 3),
        "d": said("d", 3),
        "e": said("e", None, not_applicable=True),
        "g": said("g", None, not_applicable=True),
        "z": said("z", None),
    }
    found = restate(earlier, newer, answers, Terms({"ot_network": "no"}))
    assert found.carried == ("a", "g")
    assert found.lost == (
        Lost("b", "gone"),
        Lost("c", "does_not_fit"),
        Lost("d", "gone"),
        Lost("e", "na_forbidden"),
    )
    assert found.added == ("f",)
    assert found.card.score == 3


def profiled(*names: str) -> Framework:
    share = dict.fromkeys(names, "0.5")
    pair = (leaf("a", weight=share), leaf("b", weight=share))
    return framework(*pair, default_profile=names[0])


def test_a_profile_that_is_no_more_gives_way_to_the_one_of_the_facts() -> None:
    answers = {"a": said("a", 2), "b": said("b", 4)}
    found = restate(profiled("x"), profiled("y"), answers, Terms({}, "x"))
    assert (found.card.profile, found.card.score) == ("y", 3)
    kept = restate(profiled("x"), profiled("y", "x"), answers, Terms({}, "x"))
    assert kept.card.profile == "x"


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [
        ("1.1.0", "1.0.0", True),
        ("1.10.0", "1.9.0", True),
        ("1.0.0", "1.0.0", False),
        ("1.0.0", "1.1.0", False),
        ("2026.5", "2026.4", True),
        ("1.1.0", "1.1.rc", True),
    ],
)
def test_releases_stand_in_their_order(one: str, other: str, newer: bool) -> None:
    assert is_newer(one, other) is newer
