"""Tables of runs, answers and seals."""

from assessment.models.assessment import (
    Answer,
    AnswerRevision,
    Assessment,
    Evidence,
    SectionAssignment,
    Snapshot,
    Withdrawal,
)

__all__ = [
    "Answer",
    "AnswerRevision",
    "Assessment",
    "Evidence",
    "SectionAssignment",
    "Snapshot",
    "Withdrawal",
]
