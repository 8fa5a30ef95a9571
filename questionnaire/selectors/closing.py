"""Which sections of a run a person may answer, and in words why not the others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.models import Assessment, SectionAssignment
from organizations.domain.roles import Permission
from organizations.models import User


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answers, and what of it their roles at the plant allow.

    Attributes:
        person: the person.
        may_answer: whether they answer questions at all.
        may_manage: whether sections assigned to others are open to them.
        may_review: whether they may say "does not apply" where gates rest on it.
    """

    person: User
    may_answer: bool
    may_manage: bool
    may_review: bool

    @classmethod
    def of(cls, person: User, rights: Collection[Permission]) -> Answerer:
        """Return a person with what their rights at a plant allow."""
        return cls(
            person,
            may_answer=Permission.ASSESSMENT_ANSWER in rights,
            may_manage=Permission.ASSESSMENT_MANAGE in rights,
            may_review=Permission.ASSESSMENT_REVIEW in rights,
        )


def run_closed(run: Assessment, who: Answerer) -> str:
    """Return in words why a person can answer nothing of a run; empty where they may."""
    reasons = (
        (run.state == Assessment.State.SIGNED_OFF, _("Read only: this run is signed off.")),
        (
            run.state != Assessment.State.OPEN,
            _("Read only: this run is submitted and waits for its review."),
        ),
        (not who.may_answer, _("Read only: your role at this plant does not answer questions.")),
    )
    return next((words for holds, words in reasons if holds), "")


def why_closed(
    run: Assessment, section: str, parts: Sequence[SectionAssignment], who: Answerer
) -> str:
    """Return in words why a person cannot answer a section; empty where they can.

    Args:
        run: the run.
        section: id of one of its sections.
        parts: who is asked to answer its sections.
        who: the person.
    """
    held = [part for part in parts if part.section == section]
    own = [part for part in held if part.user_id == who.person.pk]
    reasons = (
        (
            section in run.apart and not own,
            _("Read only: the people of this section answer it apart, each on their own."),
        ),
        (who.may_manage and section not in run.apart, ""),
        (bool(held and not own), _("Read only: this section is assigned to somebody else.")),
        (bool(own and own[0].submitted_at), _("You have submitted this section.")),
    )
    return run_closed(run, who) or next((words for holds, words in reasons if holds), "")
