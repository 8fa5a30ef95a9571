"""Tell how far raters agree from the command line; see docs/cli.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleError, error_words
from scoring.domain.agreement import Scatter, scatter, within_group, within_group_joint
from scoring.domain.alpha import Metric, alpha, coincidences
from scoring.domain.concordance import Concordance, concordance
from scoring.domain.rating_files import RatingTable, Thing, read_ratings
from scoring.domain.undefined import Undefined
from scoring.management.figures import number, shown, told
from scoring.management.texts import read_text
from sheets.pages import CODE_PAGES


class Command(BaseCommand):
    help = "Prints how far raters agree (columns unit,rater,value and perhaps item)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ratings", type=Path, help="CSV file with unit,rater,value[,item]")
        parser.add_argument(
            "--options", type=int, required=True, help="how many options: values are 1 to this"
        )
        parser.add_argument(
            "--encoding",
            choices=list(CODE_PAGES),
            help="code page of the table, where the file does not tell it",
        )
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        try:
            text = read_text(options["ratings"], options["encoding"])
            table = read_ratings(text, options["options"])
        except (RuleError, OSError) as error:
            raise CommandError(error_words(error), returncode=2) from error
        data = describe(table)
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(data)))


def describe(table: RatingTable) -> dict[str, Any]:
    """Return everything that is printed, with plain JSON numbers."""
    seen = coincidences(table.rows)
    return {
        "options": table.options,
        "units": len({unit for unit, _item in table.values}),
        "raters": len(table.raters),
        "values": sum(len(table.given(thing)) for thing in table.values),
        "alpha": {metric.value: told(alpha(seen, metric)) for metric in Metric},
        "kendall_w": _order(table),
        "r_wg": [_thing(table, thing) for thing in table.values],
        "r_wg_joint": [
            {
                "unit": unit or None,
                "items": len(things),
                **told(within_group_joint(map(table.given, things), table.options)),
            }
            for unit, things in table.groups.items()
        ],
    }


def _order(table: RatingTable) -> dict[str, Any]:
    found = concordance(table.rows)
    if isinstance(found, Concordance):
        return {**told(found.w), "chi_square": number(found.chi_square), "df": found.df}
    return {**told(found), "chi_square": None, "df": None}


def _thing(table: RatingTable, thing: Thing) -> dict[str, Any]:
    unit, item = thing
    given = table.given(thing)
    return {
        "unit": unit,
        "item": item or None,
        "n": len(given),
        **_where(scatter(given)),
        **told(within_group(given, table.options)),
    }


def _where(found: Scatter | Undefined) -> dict[str, float | None]:
    if isinstance(found, Undefined):
        return dict.fromkeys(("median", "lower", "upper", "iqr", "range"))
    return {
        "median": number(found.median),
        "lower": number(found.lower),
        "upper": number(found.upper),
        "iqr": number(found.iqr),
        "range": number(found.range),
    }


def _lines(data: dict[str, Any]) -> Iterator[str]:
    """Yield a table for reading; what is undefined is a dash and its reason."""
    yield f"{data['units']} units, {data['raters']} raters, {data['values']} values"
    for name, found in data["alpha"].items():
        yield f"alpha {name}\t{shown(found)}"
    order = data["kendall_w"]
    test = "" if order["df"] is None else f"  chi² {order['chi_square']:.4f}, df {order['df']}"
    yield f"Kendall's W\t{shown(order)}{test}"
    for found in data["r_wg"]:
        name = " ".join(part for part in (found["unit"], found["item"]) if part)
        yield f"r_wg {name}\t{shown(found)}{_scatter_words(found)}"
    for found in data["r_wg_joint"]:
        name = f"r_wg(J) {found['unit'] or ''}".rstrip()
        yield f"{name}\t{shown(found)}  of {found['items']}"


def _scatter_words(found: dict[str, Any]) -> str:
    if not found["n"]:
        return ""
    median, lower, upper = (f"{found[name]:g}" for name in ("median", "lower", "upper"))
    return (
        f"  n {found['n']}, median {median}, middle half {lower} to {upper}, "
        f"range {found['range']:g}"
    )
