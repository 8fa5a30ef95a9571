"""What a reader has answered: of sections answered apart their own answers, else what counts."""

from __future__ import annotations

from dataclasses import replace

from assessment.models import Answer, Assessment
from assessment.selectors.runs import framework_of, run_sections, settled_questions
from organizations.models import User
from questionnaire.models import RaterAnswer
from questionnaire.selectors.hearing import own_answers
from scoring.domain.sections import Section, find_sections


def own_sections(run: Assessment, reader: User) -> set[str]:
    """Return the sections that a person is asked to answer."""
    return set(run.assignments.filter(user=reader).values_list("section", flat=True))


def own_apart(run: Assessment, reader: User) -> set[str]:
    """Return the sections that a person is asked to answer apart; no query where none is."""
    return own_sections(run, reader) & set(run.apart) if run.apart else set()


def shown_answers(run: Assessment, section: Section, reader: User) -> dict[str, Answer]:
    """Return by question what a reader's questionnaire shows of a section.

    Of a section that they answer apart only what they said themselves.
    """
    if section.id in own_apart(run, reader):
        return own_answers(run, section.questions, reader)
    rows = Answer.objects.filter(assessment=run, question__in=section.questions)
    return {row.question: row for row in rows}


def own_settled(run: Assessment, reader: User) -> set[str]:
    """Return the questions that need no more work of a reader."""
    apart = own_apart(run, reader)
    settled = settled_questions(run)
    if not apart:
        return settled
    asked = {one for part in run_sections(run) if part.id in apart for one in part.questions}
    return settled - asked | spoken(run, reader)


def spoken(run: Assessment, reader: User) -> set[str]:
    """Return the questions on which a person said something apart."""
    rows = RaterAnswer.objects.filter(assessment=run, rater=reader)
    return {row.question for row in rows if row.has_spoken}


def own_counts(run: Assessment, reader: User) -> dict[str, int]:
    """Return by section, of those a person answers apart, how many they have answered."""
    apart = own_apart(run, reader)
    said = spoken(run, reader) if apart else set()
    return {
        part.id: len(said.intersection(part.questions))
        for part in run_sections(run)
        if part.id in apart
    }


def shown_version(run: Assessment, question: str, reader: User) -> int:
    """Return the version of what a reader's card shows of a question."""
    for part in find_sections(framework_of(run.framework)):
        if question in part.questions:
            shown = shown_answers(run, replace(part, questions=(question,)), reader)
            return shown[question].version if question in shown else Answer.UNANSWERED
    return Answer.UNANSWERED
