"""Tell how sure levels are from the command line; see docs/cli.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleError, error_words
from scoring.domain.confidence import (
    Steps,
    VoiceProposal,
    confidence_band,
    joint_confidence,
    priority_factor,
    propose,
)
from scoring.domain.undefined import Statistic, Undefined
from scoring.domain.voice_files import VoicedQuestion, read_amount, read_voices, read_whole
from scoring.management.figures import number, shown, told
from scoring.management.texts import read_text
from sheets.pages import CODE_PAGES

Ends = tuple[Decimal, Decimal]


class Command(BaseCommand):
    help = "Prints how sure levels are (columns item,voices and perhaps weight,roles,evidence)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("voices", type=Path, help="CSV file with a row for each question")
        parser.add_argument(
            "--levels", metavar="LOWEST:HIGHEST", help="0:5; without it levels have no order"
        )
        parser.add_argument(
            "--score", metavar="SCORE", help="of all questions together; a range as LOWER:UPPER"
        )
        parser.add_argument(
            "--encoding",
            choices=list(CODE_PAGES),
            help="code page of the table, where the file does not tell it",
        )
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        try:
            steps = read_steps(options["levels"])
            ends = read_ends(options["score"])
            questions = read_voices(read_text(options["voices"], options["encoding"]), steps)
            data = describe(questions, steps, ends)
        except (RuleError, OSError) as error:
            raise CommandError(error_words(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(data)))


def read_steps(text: str | None) -> Steps | None:
    """Return the levels that are given; None where they are not.

    Raises: RuleError for another text than LOWEST:HIGHEST.
    """
    if text is None:
        return None
    lowest, _, highest = text.replace("：", ":").partition(":")
    try:
        return Steps(read_whole(lowest), read_whole(highest))
    except RuleError as error:
        raise RuleError(f"--levels: {error}", field="levels") from error


def read_ends(text: str | None) -> Ends | None:
    """Return the two ends of a score; both are the same where one number is given.

    Raises: RuleError for no numbers, and for a lower end above the upper.
    """
    if text is None:
        return None
    lower, _, upper = text.replace("：", ":").partition(":")
    try:
        ends = (read_amount(lower), read_amount(upper or lower))
    except RuleError as error:
        raise RuleError(f"--score: {error}", field="score") from error
    if ends[0] > ends[1]:
        raise RuleError(f"--score: the lower end comes first: {text}", field="score")
    return ends


def describe(
    questions: Sequence[VoicedQuestion], steps: Steps | None, ends: Ends | None
) -> dict[str, Any]:
    """Return everything that is printed, with plain JSON numbers."""
    whole = joint_confidence((entry.weight, entry.sure(steps)) for entry in questions)
    return {
        "levels": [steps.lowest, steps.highest] if steps else None,
        "questions": [_question(entry, steps) for entry in questions],
        "confidence": told(whole),
        "band": _band(ends, whole, steps),
    }


def _question(entry: VoicedQuestion, steps: Steps | None) -> dict[str, Any]:
    found, sure = propose(entry.voices, steps), entry.sure(steps)
    ends = agreement = level = None
    if isinstance(found, VoiceProposal):
        level, agreement = found.level, found.agreement
        ends = (Decimal(level), Decimal(level))
    return {
        "item": entry.item,
        "voices": len(entry.voices),
        "level": level,
        "must_moderate": found.must_moderate if isinstance(found, VoiceProposal) else False,
        "r_wg": None if agreement is None else told(agreement),
        "confidence": told(sure),
        "band": _band(ends, sure, steps),
        "priority_factor": None if isinstance(sure, Undefined) else number(priority_factor(sure)),
    }


def _band(ends: Ends | None, sure: Statistic, steps: Steps | None) -> list[float] | None:
    """Return between which points a score lies; None without score, scale or confidence."""
    if ends is None or steps is None:
        return None
    found = confidence_band(ends, sure, steps)
    return None if isinstance(found, Undefined) else [number(found.lower), number(found.upper)]


def _lines(data: dict[str, Any]) -> Iterator[str]:
    """Yield a table for reading; what is undefined is a dash and its reason."""
    for entry in data["questions"]:
        level = "" if entry["level"] is None else f"  level {entry['level']}"
        talk = "  to be moderated" if entry["must_moderate"] else ""
        yield f"{entry['item']}\t{shown(entry['confidence'])}{level}{_between(entry['band'])}{talk}"
    yield f"all\t{shown(data['confidence'])}{_between(data['band'])}"


def _between(band: Sequence[float] | None) -> str:
    return "" if band is None else f"  between {band[0]:.2f} and {band[1]:.2f}"
