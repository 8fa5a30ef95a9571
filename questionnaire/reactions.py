"""What follows for answers given apart when people or the state of a run change."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.models import Answer, Assessment
from assessment.selectors.runs import run_sections
from core.errors import StateError
from core.wording.texts import listed
from organizations.models import User
from organizations.services.acts import Act, inside
from questionnaire.selectors.hearing import unsettled
from questionnaire.services.hearing import keep_as_said, settle_section


@inside(
    "assessment.submitted",
    "section.assigned",
    "section.returned",
    "sections.submitted",
    "sections.taken_back",
)
def hear_anew(*, act: Act, target: Assessment, by: User | None) -> None:
    """Let count what nobody is waited for any more, and nothing that somebody is waited for.

    Where a section begins to be answered apart, its answers so far are what those said who gave them.
    """
    if by is None or not target.apart:
        return
    begun = act.verb == "section.assigned" and act.changes.get("apart") == [False, True]
    for part in run_sections(target):
        if part.id not in target.apart:
            continue
        if begun and part.id == act.changes["section"]:
            rows = Answer.objects.filter(assessment=target, question__in=part.questions)
            keep_as_said(rows.exclude(answered_by=None))
        settle_section(target, part.id, part.questions, by=by)


@inside("assessment.signed_off")
def require_agreement(*, act: Act, target: Assessment, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Let nobody sign a run while people lie far apart and nobody has agreed with them.

    Raises:
        StateError: the questions, by name.
    """
    if target.apart and (left := unsettled(target)):
        words = _("Agree on these answers first, they lie far apart: %(questions)s.")
        raise StateError(words % {"questions": listed(left)})
