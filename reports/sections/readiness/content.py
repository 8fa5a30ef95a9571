"""The run behind the figures: level, and what the next one needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText
from scoring.domain.matrix import Figures


@dataclass(frozen=True, slots=True)
class Readiness:
    """The run behind the figures, and its overall result.

    `because` says what holds the level, or why there is none though the framework gives one
    (`has_level`); a level that something holds has no name of its own. `lifted` says through which
    accepted "does not apply" it is higher. `restated_from` is the release that the run before was
    signed under, where its answers were scored anew under this run's release; else empty. `remark`
    are the words of whoever signed; `signers` everybody who did, in documents of before only the last
    one is known (`signed_by`). Of `drawn` answers that were looked at again `stood` stood.
    """

    run: str
    framework: LocalizedText
    framework_version: str
    engine_version: str
    snapshot: str
    is_provisional: bool
    signed_on: date | None
    signed_by: str
    previous_run: str
    previous_withdrawn: bool
    restated_from: str
    target_on: date | None
    score: Decimal | None
    target: Decimal | None
    figures: Figures
    maximum: Decimal
    level: int | None
    level_name: LocalizedText | None
    because: LocalizedText | None
    next_level: int | None
    coverage: Decimal
    answered: int
    questions: int
    unmet: tuple[LocalizedText, ...]
    has_level: bool = False
    remark: str = ""
    lifted: LocalizedText | None = None
    signers: tuple[str, ...] = ()
    drawn: int = 0
    stood: int = 0


@dataclass(frozen=True, slots=True)
class ReadinessChapter:
    """The chapter; without a run it says so."""

    readiness: Readiness | None
