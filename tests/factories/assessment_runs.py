"""Runs with answers for tests of the apps above the assessment."""

from __future__ import annotations

from collections.abc import Mapping

from assessment.models import Answer, Assessment, Snapshot
from assessment.selectors.runs import signed_before
from assessment.services.answering import rescore, store_summary
from assessment.services.signing import seal_run
from core import clock
from organizations.models import Plant, User
from packs.loader import DATA_DIR
from packs.models import PackRelease
from packs.services import load_folder

FLAGSHIP = DATA_DIR / "frameworks" / "overseas-plant-readiness"


def flagship(release: str = "1.0.0") -> PackRelease:
    return load_folder(FLAGSHIP / release).release


def catalog() -> PackRelease:
    return load_folder(DATA_DIR / "initiatives" / "1.2.0").release


def make_run(
    plant: Plant,
    levels: Mapping[str, int],
    targets: Mapping[str, int] | None = None,
    *,
    title: str = "2026 H2",
    signed: bool = False,
    release: str = "1.0.0",
) -> Assessment:
    """Store a run whose answers are given; signed runs skip the review here and are sealed."""
    now = clock.now()
    run = Assessment.objects.create(
        plant=plant,
        framework=flagship(release),
        title=title,
        profile="discrete",
        facts={},
        answered_count=len(levels),
        question_count=76,
    )
    wanted = targets or {}
    Answer.objects.bulk_create(
        Answer(
            assessment=run,
            question=question,
            value=level,
            target=wanted.get(question),
            answered_at=now,
        )
        for question, level in levels.items()
    )
    if signed:
        sign(run)
    else:
        rescore(run)
    return run


def sign(run: Assessment, by: User | None = None) -> Snapshot:
    """Seal a run without asking whether it may be signed."""
    now = clock.now()
    run.state, run.signed_off_at, run.signed_off_by = Assessment.State.SIGNED_OFF, now, by
    run.first_signed_at = run.first_signed_at or now
    snapshot, result = seal_run(run=run, by=by, moment=now)
    store_summary(run, result.summary)
    run.save()
    return snapshot


def previous_signed(run: Assessment) -> Assessment | None:
    """Return the plant's run that was signed off last before this one."""
    signed = Assessment.objects.filter(plant=run.plant_id, state=Assessment.State.SIGNED_OFF)
    return signed_before(run, signed)
