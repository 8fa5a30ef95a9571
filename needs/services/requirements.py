"""What a signed run leaves behind: findings, and requirements that follow from them."""

from __future__ import annotations

from assessment.models import Answer, Assessment
from assessment.selectors.runs import last_signed
from needs.domain.requirements import need_code, need_title
from needs.models import Finding, Requirement
from packs.schema import Framework
from scoring.domain.gaps import PLACES, Gap
from scoring.domain.sections import find_sections, title_of


def derive(*, run: Assessment, gaps: tuple[Gap, ...]) -> None:
    """Store a finding per gap; the newest signed run of a plant decides what the plant needs."""
    findings = _store_findings(run, gaps)
    if last_signed(run.plant) == run:
        _store_needs(run, gaps, findings)
    else:
        known = Requirement.objects.filter(plant=run.plant)
        for need in known.filter(question__in=findings):
            need.findings.add(findings[need.question])


def _store_findings(run: Assessment, gaps: tuple[Gap, ...]) -> dict[str, Finding]:
    """Store the gaps of a run as findings, in place of those of an earlier signature."""
    run.findings.filter(kind=Finding.Kind.GAP).delete()
    framework = run.framework.read(Framework)
    answers: dict[str, Answer] = {row.question: row for row in run.answers.all()}
    return {
        gap.question: Finding.objects.create(
            plant=run.plant,
            kind=Finding.Kind.GAP,
            title=title_of(framework.nodes[gap.question]).as_dict(),
            assessment=run,
            answer=answers[gap.question],
            question=gap.question,
            dimension=gap.dimension,
            current_level=int(gap.current),
            target_level=int(gap.target),
            priority=gap.priority.quantize(PLACES),
        )
        for gap in gaps
    }


def _store_needs(run: Assessment, gaps: tuple[Gap, ...], findings: dict[str, Finding]) -> None:
    """Store a requirement for each gap; needs that are gone count as met."""
    framework = run.framework.read(Framework)
    known = {row.code: row for row in Requirement.objects.filter(plant=run.plant)}
    for gap in gaps:
        code = need_code(gap.question)
        need = known.get(code) or Requirement(plant=run.plant, code=code)
        need.title = need_title(framework, gap).as_dict()
        need.priority = gap.priority.quantize(PLACES)
        need.dimension, need.question = gap.dimension, gap.question
        if need.state == Requirement.State.MET:
            need.state = Requirement.State.OPEN
        need.full_clean()
        need.save()
        need.findings.add(findings[gap.question])
    asked = {item for part in find_sections(framework) for item in part.questions}
    for need in known.values():
        is_gone = need.question in asked and need.question not in findings
        if is_gone and need.state in (Requirement.State.OPEN, Requirement.State.PLANNED):
            need.state = Requirement.State.MET
            need.save(update_fields=["state", "updated_at"])
