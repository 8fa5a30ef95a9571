"""Risks, gathered from plan and duties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from compliance.domain.status import Status
from compliance.selectors.duties import Duty
from core.phrases import phrase, plural
from core.text import LocalizedText
from packs.schema import InitiativeCatalog
from reports.domain.binds import answer
from reports.sections.risks.content import RiskChapter, RiskLine
from reports.sections.roadmap.collect import broken_of, keys_of
from reports.selectors.record import PlantRecord
from reports.selectors.starts import bound_needs
from roadmap.models import Initiative
from roadmap.selectors.plan import Plan

MOST_RISKS = 14
MOST_EACH = 4
DUTY_IMPACT = {"high": 5, "medium": 3, "low": 2}
DUTY_PROBABILITY = 4
PLAN_PROBABILITY, PLAN_IMPACT = 4, 3
MOVE = phrase("Move the start or the limit before approval")


def collect(record: PlantRecord) -> RiskChapter:
    """Return the chapter."""
    return RiskChapter(risk_lines(record))


def risk_lines(record: PlantRecord) -> tuple[RiskLine, ...]:
    """Return the risks by score: of planned initiatives, overdue duties and broken rules.

    Catalog risks come with their starting values; an overdue duty counts as likely (4) with an
    impact by its own risk (5, 3, 2), a broken rule of the plan as 4 by 3.
    Source: docs/method.md#risk-score.
    """
    plan = record.plan
    lines = _overdue(record.duties, record.today)
    if plan is not None:
        keys = keys_of(plan)
        lines += [*_broken(record, plan, keys), *_catalog(plan, keys)]
    ordered = sorted(lines, key=lambda line: (-line.score, -line.impact, line.title.en))
    return tuple(ordered[:MOST_RISKS])


def _overdue(duties: Iterable[Duty], today: date) -> list[RiskLine]:
    lines = []
    for duty in duties:
        if duty.effective is not Status.OVERDUE or duty.row.due_on is None:
            continue
        text = duty.obligation.text
        lines.append(
            RiskLine(
                title=phrase("Duty not met: {duty}", duty=text),
                answer=_remedy(
                    duty.row.owner.name if duty.row.owner else "", (today - duty.row.due_on).days
                ),
                probability=DUTY_PROBABILITY,
                impact=DUTY_IMPACT.get(duty.row.risk, DUTY_IMPACT["medium"]),
                concerns=duty.row.jurisdiction,
            )
        )
    return lines


def _remedy(owner: str, days: int) -> LocalizedText:
    """Return what is to be done about a duty that is late: by its owner, or first by whom."""
    late = plural("{n} day overdue", "{n} days overdue", days)
    if owner:
        return phrase("{owner} meets it now and files the proof; {late}", owner=owner, late=late)
    return phrase("Name who meets it, and by when; {late}", late=late)


def _broken(record: PlantRecord, plan: Plan, keys: dict[str, str]) -> list[RiskLine]:
    """Return the broken rules; one of work that can no longer be in time is answered by the choice."""
    bound = bound_needs(record.launch) if record.launch else {}

    def remedy(key: str) -> LocalizedText:
        bind = bound.get(plan.initiative(key).need) if key else None
        return answer(bind) if bind else MOVE

    return [
        RiskLine(text, remedy(key), PLAN_PROBABILITY, PLAN_IMPACT, "")
        for key, text in broken_of(plan, keys)
    ]


def _catalog(plan: Plan, keys: dict[str, str]) -> list[RiskLine]:
    catalog = plan.roadmap.catalog.read(InitiativeCatalog)
    known = {item.id: item for item in catalog.initiatives}
    over = (Initiative.Status.DONE, Initiative.Status.STOPPED)
    concerned: dict[str, list[str]] = defaultdict(list)
    for row in plan.initiatives:
        item = known.get(row.catalog_id)
        if item is None or row.status in over:
            continue
        for name in item.risks:
            concerned[name].append(keys[str(row.pk)])
    return [
        RiskLine(risk.title, risk.mitigation, risk.probability, risk.impact, _few(named))
        for risk in catalog.risks
        if (named := concerned.get(risk.id))
    ]


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:MOST_EACH])
    return shown if len(names) <= MOST_EACH else f"{shown} +{len(names) - MOST_EACH}"
