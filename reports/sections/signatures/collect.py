"""What is decided, and what it rests on."""

from __future__ import annotations

from reports.sections.readiness.collect import readiness
from reports.sections.signatures.content import SignatureChapter
from reports.sections.summary.collect import motion
from reports.selectors.record import PlantRecord


def collect(record: PlantRecord) -> SignatureChapter:
    """Return the chapter."""
    return SignatureChapter(motion(record), readiness(record.measured))
