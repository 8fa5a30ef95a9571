"""The roadmap in the words of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from core.phrases import phrase, plural
from core.text import LANGUAGES, LocalizedText
from core.wording.money import money_text
from organizations.selectors.places import plant_day
from packs.schema import Framework
from planning.domain.plans import PHASES
from reports.domain.phases import LETTERS
from reports.domain.waiting import waiting
from reports.sections.budget.collect import budget_of
from reports.sections.languages import in_both, under
from reports.sections.roadmap.content import (
    GateLine,
    InitiativeLine,
    LinkLine,
    MarkLine,
    MilestoneLine,
    Quarter,
    RoadmapChapter,
    RoadmapPlan,
    SignedLine,
)
from reports.selectors.measured import dimension_title
from reports.selectors.record import PlantRecord
from reports.selectors.words import said, stored
from roadmap.charts.words import (
    also_critical_text,
    conflict_texts,
    critical_text,
    days_early,
    last_start,
    slack_text,
)
from roadmap.models import Initiative, Milestone
from roadmap.selectors.gates import GateNote
from roadmap.selectors.marks import plan_marks
from roadmap.selectors.plan import Plan
from roadmap.selectors.signing import SignedSide, sides_of, state_of
from roadmap.selectors.wording import gate_texts, limit_text


def collect(record: PlantRecord) -> RoadmapChapter:
    """Return the chapter."""
    return RoadmapChapter(plan_of(record))


def plan_of(record: PlantRecord) -> RoadmapPlan | None:
    """Return the initiatives with their links and broken rules; None without a plan."""
    plan, budget = record.plan, budget_of(record)
    if plan is None or budget is None:
        return None
    broken_links = {(entry.link.before, entry.link.after) for entry in plan.violations}
    keys, broken = keys_of(plan), broken_words(plan)
    gated = {row.pk for note in record.gates for row in note.initiatives}
    critical = in_both(partial(critical_text, plan, keys))
    also = in_both(partial(also_critical_text, plan, keys))
    return RoadmapPlan(
        starts_on=plan.frame.start,
        ends_on=plan.frame.end,
        initiatives=tuple(
            _initiative(
                plan,
                row,
                keys,
                record.frameworks,
                broken=broken.get(str(row.pk), ()),
                is_gated=row.pk in gated,
            )
            for row in plan.initiatives
        ),
        links=tuple(
            LinkLine(link.before, link.after, link.kind, (link.before, link.after) in broken_links)
            for link in plan.links
        ),
        quarters=tuple(
            Quarter(period.start, period.end, amount)
            for period, amount in zip(plan.periods, plan.budget.quarters, strict=True)
        ),
        violations=violations_of(plan, keys),
        gates=_gates(record),
        critical=critical if critical.en else None,
        also_critical=also if also.en else None,
        marks=tuple(
            MarkLine(one.day, one.title, one.kind)
            for one in plan_marks(record.plant, record.today)
            if plan.frame.start <= one.day < plan.frame.end
        ),
        budget=budget,
    )


def _gates(record: PlantRecord) -> tuple[GateLine, ...]:
    run = record.measured.assessment.title if record.measured else ""
    return tuple(
        GateLine(
            closed=in_both(partial(_gate_text, note, run, 0)),
            planned=in_both(partial(_gate_text, note, run, 1)),
            lacks=tuple(lack.text for lack in note.lacks if not lack.is_open),
            bare=tuple(lack.text for lack in note.open_lacks),
            limits=tuple(in_both(partial(limit_text, limit)) for limit in note.gate.short),
        )
        for note in record.gates
    )


def _gate_text(note: GateNote, run: str, place: int) -> str:
    return gate_texts(note, run)[place]


def keys_of(plan: Plan) -> dict[str, str]:
    """Return short keys by phase and order: D1, D2, I1."""
    counts = dict.fromkeys(PHASES, 0)
    keys = {}
    for row in plan.initiatives:
        counts[row.phase] += 1
        keys[str(row.pk)] = f"{LETTERS[row.phase]}{counts[row.phase]}"
    return keys


def _initiative(
    plan: Plan,
    row: Initiative,
    keys: dict[str, str],
    frameworks: Sequence[Framework],
    *,
    broken: Sequence[LocalizedText],
    is_gated: bool,
) -> InitiativeLine:
    late = plan.late_starts.get(str(row.pk))
    return InitiativeLine(
        id=str(row.pk),
        key=keys[str(row.pk)],
        title=stored(row.title),
        phase=row.phase,
        start=row.starts_on,
        end=row.ends_on,
        one_off=row.one_off_amount,
        yearly=row.yearly_amount,
        currency=row.currency,
        owner=row.owner.name if row.owner else "",
        status=row.status,
        status_words=said(Initiative.Status(row.status).label),
        progress=row.progress,
        broken=tuple(broken),
        slack=None if late is None else in_both(partial(slack_text, plan, str(row.pk))),
        is_critical=late is not None and late.slack <= 0,
        last_start=last_start(plan, row) if late and late.due else None,
        is_gated=is_gated,
        is_part=bool(row.need),
        waits_for=tuple(
            waiting(link, keys[link.before]) for link in plan.links if link.after == str(row.pk)
        ),
        lifts=tuple(
            (dimension_title(frameworks, name), Decimal(str(lift)))
            for name, lift in row.lifts.items()
        ),
        milestones=tuple(
            _milestone(stone) for stone in plan.milestones if stone.initiative_id == row.pk
        ),
    )


def _milestone(stone: Milestone) -> MilestoneLine:
    return MilestoneLine(
        title=stone.both("title"),
        due=stone.due_on,
        reached=stone.reached_on,
        acceptance=stone.both("acceptance"),
        state=state_of(stone),
        sides=tuple(_side(stone, side) for side in sides_of(stone)),
    )


def _side(stone: Milestone, side: SignedSide) -> SignedLine:
    row, plant = side.newest, stone.initiative.roadmap.plant
    who = row.signed_by.name if row and row.signed_by else ""
    day = plant_day(plant, row.signed_at) if row else None
    return SignedLine(side.side, side.standing.value, who, day)


def broken_words(plan: Plan) -> dict[str, list[LocalizedText]]:
    """Return which rules an initiative breaks, in words, by its id."""
    early = {entry.link.after: entry.days for entry in reversed(plan.violations)}
    told: dict[str, list[LocalizedText]] = {
        key: [in_both(partial(days_early, days))] for key, days in early.items()
    }
    texts = {language: under(language, lambda: conflict_texts(plan)) for language in LANGUAGES}
    for key, english in texts["en"].items():
        pairs = zip(english, texts["zh-hans"][key], strict=True)
        told.setdefault(key, []).extend(LocalizedText.of(en, zh) for en, zh in pairs)
    return told


def violations_of(plan: Plan, keys: dict[str, str]) -> tuple[LocalizedText, ...]:
    """Return the broken rules of a plan in words."""
    return tuple(text for _key, text in broken_of(plan, keys))


def broken_of(plan: Plan, keys: dict[str, str]) -> tuple[tuple[str, LocalizedText], ...]:
    """Return the broken rules of a plan in words, each with the initiative; empty where it is none."""
    lines: list[tuple[str, LocalizedText]] = []
    for entry in plan.violations:
        before = plan.initiative(entry.link.before)
        after = plan.initiative(entry.link.after)
        first, second = stored(before.title), stored(after.title)
        one, two = keys[entry.link.before], keys[entry.link.after]
        text = plural(
            "{after} comes {n} day too early for {before}",
            "{after} comes {n} days too early for {before}",
            entry.days,
            after=phrase("{key} {title}", key=two, title=second),
            before=phrase("{key} {title}", key=one, title=first),
        )
        lines.append((entry.link.after, text))
    early = {entry.link.after for entry in plan.violations}
    for key, texts in broken_words(plan).items():
        title = stored(plan.initiative(key).title)
        lines += [
            (
                key,
                phrase("{key} {title}: {problem}", key=keys[key], title=title, problem=text),
            )
            for text in texts[key in early :]
        ]
    return (*lines, *(("", text) for text in _money_broken(plan)))


def _money_broken(plan: Plan) -> Iterator[LocalizedText]:
    """Yield the years above their limit, and the sums without an exchange rate."""
    for excess in plan.overruns:
        amount = in_both(partial(money_text, excess.excess, plan.currency))
        yield phrase("{year} is {amount} above its limit", year=excess.year, amount=amount)
    for currency, lost in plan.budget.unconverted.items():
        amount = in_both(partial(money_text, lost, currency))
        yield phrase(
            "{amount} is in no total: there is no exchange rate for {currency}",
            amount=amount,
            currency=currency,
        )
