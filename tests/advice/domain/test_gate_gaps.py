"""A question that is too low for a gate is a gap, whether or not somebody set a target."""

from __future__ import annotations

from decimal import Decimal

from advice.domain.gate_gaps import GateShort, with_gates
from scoring.domain.gaps import Gap

D = Decimal


def gap(question, target=2, weight="0.02", current=0):
    return Gap(question, question[:2], D(current), D(target), D(weight))


def test_a_must_question_without_a_target_gets_the_level_of_its_gate():
    found = with_gates([gap("SP-01", 3)], [GateShort((gap("DG-13"),), 1)])
    assert [(one.question, one.target) for one in found] == [("SP-01", 3), ("DG-13", 2)]


def test_a_target_below_the_need_is_raised_and_one_above_it_is_kept():
    musts = [GateShort((gap("DG-13"),), 1), GateShort((gap("SA-13"),), 1)]
    found = with_gates([gap("DG-13", 1), gap("SA-13", 4)], musts)
    assert {one.question: one.target for one in found} == {"DG-13": 2, "SA-13": 4}


def test_of_a_group_only_as_many_as_must_rise_those_with_a_target_first():
    group = GateShort((gap("A", weight="0.05"), gap("B", weight="0.01"), gap("C")), 2)
    found = with_gates([gap("B", 3, "0.01")], [group])
    assert [one.question for one in found] == ["A", "B"]
    assert {one.question for one in with_gates([gap("A"), gap("C")], [group])} == {"A", "C"}


def test_what_is_required_in_any_case_counts_in_a_group_too():
    group = GateShort((gap("A", weight="0.05"), gap("B", weight="0.01")), 1)
    must = GateShort((gap("B", weight="0.01"),), 1)
    assert [one.question for one in with_gates([], [group, must])] == ["B"]
    assert with_gates([], []) == ()
