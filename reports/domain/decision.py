"""What is asked of the board: a function of everything that is known and open about the plant.

It takes the same state as the open points (`reports.domain.state`), so that a document cannot name
something as open and ask for money as if it were settled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.phrases import phrase, plural, sentences
from core.text import LocalizedText, same
from reports.domain.starts import start_asks
from reports.domain.state import DataState, listed, listed_in_quotes

APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing the board is asked for.

    Attributes:
        code: stable name; `approve` is worded where the sums stand.
        text: the request in words; empty for `approve`.
    """

    code: str
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class Decision:
    """What is asked, in order; money is asked for only if `approve` is among it."""

    asks: tuple[Ask, ...]

    @property
    def approves(self) -> bool:
        """Whether goals, roadmap and money are put to the vote."""
        return any(ask.code == APPROVE for ask in self.asks)


def decide(state: DataState) -> Decision:
    """Return what to ask of the board.

    Money is asked for only on a signed assessment with targets, with goals, a roadmap that answers
    at least one of the gaps, and a whole sum. Otherwise the next missing things are asked for, and a
    roadmap drawn up so far is noted as a draft. A plan above its limits is decided on first: raise them
    or cut it. Broken rules, closed gates and work that should have begun do not hold the plan back: they
    stand beside it as conditions, missing running cost and gaps without an answer as what is asked next. What a start of
    production needs is asked for first, whatever else is missing, with the money that cannot wait.
    Overdue duties and law without a checklist are asked for in either case.

    Source: docs/method.md#decision.
    """
    missing = _named(state, _MISSING)
    if missing and state.has_plan:
        start = state.start
        pays = start is not None and (start.asks_for_money or start.bound_money is not None)
        missing.append(Ask("draft", _DRAFT_BUT_START if pays else _DRAFT))
    approve = Ask(APPROVE, same(""))
    main = missing or [*_named(state, _FIRST), approve, *_named(state, _CONDITIONS)]
    first = (Ask(code, text) for code, text in start_asks(state.start))
    return Decision((*first, *main, *_named(state, _ALWAYS)))


def _named(state: DataState, rules: tuple[Rule, ...]) -> list[Ask]:
    return [Ask(code, words(state)) for code, holds, words in rules if holds(state)]


Rule = tuple[str, Callable[[DataState], bool], Callable[[DataState], LocalizedText]]


def _fixed(text: LocalizedText) -> Callable[[DataState], LocalizedText]:
    return lambda _state: text


_DRAFT = phrase("The roadmap drawn up so far is noted as a draft; no money is asked for yet.")

_DRAFT_BUT_START = phrase(
    "The roadmap drawn up so far is noted as a draft; only the money named above is asked for now, the rest of its sum later."
)


def _sign(state: DataState) -> LocalizedText:
    return phrase(
        "Have assessment {run} completed and signed off; until then its figures are provisional.",
        run=state.run,
    )


def _rework(state: DataState) -> LocalizedText:
    return plural(
        "Have the roadmap reworked: the one gap is not answered.",
        "Have the roadmap reworked: none of the {n} gaps is answered.",
        state.gaps,
    )


def _targets(state: DataState) -> LocalizedText:
    return plural(
        "Set the target level of the dimension that has none.",
        "Set the target level of the {n} dimensions that have none.",
        state.aimless,
    )


def _mend(state: DataState) -> LocalizedText:
    return plural(
        "Condition: the roadmap conflict is settled before work starts.",
        "Condition: the {n} roadmap conflicts are settled before work starts.",
        state.conflicts,
    )


def _limit(state: DataState) -> LocalizedText:
    years = [
        phrase("that of {year} by {amount}", year=year.year, amount=year.amount)
        for year in state.over
    ]
    return phrase(
        "Decide first on the budget limits, which the plan exceeds: raise {limits}, or have the "
        "plan cut.",
        limits=listed(years),
    )


def _open_gate(state: DataState) -> LocalizedText:
    gates, n = listed_in_quotes(state.gates), len(state.gates)
    if not state.gates_read:
        return plural(
            "Condition: money for work of {gates} is released only once an assessment opens its "
            "gate, which is closed now.",
            "Condition: money for work of {gates} is released only once an assessment opens the "
            "gate of each, which is closed now.",
            n,
            gates=gates,
        )
    if not state.gates_measured:
        return plural(
            "Condition: money for work of {gates} is released only once the readings of indicators "
            "open its gate, which is closed now.",
            "Condition: money for work of {gates} is released only once the readings of indicators "
            "open the gate of each, which is closed now.",
            n,
            gates=gates,
        )
    return plural(
        "Condition: money for work of {gates} is released only once an assessment and the readings "
        "of indicators open its gate, which is closed now.",
        "Condition: money for work of {gates} is released only once an assessment and the readings "
        "of indicators open the gate of each, which is closed now.",
        n,
        gates=gates,
    )


def _begin(state: DataState) -> LocalizedText:
    return plural(
        "Condition: the initiative that should have begun and has not gets new dates or is given "
        "up before money for such work is released.",
        "Condition: the {n} initiatives that should have begun and have not get new dates or are "
        "given up before money for such work is released.",
        state.unbegun,
    )


def _cover(state: DataState) -> LocalizedText:
    text = phrase(
        "Decide on the {n} of {gaps} gaps without an answer in the roadmap: plan them or accept "
        "them.",
        n=state.uncovered,
        gaps=state.gaps,
    )
    if not state.holding:
        return text
    held = phrase(
        "As long as {topics} stays open, the level of the plant stays where it is.",
        topics=listed_in_quotes(state.holding),
    )
    return sentences([text, held])


def _price(state: DataState) -> LocalizedText:
    return plural(
        "Have the running cost of the open initiative that states none stated before the next "
        "release.",
        "Have the running cost of the {n} open initiatives that state none stated before the next "
        "release.",
        state.unpriced,
    )


def _duties(state: DataState) -> LocalizedText:
    return plural(
        "Have the overdue duty met by its owner.",
        "Have the {n} overdue duties met by their owners.",
        state.overdue,
    )


_MISSING: tuple[Rule, ...] = (
    (
        "run",
        lambda state: not state.run,
        _fixed(
            phrase(
                "Commission the assessment of the plant: name its owner, who answers, and the date."
            )
        ),
    ),
    ("signature", lambda state: bool(state.run) and not state.is_signed, _sign),
    ("targets", lambda state: bool(state.run) and state.aimless > 0, _targets),
    (
        "goals",
        lambda state: not state.goals,
        _fixed(phrase("Agree the plant’s goals, each with owner, measure and date.")),
    ),
    (
        "plan",
        lambda state: not state.has_plan,
        _fixed(phrase("Ask the project team for a roadmap with its budget.")),
    ),
    ("rework", lambda state: state.has_plan and 0 < state.gaps == state.uncovered, _rework),
    (
        "rate",
        lambda state: state.unconverted,
        _fixed(phrase("Have the missing exchange rate recorded, so that the sum is whole.")),
    ),
)
_FIRST: tuple[Rule, ...] = (("limits", lambda state: bool(state.over), _limit),)
_CONDITIONS: tuple[Rule, ...] = (
    ("gates", lambda state: bool(state.gates), _open_gate),
    ("unbegun", lambda state: state.unbegun > 0, _begin),
    ("conflicts", lambda state: state.conflicts > 0, _mend),
    (
        "running",
        lambda state: state.unpriced > 0,
        _price,
    ),
    ("gaps", lambda state: state.uncovered > 0, _cover),
)
_ALWAYS: tuple[Rule, ...] = (
    ("overdue", lambda state: state.overdue > 0, _duties),
    (
        "law",
        lambda state: state.law_gap is not None,
        _fixed(phrase("Have counsel examine the law that no checklist covers.")),
    ),
)
