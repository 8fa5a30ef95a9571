from __future__ import annotations

from decimal import Decimal

from questionnaire.domain.hearing import Heard, middle, must_agree


def level(points, **more):
    return Heard(value=points, points=Decimal(points), **more)


NA = Heard(not_applicable=True, reason="no shop floor")


def test_the_answer_in_the_middle_is_the_lower_median():
    assert middle([level(4), level(1), level(2), level(3)]).value == 2
    assert middle([level(4), level(2)]).value == 2
    assert middle([level(3, target=5), level(3, target=4), Heard()]).target == 4
    assert middle([Heard(), Heard()]) is None


def test_one_who_can_answer_shows_that_a_question_applies():
    assert middle([NA, level(2)]).value == 2
    both = middle([NA, NA, Heard(not_applicable=True, reason="none here")])
    assert (both.not_applicable, both.reason) == (True, "no shop floor\nnone here")


def test_two_levels_apart_have_to_be_talked_about():
    assert must_agree([level(1), level(3)], 6)
    assert not must_agree([level(2), level(3), Heard()], 6)
    assert must_agree([level(2), NA], 6)
    assert not must_agree([NA, NA], 6)


def test_three_of_little_agreement_have_to_talk_though_near():
    assert must_agree([level(0), level(1), level(1)], 2)  # r_wg 0
    assert not must_agree([level(2), level(3), level(3)], 6)  # r_wg 0.89
    assert must_agree([level(0), level(1), level(1), level(2)], 3)  # two apart anyway


def test_without_steps_any_difference_is_talked_about():
    assert must_agree([level(85), level(86)])
    assert not must_agree([level(85), level(85)])
