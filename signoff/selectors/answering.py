"""Who gave the answers of a run, by question, and who may judge them."""

from __future__ import annotations

from collections import defaultdict

from assessment.models import Answer, Assessment
from organizations.domain.roles import Permission
from organizations.models import User
from organizations.selectors.places import people_with
from questionnaire.models import RaterAnswer


def givers(run: Assessment) -> dict[str, set[int]]:
    """Return by question who gave its answer, or spoke apart, by id; two queries.

    What several came to, and what an assessor agreed on with them, is the answer of those who spoke.
    """
    visible, found = set(run.scores.get("visible", ())), defaultdict[str, set[int]](set)
    answers = Answer.objects.filter(assessment=run).exclude(answered_by=None)
    for answer in answers:
        if answer.is_settled and answer.answered_by_id:
            found[answer.question].add(answer.answered_by_id)
    for voice in RaterAnswer.objects.filter(assessment=run):
        if voice.has_spoken:
            found[voice.question].add(voice.rater_id)
    return {question: people for question, people in found.items() if question in visible}


def answerers(run: Assessment) -> set[int]:
    """Return who gave any answer of a run, by id; two queries."""
    return {person for people in givers(run).values() for person in people}


def reviewers(run: Assessment) -> list[User]:
    """Return who may judge answers of a run, by name; one query."""
    return list(people_with(run.plant, Permission.ASSESSMENT_REVIEW))
