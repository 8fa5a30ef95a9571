"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organizations.domain.evidence import Proven
from organizations.domain.roles import Permission
from organizations.domain.translated import BLUEPRINT, Translated
from organizations.domain.work import Owned


class AssessmentConfig(AppConfig):
    """Names the app and its acts."""

    name = "assessment"

    acts: ClassVar[dict[str, Any]] = {
        "answer.agreed": _("Took over what several answers come to"),
        "answer.saved": _("Answered a question"),
        "assessment.deleted": _("Deleted an assessment"),
        "assessment.edited": _("Edited an assessment"),
        "assessment.facts_refreshed": _("Took over the plant facts of the day"),
        "assessment.opened": _("Opened an assessment"),
        "assessment.signed_off": _("Signed off an assessment"),
        "assessment.submitted": _("Submitted an assessment for review"),
        "assessment.withdrawn": _("Withdrew the signature of an assessment"),
        "assessment.widened": _("Turned an express run into a full one"),
        "assessment.moved": _("Moved an assessment to another framework release"),
        "exclusion.accepted": _("Accepted that a question does not apply"),
        "exclusion.refused": _("Refused that a question does not apply"),
        "section.assigned": _("Assigned a section"),
        "section.handed_on": _("Handed a section on"),
        "section.returned": _("Returned a section"),
        "sections.submitted": _("Submitted own sections"),
        "sections.taken_back": _("Took own sections back"),
    }
    reminders = ("assessment.services.reminders.remind",)
    labels: ClassVar[dict[str, Any]] = {
        "answered": _("Answered"),
        "apart": _("Answered apart"),
        "decision_note": _("Reason of the assessor"),
        "framework": _("Framework"),
        "na_state": _("Proposal “does not apply”"),
        "not_applicable": _("Does not apply"),
        "proposals": _("Become proposals “does not apply”"),
        "question": _("Question"),
        "section": _("Section"),
        "sections": _("Sections"),
        "note": _("Note"),
        "sha256": _("Seal of the content"),
        "state": _("State"),
        "target": _("Target level"),
        "user": _("Assigned to"),
        "value": _("Answer"),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "assessment.answer": ("note", "reason", "decision_note", "translations"),
        "assessment.assessment": ("reason", "review_note", "scope", "translations"),
        "assessment.sectionassignment": ("return_note",),
        "assessment.withdrawal": ("reason",),
    }
    proven: ClassVar[tuple[Proven, ...]] = (
        Proven(
            "assessment.AnswerEvidence",
            Permission.ASSESSMENT_VIEW,
            sealed={"assessment__state": "signed_off"},
        ),
    )
    owned: ClassVar[tuple[Owned, ...]] = (
        Owned(
            "assessment.SectionAssignment",
            _("Assigned sections"),
            column="user",
            plant="assessment__plant",
            still_open={"assessment__state": "open", "submitted_at": None},
            once=("assessment", "section"),
            right=Permission.ASSESSMENT_ANSWER,
        ),
    )
    translated: ClassVar[tuple[Translated, ...]] = (
        Translated(
            "assessment.Assessment",
            _("Assessment"),
            ("scope", "review_note"),
            BLUEPRINT,
            Permission.ASSESSMENT_MANAGE,
            unprinted=("review_note",),
            rows="assessment.selectors.runs.printed_runs",
        ),
        Translated(
            "assessment.Answer",
            _("Answer"),
            ("note", "reason"),
            BLUEPRINT,
            Permission.ASSESSMENT_MANAGE,
            plant="assessment__plant",
            on_page_only=True,
            joins=("assessment",),
            rows="assessment.selectors.runs.printed_answers",
        ),
    )
