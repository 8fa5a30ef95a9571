from __future__ import annotations

from scoring.domain.engine import score
from scoring.domain.signing import sign_off_lacks
from scoring.domain.types import Answer
from tests.scoring.domain.flagship import FULL, release

WAITS = Answer(3, not_applicable=True, na_state="proposed")
TAKEN = Answer(3, not_applicable=True, na_state="accepted")


def lacks(version: str = "1.1.0", facts: dict | None = None, /, **changes):
    framework = release(version)
    answers = {leaf.id: Answer(3) for leaf in framework.leaves}
    answers |= {name.replace("_", "-"): value for name, value in changes.items()}
    card = score(framework, answers, facts=facts, **FULL)
    return [(lack.code, lack.subject) for lack in sign_off_lacks(framework, card, answers)]


def test_gate_and_veto_questions_have_to_be_settled() -> None:
    """SA-09 is a must of a gate, SP-01 one of twelve, DG-13 a veto, DG-14 none of these."""
    open_ones = {name: Answer() for name in ("SA_09", "SP_01", "DG_13", "DG_14")}
    assert lacks(**open_ones) == [
        ("guard_open", "SP-01"),
        ("guard_open", "SA-09"),
        ("guard_open", "DG-13"),
    ]
    assert lacks() == []


def test_a_claim_has_to_be_decided_first() -> None:
    assert lacks(DG_13=WAITS, DG_14=Answer(not_applicable=True)) == [
        ("na_waits", "DG-13"),
        ("na_waits", "DG-14"),
    ]
    assert lacks(DG_13=TAKEN, DG_14=TAKEN) == []


def test_under_1_0_0_nothing_waits() -> None:
    assert lacks("1.0.0", DG_13=Answer(not_applicable=True), DG_14=WAITS) == []


def test_what_the_plant_is_not_asked_is_not_wanted() -> None:
    facts = {"personal_data_leaves_country": "no", "residency_rule": "no"}
    assert lacks("1.1.0", facts, DG_13=Answer()) == []
    assert lacks("1.1.0", facts, DG_13=WAITS) == []


def test_the_words_name_question_and_reason() -> None:
    framework = release("1.1.0")
    card = score(framework, {"DG-13": "na proposed"}, **FULL)
    found = sign_off_lacks(framework, card, {"DG-13": Answer(not_applicable=True)})
    by_question = {lack.subject: lack.text for lack in found}
    assert by_question["DG-13"].zh_hans == "DG-13“数据驻留与跨境传输”：“不适用”尚未复核"
    assert by_question["SP-01"].en.endswith(": open, a gate or the level rests on it")
