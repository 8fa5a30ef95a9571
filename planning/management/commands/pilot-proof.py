"""Judge the readings of a pilot from the command line; see docs/cli.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleError, error_words
from indicators.domain.baseline import Baseline
from planning.domain.proof import Better, Interval, Phases, PilotProof, prove
from planning.importers.files import read_bytes
from planning.importers.pilots import read_pilot
from sheets.numbers import DecimalMark
from sheets.pages import CODE_PAGES


class Command(BaseCommand):
    help = "Says whether a pilot changed what it was to change (columns group,phase,value)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("readings", type=Path, help="CSV or XLSX: group,phase,value")
        parser.add_argument(
            "--better",
            choices=[way.value for way in Better],
            help="which way is an improvement; without it a change either way counts",
        )
        parser.add_argument("--decimal", choices=[mark.value for mark in DecimalMark])
        parser.add_argument("--encoding", choices=list(CODE_PAGES))
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        path: Path = options["readings"]
        try:
            mark = DecimalMark(options["decimal"]) if options["decimal"] else None
            encoding = options["encoding"] or ""
            pilot, control = read_pilot(read_bytes(path), path.name, mark=mark, encoding=encoding)
            better = Better(options["better"]) if options["better"] else None
            data = describe(prove(pilot, control, better), pilot, control)
        except (RuleError, OSError) as error:
            raise CommandError(f"{path.name}: {error_words(error)}", returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(f"{name}\t{value}" for name, value in data.items()))


def describe(proof: PilotProof, pilot: Phases, control: Phases | None) -> dict[str, Any]:
    """Return everything that is printed, with plain JSON numbers."""
    counts = {"before": len(pilot.before), "after": len(pilot.after)}
    if control:
        counts |= {"control_before": len(control.before), "control_after": len(control.after)}
    return {
        "n": counts,
        "difference": float(proof.difference),
        "welch": _ends(proof.welch),
        "shift": float(proof.shift),
        "shift_interval": _ends(proof.shift_interval),
        "run_rule": proof.run is not None,
        "run_side": proof.run.value if proof.run else None,
        "did": None if proof.did is None else float(proof.did),
        "did_interval": _ends(proof.did_interval),
        "stages": {"before": _stage(proof.before), "after": _stage(proof.after)},
        "too_early": proof.is_too_early,
        "label": proof.label.value,
    }


def _ends(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [float(end) for end in interval]


def _stage(stage: Baseline) -> dict[str, float | None]:
    limits = stage.limits
    return {
        "mean": float(stage.mean),
        "center": float(stage.center),
        "lower": None if limits is None else float(limits.lower),
        "upper": None if limits is None else float(limits.upper),
    }
