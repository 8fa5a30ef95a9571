"""One initiative in the drawer: facts, reason, links, milestones, what it answers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from assessment.selectors.runs import framework_of, runs
from core.forms import new_key
from core.text import LANGUAGES, LocalizedText
from organizations.access import may
from organizations.domain.roles import Permission
from organizations.models import Plant
from packs.schema import InitiativeCatalog
from packs.schema.initiatives import Initiative as CatalogEntry
from planning.domain.plans import PlanLink
from roadmap.charts.words import last_start, slack_texts
from roadmap.domain.signing import BUSINESS, IT
from roadmap.forms.query import PlanQuery
from roadmap.models import Dependency, Initiative
from roadmap.selectors.gates import behind_gates, plan_gates
from roadmap.selectors.network import due_end, length_words, proposed_start
from roadmap.selectors.parts import need_scope
from roadmap.selectors.plan import Plan
from roadmap.selectors.reach import plan_run
from roadmap.selectors.signing import sides_of
from roadmap.selectors.wording import gate_words
from roadmap.views.frame import base_context, plan_url

RIGHTS = {BUSINESS: Permission.MILESTONE_SIGN_BUSINESS, IT: Permission.MILESTONE_SIGN_IT}


def sides_for(request: HttpRequest, plant: Plant) -> set[str]:
    """Return the sides for which a person may sign at a plant."""
    return {side for side, right in RIGHTS.items() if may(request, plant, right)}


def detail_context(
    request: HttpRequest, plant: Plant, plan: Plan, row: Initiative, query: PlanQuery
) -> dict[str, Any]:
    """Return what the drawer says about an initiative."""
    key = str(row.pk)
    days = {violation.link.id: violation.days for violation in plan.violations}
    links = Dependency.objects.filter(Q(predecessor=row) | Q(successor=row))
    versions = dict(links.values_list("pk", "version"))
    return base_context(request, plant) | {
        "plan": plan,
        "view": query.value("view"),
        "initiative": row,
        "entry_of_catalog": catalog_entry(plan, row),
        "gaps": _gaps(plant, row),
        "waits_for": [
            _end(plan, link, link.before, days, versions)
            for link in plan.links
            if link.after == key
        ],
        "needed_by": [
            _end(plan, link, link.after, days, versions)
            for link in plan.links
            if link.before == key
        ],
        "earliest": proposed_start(row, plan, plan.violations),
        "slack": slack_texts(plan).get(key, ""),
        "length": length_words(row, plan),
        "due_end": due_end(row, plan),
        "gate": _gate(plan, row),
        "last_start": last_start(plan, row),
        "milestones": [
            {"stone": stone, "sides": sides_of(stone)}
            for stone in plan.milestones
            if stone.initiative_id == row.pk
        ],
        "may_sign": sides_for(request, plant),
        "requirements": list(row.requirements.all()),
        "goals": list(row.goals.all()),
        "indicators": list(row.indicator_links.select_related("plant_indicator__indicator")),
        "close_url": plan_url(plant) + query.keep(),
        "key": new_key(),
        **_neighbors(plan, row),
    }


def _gate(plan: Plan, row: Initiative) -> str:
    """Say that an initiative stands behind a closed gate; empty if it does not."""
    plant = plan.roadmap.plant
    gates = plan_gates(plant, plan_run(plant), today=plan.today)
    return gate_words(behind_gates(plan, gates)).get(row.pk, "")


def _neighbors(plan: Plan, row: Initiative) -> dict[str, Initiative | None]:
    """Return the rows of the same phase between which an initiative stands."""
    rows = [None, *(other for other in plan.initiatives if other.phase == row.phase), None]
    at = next(place for place, other in enumerate(rows) if other and other.pk == row.pk)
    return {"above": rows[at - 1], "below": rows[at + 1]}


def _gaps(plant: Plant, row: Initiative) -> list[dict[str, Any]]:
    """Return the gaps for which an initiative was taken in, with the topics of their questions."""
    gaps = row.reason.get("gaps", [])
    run = runs(plant).filter(pk=row.reason.get("run")).first() if gaps else None
    known = framework_of(run.framework).questions_by_id if run else {}
    return [
        {**gap, "topic": known[gap["question"]].topic if gap["question"] in known else ""}
        for gap in gaps
    ]


def catalog_entry(plan: Plan, row: Initiative) -> CatalogEntry | None:
    """Return the catalog's words about an initiative, None for one of the plant's own."""
    if not row.catalog_id:
        return None
    catalog = plan.roadmap.catalog.read(InitiativeCatalog)
    return next((item for item in catalog.initiatives if item.id == row.catalog_id), None)


def acceptance_of(plan: Plan, row: Initiative) -> LocalizedText:
    """Return the acceptance criteria that the packs offer for an initiative, one a line.

    A part for the launch is accepted by what must stand of it, not by what the whole initiative
    promises: a survey of carriers says nothing of the Wi-Fi.
    """
    if row.need:
        return need_scope(row.need) or LocalizedText.of("", "")
    entry = catalog_entry(plan, row)
    texts = entry.acceptance if entry else ()
    english, chinese = ([text.in_language(code) for text in texts] for code in LANGUAGES)
    return LocalizedText.of("\n".join(english), "\n".join(chinese))


def _end(
    plan: Plan, link: PlanLink, other: str, days: dict[int, int], versions: dict[int, int]
) -> dict[str, Any]:
    return {
        "link": link,
        "version": versions.get(link.id, 0),
        "other": plan.initiative(other),
        "days": days.get(link.id, 0),
    }
