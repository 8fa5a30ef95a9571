"""The questions of a section as the questionnaire shows them, and the way through the sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404

from assessment.access import language
from assessment.models import Answer, AnswerEvidence, Assessment, SectionAssignment
from assessment.selectors.cards import Card, question_cards
from assessment.selectors.evidence import evidence_of
from assessment.selectors.runs import run_sections, section_progress
from core.forms import new_key
from questionnaire.selectors import closing
from questionnaire.selectors.closing import Answerer
from questionnaire.selectors.own import own_counts, shown_answers
from questionnaire.views.respondent import Respondent
from scoring.domain.sections import Section


@dataclass
class Item:
    """One question of the open section with its state."""

    card: Card
    answer: Answer
    href: str
    proofs: list[AnswerEvidence] = field(default_factory=list)
    previous: str = ""
    following: str = ""
    is_open: bool = False
    key: str = field(default_factory=new_key)
    place: int = 1
    count: int = 1

    @property
    def id(self) -> str:
        """The question."""
        return self.card.id

    @property
    def is_settled(self) -> bool:
        """Whether it is answered or does not apply."""
        return self.answer.is_settled

    @property
    def level(self) -> int | None:
        """The answered level, for its mark on the ramp."""
        value = self.answer.value
        return value if isinstance(value, int) and self.card.kind == "levels" else None

    @property
    def choice(self) -> str:
        """The chosen level or option as text."""
        return "" if self.answer.value is None else str(self.answer.value)

    @property
    def to_go(self) -> int:
        """Levels between answer and target."""
        if self.level is None or self.answer.target is None:
            return 0
        return max(self.answer.target - self.level, 0)


def items_of(
    run: Assessment, sections: Sequence[Section], section: Section, respondent: Respondent
) -> list[Item]:
    """Return the questions of a section with a reader's answers and evidence; two queries.

    One more where sections of the run are answered apart. By link nobody sees evidence.
    """
    cards = question_cards(run.framework, language())
    answers = shown_answers(run, section, respondent.person)
    proofs = {} if respondent.token else evidence_of(run, section.questions)
    items = []
    every = [question for part in sections for question in part.questions]
    first, size = every.index(section.questions[0]), len(section.questions)
    addresses = {
        question: respondent.question(run, question)
        for question in every[max(first - 1, 0) : first + size + 1]
    }
    for place, question in enumerate(section.questions, start=1):
        answer = answers.get(question) or Answer(question=question, version=Answer.UNANSWERED)
        before, after = neighbors(every, question)
        items.append(
            Item(
                card=cards[question],
                answer=answer,
                href=addresses[question],
                proofs=proofs.get(question, []),
                previous=addresses.get(before, ""),
                following=addresses.get(after, ""),
                place=place,
                count=len(section.questions),
            )
        )
    return items


def find_section(sections: Sequence[Section], question: str) -> Section:
    """Return the section of a question or answer 404."""
    for section in sections:
        if question in section.questions:
            return section
    raise Http404


def neighbors(every: Sequence[str], question: str) -> tuple[str, str]:
    """Return of all questions of a run those before and after one; empty at the ends."""
    place = every.index(question)
    before = every[place - 1] if place else ""
    return before, every[place + 1] if place + 1 < len(every) else ""


def nav_context(run: Assessment, section: str, respondent: Respondent) -> dict[str, Any]:
    """Return what the list of sections shows; of those answered apart how far the reader is."""
    own = own_counts(run, respondent.person)
    firsts = {part.id: part.questions[0] for part in respondent.seen(run_sections(run))}
    progress = [
        replace(part, answered=own[part.id]) if part.id in own else part
        for part in section_progress(run, language())
        if part.id in firsts
    ]
    return {
        "sections": [
            {
                "part": part,
                "href": respondent.question(run, firsts[part.id]),
                "current": part.id == section,
            }
            for part in progress
        ],
        "answered": sum(part.answered for part in progress),
        "questions": sum(part.questions for part in progress),
    }


def why_closed(
    run: Assessment, section: str, parts: Sequence[SectionAssignment], respondent: Respondent
) -> str:
    """Return in words why the person cannot answer here; empty when they can."""
    who = Answerer(
        respondent.person,
        may_answer=respondent.answers,
        may_manage=respondent.manages,
        may_review=respondent.reviews,
    )
    return closing.why_closed(run, section, parts, who)
