"""A plant's overview, and what comes next for the person who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessment.models import Assessment, SectionAssignment
from compliance.domain.coverage import Coverage
from compliance.domain.status import RollUp
from compliance.selectors.coverage import plant_coverage
from compliance.selectors.duties import open_duties, plant_totals
from core.text import LocalizedText
from core.wording.texts import lt
from indicators.domain.series import PathCounts
from indicators.selectors.series import path_counts
from journey.domain.stages import StageState, StageSummary
from journey.models import StageTask
from journey.selectors.stages import stage_track
from launch.domain.wording import lacks_told
from launch.selectors.starts import launch_ahead
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.places import Grants
from overview.domain.attention import AttentionItem, in_order
from overview.selectors.portfolio import shown_matrices
from packs.schema import Framework
from reports.models import Report, ShareLink
from reports.selectors.documents import links_to_look_at
from roadmap.models import Milestone
from roadmap.selectors.plan import open_milestones
from roadmap.selectors.summaries import PlanSummary, plan_summaries
from scoring.domain.matrix import Matrix

SOON = 21  # days within which the duties of others are shown too
AHEAD = 60  # days within which a milestone is shown


@dataclass(frozen=True, slots=True)
class PlantPage:
    """Everything a plant's overview says."""

    stages: list[StageSummary]
    matrix: Matrix | None
    run: Assessment | None
    framework: Framework | None
    plan: PlanSummary | None
    duties: RollUp
    law: Coverage
    indicators: PathCounts
    reports: frozenset[str]
    next: tuple[AttentionItem, ...]
    missing: LocalizedText | None


def load_plant(plant: Plant, user: User, granted: Grants, today: date) -> PlantPage:
    """Return a plant's overview as one person sees it."""
    rights = granted.at_plant(plant)
    run, matrix = shown_matrices([plant]).get(plant.pk, (None, None))
    planned = plan_summaries([plant], today=today).get(plant.pk)
    ready = Report.objects.filter(plant=plant, state=Report.State.READY).order_by()
    stages = stage_track(plant)
    return PlantPage(
        stages=stages,
        matrix=matrix,
        run=run,
        framework=run.framework.read(Framework) if run else None,
        plan=planned,
        duties=plant_totals([plant], today)[plant.pk].total,
        law=plant_coverage(plant),
        indicators=path_counts(plant, today=today),
        reports=frozenset(ready.values_list("kind", flat=True).distinct()),
        next=(*_late(plant, stages, rights, today), *_next(plant, user, rights, planned, today))[
            :6
        ],
        missing=_missing(plant) if Permission.ROADMAP_VIEW in rights else None,
    )


def _missing(plant: Plant) -> LocalizedText | None:
    """Return what is missing at a start of production that lies ahead, in words."""
    found = launch_ahead(plant)
    return lacks_told(found.lacks) if found else None


def _late(
    plant: Plant, stages: Iterable[StageSummary], rights: frozenset[Permission], today: date
) -> list[AttentionItem]:
    """Return the stage under way if its last day has passed; later ones wait for it."""
    return [
        AttentionItem(
            "stage",
            _("Stage “%(stage)s” is not signed off") % {"stage": lt(one.name)},
            plant.shown_name,
            reverse("journey:stage-detail", args=[plant.slug, one.stage]),
            one.due_on,
            Permission.STAGE_SIGN in rights,
        )
        for one in stages
        if one.state == StageState.CURRENT and one.is_late(today)
    ]


def _next(
    plant: Plant,
    user: User,
    rights: frozenset[Permission],
    planned: PlanSummary | None,
    today: date,
) -> tuple[AttentionItem, ...]:
    items: list[AttentionItem] = []
    if Permission.COMPLIANCE_VIEW in rights:
        items += _duty_items(plant, user, today)
    if Permission.ROADMAP_VIEW in rights and planned is not None:
        items += _plan_items(plant, user, planned.conflicts, today)
    if Permission.ASSESSMENT_VIEW in rights:
        items += _run_items(plant, user, rights)
    if Permission.REPORTS_SHARE in rights:
        items += _link_items(plant, user)
    items += _task_items(plant, user)
    return in_order(items, today, most=6) if items else ()


def _duty_items(plant: Plant, user: User, today: date) -> list[AttentionItem]:
    language = get_language() or "en"
    items = []
    for duty in open_duties(plant, user, today, days=SOON):
        owner = duty.row.owner
        parts = [_("Compliance"), duty.citation.in_language(language)]
        if owner:
            parts.append(_("owner %(name)s") % {"name": owner.name})
        items.append(
            AttentionItem(
                "duty",
                duty.obligation.text.in_language(language),
                " · ".join(parts),
                reverse("compliance:obligation-detail", args=[plant.slug, duty.row.pk]),
                duty.row.due_on,
                owner == user,
            )
        )
    return items


def _plan_items(plant: Plant, user: User, conflicts: int, today: date) -> list[AttentionItem]:
    href = reverse("roadmap:roadmap-detail", args=[plant.slug])
    stones = open_milestones(plant, until=today + timedelta(days=AHEAD))
    items = [_milestone_item(stone, user, href) for stone in stones]
    if conflicts:
        title = ngettext(
            "Resolve %(count)s roadmap conflict",
            "Resolve %(count)s roadmap conflicts",
            conflicts,
        ) % {"count": conflicts}
        items.append(AttentionItem("conflict", title, _("Roadmap"), href))
    return items


def _milestone_item(stone: Milestone, user: User, href: str) -> AttentionItem:
    detail = _("Milestone of %(initiative)s") % {"initiative": lt(stone.initiative.title)}
    mine = stone.initiative.owner_id == user.pk
    return AttentionItem("milestone", lt(stone.both("title")), detail, href, stone.due_on, mine)


def _run_items(plant: Plant, user: User, rights: frozenset[Permission]) -> list[AttentionItem]:
    items = []
    waiting = (Assessment.State.SUBMITTED, Assessment.State.IN_REVIEW)
    if rights & {Permission.ASSESSMENT_REVIEW, Permission.ASSESSMENT_SIGN}:
        for run in Assessment.objects.filter(plant=plant, state__in=waiting):
            title = _("Review and sign off %(run)s") % {"run": run.title}
            href = reverse("assessment:assessment-detail", args=[plant.slug, run.pk])
            items.append(
                AttentionItem(
                    "run", title, _("Readiness assessment"), href, run.due_on, is_mine=True
                )
            )
    own = SectionAssignment.objects.filter(
        assessment__plant=plant,
        assessment__state=Assessment.State.OPEN,
        user=user,
        submitted_at__isnull=True,
    ).select_related("assessment")
    # Of several sections the one due first is kept, because it comes last.
    latest_first = sorted(own, key=lambda row: _answers_due(row) or date.max, reverse=True)
    runs = {row.assessment_id: row for row in latest_first}
    for row in runs.values():
        title = _("Answer your questions of %(run)s") % {"run": row.assessment.title}
        href = reverse("assessment:assessment-detail", args=[plant.slug, row.assessment_id])
        due = _answers_due(row)
        items.append(
            AttentionItem("section", title, _("Readiness assessment"), href, due, is_mine=True)
        )
    return items


def _answers_due(row: SectionAssignment) -> date | None:
    return row.due_on or row.assessment.due_on


def _link_items(plant: Plant, user: User) -> list[AttentionItem]:
    """Return the reader's own share links that others touched or wrong passphrases paused."""
    href = reverse("reports:report-list", args=[plant.slug])
    return [
        AttentionItem("link", link_words(link), _("Reports"), href, is_mine=True)
        for link in links_to_look_at(plant, user)
    ]


def link_words(link: ShareLink) -> str:
    """Say what became of a share link."""
    words = {"label": link.label, "name": link.changed_by.name if link.changed_by else ""}
    if link.state == "revoked":
        return _("Share link “%(label)s”: closed by %(name)s") % words
    if link.paused_until is not None:
        return _("Share link “%(label)s”: paused after 30 wrong passphrases") % words
    return _("Share link “%(label)s”: changed by %(name)s") % words


def _task_items(plant: Plant, user: User) -> list[AttentionItem]:
    language = get_language() or "en"
    tasks = StageTask.objects.filter(
        plant_stage__plant=plant, done_at__isnull=True, plant_stage__signed_off_at__isnull=True
    ).select_related("plant_stage")
    in_working_order = list(tasks.order_by("plant_stage__stage", "pk"))
    first = in_working_order[0].plant_stage.stage if in_working_order else 1
    href = reverse("journey:stage-detail", args=[plant.slug, first])
    return [
        AttentionItem(
            "task",
            task.label.in_language(language),
            _("Task of the stage %(stage)s") % {"stage": task.plant_stage.get_stage_display()},
            href,
            task.due_on,
            user.pk in {task.owner_id, task.plant_stage.owner_id},
            place,
        )
        for place, task in enumerate(in_working_order)
        if task.plant_stage.stage == first
    ]
