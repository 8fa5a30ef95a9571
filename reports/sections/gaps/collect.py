"""The gaps of the run, and what the plan does about them."""

from __future__ import annotations

from collections import defaultdict

from core.text import LocalizedText
from needs.models import Requirement
from organizations.models import Plant
from reports.sections.gaps.content import GapChapter, GapLine, UnknownGap
from reports.selectors.measured import Measured, topic
from reports.selectors.record import PlantRecord
from reports.selectors.words import stored
from roadmap.models import Initiative
from scoring.domain.gaps import find_open_gaps
from scoring.domain.sections import title_of

PRINTED = 40


def collect(record: PlantRecord) -> GapChapter:
    """Return the most valuable gaps."""
    found = record.measured
    gaps = gap_lines(found, record.plant) if found else ()
    unknown = unknown_gaps(found) if found else ()
    return GapChapter(found is not None, gaps[:PRINTED], len(gaps), unknown)


def unknown_gaps(found: Measured) -> tuple[UnknownGap, ...]:
    """Return the targets that have no answer yet, the heaviest first."""
    said = found.result
    return tuple(
        UnknownGap(gap.question, topic(found.framework, gap.question), gap.target)
        for gap in find_open_gaps(found.framework, said.current, said.targets)
    )


def gap_lines(found: Measured, plant: Plant) -> tuple[GapLine, ...]:
    """Return the open gaps, the most valuable first, with what the plan does about them."""
    framework = found.framework
    codes = dict(
        Requirement.objects.filter(plant=plant)
        .exclude(state=Requirement.State.DROPPED)
        .values_list("question", "code")
    )
    answered = _answered_by(plant)
    lines = []
    for gap in found.result.gaps:
        known = framework.questions_by_id.get(gap.question)
        linked = known.initiatives if known else ()
        named = answered.get(gap.question, []) + [
            title for name in linked for title in answered.get(f"catalog {name}", [])
        ]
        lines.append(
            GapLine(
                question=gap.question,
                topic=topic(framework, gap.question),
                dimension=title_of(framework.nodes[gap.dimension]),
                current=gap.current,
                target=gap.target,
                worth=gap.priority,
                requirement=codes.get(gap.question, ""),
                answered_by=tuple(dict.fromkeys(named)),
            )
        )
    return tuple(lines)


def _answered_by(plant: Plant) -> dict[str, list[LocalizedText]]:
    """Return titles of planned initiatives by the question they answer or the catalog's name."""
    rows = Initiative.objects.filter(roadmap__plant=plant).exclude(status=Initiative.Status.STOPPED)
    found: dict[str, list[LocalizedText]] = defaultdict(list)
    for row in rows.prefetch_related("requirements"):
        title = stored(row.title)
        if row.catalog_id:
            found[f"catalog {row.catalog_id}"].append(title)
        for requirement in row.requirements.all():
            found[requirement.question].append(title)
    return found
