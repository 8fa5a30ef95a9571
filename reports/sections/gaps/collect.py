"""The gaps of the run, and what the plan does about them."""

from __future__ import annotations

from needs.domain.requirements import holding, rank
from needs.models import Requirement
from reports.sections.gaps.content import GapChapter, GapLine, UnknownGap
from reports.selectors.measured import topic
from reports.selectors.record import PlantRecord
from reports.selectors.words import stored
from scoring.domain.gaps import find_open_gaps
from scoring.domain.sections import title_of

PRINTED = 40  # at least, where there are so many
ANSWERED = 15  # of those that the plan answers, at least
REST = 10  # so few more are printed too: a list that leaves out three reads as a riddle


def collect(record: PlantRecord) -> GapChapter:
    """Return the most valuable gaps."""
    return GapChapter(
        has_run=record.measured is not None,
        has_plan=record.plan is not None,
        gaps=_printed(gap_lines(record), has_plan=record.plan is not None),
        count=len(record.gaps),
        open=record.state.uncovered,
        unknown=unknown_gaps(record),
        has_targets=bool(record.measured and record.measured.result.targets),
    )


def _printed(lines: tuple[GapLine, ...], *, has_plan: bool) -> tuple[GapLine, ...]:
    """Return the most valuable gaps, and every one that a plan leaves open: the board decides on it."""
    kept = [line for line in lines if has_plan and not line.answered_by]
    others = [line for line in lines if line not in kept]
    most = max(ANSWERED, PRINTED - len(kept))
    shown = others if len(others) <= most + REST else others[:most]
    chosen = {line.question for line in (*kept, *shown)}
    return tuple(line for line in lines if line.question in chosen)


def unknown_gaps(record: PlantRecord) -> tuple[UnknownGap, ...]:
    """Return the targets that have no answer yet, the heaviest first."""
    if record.measured is None:
        return ()
    framework, said = record.measured.framework, record.measured.result
    return tuple(
        UnknownGap(gap.question, topic(framework, gap.question), gap.target)
        for gap in find_open_gaps(framework, said.current, said.targets)
    )


def gap_lines(record: PlantRecord) -> tuple[GapLine, ...]:
    """Return the gaps with what the plan does about them, vetoes and then the most valuable first."""
    if record.measured is None:
        return ()
    framework = record.measured.framework
    rows = Requirement.objects.filter(plant=record.plant).exclude(state=Requirement.State.DROPPED)
    codes = dict(rows.values_list("question", "code"))
    vetoes = holding(record.measured.result.reading)
    covers = sorted(record.gaps, key=lambda cover: cover.gap.question not in vetoes)
    first = [place for place, cover in enumerate(covers) if cover.gap.question in vetoes]
    ranks = rank([(place, cover.gap.priority) for place, cover in enumerate(covers)], first)
    return tuple(
        GapLine(
            rank=ranks[place],
            question=cover.gap.question,
            topic=topic(framework, cover.gap.question),
            dimension=title_of(framework.nodes[cover.gap.dimension]),
            current=cover.gap.current,
            target=cover.gap.target,
            worth=cover.gap.priority,
            requirement=codes.get(cover.gap.question, ""),
            holds=cover.gap.question in vetoes,
            answered_by=tuple(stored(row.title) for row in cover.initiatives),
        )
        for place, cover in enumerate(covers)
    )
