"""Phase gates of a plan: what a run measured, and what readings say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import LocalizedText
from roadmap.domain.gates import GATED, Attainment, GateLimit, MeasuredGate, PhaseGate, phase_gates
from scoring.domain.types import Unmet

D = Decimal
TEXT = LocalizedText.of("x", "x")
LACK = Unmet("item_below", "SP-01", D(1), D(2), TEXT)
BEHIND = Unmet("gate_closed", "integrate", D(0), D(1), TEXT)
INTEGRATE = MeasuredGate("i", "integrate")
OPTIMIZE = MeasuredGate("o", "optimize", requires="i", behind=BEHIND)


def limit(value, *, bound=90, is_floor=True, phase="integrate", is_stale=False):
    known = None if value is None else D(value)
    return GateLimit(
        phase, TEXT, TEXT, D(bound), is_floor, known, date(2026, 10, 1), is_stale=is_stale
    )


@pytest.mark.parametrize(
    ("value", "is_floor", "reach"),
    [
        ("90", True, Attainment.REACHED),
        ("89.999", True, Attainment.SHORT),
        ("90", False, Attainment.REACHED),
        ("90.001", False, Attainment.SHORT),
        ("0", False, Attainment.REACHED),
        (None, True, Attainment.UNKNOWN),
        (None, False, Attainment.UNKNOWN),
    ],
)
def test_an_indicator_reaches_its_value_on_its_better_side(value, is_floor, reach):
    assert limit(value, is_floor=is_floor).reach is reach


def test_an_old_reading_is_unknown_however_good_it_was():
    assert limit("99", is_stale=True).reach is Attainment.UNKNOWN


def test_without_run_and_limit_there_is_no_gate():
    assert phase_gates((), ()) == ()


def test_a_gate_is_open_when_answers_readings_and_the_gate_before_allow_it():
    first, second = phase_gates((INTEGRATE, OPTIMIZE), [limit("95")])
    assert (first.is_open, second.is_open) == (True, True)
    assert (first.short, second.behind) == ((), None)


def test_a_reading_that_falls_short_closes_its_gate_and_the_one_behind_it():
    short = limit("80")
    first, second = phase_gates((INTEGRATE, OPTIMIZE), [short])
    assert (first.is_open, first.short) == (False, (short,))
    assert (second.is_open, second.behind, second.short) == (False, BEHIND, ())


def test_answers_that_lack_something_close_it_whatever_readings_say():
    (gate,) = phase_gates([replace(INTEGRATE, unmet=(LACK,))], [limit("95")])
    assert (gate.is_open, gate.unmet, gate.short) == (False, (LACK,), ())


def test_a_condition_closes_a_phase_of_which_no_run_speaks():
    """In the order of the phases, whatever the order of the conditions."""
    later, first = limit(None, phase="optimize"), limit("95")
    assert phase_gates((), [later, first]) == (
        PhaseGate("integrate", limits=(first,)),
        PhaseGate("optimize", limits=(later,)),
    )
    assert [gate.is_open for gate in phase_gates((), [later, first])] == [True, False]


limits = st.builds(
    limit,
    st.none() | st.integers(80, 100),
    is_floor=st.booleans(),
    phase=st.sampled_from(GATED),
    is_stale=st.booleans(),
)


@given(st.lists(limits, max_size=6), limits)
def test_one_more_condition_never_opens_a_gate(given_limits, more):
    before = {gate.phase: gate.is_open for gate in phase_gates((INTEGRATE, OPTIMIZE), given_limits)}
    after = phase_gates((INTEGRATE, OPTIMIZE), [*given_limits, more])
    assert all(before[gate.phase] or not gate.is_open for gate in after)
    unknown = {one.phase for one in (*given_limits, more) if one.reach is Attainment.UNKNOWN}
    assert not any(gate.is_open for gate in after if gate.phase in unknown)
