"""Compute an indicator of the catalog by its documented formula; see docs/cli.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleError, error_words
from core.wording.figures import plain
from readings.domain.operations import CALCULATIONS, calculate
from sheets.numbers import read_typed


class Command(BaseCommand):
    help = "Computes an indicator from its amounts; without an id it lists what can be computed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", nargs="?", default="", help="of the indicator, SC-01 for example")
        parser.add_argument(
            "amounts", nargs="*", metavar="NAME=VALUE", help="several values as 100;120;90"
        )
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        code = options["id"].upper()
        if not code:
            lines = [_line(one.id, (i.name for i in one.inputs)) for one in CALCULATIONS.values()]
            self.stdout.write("\n".join(lines))
            return
        try:
            amounts = read_amounts(options["amounts"])
            value = calculate(code, amounts)
        except RuleError as error:
            raise CommandError(error_words(error), returncode=2) from error
        unit = CALCULATIONS[code].unit
        if options["json"]:
            given = {name: [float(value) for value in values] for name, values in amounts.items()}
            data = {"id": code, "value": float(value), "unit": unit, "amounts": given}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"{code}\t{plain(value)}\t{unit}")


def _line(code: str, names: Iterable[str]) -> str:
    return f"{code}\t{' '.join(names)}"


def read_amounts(texts: Iterable[str]) -> dict[str, list[Decimal]]:
    """Return input -> values of arguments such as actual=100;120.

    Raises:
        RuleError: no such form, or not a number.
    """
    amounts: dict[str, list[Decimal]] = {}
    for text in texts:
        name, found, values = text.partition("=")
        if not found:
            raise RuleError(f"{text}: an amount is written NAME=VALUE")
        amounts[name] = [_number(part, name) for part in values.split(";") if part.strip()]
    return amounts


def _number(text: str, name: str) -> Decimal:
    try:
        number = read_typed(text)
    except ValueError as error:
        raise RuleError(f"{name}: not a number: {text}", field=name) from error
    return number if number is not None else Decimal(0)
