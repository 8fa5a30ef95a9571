"""Tables of runs, answers and seals."""

from assessment.models.assessment import (
    Answer,
    AnswerEvidence,
    AnswerRevision,
    Assessment,
    SectionAssignment,
    Snapshot,
    Withdrawal,
)

__all__ = [
    "Answer",
    "AnswerEvidence",
    "AnswerRevision",
    "Assessment",
    "SectionAssignment",
    "Snapshot",
    "Withdrawal",
]
