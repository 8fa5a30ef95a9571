"""What a person may fill in of a run: their questions with what they see of them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.models import Answer, Assessment
from assessment.selectors.cards import Card, question_cards
from assessment.selectors.runs import run_sections
from questionnaire.selectors.closing import Answerer, why_closed
from questionnaire.selectors.hearing import own_answers
from questionnaire.selectors.own import own_apart


@dataclass(frozen=True, slots=True)
class FilledQuestion:
    """A question that a person may answer.

    Attributes:
        card: its words.
        answer: what they see stored: of a section answered apart what they said themselves.
        is_apart: whether its people answer it apart.
    """

    card: Card
    answer: Answer
    is_apart: bool


@dataclass(frozen=True, slots=True)
class FilledSection:
    """A section that a person may answer, with its questions in their order."""

    id: str
    title: str
    questions: tuple[FilledQuestion, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What a person may fill in.

    Attributes:
        run: with plant and framework.
        who: the person.
        language: of the words.
        sections: those that are open to them.
        closed: question -> why the person cannot answer it.
    """

    run: Assessment
    who: Answerer
    language: str
    sections: tuple[FilledSection, ...]
    closed: Mapping[str, str]

    @property
    def questions(self) -> Iterator[FilledQuestion]:
        """Every question, section by section."""
        return (one for section in self.sections for one in section.questions)


def filling(run: Assessment, who: Answerer, language: str) -> Filling:
    """Return what a person may fill in; four statements at most, whatever the number of questions.

    Args:
        run: with its plant.
        who: the person.
        language: of the words.
    """
    cards = question_cards(run.framework, language)
    parts = list(run.assignments.all())
    apart = own_apart(run, who.person)
    sections = run_sections(run)
    closed: dict[str, str] = {}
    rows_of_run = Answer.objects.filter(assessment=run).select_related("answered_by")
    shared = {row.question: row for row in rows_of_run}
    asked = [one for part in sections if part.id in apart for one in part.questions]
    own = own_answers(run, asked, who.person) if asked else {}
    found = []
    for part in sections:
        if words := why_closed(run, part.id, parts, who):
            closed |= dict.fromkeys(part.questions, words)
            continue
        is_apart = part.id in apart
        seen = own if is_apart else shared
        rows = tuple(
            FilledQuestion(
                cards[one],
                seen.get(one) or Answer(question=one, version=Answer.UNANSWERED),
                is_apart,
            )
            for one in part.questions
        )
        title = cards[part.questions[0]].section_title
        found.append(FilledSection(part.id, title, rows))
    return Filling(run, who, language, tuple(found), closed)
