"""Reads of runs, their sections and results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, DateTimeField, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from assessment.models import Answer, Assessment, Snapshot
from core.text import LocalizedText, same
from organizations.models import Plant
from organizations.selectors.places import among
from packs.models import PackRelease
from packs.schema import Framework
from scoring.domain.sections import Section, find_sections, title_of


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far a section is, from the stored scores of its run."""

    id: str
    title: str
    answered: int
    questions: int
    score: Decimal | None
    target: Decimal | None
    coverage: Decimal
    level: int | None
    maximum: Decimal

    @property
    def is_done(self) -> bool:
        """Whether every question is answered or does not apply."""
        return self.answered >= self.questions


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def runs(plant: Plant) -> QuerySet[Assessment]:
    """Return the runs of a plant, the newest first, with framework and openers; no pack content."""
    rows = Assessment.objects.filter(plant=plant)
    return (
        rows.select_related("framework", "signed_off_by")
        .defer("framework__content")
        .order_by("-created_at", "-pk")
    )


def current_run(plant: Plant) -> Assessment | None:
    """Return the newest run that is not signed off, else the newest signed one, else None."""
    rows = list(runs(plant))
    unsigned = (run for run in rows if run.state != Assessment.State.SIGNED_OFF)
    return next(unsigned, newest_signed(rows))


def newest_signed(found: Iterable[Assessment]) -> Assessment | None:
    """Return of some runs the one that was signed off last, None if none is signed.

    This is what "the newest signed run" means everywhere: by the time of the signature, then by
    id. A run that was withdrawn and signed again keeps the place of its first signature: who
    corrects last year's result does not make it this year's.
    """
    signed = (run for run in found if run.state == Assessment.State.SIGNED_OFF)
    return max(signed, key=_signature, default=None)


def speaking_runs(plants: Collection[int]) -> dict[int, int]:
    """Return by plant id the run that speaks for it, in one query that makes no objects.

    The newest signed run (`newest_signed`); where none is signed yet, the newest one under way. A
    plant without a run is missing.
    """
    instant = DateTimeField()
    signed = Coalesce("first_signed_at", "signed_off_at", "created_at", output_field=instant)
    rows = Assessment.objects.filter(among(plants)).annotate(
        is_signed=Q(state=Assessment.State.SIGNED_OFF),
        since=Case(
            When(state=Assessment.State.SIGNED_OFF, then=signed),
            default=F("created_at"),
            output_field=instant,
        ),
    )
    ordered = rows.order_by("is_signed", "since", "pk").values_list("plant", "pk")
    asked = set(plants)
    return {plant: run for plant, run in ordered if plant in asked}  # the last one stays


def _signature(run: Assessment) -> tuple[dt.datetime, int]:
    # Only a run that came from elsewhere can lack the times; it counts from its opening.
    return run.first_signed_at or run.signed_off_at or run.created_at, run.pk


def last_signed(plant: Plant) -> Assessment | None:
    """Return the run of a plant that was signed off last."""
    return newest_signed(runs(plant).filter(state=Assessment.State.SIGNED_OFF))


def printed_runs(plant: Plant) -> QuerySet[Assessment]:
    """Return the run of which documents of a plant speak: signed last, else the one under way."""
    rows = Assessment.objects.filter(plant=plant).order_by("-created_at", "-pk")
    outlines = list(rows.only("state", "signed_off_at", "first_signed_at", "created_at"))
    run = newest_signed(outlines) or next(iter(outlines), None)
    return Assessment.objects.filter(pk__in=[run.pk] if run else [])


def printed_answers(plant: Plant) -> QuerySet[Answer]:
    """Return the answers with words of people of which documents of a plant speak."""
    rows = Answer.objects.filter(assessment__in=printed_runs(plant).values("pk"))
    return rows.exclude(note="", reason="").order_by("question")


def signed_before(run: Assessment, others: Iterable[Assessment]) -> Assessment | None:
    """Return of a plant's runs the one signed off last before `run`.

    A run that is not signed itself comes after all that are.
    """
    earlier = (other for other in others if other.pk != run.pk)
    if run.state == Assessment.State.SIGNED_OFF:
        earlier = (other for other in earlier if _signature(other) < _signature(run))
    return newest_signed(earlier)


@dataclass(frozen=True, slots=True)
class Compared:
    """The run that a result is compared with, and whether that was withdrawn since."""

    title: str
    is_withdrawn: bool


def compared_with(run: Assessment) -> Compared | None:
    """Return with what a run is compared; one query.

    A sealed comparison stays as it was signed: its run is the one whose seal held at that time.
    """
    seals = Snapshot.objects.filter(assessment__plant=run.plant_id).exclude(assessment=run)
    held = Q(withdrawal=None)
    if run.state == Assessment.State.SIGNED_OFF:
        seals = seals.filter(locked_at__lt=run.signed_off_at)
        held |= Q(withdrawal__withdrawn_at__gt=run.signed_off_at)
    rows = seals.filter(held).order_by("-locked_at", "-pk")
    found = rows.values_list("assessment__title", "withdrawal").first()
    return Compared(found[0], found[1] is not None) if found else None


def framework_of(release: PackRelease) -> Framework:
    """Return the framework of a release; read and checked once per process."""
    return release.read(Framework)


def coverage_of(run: Assessment) -> Decimal:
    """Return the stored share of the applicable weight that is answered [0-1]."""
    return Decimal(run.scores.get("coverage") or 0)


def run_sections(run: Assessment) -> tuple[Section, ...]:
    """Return the sections of a run with the questions that it asks."""
    return find_sections(framework_of(run.framework), set(run.scores.get("visible", ())))


def section_title(run: Assessment, section: str) -> LocalizedText:
    """Return the name of a section, its id where the framework does not know it."""
    node = framework_of(run.framework).nodes.get(section)
    return title_of(node) if node else same(section)


def section_progress(run: Assessment, language: str) -> list[SectionProgress]:
    """Return the progress of every section from the stored scores; no query but the cached pack."""
    parts: Mapping[str, Any] = run.scores.get("sections", {})
    return [
        SectionProgress(
            id=section.id,
            title=section.title.in_language(language),
            answered=parts[section.id]["answered"],
            questions=parts[section.id]["questions"],
            score=_decimal(parts[section.id]["score"]),
            target=_decimal(parts[section.id]["target"]),
            coverage=_decimal(parts[section.id]["coverage"]) or Decimal(0),
            level=parts[section.id]["level"],
            maximum=_decimal(parts[section.id]["maximum"]) or Decimal(1),
        )
        for section in run_sections(run)
        if section.id in parts
    ]


def settled_questions(run: Assessment) -> set[str]:
    """Return the questions of a run that need no more work: answered, or they do not apply."""
    return {row.question for row in Answer.objects.filter(assessment=run) if row.is_settled}


def proposed_questions(run: Assessment) -> set[str]:
    """Return the questions of a run of which it waits for an assessor whether they apply."""
    return {row.question for row in Answer.objects.filter(assessment=run) if row.is_proposed}


def seals(run: Assessment) -> list[Snapshot]:
    """Return every seal of a run, the newest first, each with its withdrawal; without the data."""
    rows = Snapshot.objects.filter(assessment=run).select_related(
        "locked_by", "withdrawal__withdrawn_by"
    )
    return list(rows.defer("data").order_by("-number"))
