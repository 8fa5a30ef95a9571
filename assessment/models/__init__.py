"""Tables of assessments, systems, findings and requirements."""

from assessment.models.assessment import (
    Answer,
    AnswerRevision,
    Assessment,
    Evidence,
    SectionAssignment,
    Snapshot,
    Withdrawal,
)
from assessment.models.finding import Finding, Requirement

__all__ = [
    "Answer",
    "AnswerRevision",
    "Assessment",
    "Evidence",
    "Finding",
    "Requirement",
    "SectionAssignment",
    "Snapshot",
    "Withdrawal",
]
