"""Reads: the phase gates of a plan today, and what the plan holds behind closed ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assessment.selectors.conditions import with_indicator_names
from assessment.selectors.result import RunResult
from core.phrases import phrase_as
from core.text import LocalizedText, same
from indicators.domain.series import IndicatorSeries
from indicators.selectors.series import series_of
from organizations.models import Plant
from packs.schema import Framework
from packs.schema.rules import Gate, KpiRequirement
from planning.domain.plans import PHASES
from readings.domain.periods import PeriodStep
from readings.domain.quality import is_stale, months_behind
from readings.models import PlantIndicator
from roadmap.domain.gates import GateLimit, MeasuredGate, PhaseGate, phase_gates
from roadmap.models import GateCondition, Initiative
from roadmap.selectors.plan import Plan
from scoring.domain.types import Unmet
from scoring.domain.wording import gate_closed

ENDED = (Initiative.Status.STOPPED, Initiative.Status.DONE)
NAMELESS = same("")
AT_LEAST = GateCondition.Side.AT_LEAST


def plan_gates(plant: Plant, run: RunResult | None, *, today: date) -> tuple[PhaseGate, ...]:
    """Return the phase gates of a plant's plan today.

    What the framework asks of an indicator is judged by its newest reading, whenever the run was
    signed: runs know no readings. At most five queries; one where nothing asks for an indicator.

    Args:
        plant: the plant; it may have no plan yet.
        run: what it is held against; None without one.
        today: the day from which readings are recent.
    """
    rows = GateCondition.objects.filter(roadmap__plant=plant)
    conditions = list(rows.select_related("plant_indicator__indicator"))
    gates = _gates(run)
    codes = {rule.id for gate in gates for rule in _asked(gate)}
    used = {row.plant_indicator_id: row.plant_indicator for row in conditions}
    by_code = _followed(plant, codes)
    used |= {row.pk: row for row in by_code.values()}
    series = _series(list(used.values()), today)
    limits = [_own_limit(row, series[row.plant_indicator_id]) for row in conditions]
    for phase, rule in ((gate.opens or "", rule) for gate in gates for rule in _asked(gate)):
        followed = by_code.get(rule.id)
        known = series[followed.pk] if followed else None
        limit = _limit_of_pack(phase, rule, followed, known)
        if limit.value is not None or rule.missing != "met":
            limits.append(limit)
    measured = [_measured(gate, run) for gate in gates] if run else []
    return phase_gates(measured, _named(limits, run))


def _series(rows: Sequence[PlantIndicator], today: date) -> dict[int, IndicatorSeries]:
    return {one.key: one for one in series_of(rows, today, brief=True)} if rows else {}


def _gates(run: RunResult | None) -> list[Gate]:
    """Return the gates of the run's framework that open a phase of a plan."""
    return [gate for gate in run.framework.gates if gate.opens in PHASES] if run else []


def _asked(gate: Gate) -> list[KpiRequirement]:
    """Return what a gate asks of indicators, whatever else holds."""
    return [rule for rule in gate.all if isinstance(rule, KpiRequirement)]


def _followed(plant: Plant, codes: Collection[str]) -> dict[str, PlantIndicator]:
    if not codes:
        return {}
    rows = PlantIndicator.objects.filter(plant=plant, is_active=True, indicator__code__in=codes)
    return {row.indicator.code: row for row in rows.select_related("indicator")}


def _named(limits: Sequence[GateLimit], run: RunResult | None) -> list[GateLimit]:
    """Give indicators that the plant does not follow the name that the catalog has for them."""
    bare = [limit for limit in limits if " " not in limit.name.en]
    if run is None or not bare:
        return list(limits)
    names = with_indicator_names(run.framework, [limit.name for limit in bare])
    told = {limit: replace(limit, name=name) for limit, name in zip(bare, names, strict=True)}
    return [told.get(limit, limit) for limit in limits]


def _name(series: IndicatorSeries) -> LocalizedText:
    """Name an indicator by its code and title, as `with_indicator_names` does."""
    code, title = series.code, series.title
    return phrase_as("a question by code and topic", "{code} {topic}", code=code, topic=title)


def _measured(gate: Gate, run: RunResult) -> MeasuredGate:
    """Return what a run says of a gate, without what readings and the gate before it say."""
    asked = {rule.id for rule in _asked(gate)}
    unmet = tuple(
        lack
        for lack in run.gates[gate.id].unmet
        if not (lack.code == "kpi_missed" and lack.subject in asked)
        and not (lack.code == "gate_closed" and lack.subject == gate.requires)
    )
    behind = gate_closed(run.framework, gate.requires) if gate.requires else None
    return MeasuredGate(gate.id, gate.opens or "", unmet, gate.requires or "", behind)


def _own_limit(row: GateCondition, series: IndicatorSeries) -> GateLimit:
    asked = GateLimit(
        phase=row.phase,
        name=_name(series),
        unit=series.unit,
        bound=row.bound_value,
        is_floor=row.side == AT_LEAST,
        key=row.pk,
    )
    return _read(asked, series)


def _limit_of_pack(
    phase: str, rule: KpiRequirement, row: PlantIndicator | None, series: IndicatorSeries | None
) -> GateLimit:
    """Return what the framework asks, in the unit of the definition: another unit tells nothing."""
    bound = rule.lte if rule.gte is None else rule.gte
    asked = GateLimit(
        phase=phase,
        name=_name(series) if series else same(rule.id),
        unit=LocalizedText.from_dict(row.indicator.unit)
        if row and row.indicator.unit
        else NAMELESS,
        bound=bound or Decimal(0),
        is_floor=rule.gte is not None,
    )
    return _read(asked, series) if series and row and not row.unit else asked


def _read(asked: GateLimit, series: IndicatorSeries) -> GateLimit:
    """Give a limit the newest reading that counts."""
    newest = series.newest_counted
    if newest is None:
        return asked
    behind = months_behind(series.position(newest.period), series.today, series.step)
    return replace(
        asked,
        value=newest.value,
        period=newest.period,
        is_quarter=series.step is PeriodStep.QUARTER,
        is_stale=is_stale(behind),
    )


def behind_gates(plan: Plan, gates: Iterable[PhaseGate]) -> dict[int, str]:
    """Return the phase of each open initiative whose gate is closed, by its key."""
    closed = {gate.phase for gate in gates if not gate.is_open}
    return {
        row.pk: row.phase
        for row in plan.initiatives
        if row.phase in closed and row.status not in ENDED
    }


@dataclass(frozen=True, slots=True)
class GateLack:
    """One thing that the answers of a run lack for a gate.

    Attributes:
        text: in both languages.
        is_open: whether it asks for questions that nothing in the plan answers.
    """

    text: LocalizedText
    is_open: bool


@dataclass(frozen=True, slots=True)
class GateNote:
    """A phase whose gate is closed, with what the plan holds in it nevertheless.

    Attributes:
        gate: the gate, with what indicators have not reached.
        lacks: what the answers of the run lack, and that the gate before it is closed.
        initiatives: those of the phase that are neither done nor stopped, by their start.
    """

    gate: PhaseGate
    lacks: tuple[GateLack, ...]
    initiatives: tuple[Initiative, ...]

    @property
    def phase(self) -> str:
        """The phase."""
        return self.gate.phase

    @property
    def open_lacks(self) -> tuple[GateLack, ...]:
        """What nothing in the plan answers."""
        return tuple(lack for lack in self.lacks if lack.is_open)

    @property
    def count(self) -> int:
        """How many conditions are not met."""
        return len(self.lacks) + len(self.gate.short)


def gate_notes(
    plan: Plan,
    gates: Iterable[PhaseGate],
    run: RunResult | None,
    answers: Mapping[str, Sequence[Initiative]],
) -> tuple[GateNote, ...]:
    """Return the phases that are planned although their gate is closed.

    Args:
        plan: the loaded plan.
        gates: see `plan_gates`.
        run: what they are held against; None without one.
        answers: see `reach.answering`.

    A plan may hold them: what is planned before may open the gate, and the next run and the next
    readings tell it.
    """
    rows = sorted(
        (row for row in plan.initiatives if row.status not in ENDED), key=lambda row: row.starts_on
    )
    found = []
    for gate in gates:
        inside = tuple(row for row in rows if row.phase == gate.phase)
        if inside and not gate.is_open:
            found.append(GateNote(gate, gate_lacks(gate, run, answers), inside))
    return tuple(found)


def gate_lacks(
    gate: PhaseGate, run: RunResult | None, answers: Mapping[str, Sequence[Initiative]]
) -> tuple[GateLack, ...]:
    """Return what the answers of a run lack for a gate, and that the gate before it is closed."""
    if run is None:
        return ()
    lacks = [*gate.unmet, *([gate.behind] if gate.behind else [])]
    texts = with_indicator_names(run.framework, (lack.text for lack in lacks))
    return tuple(
        GateLack(text, _is_open(lack, run.framework, answers))
        for text, lack in zip(texts, lacks, strict=True)
    )


def _is_open(
    lack: Unmet, framework: Framework, answers: Mapping[str, Sequence[Initiative]]
) -> bool:
    """Return whether a lack is about questions that nothing in the plan answers; scores have none."""
    asked = [item for item in lack.items if item in framework.questions_by_id]
    return bool(asked) and not any(map(answers.get, asked))
