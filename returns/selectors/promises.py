"""Reads: promises of plants with what they promise, what came of them and what broke since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from core.text import LocalizedText
from indicators.domain.series import IndicatorSeries
from indicators.domain.targets import Direction
from indicators.selectors.series import series_of
from organizations.domain.rates import RateTable
from organizations.models import Plant
from organizations.selectors.places import plant_today, rates
from planning.domain.economics import Convert, cents
from readings.domain.periods import SPANS
from readings.models import PlantIndicator
from returns.domain.ledger import (
    Account,
    Delivery,
    PromisedWork,
    PromiseTotals,
    PromiseYear,
    by_year,
    deliver,
    is_due,
    totals,
)
from returns.domain.promises import (
    Pledge,
    PromiseBasis,
    PromiseLack,
    PromiseTerm,
    TermChange,
    breaks,
    due_day,
    lacks_of,
)
from returns.models import Effect, Promise
from returns.selectors.seals import pledge_in
from roadmap.models import Initiative, Roadmap
from roadmap.selectors.money import converter

MONTH = 1


def lack_of(effect: Effect) -> PromiseLack | None:
    """Return why an effect cannot be promised, None if it can; it knows initiative and indicator."""
    row = effect.plant_indicator
    return lacks_of(
        is_stopped=effect.initiative.status == Initiative.Status.STOPPED,
        direction=Direction(row.indicator.direction) if row else None,
        change=effect.change,
        target=row.target_value if row else None,
    )


def pledge_of(effect: Effect, row: PlantIndicator, basis: PromiseBasis | None) -> Pledge:
    """Return what a promise of an effect with an indicator and a change would say now."""
    initiative = effect.initiative
    return Pledge(
        initiative=LocalizedText.from_dict(initiative.title),
        effect=effect.both("title"),
        indicator_key=row.pk,
        code=row.indicator.code,
        indicator=LocalizedText.from_dict(row.indicator.title),
        unit=LocalizedText.from_dict(row.unit_text or {"en": "", "zh-hans": ""}),
        direction=Direction(row.indicator.direction),
        target=row.target_value,
        basis=basis,
        change=effect.change or Decimal(0),
        amount=effect.benefit_amount,
        currency=initiative.currency,
        is_hard=effect.kind == Effect.Kind.HARD,
        starts_on=initiative.starts_on,
        ends_on=initiative.ends_on,
        ramp_months=effect.ramp_months,
    )


def current_pledge(effect: Effect, today: date) -> Pledge | None:
    """Return what a promise of an effect would say now; None where it cannot be promised."""
    if lack_of(effect) is not None or effect.plant_indicator is None:
        return None
    (series,) = series_of([effect.plant_indicator], today, brief=True)
    return pledge_of(effect, effect.plant_indicator, basis_of(series))


def basis_of(series: IndicatorSeries) -> PromiseBasis | None:
    """Return the newest stored baseline of an indicator."""
    found = series.baseline
    return PromiseBasis(found.statistics.center, found.first, found.last) if found else None


def standing(effect_key: int) -> Promise | None:
    """Return the newest row of an effect: a promise, or that it was withdrawn; None without any."""
    return Promise.objects.filter(effect_key=effect_key, replaced_by=None).first()


@dataclass(frozen=True)
class LedgerRow:
    """A promise with what became of it.

    Attributes:
        promise: the stored row.
        pledge: what it promises.
        next: the row that replaced it; None while it stands.
        initiative, effect: as they are now; None once they were removed.
        work: what of the initiative decides; None once it was removed.
        broken: the terms that are others now, of a standing promise.
        delivery: what the readings say of a standing promise.
        series: the indicator with its readings; None where the plant has it no more.
        yearly: hard benefit a year [currency of the ledger]; None for none or without a rate.
        is_lost: it promises hard money whose currency has no rate.
    """

    promise: Promise
    pledge: Pledge
    next: Promise | None
    initiative: Initiative | None
    effect: Effect | None
    work: PromisedWork | None
    broken: tuple[TermChange, ...]
    delivery: Delivery | None
    series: IndicatorSeries | None
    yearly: Decimal | None
    is_lost: bool

    @property
    def is_standing(self) -> bool:
        """Whether it is a promise that nothing replaced."""
        return self.next is None and self.promise.act == Promise.Act.PROMISED

    @property
    def is_after_due(self) -> bool:
        """Whether it was signed when it was due already."""
        return self.promise.signed_at.date() >= self.pledge.due_on

    @property
    def span(self) -> int:
        """Months of one reading."""
        return SPANS[self.series.step] if self.series else MONTH

    @cached_property
    def account(self) -> Account | None:
        """The same for sums; None where it does not stand."""
        if self.delivery is None:
            return None
        return Account(self.pledge, self.delivery, self.yearly, self.span)


@dataclass(frozen=True)
class Ledger:
    """The promises of a plant, the newest first.

    Attributes:
        plant: whose they are.
        currency: of the sums.
        today: the day at the plant.
        rows: all of them, standing or not; what withdraws one stands in its `next`.
        altered: rows that were changed outside the product or cannot be read; they count nowhere.
    """

    plant: Plant
    currency: str
    today: date
    rows: tuple[LedgerRow, ...]
    altered: tuple[Promise, ...] = ()

    @cached_property
    def accounts(self) -> list[Account]:
        """The standing ones."""
        return [row.account for row in self.rows if row.account]

    @cached_property
    def totals(self) -> PromiseTotals:
        """All standing hard promises in one line."""
        return totals(self.accounts, self.today)

    @cached_property
    def years(self) -> tuple[PromiseYear, ...]:
        """What was promised and delivered by year."""
        return by_year(self.accounts, self.today)

    @property
    def standing(self) -> list[LedgerRow]:
        """The promises that nothing replaced."""
        return [row for row in self.rows if row.is_standing]

    @property
    def ended(self) -> list[LedgerRow]:
        """The promises that were withdrawn or replaced."""
        return [row for row in self.rows if row.next is not None]

    @property
    def lost(self) -> int:
        """How many standing promises are in no sum, because their currency has no rate."""
        return sum(row.is_lost for row in self.standing)


def ledger(plant: Plant, table: RateTable | None = None) -> Ledger:
    """Return the promises of a plant in the currency of its plan; see `ledgers`."""
    return ledgers([plant], table or rates(plant.organization))[0]


def ledgers(plants: Sequence[Plant], table: RateTable, currency: str = "") -> list[Ledger]:
    """Return the promises of plants, in seven queries however many there are.

    Args:
        plants: of one organization.
        table: its exchange rates.
        currency: of all sums; empty for that of each plant's plan.
    """
    stored: dict[int, list[Promise]] = {plant.pk: [] for plant in plants}
    found = Promise.objects.filter(plant__in=plants).select_related("signed_by").order_by("-pk")
    for row in found:
        stored[row.plant_id].append(row)
    pledges = {row.pk: pledge_in(row) for rows in stored.values() for row in rows}
    own: Mapping[int, str] = dict(
        Roadmap.objects.filter(plant__in=plants).values_list("plant_id", "currency")
    )
    every = [row for rows in stored.values() for row in rows if pledges[row.pk]]
    stage = _stage(every, {key: pledge for key, pledge in pledges.items() if pledge})
    made = []
    for plant in plants:
        today, wanted = plant_today(plant), currency or own.get(plant.pk, plant.currency)
        money = _Money(wanted, converter(table, wanted, today))
        rows = stage.rows(stored[plant.pk], today, money)
        made.append(Ledger(plant, wanted, today, tuple(rows), stage.altered(stored[plant.pk])))
    return made


@dataclass(frozen=True, slots=True)
class _Money:
    """The currency of a ledger, and the way into it."""

    currency: str
    convert: Convert

    def yearly(self, pledge: Pledge) -> Decimal | None:
        """Return the hard benefit that was promised a year; None for none or without a rate."""
        if not pledge.is_hard or pledge.amount is None:
            return None
        if pledge.currency == self.currency:
            return pledge.amount
        found = self.convert(pledge.amount, pledge.currency)
        return None if found is None else cents(found)


@dataclass(frozen=True, slots=True)
class _Stage:
    """Everything that promises are held against, by id."""

    initiatives: Mapping[int, Initiative]
    effects: Mapping[int, Effect]
    series: Mapping[int, IndicatorSeries]
    pledges: Mapping[int, Pledge]

    def altered(self, stored: Iterable[Promise]) -> tuple[Promise, ...]:
        """Return the promises that are no longer what was signed."""
        return tuple(
            row for row in stored if row.act == Promise.Act.PROMISED and row.pk not in self.pledges
        )

    def rows(self, stored: Iterable[Promise], today: date, money: _Money) -> list[LedgerRow]:
        """Return the promises among rows of one plant; a withdrawal stands in what it ended."""
        rows = list(stored)
        after = {row.replaces_id: row for row in rows if row.replaces_id}
        promised = [
            row for row in rows if row.act == Promise.Act.PROMISED and row.pk in self.pledges
        ]
        due = {
            row.pk: self.pledges[row.pk]
            for row in promised
            if row.pk not in after and is_due(self._work(row), today)
        }
        return [self._row(row, after.get(row.pk), due, today, money) for row in promised]

    def _work(self, row: Promise) -> PromisedWork | None:
        initiative, effect = (
            self.initiatives.get(row.initiative_key),
            self.effects.get(row.effect_key),
        )
        return _work(initiative, effect, self.pledges[row.pk])

    def _row(
        self,
        promise: Promise,
        after: Promise | None,
        due: Mapping[int, Pledge],
        today: date,
        money: _Money,
    ) -> LedgerRow:
        pledge = self.pledges[promise.pk]
        initiative = self.initiatives.get(promise.initiative_key)
        effect = self.effects.get(promise.effect_key)
        series = self.series.get(pledge.indicator_key)
        delivery = None
        work = self._work(promise)
        if after is None:
            readings = series.readings if series else ()
            span = SPANS[series.step] if series else MONTH
            others = [
                one.change
                for key, one in due.items()
                if key != promise.pk and one.indicator_key == pledge.indicator_key
            ]
            delivery = deliver(pledge, work, readings, span, today, others)
        yearly = money.yearly(pledge)
        return LedgerRow(
            promise=promise,
            pledge=pledge,
            next=after,
            initiative=initiative,
            effect=effect,
            work=work,
            broken=() if after or effect is None else _broken(pledge, effect),
            delivery=delivery,
            series=series,
            yearly=yearly,
            is_lost=pledge.is_hard and pledge.amount is not None and yearly is None,
        )


def _stage(rows: Sequence[Promise], pledges: Mapping[int, Pledge]) -> _Stage:
    """Return what promises are held against: five queries, one without promises."""
    if not rows:
        return _Stage({}, {}, {}, pledges)
    initiatives = Initiative.objects.in_bulk({row.initiative_key for row in rows})
    effects = Effect.objects.select_related("initiative", "plant_indicator__indicator")
    measured = PlantIndicator.objects.select_related("indicator")
    keys = {pledges[row.pk].indicator_key for row in rows}
    found = list(measured.filter(pk__in=keys))
    return _Stage(
        initiatives,
        effects.in_bulk({row.effect_key for row in rows}),
        {one.key: one for one in series_of(found, date.max, brief=True)},
        pledges,
    )


def _work(
    initiative: Initiative | None, effect: Effect | None, pledge: Pledge
) -> PromisedWork | None:
    if initiative is None:
        return None
    ramp = effect.ramp_months if effect else pledge.ramp_months
    return PromisedWork(
        starts_on=initiative.starts_on,
        due_on=due_day(initiative.ends_on, ramp),
        is_done=initiative.status == Initiative.Status.DONE,
        is_stopped=initiative.status == Initiative.Status.STOPPED,
    )


def _broken(pledge: Pledge, effect: Effect) -> tuple[TermChange, ...]:
    row = effect.plant_indicator
    if row is None:
        return (TermChange(PromiseTerm.INDICATOR, pledge, None),)
    return breaks(pledge, pledge_of(effect, row, None))
