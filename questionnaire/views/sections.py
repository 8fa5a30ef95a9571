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
from questionnaire.domain.way import minutes_left, neighbors
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
    was_settled: bool = False

    @property
    def id(self) -> str:
        """The question."""
        return self.card.id

    @property
    def is_settled(self) -> bool:
        """Whether it is answered or does not apply; `was_settled` says so where no answer is shown."""
        return self.was_settled or self.answer.is_settled

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
    beside = {one: neighbors(sections, respondent.own, one) for one in section.questions}
    wanted = {*section.questions, *(one for pair in beside.values() for one in pair if one)}
    addresses = {question: respondent.question(run, question) for question in wanted}
    for place, question in enumerate(section.questions, start=1):
        answer = answers.get(question) or Answer(question=question, version=Answer.UNANSWERED)
        before, after = beside[question]
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


def nav_context(
    run: Assessment, section: str, respondent: Respondent, question: str = ""
) -> dict[str, Any]:
    """Return what the list of sections shows; of those answered apart how far the reader is.

    Sections that the reader is asked to answer stand first, and sums and minutes are of these.
    """
    said = own_counts(run, respondent.person)
    firsts = {part.id: part.questions[0] for part in respondent.seen(run_sections(run))}
    progress = [
        replace(part, answered=said[part.id]) if part.id in said else part
        for part in section_progress(run, language())
        if part.id in firsts
    ]
    own = [part for part in progress if part.id in respondent.own]
    others = [part for part in progress if part.id not in respondent.own]
    asked = own or others
    answered, questions = (
        sum(getattr(part, n) for part in asked) for n in ("answered", "questions")
    )
    is_going_on = respondent.answers and run.state == Assessment.State.OPEN
    left = questions - answered if is_going_on else 0
    return {
        "sections": [
            {
                "part": part,
                "href": respondent.question(run, firsts[part.id]),
                "current": part.id == section,
                "is_own": part in own,
            }
            for part in (*own, *others)
        ],
        "has_own": bool(own and others),
        "answered": answered,
        "questions": questions,
        "minutes": minutes_left(left),
        "next_open": respondent.next_open(run, question) if left else "",
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
