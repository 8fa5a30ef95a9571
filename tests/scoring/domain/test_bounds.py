"""What an answer already decides is said at once, whatever else is open."""

from __future__ import annotations

from decimal import Decimal

from core.scores import span
from core.text import LocalizedText
from scoring.domain.summary import summarize
from scoring.domain.types import ScoreRange
from scoring.domain.wording import score_below
from tests.scoring.domain.flagship import release, scored, words

OPEN = {"SP_01": None, "SP_11": None}  # 85 % of strategy planning is answered


def test_a_veto_that_is_answered_too_low_is_named_while_others_are_open() -> None:
    card = scored(3, SA_13=0, **OPEN)
    assert card.staged_level is None
    topic = release("1.1.0").nodes["SA-13"].title
    assert words(card) == [
        f"at most 0, whatever the open answers say: SA-13 {topic.en}: 0, needs 1",
        "Strategy planning: 85 % answered, needs 90 %, 1 gate question open",
    ]
    first = card.reading.unmet[0]
    assert (first.code, first.subject, first.have, first.need) == ("at_most", "SA-13", 0, 1)
    assert (
        first.text.zh_hans == f"未答题无论如何作答，最多0级：SA-13“{topic.zh_hans}”现为0，需达到1"
    )
    # answered, the level is the one that was named
    full = scored(3, SA_13=0)
    assert (full.staged_level, full.reading.held.by[0].subject) == (0, "SA-13")


def test_the_bound_is_stored_for_the_pages() -> None:
    data = summarize(scored(3, SA_13=0, **OPEN), {}, (), {}, "1.1")
    assert [lack["code"] for lack in data["unmet"]] == ["at_most", "not_answered"]


def test_a_part_is_bound_by_the_weight_that_lies_too_low() -> None:
    """DG-13 is open; DG-01, -04, -07 at 0 weigh 21 %, and 20 % may lie below 1."""
    card = scored(3, DG_01=0, DG_04=0, DG_07=0, DG_13=None)
    assert words(card, "DG")[0] == (
        "at most 0, whatever the open answers say: "
        "Data governance: 21 % of the weight below 1, 20 % allowed"
    )


def test_answers_that_hold_nothing_down_name_no_bound() -> None:
    assert words(scored(4, DG_13=None)) == ["Data governance: 92 % answered, 1 gate question open"]


def test_a_gate_says_the_score_as_every_page_does() -> None:
    """All 1 but three open questions of strategy: 0.95 to 1.18 in all; the low end reads 0.96, not 1."""
    card = scored(1, SP_01=None, SP_11=None, SP_13=None)
    lacks = card.gates["integrate"].unmet
    text = next(lack.text for lack in lacks if lack.code == "score_below")
    assert text == LocalizedText.of(
        "overall score at 0.96–1.2, needs 2", "总分现为0.96–1.2，需达到2"
    )
    assert span(card.total.range.lower, card.total.range.upper) == "0.96–1.2"


def test_one_figure_has_the_digits_of_the_pages() -> None:
    framework = release("1.1.0")
    said = score_below(framework, "overall", Decimal("1.5019"), Decimal(2)).text
    assert (said.en, said.zh_hans) == ("overall score at 1.5, needs 2", "总分现为1.5，需达到2")
    near = score_below(framework, "overall", Decimal("1.968"), Decimal(2)).text
    assert near.en == "overall score at 1.97, needs 2"
    open_ = ScoreRange(Decimal("1.41"), Decimal("1.69"))
    assert score_below(framework, "overall", Decimal("1.5019"), Decimal(2), open_).text.zh_hans == (
        "总分现为1.4–1.7，需达到2"
    )
