"""The state of the data behind a document: what is settled and what is still open.

The same points stand on the page before a document is produced and in the document itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal

from core.phrases import names, phrase, phrase_as, plural, quoted
from core.text import LocalizedText, same
from reports.domain.starts import StartState

FULL = Decimal(1)
NO_BREAK = "\u00a0"
# Codes of the points that are open about an assessment, whatever else the plant has.
OF_A_RUN = frozenset(
    {"run", "signature", "coverage", "unproven", "unreviewed", "aimed_low", "targets", "law"}
)


@dataclass(frozen=True, slots=True)
class Excess:
    """A year that is planned above its limit, and by how much in words."""

    year: int
    amount: LocalizedText


@dataclass(frozen=True, slots=True)
class DataState:
    """What is known about a plant when a document is made.

    Attributes:
        run: name of the run behind the figures; empty if there is none.
        is_signed: whether that run is signed off.
        coverage: share of the applicable weight that is answered [0-1].
        goals: number of goals.
        has_plan: whether a roadmap with initiatives exists.
        conflicts: broken rules of the roadmap, years above their limit apart.
        overdue: duties past their date.
        to_confirm: duties of which it is not confirmed that they apply.
        unconverted: whether sums of the plan lack an exchange rate.
        aimless: dimensions of the run without a target level.
        gaps: questions below their target.
        uncovered: gaps that no initiative of the roadmap answers.
        unpriced: initiatives without a stated running cost, but those that are stopped or done.
        law_gap: whose law no checklist covers, in a sentence; None when all is covered.
        untranslated: language -> how many free texts do not exist in it.
        unproven: questions whose level asks for evidence, of which none is accepted.
        unreviewed: questions with evidence that nobody has looked at.
        aimed_low: questions with a target below their level.
        over: years of the plan above their limit.
        gates: names of phases with planned work whose gate is closed.
        gates_measured: whether the run closes one of them.
        gates_read: whether readings of indicators close one of them, or the lack of them.
        unbegun: initiatives that should have begun and have not.
        unlifted: initiatives that name no lift, so that the plan reaches nothing by them.
        holding: topics of vetoes that hold the plant's level and that nothing in the plan answers.
        start: what presses before a start of production; None while none lies ahead.
    """

    run: str
    is_signed: bool
    coverage: Decimal
    goals: int
    has_plan: bool
    conflicts: int
    overdue: int
    to_confirm: int
    unconverted: bool
    aimless: int = 0
    gaps: int = 0
    uncovered: int = 0
    unpriced: int = 0
    law_gap: LocalizedText | None = None
    untranslated: Mapping[str, int] = field(default_factory=dict)
    unproven: int = 0
    unreviewed: int = 0
    aimed_low: int = 0
    over: tuple[Excess, ...] = ()
    gates: tuple[LocalizedText, ...] = ()
    gates_measured: bool = True
    gates_read: bool = False
    unbegun: int = 0
    unlifted: int = 0
    holding: tuple[LocalizedText, ...] = ()
    start: StartState | None = None


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something the reader must know is not settled.

    Attributes:
        code: stable name, by which pages find the place to mend it.
        count: how many things are open.
        text: the point in words.
        language: the language of the document in which it is open; empty if it is in every one.
    """

    code: str
    count: int
    text: LocalizedText
    language: str = ""


def _conflicts(n: int) -> LocalizedText:
    return plural("1 roadmap conflict", "{n} roadmap conflicts", n)


def _overdue(n: int) -> LocalizedText:
    return plural("1 duty overdue", "{n} duties overdue", n)


def _aimless(n: int) -> LocalizedText:
    return plural("1 dimension without a target level", "{n} dimensions without a target level", n)


def _unproven(n: int) -> LocalizedText:
    return plural("1 answer without accepted evidence", "{n} answers without accepted evidence", n)


def _unreviewed(n: int) -> LocalizedText:
    return plural("evidence of 1 question unreviewed", "evidence of {n} questions unreviewed", n)


def _aimed_low(n: int) -> LocalizedText:
    return plural("1 target below its level", "{n} targets below their level", n)


def _unpriced(n: int) -> LocalizedText:
    return plural(
        "1 open initiative without a stated running cost",
        "{n} open initiatives without a stated running cost",
        n,
    )


def _unbegun(n: int) -> LocalizedText:
    return plural(
        "1 initiative that should have begun and has not",
        "{n} initiatives that should have begun and have not",
        n,
    )


def _unlifted(n: int) -> LocalizedText:
    return plural("1 initiative names no lift", "{n} initiatives name no lift", n)


def _start_lacks(n: int) -> LocalizedText:
    return plural(
        "1 need missing at the start of production is not planned",
        "{n} needs missing at the start of production are not planned",
        n,
    )


def _start_binds(n: int) -> LocalizedText:
    return plural(
        "1 need of the start of production can no longer be kept",
        "{n} needs of the start of production can no longer be kept",
        n,
    )


def _start_thin(n: int) -> LocalizedText:
    return plural(
        "1 need of the start of production keeps its day only with less reserve",
        "{n} needs of the start of production keep their day only with less reserve",
        n,
    )


def _start_late(n: int) -> LocalizedText:
    return plural(
        "1 need of the start of production is planned too late",
        "{n} needs of the start of production are planned too late",
        n,
    )


def _confirm(n: int) -> LocalizedText:
    return plural("1 duty to confirm", "{n} duties to confirm", n)


def _english_only(n: int) -> LocalizedText:
    return plural("1 text exists in English only", "{n} texts exist in English only", n)


def _chinese_only(n: int) -> LocalizedText:
    return plural("1 text exists in Chinese only", "{n} texts exist in Chinese only", n)


def open_points(state: DataState) -> tuple[OpenPoint, ...]:
    """Return what is open, in the order of the document."""
    found = (OpenPoint(code, count, text) for code, count, text in _candidates(state) if count)
    return (*found, *untranslated_points(state.untranslated))


def untranslated_points(counts: Mapping[str, int]) -> tuple[OpenPoint, ...]:
    """Return how many texts do not exist in a language, for each language that lacks some."""
    known = (("zh-hans", _english_only), ("en", _chinese_only))
    return tuple(
        OpenPoint("words", counts[language], words(counts[language]), language)
        for language, words in known
        if counts.get(language)
    )


def open_in(points: Iterable[OpenPoint], languages: Collection[str]) -> tuple[OpenPoint, ...]:
    """Return the points that are open in a document of these languages."""
    return tuple(point for point in points if not point.language or point.language in languages)


def _candidates(state: DataState) -> tuple[tuple[str, int, LocalizedText], ...]:
    percent = ((1 - state.coverage) * 100).to_integral_value(ROUND_CEILING)
    return (
        ("run", int(not state.run), phrase("no assessment yet")),
        (
            "signature",
            int(bool(state.run) and not state.is_signed),
            phrase("{run} is not signed off", run=state.run),
        ),
        (
            "coverage",
            int(bool(state.run) and state.coverage < FULL),
            phrase("{share} of the question weight is unanswered", share=_percent(percent)),
        ),
        ("unproven", state.unproven, _unproven(state.unproven)),
        ("unreviewed", state.unreviewed, _unreviewed(state.unreviewed)),
        ("aimed_low", state.aimed_low, _aimed_low(state.aimed_low)),
        ("targets", int(state.aimless > 0), _aimless(state.aimless)),
        ("goals", int(not state.goals), phrase("no goals set")),
        ("plan", int(not state.has_plan), phrase("no roadmap yet")),
        *_start_points(state.start),
        ("conflicts", state.conflicts, _conflicts(state.conflicts)),
        ("limits", len(state.over), above_limits(state.over)),
        ("gates", len(state.gates), _gates(state.gates)),
        ("unbegun", state.unbegun, _unbegun(state.unbegun)),
        ("unlifted", state.unlifted, _unlifted(state.unlifted)),
        (
            "gaps",
            int(state.has_plan and state.uncovered > 0),
            phrase(
                "{n} of {gaps} gaps without an answer in the roadmap",
                n=state.uncovered,
                gaps=state.gaps,
            ),
        ),
        ("running", state.unpriced, _unpriced(state.unpriced)),
        *((point.code, point.count, point.text) for point in law_points(state.law_gap)),
        ("overdue", state.overdue, _overdue(state.overdue)),
        ("confirm", state.to_confirm, _confirm(state.to_confirm)),
        (
            "rate",
            int(state.unconverted),
            phrase("an exchange rate is missing"),
        ),
    )


def _start_points(start: StartState | None) -> tuple[tuple[str, int, LocalizedText], ...]:
    if start is None:
        return ()
    lacks, late = len(start.unplanned), len(start.late)
    return (
        ("start_lacks", lacks, _start_lacks(lacks)),
        ("start_binds", start.lost, _start_binds(start.lost)),
        ("start_thin", start.thin, _start_thin(start.thin)),
        ("start_late", late, _start_late(late)),
    )


def _percent(figure: Decimal) -> LocalizedText:
    pattern = phrase_as("pattern of a percentage", "0 %").words
    return LocalizedText(
        {name: text.replace(" ", NO_BREAK).replace("0", str(figure), 1) for name, text in pattern}
    )


def above_limits(over: Sequence[Excess]) -> LocalizedText:
    """Return which years are above their limit and by how much, as a point among others."""
    years = [phrase("{year} by {amount}", year=year.year, amount=year.amount) for year in over]
    return phrase("plan above its limit: {years}", years=listed(years))


def first_of(reasons: LocalizedText) -> LocalizedText:
    """Return the first of several reasons, and how many there are besides."""
    more = len(reasons.en.split("; ")) - 1
    if not more:
        return reasons
    mark = phrase_as("mark between clauses", "; ")
    first = LocalizedText(
        {name: text.split(mark.in_language(name))[0] for name, text in reasons.words}
    )
    return phrase("{reason}; {n} more", reason=first, n=more)


def listed(texts: Sequence[LocalizedText]) -> LocalizedText:
    """Return several texts as a list: "a, b and c", in Chinese "a、b、c"."""
    if len(texts) < 2:
        return names(texts)
    first = names(texts[:-1])
    return phrase_as("the last of a list", "{names} and {last}", names=first, last=texts[-1])


def listed_in_quotes(texts: Sequence[LocalizedText]) -> LocalizedText:
    """Return names in marks of quotation as a list, in Chinese without marks between them."""
    found, *rest = [quoted(text) for text in texts]
    for text in rest[:-1]:
        found = phrase_as("names in marks of quotation", "{names}, {next}", names=found, next=text)
    for text in rest[-1:]:
        found = phrase_as(
            "names in marks of quotation", "{names} and {last}", names=found, last=text
        )
    return found


def _gates(gates: Sequence[LocalizedText]) -> LocalizedText:
    if not gates:
        return same("")
    return phrase("work planned behind the closed gate of {gates}", gates=listed_in_quotes(gates))


def law_points(gap: LocalizedText | None) -> tuple[OpenPoint, ...]:
    """Return what no checklist covers as a point among others: without the end of a sentence."""
    if gap is None:
        return ()
    words = LocalizedText({name: text.rstrip(".。") for name, text in gap.words})
    return (OpenPoint("law", 1, words),)
