"""Compute a plan from the command line; see docs/cli.md."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleError, error_words
from planning.domain.collisions import Collision, collisions
from planning.domain.estimates import Percentile
from planning.domain.network import LAG_MAX
from planning.domain.passes import Dates, Timetable, timetable
from planning.domain.simulations import as_day, simulate
from planning.domain.slips import Slip, slip
from planning.domain.wording import told
from planning.importers.files import read_bytes
from planning.importers.plans import PlanFile, read_plan

SLIP = re.compile(r"(.+)=([+-]?\d{1,6})")


class Command(BaseCommand):
    help = "Prints early and late dates, float, critical path and conflicts of a plan (JSON)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", type=Path, help="JSON file, see docs/cli.md")
        parser.add_argument(
            "--slip",
            nargs="+",
            action="extend",
            default=[],
            metavar="MILESTONE=DAYS",
            help="what moves if milestones move, and what does not",
        )
        parser.add_argument("--seed", type=int, default=1, help="of the simulation of ranges")
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        path: Path = options["plan"]
        try:
            data = describe(read_plan(read_bytes(path)), options["slip"], options["seed"])
        except (RuleError, OSError) as error:
            raise CommandError(f"{path.name}: {error_words(error)}", returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(data)))


def describe(file: PlanFile, slips: Sequence[str], seed: int) -> dict[str, Any]:
    """Return everything that is printed."""
    table = timetable(file.plan)
    data: dict[str, Any] = {
        "end": table.end.isoformat(),
        "items": {name: _dates(dates) for name, dates in table.dates.items()},
        "critical_path": list(table.critical_path),
        "conflicts": [_conflict(pair) for pair in collisions(table)],
    }
    if slips:
        data["slip"] = _slip(slip(table, _read_slips(slips)))
    if file.ranges:
        found = simulate(file.plan, file.ranges, seed)
        ends = {name: [_percentile(part) for part in parts] for name, parts in found.items()}
        data["simulation"] = {"seed": seed, "early_finish": ends}
    return data


def _read_slips(pairs: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for pair in pairs:
        match = SLIP.fullmatch(pair)
        if match is None or abs(int(match[2])) > LAG_MAX:
            raise RuleError(f"--slip is MILESTONE=DAYS, not {pair}")
        if match[1] in found:
            raise RuleError(f"--slip: {match[1]} is given twice")
        found[match[1]] = int(match[2])
    return found


def _dates(dates: Dates) -> dict[str, Any]:
    return {
        "early_start": dates.early.start.isoformat(),
        "early_finish": dates.early.end.isoformat(),
        "late_start": dates.late.start.isoformat(),
        "late_finish": dates.late.end.isoformat(),
        "float": dates.float_days,
        "critical": dates.is_critical,
    }


def _conflict(pair: Collision) -> dict[str, Any]:
    words = told(pair)
    return {
        "item": pair.item,
        "with": pair.other,
        "days": pair.days,
        "text": words.en,
        "text_zh_hans": words.zh_hans,
    }


def _slip(found: Slip) -> dict[str, Any]:
    table: Timetable = found.after
    return {
        "moves": {
            name: {"early_start": move.early_start, "late_start": move.late_start}
            for name, move in found.moves.items()
            if not move.is_rest
        },
        "stays": [name for name, move in found.moves.items() if move.is_rest],
        "items": {name: _dates(dates) for name, dates in table.dates.items()},
        "critical_path": list(table.critical_path),
        "conflicts": [_conflict(pair) for pair in collisions(table)],
    }


def _percentile(part: Percentile) -> dict[str, Any]:
    return {
        "share": part.share,
        "date": as_day(part.value).isoformat(),
        "between": [as_day(part.low).isoformat(), as_day(part.high).isoformat()],
    }


def _lines(data: dict[str, Any]) -> list[str]:
    lines = ["item\tearly\t\tlate\t\tfloat"]
    for name, dates in data["items"].items():
        days = [dates[k] for k in ("early_start", "early_finish", "late_start", "late_finish")]
        mark = "\tcritical" if dates["critical"] else ""
        lines.append("\t".join([name, *days, str(dates["float"])]) + mark)
    lines.append(f"critical path: {' → '.join(data['critical_path']) or 'none'}")
    return lines + [pair["text"] for pair in data["conflicts"]]
