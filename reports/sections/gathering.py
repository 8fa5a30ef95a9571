"""Reading a document: its sections in their order, from one record of the plant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from organizations.models import Plant
from reports.domain.document import Basis, DocumentFrame, FrozenDocument, Stamp
from reports.domain.state import OpenPoint
from reports.sections.answers import collect as answers
from reports.sections.baselines import collect as baselines
from reports.sections.budget import collect as budget
from reports.sections.business_case import collect as business_case
from reports.sections.capability import collect as capability
from reports.sections.compliance import collect as compliance
from reports.sections.confidence import collect as confidence
from reports.sections.gaps import collect as gaps
from reports.sections.goals import collect as goals
from reports.sections.indicators import collect as indicators
from reports.sections.kinds import KINDS, DocumentKind
from reports.sections.method import collect as method
from reports.sections.overview import collect as overview
from reports.sections.parts import collect as parts
from reports.sections.phases import collect as phases
from reports.sections.plant import collect as plant
from reports.sections.points import collect as points
from reports.sections.quarters import collect as quarters
from reports.sections.reach import collect as reach
from reports.sections.readiness import collect as readiness
from reports.sections.risks import collect as risks
from reports.sections.roadmap import collect as roadmap
from reports.sections.signatures import collect as signatures
from reports.sections.start import collect as start
from reports.sections.statistics import collect as statistics
from reports.sections.steps import collect as steps
from reports.sections.summary import collect as summary
from reports.sections.systems import collect as systems
from reports.sections.unread import collect as unread
from reports.selectors.plant import head
from reports.selectors.record import PlantRecord

READERS: Mapping[str, Callable[[PlantRecord], Any]] = {
    "answers": answers.collect,
    "baselines": baselines.collect,
    "budget": budget.collect,
    "business_case": business_case.collect,
    "capability": capability.collect,
    "compliance": compliance.collect,
    "confidence": confidence.collect,
    "gaps": gaps.collect,
    "goals": goals.collect,
    "indicators": indicators.collect,
    "method": method.collect,
    "overview": overview.collect,
    "parts": parts.collect,
    "phases": phases.collect,
    "plant": plant.collect,
    "points": points.collect,
    "quarters": quarters.collect,
    "reach": reach.collect,
    "readiness": readiness.collect,
    "risks": risks.collect,
    "roadmap": roadmap.collect,
    "signatures": signatures.collect,
    "start": start.collect,
    "statistics": statistics.collect,
    "steps": steps.collect,
    "summary": summary.collect,
    "systems": systems.collect,
    "unread": unread.collect,
}


def gather(
    owner: Plant, kind: str, *, number: int, now: datetime, record: PlantRecord | None = None
) -> FrozenDocument:
    """Return a document of a plant as its data stand.

    Args:
        owner: the plant with its organization, inside its tenant scope.
        kind: a value of `Report.Kind`.
        number: version of the document.
        now: when the data are read.
        record: the rows of the plant, where another document has read them; None to read anew.

    Returns:
        The frozen document; sections without data are empty and say so in words.
    """
    record = record or PlantRecord(owner)
    known = KINDS[kind]
    return FrozenDocument(
        DocumentFrame(
            stamp=Stamp(number, now),
            head=head(owner, record.today),
            years=record.years if known.has_plan else None,
            basis=_basis(record) if known.has_plan or known.of_run else None,
            open_points=_points(known, record),
        ),
        {section.name: READERS[section.name](record) for section in known.sections},
    )


def _points(known: DocumentKind, record: PlantRecord) -> tuple[OpenPoint, ...]:
    """Return what is open about that of which a document speaks."""
    if known.has_plan:
        return record.open_points
    if known.of_run:
        return record.run_points
    return overview.points(record)


def _basis(record: PlantRecord) -> Basis | None:
    if record.measured is None:
        return None
    said = record.measured.result
    seal = said.seal.sha256 if said.seal else ""
    return Basis(said.assessment.title, said.is_provisional, seal)
