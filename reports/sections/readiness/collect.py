"""The overall result of the run."""

from __future__ import annotations

from assessment.models import Assessment
from assessment.selectors.conditions import with_indicator_names
from assessment.selectors.headline import headline
from core.text import LocalizedText
from organizations.selectors.places import plant_day
from reports.sections.readiness.content import Readiness, ReadinessChapter
from reports.selectors.measured import Measured
from reports.selectors.record import PlantRecord
from reports.selectors.words import stored
from signoff.selectors.kept import kept_sign_off


def collect(record: PlantRecord) -> ReadinessChapter:
    """Return the chapter."""
    return ReadinessChapter(readiness(record.measured))


def readiness(found: Measured | None) -> Readiness | None:
    """Return the overall result of a run; None without one."""
    if found is None:
        return None
    assessment, said = found.assessment, found.result
    before = found.compared
    reading, whole = said.reading, found.matrix.overall
    level, because = reading.level if reading else None, _told(assessment, "because")
    signed, kept = assessment.signed_off_at, kept_sign_off(assessment)
    return Readiness(
        run=assessment.title,
        framework=stored(assessment.framework.title),
        framework_version=said.pack_release,
        engine_version=said.engine_version,
        snapshot=said.seal.sha256 if said.seal else "",
        is_provisional=said.is_provisional,
        signed_on=plant_day(assessment.plant, signed) if signed else None,
        signed_by=assessment.signed_off_by.name if assessment.signed_off_by else "",
        previous_run=before.title if before else "",
        previous_withdrawn=bool(before and before.is_withdrawn),
        restated_from=found.matrix.restated_from,
        target_on=assessment.target_on,
        score=whole.current,
        target=whole.target,
        figures=whole.shown,
        maximum=said.current.total.maximum,
        level=level,
        level_name=None if level is None or because else found.framework.level_names.get(level),
        because=because,
        lifted=_told(assessment, "lifted"),
        next_level=reading.next_level if reading else None,
        coverage=said.coverage,
        answered=assessment.answered_count,
        questions=assessment.question_count,
        unmet=with_indicator_names(
            found.framework, (lack.text for lack in (reading.unmet if reading else ()))
        ),
        has_level=bool(found.framework.root.level_rules),
        remark="" if said.is_provisional else assessment.review_note,
        signers=kept.signers,
        drawn=kept.challenge.drawn if kept.challenge else 0,
        stood=kept.challenge.stood if kept.challenge else 0,
    )


def _told(run: Assessment, what: str) -> LocalizedText | None:
    """Return what a run says of its level in one line: what holds it (`because`), what lifted it."""
    english, chinese = (getattr(headline(run, language), what) for language in ("en", "zh-hans"))
    return LocalizedText.of(english, chinese) if english else None
