"""Personal links: the one of an address, those of a run with how far their people are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from assessment.models import Assessment
from assessment.selectors.runs import run_sections, section_progress, settled_questions
from core import clock
from core.base import every_row
from organizations.selectors.mailing import is_mail_on
from questionnaire.domain.links import (
    CODE_HOLDS,
    LIVE,
    LinkState,
    code_stands,
    link_state,
    token_hash,
)
from questionnaire.models import AnswerLink, RaterAnswer


def link_of(token: str) -> AnswerLink | None:
    """Return the link of an address, whatever its state; None if there is none."""
    rows = every_row(AnswerLink).select_related(
        "person", "invited_by", "assessment__plant__organization"
    )
    return rows.filter(token_hash=token_hash(token)).first()


def state_of(link: AnswerLink, *, is_run_open: bool, has_sections: bool) -> LinkState:
    """Return where a link stands now."""
    return link_state(
        now=clock.now(),
        expires_at=link.expires_at,
        revoked_at=link.revoked_at,
        handed_in_at=link.handed_in_at,
        is_opened=bool(link.devices),
        takes_answers=is_run_open and has_sections,
    )


def is_mailed(link: AnswerLink) -> bool:
    """Tell whether codes of a link go to the person by mail; else the inviter passes them on."""
    return bool(link.mail) and is_mail_on()


def code_until(link: AnswerLink) -> datetime | None:
    """Return until when the newest code of a link may be entered; None if there is none."""
    if link.code_made_at is None or not code_stands(
        made_at=link.code_made_at, tries=link.code_tries, now=clock.now()
    ):
        return None
    return link.code_made_at + CODE_HOLDS


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A personal link as its inviter sees it.

    Attributes:
        link: the row.
        state: where it stands.
        sections: titles of those the person answers.
        answered: how many of their questions are settled for the person.
        questions: how many there are.
    """

    link: AnswerLink
    state: LinkState
    sections: tuple[str, ...]
    answered: int
    questions: int

    @property
    def is_live(self) -> bool:
        """Whether the address still opens."""
        return self.state in LIVE

    @property
    def can_renew(self) -> bool:
        """Whether it may get a new address: it works, or only its time is over."""
        return self.is_live or self.state is LinkState.EXPIRED

    @property
    def waits_for_code(self) -> bool:
        """Whether somebody waits for a code that the inviter passes on."""
        return self.is_live and self.link.code_asked_at is not None

    @property
    def key(self) -> str:
        """The number as text, for ids of a page."""
        return str(self.link.pk)


def link_rows(run: Assessment, language: str) -> list[LinkRow]:
    """Return the personal links of a run, the newest first; four queries at most."""
    links = list(AnswerLink.objects.filter(assessment=run).select_related("person", "invited_by"))
    if not links:
        return []
    people = [link.person_id for link in links]
    held: dict[int, set[str]] = defaultdict(set)
    pairs = run.assignments.filter(user__in=people).values_list("user_id", "section")
    for person, section in pairs:
        held[person].add(section)
    said: dict[int, set[str]] = defaultdict(set)
    for row in RaterAnswer.objects.filter(assessment=run, rater__in=people):
        if row.has_spoken:
            said[row.rater_id].add(row.question)
    settled, titles = settled_questions(run), _titles(run, language)
    is_open = run.state == Assessment.State.OPEN
    rows = []
    for link in links:
        parts = [part for part in run_sections(run) if part.id in held[link.person_id]]
        done = {
            question
            for part in parts
            for question in part.questions
            if question in (said[link.person_id] if part.id in run.apart else settled)
        }
        rows.append(
            LinkRow(
                link=link,
                state=state_of(link, is_run_open=is_open, has_sections=bool(parts)),
                sections=tuple(titles[part.id] for part in parts),
                answered=len(done),
                questions=sum(len(part.questions) for part in parts),
            )
        )
    return rows


def _titles(run: Assessment, language: str) -> dict[str, str]:
    return {part.id: part.title for part in section_progress(run, language)}
