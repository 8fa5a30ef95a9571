"""Questions of a run as people comment on them, and from whom that is hidden."""

from __future__ import annotations

from django.urls import reverse

from activity.domain.subjects import Subject, row_key
from assessment.models import Assessment
from assessment.selectors.runs import run_sections, runs, section_title
from core.phrases import phrase
from organizations.models import Plant, User
from questionnaire.selectors.own import own_apart, spoken


def question_key(run_id: int, question: str) -> str:
    """Return the name under which a question of a run has its comments."""
    return f"{run_id}:{question}"


def find_question(plant: Plant, key: str) -> Subject | None:
    """Return a question that a run of the plant asks; its title holds no answer."""
    found = _find(plant, key)
    if found is None:
        return None
    run, section, question = found
    title = phrase(
        "{question}, {section}, {run}",
        question=question,
        section=section_title(run, section),
        run=run.title,
    )
    return Subject(
        title, reverse("questionnaire:question-detail", args=[plant.slug, run.pk, question])
    )


def may_read(plant: Plant, key: str, reader: User) -> bool:
    """Tell whether a person may read what others say about a question.

    Whoever answers its section apart may not before they have answered it: a comment would tell them
    what others think. Once the run is signed nothing is hidden.
    """
    found = _find(plant, key)
    if found is None:
        return False
    run, section, question = found
    if run.state == Assessment.State.SIGNED_OFF or section not in own_apart(run, reader):
        return True
    return question in spoken(run, reader)


def _find(plant: Plant, key: str) -> tuple[Assessment, str, str] | None:
    """Return the run, the section and the question of a key."""
    number, _colon, question = key.partition(":")
    run = runs(plant).filter(pk=row_key(number)).first()
    if run is None:
        return None
    run.plant = plant
    parts = (part.id for part in run_sections(run) if question in part.questions)
    section = next(parts, None)
    return None if section is None else (run, section, question)
