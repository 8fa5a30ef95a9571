"""Value cash flows from the command line; see docs/cli.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleError, error_words
from planning.domain.estimates import (
    Z_80,
    Percentile,
    ThreePoint,
    joined,
    percentile,
    summed,
    sums,
)
from planning.domain.flows import ONE, Appraisal, appraise
from planning.domain.inflation import Currencies, home_value
from planning.importers.files import read_bytes
from planning.importers.flows import RangedFlow, read_flows
from sheets.numbers import DecimalMark, is_percent, read_typed
from sheets.pages import CODE_PAGES

SHARES = (0.2, 0.5, 0.8)
RATES = ("rate", "finance", "reinvest", "inflation", "local_inflation", "spot")


class Command(BaseCommand):
    help = "Prints NPV, IRR, MIRR, payback and the like of cash flows (columns date,amount)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("flows", type=Path, help="CSV or XLSX with the columns date,amount")
        parser.add_argument("--rate", required=True, help="discount rate a year, 0.1 for 10 %%")
        parser.add_argument("--finance", help="rate paid on money out, for the MIRR")
        parser.add_argument("--reinvest", help="rate earned on money in, for the MIRR")
        parser.add_argument("--inflation", help="inflation at home; adds the value in real money")
        parser.add_argument("--local-inflation", help="inflation where the flows are")
        parser.add_argument("--spot", help="home money for one unit of the flows' money")
        parser.add_argument("--seed", type=int, default=1, help="of the simulation of ranges")
        parser.add_argument("--decimal", choices=[mark.value for mark in DecimalMark])
        parser.add_argument("--encoding", choices=list(CODE_PAGES))
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        path: Path = options["flows"]
        try:
            rates = {name: read_rate(name, options[name]) for name in RATES}
            mark = DecimalMark(options["decimal"]) if options["decimal"] else None
            encoding = options["encoding"] or ""
            flows = read_flows(read_bytes(path), path.name, mark=mark, encoding=encoding)
            data = describe(flows, rates, options["seed"])
        except (RuleError, OSError) as error:
            raise CommandError(f"{path.name}: {error_words(error)}", returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(f"{name}\t{value}" for name, value in data.items()))


def read_rate(name: str, text: str | None) -> Decimal | None:
    """Return a share given on the command line, None where it is not given.

    Raises:
        RuleError: no number, or one with a percent sign.
    """
    if text is None:
        return None
    option = f"--{name.replace('_', '-')}"
    try:
        value = read_typed(text)
    except ValueError:
        value = None
    if value is None or is_percent(text):
        raise RuleError(f"{option} is a number, 0.1 for 10 %, not {text}")
    return value


def describe(
    flows: Sequence[RangedFlow], rates: dict[str, Decimal | None], seed: int
) -> dict[str, Any]:
    """Return everything that is printed, with plain JSON numbers."""
    rate = rates["rate"] or Decimal(0)
    plain = [entry.flow for entry in flows]
    found = appraise(plain, rate, finance=rates["finance"], reinvest=rates["reinvest"])
    data = _returns(found)
    data |= _money(found, rate, rates)
    if any(entry.range.low != entry.range.high for entry in flows):
        data |= _ranges(flows, rate, seed)
    return data


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _returns(found: Appraisal) -> dict[str, Any]:
    names = (
        *("npv", "irr", "mirr", "payback", "discounted_payback", "profitability_index"),
        *("xnpv", "xirr"),
    )
    profile = [{"rate": float(rate), "npv": float(value)} for rate, value in found.profile]
    return {
        **{name: _number(getattr(found, name)) for name in names},
        "profile": profile or None,
        "flows": [{"t": t, "amount": float(amount)} for t, amount in enumerate(found.years)],
    }


def _money(found: Appraisal, rate: Decimal, rates: dict[str, Decimal | None]) -> dict[str, Any]:
    """Return the value at home and in real money, where inflation is given."""
    inflation, local, spot = rates["inflation"], rates["local_inflation"], rates["spot"]
    if inflation is None:
        if local is not None or spot is not None:
            raise RuleError("--local-inflation and --spot belong to --inflation")
        return {}
    money = Currencies(
        ONE if spot is None else spot, inflation, inflation if local is None else local
    )
    value = home_value(found.years, rate, money)
    names = ("converted", "abroad", "real", "local_rate", "real_rate")
    return {"home": {name: float(getattr(value, name)) for name in names}}


def _ranges(flows: Sequence[RangedFlow], rate: Decimal, seed: int) -> dict[str, Any]:
    """Return the NPV of the low, likely and high amounts, and between which it lies."""
    first = min(entry.flow.day.year for entry in flows)
    groups: dict[str, list[ThreePoint]] = {}
    for place, entry in enumerate(flows):
        factor = (ONE + rate) ** (first - entry.flow.day.year)
        worth = ThreePoint(
            entry.range.low * factor, entry.range.likely * factor, entry.range.high * factor
        )
        groups.setdefault(entry.group or f"\n{place}", []).append(worth)
    parts = [joined(group) for group in groups.values()]
    mean, deviation = summed(parts)
    whole = joined(parts)
    drawn = sorted(sums(parts, seed))
    return {
        "cases": {
            "low": float(whole.low),
            "base": float(whole.likely),
            "high": float(whole.high),
        },
        "estimate": {
            "mean": float(mean),
            "deviation": float(deviation),
            "p20": float(mean - Z_80 * deviation),
            "p50": float(mean),
            "p80": float(mean + Z_80 * deviation),
        },
        "simulation": {
            "seed": seed,
            "npv": [_percentile(percentile(drawn, share)) for share in SHARES],
        },
    }


def _percentile(part: Percentile) -> dict[str, Any]:
    return {"share": part.share, "value": part.value, "between": [part.low, part.high]}
