"""The portfolio: every plant in one row, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Assessment
from assessment.selectors.headline import Headline, headline
from assessment.selectors.result import results
from assessment.selectors.runs import speaking_runs
from capability.selectors import frozen_matrices
from compliance.domain.coverage import Coverage
from compliance.domain.status import RollUp, Status, roll_up
from compliance.selectors.coverage import coverages
from compliance.selectors.totals import stored_totals
from journey.domain.stages import STAGE_NAMES, StageState, StageSummary
from journey.selectors.stages import late_stages, stage_tracks
from organizations.domain.roles import Permission
from organizations.models import Organization, Plant
from organizations.selectors.places import Grants, among, rates
from overview.domain.attention import AttentionItem, in_order
from overview.domain.totals import (
    GroupMean,
    GroupSpend,
    GroupStanding,
    Outlay,
    group_spend,
    mean_readiness,
)
from packs.models import PackRelease
from packs.schema import Framework
from roadmap.models import Milestone
from roadmap.selectors.summaries import PlanSummary, milestones_of, plan_summaries
from scoring.domain.matrix import Matrix


@dataclass(frozen=True, slots=True)
class SpeakingRun:
    """What the run that speaks for a plant says in its stored scores."""

    run: int
    changed_at: datetime
    is_signed: bool
    release: int
    framework: str
    score: Decimal | None
    target: Decimal | None
    is_range: bool


@dataclass(frozen=True, slots=True)
class PlantRow:
    """One plant of the portfolio: what totals and order need."""

    plant: Plant
    rights: frozenset[Permission]
    standing: SpeakingRun | None
    duties: RollUp
    plan: PlanSummary | None
    next_duty_on: date | None
    law: Coverage

    @property
    def score(self) -> Decimal | None:
        """Score over all dimensions; None without one."""
        return self.standing.score if self.standing else None

    @property
    def target(self) -> Decimal | None:
        """Target over all dimensions; None where nobody set one, or nothing is answered."""
        known = self.standing
        return known.target if known and known.score is not None else None

    @property
    def overdue(self) -> int:
        """Duties overdue."""
        return self.duties.counts[Status.OVERDUE]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One plant as the page shows it: `said` is what the run says as a whole."""

    it: PlantRow
    stages: list[StageSummary]
    run: Assessment | None
    said: Headline | None

    @property
    def stage(self) -> StageSummary:
        """The stage under way; the last one when all are done."""
        current = (one for one in self.stages if one.state == StageState.CURRENT)
        return next(current, self.stages[-1])

    @property
    def stage_shares(self) -> list[float]:
        """Share done of each stage [0-1]."""
        return [1.0 if one.state == StageState.DONE else one.percent / 100 for one in self.stages]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the portfolio says of all its plants together."""

    rows: list[PlantRow]
    mean: GroupMean
    targets: list[Decimal]
    currency: str
    spend: GroupSpend
    met: int
    duties: int
    overdue: int
    unproven: int
    uncovered: list[PlantRow]
    waiting: int


def load_portfolio(
    organization: Organization, plants: Sequence[Plant], today: date, roles: Grants
) -> Portfolio:
    """Return the portfolio of some plants of one organization, from what is stored of each.

    What the person has no right to see at a plant is left out, as on the plant's own page.
    """
    rights = {plant.pk: roles.at_plant(plant) for plant in plants}

    def where(right: Permission) -> list[Plant]:
        return [plant for plant in plants if right in rights[plant.pk]]

    standings = _standings_of(where(Permission.CAPABILITY_VIEW))
    duties = stored_totals([plant.pk for plant in where(Permission.COMPLIANCE_VIEW)], today)
    laws = coverages(plants)
    plans = plan_summaries(where(Permission.ROADMAP_VIEW), organization, today=today)
    none = roll_up((), today)
    rows = []
    for plant in plants:
        duty = duties.get(plant.pk)
        rows.append(
            PlantRow(
                plant=plant,
                rights=rights[plant.pk],
                standing=standings.get(plant.pk),
                duties=duty.total if duty else none,
                plan=plans.get(plant.pk),
                next_duty_on=duty.next_due_on if duty else None,
                law=laws[plant.pk],
            )
        )
    return Portfolio(
        rows=rows,
        mean=mean_readiness(_standings(rows)),
        targets=[row.target for row in rows if row.target is not None],
        currency=organization.reporting_currency,
        spend=group_spend(_outlays(organization, rows, today)),
        met=sum(row.duties.met for row in rows),
        duties=sum(row.duties.applicable for row in rows),
        overdue=sum(row.overdue for row in rows),
        unproven=sum(row.duties.unproven for row in rows),
        uncovered=[row for row in rows if row.plant.pk in duties and not row.law.is_whole],
        waiting=_waiting(where(Permission.ASSESSMENT_VIEW)),
    )


def show(rows: Sequence[PlantRow], language: str) -> list[ShownRow]:
    """Return rows as the page shows them: stages, and the words of the run, in two queries."""
    tracks = stage_tracks([row.plant for row in rows])
    runs = {run.pk: run for run in _whole(row.standing.run for row in rows if row.standing)}
    shown = []
    for row in rows:
        run = runs[row.standing.run] if row.standing else None
        shown.append(
            ShownRow(
                it=row,
                stages=tracks[row.plant.pk],
                run=run,
                said=headline(run, language) if run else None,
            )
        )
    return shown


def _standings_of(plants: Sequence[Plant]) -> dict[int, SpeakingRun]:
    """Return what speaks for each plant, by plant id; two queries.

    The newest signed run speaks for a plant. Where none is signed yet, the newest one under way
    does. A plant without a run is missing.
    """
    chosen = speaking_runs([plant.pk for plant in plants]).values()
    names = ("plant", "pk", "updated_at", "state", "framework", "framework__identifier")
    # By their ids: of the history of a plant no document is read.
    rows = Assessment.objects.filter(pk__in=list(chosen)).order_by()
    return {
        plant: SpeakingRun(
            run,
            changed,
            state == Assessment.State.SIGNED_OFF,
            release,
            framework,
            _decimal(score),
            _decimal(target),
            lower is not None,
        )
        for plant, run, changed, state, release, framework, score, target, lower in rows.values_list(
            *names, "scores__score", "scores__target", "scores__range__lower"
        )
    }


def _decimal(number: float | str | None) -> Decimal | None:
    """Return a stored score; the database reads it out of JSON as text or as a number."""
    return None if number is None else Decimal(str(number))


def shown_matrices(plants: Sequence[Plant]) -> dict[int, tuple[Assessment, Matrix]]:
    """Return run and matrix of each plant by plant id; seven queries at most.

    The newest signed run speaks for a plant. Where none is signed yet, the newest one under way
    does. A plant without a run is missing.
    """
    whole = _whole(speaking_runs([plant.pk for plant in plants]).values())
    kept = frozen_matrices([run for run in whole if run.state == Assessment.State.SIGNED_OFF])
    read = results([run for run in whole if run.pk not in kept])
    kept |= {one.assessment.pk: one.matrix for one in read}
    return {run.plant_id: (run, kept[run.pk]) for run in whole}


def _whole(runs: Iterable[int]) -> list[Assessment]:
    rows = Assessment.objects.filter(pk__in=list(runs))
    return list(rows.select_related("framework", "plant").defer("framework__content"))


def _waiting(plants: Sequence[Plant]) -> int:
    states = (Assessment.State.SUBMITTED, Assessment.State.IN_REVIEW)
    asked = {plant.pk for plant in plants}
    rows = Assessment.objects.filter(among(asked), state__in=states)
    return sum(plant in asked for plant in rows.values_list("plant", flat=True))


def framework_of_group(rows: Iterable[PlantRow]) -> Framework | None:
    """Return the framework of the first run, by which the page names dimensions and levels."""
    release = next((row.standing.release for row in rows if row.standing), None)
    if release is None:
        return None
    return PackRelease.objects.defer("content").get(pk=release).read(Framework)


def dimensions(framework: Framework | None, language: str) -> list[tuple[str, str]]:
    """Return id and name of the dimensions of a framework; none without one."""
    if framework is None:
        return []
    return [
        (one.id, one.title.in_language(language) if one.title else one.id)
        for one in framework.root.children
        if framework.rule_of(one) != "none"
    ]


def _standings(rows: Iterable[PlantRow]) -> list[GroupStanding]:
    return [
        GroupStanding(
            row.plant.shown_name,
            row.standing.score,
            not row.standing.is_signed,
            row.standing.framework,
            row.standing.is_range,
        )
        for row in rows
        if row.standing and row.standing.score is not None
    ]


def _outlays(organization: Organization, rows: Iterable[PlantRow], today: date) -> list[Outlay]:
    """Return the money of every plant with a plan, at the newest stored rates."""
    table = rates(organization)
    return [
        Outlay(
            plant=row.plant.shown_name,
            currency=row.plan.currency,
            planned=table.convert(row.plan.planned_to_date, row.plan.currency, today),
            spent=None
            if row.plan.spent is None
            else table.convert(row.plan.spent, row.plan.currency, today),
            has_records=row.plan.spent is not None,
        )
        for row in rows
        if row.plan
    ]


def group_attention(
    rows: Iterable[PlantRow], today: date, language: str
) -> tuple[AttentionItem, ...]:
    """Return what needs attention across the plants, the most urgent first."""
    every = list(rows)
    late = late_stages([row.plant for row in every], today)
    found: list[tuple[AttentionItem, PlantRow]] = []
    for row in every:
        place = len(found)
        if row.plant.pk in late:
            stage, day = late[row.plant.pk]
            title = _("Stage “%(stage)s” is not signed off") % {
                "stage": STAGE_NAMES[stage].in_language(language)
            }
            href = reverse("journey:stage-detail", args=[row.plant.slug, stage])
            item = AttentionItem("stage", title, row.plant.shown_name, href, day, place=place)
            found.append((item, row))
        if row.overdue:
            found.append((AttentionItem("duty", "", "", "", row.next_duty_on, place=place), row))
        if row.plan and row.plan.conflicts:
            found.append((AttentionItem("conflict", "", "", "", place=place), row))
        if row.plan and row.plan.next_milestone:
            due_on = row.plan.next_milestone.due_on
            found.append((AttentionItem("milestone", "", "", "", due_on, place=place), row))
    plants = {(item.kind, item.place): row for item, row in found}
    first = in_order([item for item, _row in found], today, most=6) if found else ()
    chosen = [(item, plants[item.kind, item.place]) for item in first]
    stones = milestones_of(row.plan for item, row in chosen if item.kind == "milestone")
    return tuple(_worded(item, row, stones, language) for item, row in chosen)


def _worded(
    item: AttentionItem, row: PlantRow, stones: Mapping[int, Milestone], language: str
) -> AttentionItem:
    """Give a thing to do its words and its place; only those that are shown need them."""
    slug, name = row.plant.slug, row.plant.shown_name
    if item.kind == "stage":
        return item
    if item.kind == "duty":
        title = ngettext(
            "%(count)s overdue duty at %(plant)s",
            "%(count)s overdue duties at %(plant)s",
            row.overdue,
        ) % {"count": row.overdue, "plant": name}
        href = reverse("compliance:obligation-list", args=[slug])
        return replace(item, title=title, detail=_("Compliance"), href=href)
    href = reverse("roadmap:roadmap-detail", args=[slug])
    if item.kind == "conflict" and row.plan:
        title = ngettext(
            "%(count)s roadmap conflict at %(plant)s",
            "%(count)s roadmap conflicts at %(plant)s",
            row.plan.conflicts,
        ) % {"count": row.plan.conflicts, "plant": name}
        return replace(item, title=title, detail=_("Roadmap"), href=href)
    stone = row.plan.next_milestone if row.plan else None
    title = stones[stone.pk].both("title").in_language(language) if stone else ""
    return replace(item, title=title, detail=name, href=href)
