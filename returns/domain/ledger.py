"""What came of promises: judged by the readings before and after. See docs/method.md#promises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum

from indicators.domain.baseline import Baseline, compute, mean_of
from indicators.domain.series import Reading
from indicators.domain.targets import Direction
from planning.domain.plans import CENT, add_months
from planning.domain.proof import FEWEST, Better, Phases, PilotProof, Verdict, prove
from readings.domain.points import SeriesPoint
from returns.domain.promises import Pledge

NONE, TWELVE = Decimal(0), 12
WIDE = Context(prec=64)  # a share of a tiny change may be huge; it is shown, not refused


class PromiseState(StrEnum):
    """How far a promise is; only the last two bring money into a sum."""

    REMOVED = "removed"
    STOPPED = "stopped"
    PENDING = "pending"
    NO_READINGS = "no_readings"
    TOO_EARLY = "too_early"
    NOT_SHOWN = "not_shown"
    LIKELY = "likely"
    PROVED = "proved"


SHOWN = frozenset({PromiseState.LIKELY, PromiseState.PROVED})
FAILED = frozenset({PromiseState.REMOVED, PromiseState.STOPPED, PromiseState.NOT_SHOWN})
WAITING = frozenset({PromiseState.NO_READINGS, PromiseState.TOO_EARLY})
_BY_VERDICT = {
    Verdict.PROVED: PromiseState.PROVED,
    Verdict.LIKELY: PromiseState.LIKELY,
    Verdict.NOT_SHOWN: PromiseState.NOT_SHOWN,
}


@dataclass(frozen=True, slots=True)
class PromisedWork:
    """The initiative of a promise as it is now.

    Attributes:
        starts_on: its first day.
        due_on: first day of the first month in which the effect is whole.
        is_done, is_stopped: its state.
    """

    starts_on: date
    due_on: date
    is_done: bool = False
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the readings say of a promise.

    Attributes:
        state: how far it is.
        before, after: periods with a reading that counts, before the start and since it is due.
        proof: what was found; None without readings on one of the sides, or before it is judged.
        ratio: share of the promised change that was measured, below 0 and above 1 as it comes;
            None where no share can be told.
        ends: lowest and highest share by the interval of the shift; None without one.
        is_late: it was promised for a day that has passed and is not judged yet.
        is_frozen: before are the periods of the baseline that was signed.
        sharing: other promises of the same indicator among which the change is split.
    """

    state: PromiseState
    before: tuple[Reading, ...] = ()
    after: tuple[Reading, ...] = ()
    proof: PilotProof | None = None
    ratio: Decimal | None = None
    ends: tuple[Decimal, Decimal] | None = None
    is_late: bool = False
    is_frozen: bool = False
    sharing: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether its money counts in sums."""
        return self.state in SHOWN

    @property
    def tone(self) -> str:
        """How it is shown: good, bad, warn, or plain while it is not due."""
        if self.is_shown:
            return "good"
        if self.is_late or self.state in FAILED:
            return "bad"
        return "warn" if self.state in WAITING else ""

    @property
    def short(self) -> tuple[int, bool]:
        """The fewest readings on a side, and whether it is the one before."""
        before, after = len(self.before), len(self.after)
        return (before, True) if before < min(after, FEWEST) else (after, False)


def is_due(work: PromisedWork | None, today: date) -> bool:
    """Tell whether the work of a promise is done and its effect whole."""
    return work is not None and work.is_done and not work.is_stopped and today >= work.due_on


def deliver(
    pledge: Pledge,
    work: PromisedWork | None,
    readings: Sequence[Reading],
    span: int,
    today: date,
    others: Sequence[Decimal] = (),
) -> Delivery:
    """Return what the readings say of a promise.

    Args:
        pledge: what was promised.
        work: its initiative now; None if it was removed.
        readings: of its indicator at the plant, in order of time; those left out do not count.
        span: months of one reading.
        today: the day at the plant.
        others: changes that other standing promises of the same indicator promised, as far as they
            are due; what was measured is split among all by what each promised.

    Returns:
        The initiative's own dates now decide which readings lie before and after, the promised day
        only whether it is late. Without any reading on one of the sides there is no proof.

    Source: docs/method.md#promises.
    """
    if work is None:
        return Delivery(PromiseState.REMOVED)
    counted = [reading for reading in readings if not reading.is_excluded]
    before, is_frozen = _before(pledge, counted, span, work.starts_on)
    if work.is_stopped:
        return Delivery(PromiseState.STOPPED, before)
    if not is_due(work, today):
        is_late = pledge.due_on <= today
        return Delivery(PromiseState.PENDING, before, is_late=is_late)
    after = tuple(r for r in counted if r.period >= work.due_on)
    if not (before and after):
        return Delivery(PromiseState.NO_READINGS, before, after)
    whole = replace(pledge, change=pledge.change + sum(others, NONE))
    return replace(_judge(whole, before, after), is_frozen=is_frozen, sharing=len(others))


def _before(
    pledge: Pledge, counted: Sequence[Reading], span: int, starts_on: date
) -> tuple[tuple[Reading, ...], bool]:
    """Return the readings before the start, and whether they are those of the signed baseline.

    The periods of the baseline where they hold enough readings, else all.
    """
    every = tuple(r for r in counted if add_months(r.period, span) <= starts_on)
    basis = pledge.basis
    frozen = tuple(r for r in every if basis and basis.first <= r.period <= basis.last)
    return (frozen, True) if len(frozen) >= FEWEST else (every, False)


def _judge(pledge: Pledge, before: tuple[Reading, ...], after: tuple[Reading, ...]) -> Delivery:
    phases, wanted, better = _sides(pledge, [r.value for r in before], [r.value for r in after])
    proof = prove(phases, better=better)
    state = PromiseState.TOO_EARLY if proof.is_too_early else _BY_VERDICT[proof.label]
    ratio = proof.shift / wanted if wanted else None
    ends = None
    if wanted and proof.shift_interval:
        low, high = sorted(end / wanted for end in proof.shift_interval)
        ends = low, high
    return Delivery(state, before, after, proof, ratio, ends)


def _sides(
    pledge: Pledge, before: Sequence[Decimal], after: Sequence[Decimal]
) -> tuple[Phases, Decimal | None, Better]:
    """Return what is compared, the change that was promised of it, and which way is better.

    Where a target is best, the distance to it is compared; a promise that leads away from it has no
    share.
    """
    if pledge.direction is not Direction.TARGET or pledge.target is None:
        better = Better.HIGHER if pledge.change > 0 else Better.LOWER
        return Phases(tuple(before), tuple(after)), pledge.change, better
    aim, middle = pledge.target, mean_of(before)
    wanted = abs(middle + pledge.change - aim) - abs(middle - aim)
    phases = Phases(tuple(abs(x - aim) for x in before), tuple(abs(x - aim) for x in after))
    return phases, wanted if wanted < 0 else None, Better.LOWER


def stage_of(readings: Sequence[Reading]) -> Baseline | None:
    """Return center and natural limits of a phase by itself, None without readings.

    Source: docs/method.md#pilot-proof.
    """
    points = [SeriesPoint(n, str(n), reading.value) for n, reading in enumerate(readings, 1)]
    return compute(points, label=str) if points else None


@dataclass(frozen=True, slots=True)
class Account:
    """A standing promise with its money.

    Attributes:
        pledge: what was promised.
        delivery: what came of it.
        yearly: hard benefit promised a year [currency of the sums]; None for none, for a soft one
            and where its currency has no rate.
        span: months of one reading.
    """

    pledge: Pledge
    delivery: Delivery
    yearly: Decimal | None
    span: int

    @property
    def measured(self) -> Decimal | None:
        """What was measured of the promised benefit a year, shown or not."""
        if self.yearly is None or self.delivery.ratio is None:
            return None
        return _cents(self.yearly * self.delivery.ratio)

    @property
    def between(self) -> tuple[Decimal | None, Decimal | None]:
        """Between what the measured benefit lies, by the interval; itself without one."""
        ends = self.delivery.ends
        if self.yearly is None or ends is None:
            return self.measured, self.measured
        return _cents(self.yearly * ends[0]), _cents(self.yearly * ends[1])

    @property
    def delivered(self) -> Decimal | None:
        """The same where it counts in sums."""
        return self.measured if self.delivery.is_shown else None


@dataclass(frozen=True, slots=True)
class PromiseYear:
    """A calendar year: what was promised for its months that have passed, what was delivered."""

    year: int
    promised: Decimal
    delivered: Decimal


@dataclass(frozen=True, slots=True)
class PromiseTotals:
    """Standing hard promises with money, in one line [currency of the sums, a year].

    Attributes:
        count: promises.
        promised: their benefit a year, due or not.
        due: of it promised for a day that has passed.
        delivered: proved or likely.
        apart: measured, but too early or not shown; in no other sum.
        judged: promises that are proved or likely.
        low, high: sum of the ends of what was delivered; each by the interval of its change.
    """

    count: int = 0
    promised: Decimal = NONE
    due: Decimal = NONE
    delivered: Decimal = NONE
    apart: Decimal = NONE
    judged: int = 0
    low: Decimal = NONE
    high: Decimal = NONE


def totals(accounts: Iterable[Account], today: date) -> PromiseTotals:
    """Return standing promises in one line; those without hard money are in no sum."""
    rows = [row for row in accounts if row.yearly is not None]
    shown = [row for row in rows if row.delivery.is_shown]
    return PromiseTotals(
        count=len(rows),
        promised=_sum(row.yearly for row in rows),
        due=_sum(row.yearly for row in rows if row.pledge.due_on <= today),
        delivered=_sum(row.measured for row in shown),
        apart=_sum(row.measured for row in rows if not row.delivery.is_shown),
        judged=len(shown),
        low=_sum(row.between[0] for row in shown),
        high=_sum(row.between[1] for row in shown),
    )


def by_year(accounts: Iterable[Account], today: date) -> tuple[PromiseYear, ...]:
    """Return what was promised and delivered in each year, from the first due month to the last whole one.

    Args:
        accounts: standing promises.
        today: the day at the plant; its month has not passed.

    Returns:
        A month that has passed since the promised day is a twelfth of the promised benefit; a
        period with a reading since the effect is whole is as many twelfths of the delivered one as
        it has months. Every year between is there. [currency of the sums]

    Source: docs/method.md#promises.
    """
    promised: dict[int, Decimal] = {}
    delivered: dict[int, Decimal] = {}
    for row in accounts:
        if row.yearly is None:
            continue
        for year, months in _months(row.pledge.due_on, today):
            promised[year] = promised.get(year, NONE) + row.yearly * months / TWELVE
        amount = row.delivered
        for reading in row.delivery.after if amount is not None else ():
            year = reading.period.year
            share = (amount or NONE) * row.span / TWELVE
            delivered[year] = delivered.get(year, NONE) + share
    known = {*promised, *delivered}
    if not known:
        return ()
    return tuple(
        PromiseYear(year, _cents(promised.get(year, NONE)), _cents(delivered.get(year, NONE)))
        for year in range(min(known), max(known) + 1)
    )


def _months(first: date, today: date) -> list[tuple[int, int]]:
    """Return the months since a first of a month that have passed, by year."""
    found = []
    for year in range(first.year, today.year + 1):
        begin = first.month if year == first.year else 1
        end = today.month if year == today.year else TWELVE + 1
        if end > begin:
            found.append((year, end - begin))
    return found


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, context=WIDE)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), NONE)
