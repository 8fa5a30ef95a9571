"""Compute the baseline of a file of readings from the command line; see docs/cli.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleError, error_words
from indicators.domain.baseline import ENGINE_VERSION, Baseline, compute
from indicators.domain.signals import Signal, find_signals, odd_readings
from indicators.domain.snapshot import as_data, extract, seal
from readings.domain.periods import PER_YEAR, label_of
from readings.domain.points import Bounds
from readings.importers.series import SeriesFile, read_series
from sheets.numbers import DecimalMark, read_typed
from sheets.pages import CODE_PAGES, CodePageError

SHOWN_ERRORS = 20


class Command(BaseCommand):
    help = "Prints statistics and natural limits of readings (columns period,value)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("readings", type=Path, help="CSV or XLSX with the columns period,value")
        parser.add_argument("--lower", help="lowest value the indicator can take, for example 0")
        parser.add_argument("--upper", help="highest value the indicator can take, for example 100")
        parser.add_argument(
            "--decimal",
            choices=[mark.value for mark in DecimalMark],
            help="decimal mark of the values, where they can be read in two ways",
        )
        parser.add_argument(
            "--encoding",
            choices=list(CODE_PAGES),
            help="code page of the text, where the file does not tell it",
        )
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        path: Path = options["readings"]
        try:
            bounds = read_bound(options["lower"]), read_bound(options["upper"])
            mark = DecimalMark(options["decimal"]) if options["decimal"] else None
            page = options["encoding"] or ""
            series = read_series(path.read_bytes(), path.name, mark=mark, encoding=page)
            baseline = compute(
                series.points,
                bounds=bounds,
                label=label_of(series.step),
                per_year=PER_YEAR[series.step],
            )
        except (RuleError, OSError) as error:
            raise CommandError(shortened(error), returncode=2) from error
        if series.notes:
            self.stderr.write("\n".join(series.notes))
        data = describe(series, baseline, bounds)
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(f"{name}\t{value}" for name, value in _flat(data)))


def shortened(error: Exception) -> str:
    """Return an error in words: of many cells the first ones, and how many there are."""
    if isinstance(error, CodePageError):
        lines = [f"--encoding {page}: {letters}" for page, letters in error.letters.items()]
        return "\n".join([str(error), *lines])
    words = error_words(error)
    lines = words.splitlines()
    if len(lines) <= SHOWN_ERRORS:
        return words
    return "\n".join([*lines[:SHOWN_ERRORS], f"... {len(lines)} cells need a change"])


def read_bound(text: str | None) -> Decimal | None:
    """Return a bound given on the command line.

    Raises:
        RuleError: not a number.
    """
    try:
        return read_typed(text or "")
    except ValueError as error:
        raise RuleError(f"not a number: {text}") from error


def describe(series: SeriesFile, baseline: Baseline, bounds: Bounds) -> dict[str, Any]:
    """Return everything that is printed, with plain JSON numbers."""
    points = series.points
    signals: list[Signal] = odd_readings(points)
    if baseline.limits:
        signals = find_signals(points, baseline.limits) + signals
    return {
        "engine": ENGINE_VERSION,
        "step": str(series.step),
        "sha256": seal(extract(points)),
        "bounds": [None if bound is None else float(bound) for bound in bounds],
        **as_data(baseline, number=float),
        "signals": [
            {
                "rule": str(signal.rule),
                "side": str(signal.side),
                "periods": [point.label for point in signal.points],
                "values": [float(point.value) for point in signal.points],
                "figure": float(signal.figure),
            }
            for signal in signals
        ],
    }


def _flat(data: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in data.items():
        rows += _flat(value, f"{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return rows
