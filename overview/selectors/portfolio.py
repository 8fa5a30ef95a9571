"""The portfolio: every plant in one row, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.selectors.headline import Headline, headline, part_headlines
from assessment.selectors.result import results
from assessment.selectors.runs import newest_signed
from capability.selectors import frozen_matrices
from compliance.domain.coverage import Coverage
from compliance.domain.status import RollUp, Status, roll_up
from compliance.selectors.coverage import coverages
from compliance.selectors.duties import plant_totals
from core.wording.texts import lt
from journey.domain.stages import StageState, StageSummary
from journey.selectors.stages import stage_tracks
from organizations.domain.roles import Permission
from organizations.models import Organization, Plant
from organizations.selectors.places import Grants, rates
from overview.domain.attention import AttentionItem, in_order
from overview.domain.totals import (
    GroupMean,
    GroupSpend,
    GroupStanding,
    Outlay,
    group_spend,
    mean_readiness,
)
from packs.schema import Framework
from roadmap.selectors.plan import PlanSummary, plan_summaries
from scoring.domain.matrix import Matrix


@dataclass(frozen=True, slots=True)
class PlantRow:
    """One plant of the portfolio."""

    plant: Plant
    rights: frozenset[Permission]
    stages: list[StageSummary]
    matrix: Matrix | None
    run: Assessment | None
    duties: RollUp
    plan: PlanSummary | None
    next_duty_on: date | None
    law: Coverage

    @property
    def stage(self) -> StageSummary:
        """The stage under way; the last one when all are done."""
        current = (one for one in self.stages if one.state == StageState.CURRENT)
        return next(current, self.stages[-1])

    @property
    def stage_shares(self) -> list[float]:
        """Share done of each stage [0-1]."""
        return [1.0 if one.state == StageState.DONE else one.percent / 100 for one in self.stages]

    @property
    def score(self) -> Decimal | None:
        """Score over all dimensions; None without one."""
        return self.matrix.overall.current if self.matrix else None

    @property
    def target(self) -> Decimal | None:
        """Target over all dimensions; None where none is above the score."""
        whole = self.matrix.overall if self.matrix else None
        return whole.target if whole and whole.has_target and self.run else None

    @property
    def said(self) -> Headline | None:
        """Score and level of the run in words."""
        return headline(self.run, get_language() or "en") if self.run else None

    @property
    def parts(self) -> dict[str, Headline]:
        """The same of each dimension, by id."""
        parts = part_headlines(self.run, get_language() or "en") if self.run else []
        return {part.id: part for part in parts}

    @property
    def overdue(self) -> int:
        """Duties overdue."""
        return self.duties.counts[Status.OVERDUE]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything the portfolio page says."""

    rows: list[PlantRow]
    dimensions: list[tuple[str, str]]
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
    """Return the portfolio of some plants of one organization.

    What the person has no right to see at a plant is left out, as on the plant's own page.
    """
    rights = {plant.pk: roles.at_plant(plant) for plant in plants}

    def where(right: Permission) -> list[Plant]:
        return [plant for plant in plants if right in rights[plant.pk]]

    scored, tracked = where(Permission.CAPABILITY_VIEW), where(Permission.COMPLIANCE_VIEW)
    tracks = stage_tracks(plants)
    matrices = shown_matrices(scored)
    duties = plant_totals(tracked, today)
    laws = coverages(plants)
    plans = plan_summaries(where(Permission.ROADMAP_VIEW), today=today)
    rows = []
    for plant in plants:
        run, matrix = matrices.get(plant.pk, (None, None))
        duty = duties.get(plant.pk)
        rows.append(
            PlantRow(
                plant=plant,
                rights=rights[plant.pk],
                stages=tracks[plant.pk],
                matrix=matrix,
                run=run,
                duties=duty.total if duty else roll_up((), today),
                plan=plans.get(plant.pk),
                next_duty_on=duty.next_due_on if duty else None,
                law=laws[plant.pk],
            )
        )
    return Portfolio(
        rows=rows,
        dimensions=_dimensions(rows),
        mean=mean_readiness(_standings(rows)),
        targets=[row.target for row in rows if row.target is not None],
        currency=organization.reporting_currency,
        spend=group_spend(_outlays(organization, rows, today)),
        met=sum(row.duties.met for row in rows),
        duties=sum(row.duties.applicable for row in rows),
        overdue=sum(row.overdue for row in rows),
        unproven=sum(row.duties.unproven for row in rows),
        uncovered=[row for row in rows if row.plant.pk in duties and row.law.gap],
        waiting=_waiting(where(Permission.ASSESSMENT_VIEW)),
    )


def shown_matrices(plants: Sequence[Plant]) -> dict[int, tuple[Assessment, Matrix]]:
    """Return run and matrix of each plant by plant id; seven queries at most.

    The newest signed run speaks for a plant. Where none is signed yet, the newest one under way
    does. A plant without a run is missing.
    """
    runs: dict[int, list[Assessment]] = {plant.pk: [] for plant in plants}
    for run in _outlines(plants):
        runs[run.plant_id].append(run)
    chosen = [newest_signed(held) or held[0] for held in runs.values() if held]
    whole = _whole(chosen)
    kept = frozen_matrices([run for run in whole if run.state == Assessment.State.SIGNED_OFF])
    read = results([run for run in whole if run.pk not in kept])
    kept |= {one.assessment.pk: one.matrix for one in read}
    return {run.plant_id: (run, kept[run.pk]) for run in whole}


def _outlines(plants: Sequence[Plant]) -> QuerySet[Assessment]:
    """Return the runs of some plants, the newest first, with what their order needs."""
    rows = Assessment.objects.filter(plant__in=plants).order_by("-created_at", "-pk")
    return rows.only("plant_id", "state", "signed_off_at", "first_signed_at", "created_at")


def _whole(runs: Iterable[Assessment]) -> list[Assessment]:
    rows = Assessment.objects.filter(pk__in=[run.pk for run in runs])
    return list(rows.select_related("framework", "plant").defer("framework__content"))


def _waiting(plants: Sequence[Plant]) -> int:
    states = (Assessment.State.SUBMITTED, Assessment.State.IN_REVIEW)
    return Assessment.objects.filter(plant__in=plants, state__in=states).count()


def _dimensions(rows: list[PlantRow]) -> list[tuple[str, str]]:
    """Return id and name of the dimensions of the newest framework in use."""
    language = get_language() or "en"
    run = next((row.run for row in rows if row.run), None)
    if run is None:
        return []
    framework = run.framework.read(Framework)
    return [
        (one.id, one.title.in_language(language) if one.title else one.id)
        for one in framework.root.children
        if framework.rule_of(one) != "none"
    ]


def _standings(rows: Iterable[PlantRow]) -> list[GroupStanding]:
    return [
        GroupStanding(
            row.plant.shown_name, row.score, row.matrix.is_provisional, row.run.framework.identifier
        )
        for row in rows
        if row.run and row.matrix and row.score is not None
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


def late_stages(
    plant: Plant, stages: Iterable[StageSummary], today: date, *, is_mine: bool = False
) -> list[AttentionItem]:
    """Return the stage under way if its last day has passed; later ones wait for it."""
    return [
        AttentionItem(
            "stage",
            _("Stage “%(stage)s” is not signed off") % {"stage": lt(one.name)},
            plant.shown_name,
            reverse("journey:stage-detail", args=[plant.slug, one.stage]),
            one.due_on,
            is_mine,
        )
        for one in stages
        if one.state == StageState.CURRENT and one.is_late(today)
    ]


def group_attention(rows: list[PlantRow], today: date) -> tuple[AttentionItem, ...]:
    """Return what needs attention across the plants, the most urgent first."""
    items: list[AttentionItem] = []
    for row in rows:
        slug, name = row.plant.slug, row.plant.shown_name
        items += late_stages(row.plant, row.stages, today)
        if row.overdue:
            title = ngettext(
                "%(count)s overdue duty at %(plant)s",
                "%(count)s overdue duties at %(plant)s",
                row.overdue,
            ) % {"count": row.overdue, "plant": name}
            href = reverse("compliance:obligation-list", args=[slug])
            items.append(AttentionItem("duty", title, _("Compliance"), href, row.next_duty_on))
        if row.plan and row.plan.conflicts:
            title = ngettext(
                "%(count)s roadmap conflict at %(plant)s",
                "%(count)s roadmap conflicts at %(plant)s",
                row.plan.conflicts,
            ) % {"count": row.plan.conflicts, "plant": name}
            items.append(
                AttentionItem(
                    "conflict", title, _("Roadmap"), reverse("roadmap:roadmap-detail", args=[slug])
                )
            )
        if row.plan and row.plan.next_milestone:
            stone = row.plan.next_milestone
            href = reverse("roadmap:roadmap-detail", args=[slug])
            items.append(
                AttentionItem("milestone", lt(stone.both("title")), name, href, stone.due_on)
            )
    return in_order(items, today, most=6) if items else ()
