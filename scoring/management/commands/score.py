"""Score answers against a framework from the command line; see docs/cli.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core.errors import RuleError
from packs.loader import builtin_packs, load_pack
from packs.models import PackRelease
from packs.schema.facts import PLANT_FACTS
from packs.schema.framework import Framework
from scoring.domain.answer_files import read_answers
from scoring.domain.engine import score
from scoring.domain.numbers import ZERO, displayed
from scoring.domain.snapshot import as_data, shown
from scoring.domain.types import CellScore, Scorecard

LISTS = ("languages",)


class Command(BaseCommand):
    help = "Scores a table of answers (columns item,value) against a framework or a pack folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("framework", help="id of a framework, or the folder of a pack")
        parser.add_argument("answers", type=Path, help="CSV file with the columns item,value")
        parser.add_argument("--profile", help="weight profile, for example discrete")
        parser.add_argument("--facts", nargs="+", action="extend", default=[], metavar="NAME=VALUE")
        parser.add_argument("--evidence", help="share of weight with accepted evidence, 0 to 1")
        parser.add_argument("--kpi", nargs="+", action="extend", default=[], metavar="ID=VALUE")
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        try:
            framework, digest = find_framework(options["framework"])
            card = score(
                framework,
                read_answers(options["answers"].read_bytes()),
                profile=options["profile"],
                facts=read_facts(framework, options["facts"]),
                evidence=options["evidence"],
                kpis=read_pairs(options["kpi"]),
            )
        except (RuleError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            data = {"digest": digest, **as_data(framework, card)}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(describe(framework, card)))


def find_framework(name: str) -> tuple[Framework, str]:
    """Return the framework of a folder or id with its digest: built in first, then stored ones.

    A folder is checked and used without a database.
    """
    folder = Path(name)
    if folder.exists():
        pack = load_pack(folder)
        if not isinstance(pack.content, Framework):
            raise RuleError(f"{name}: this pack is no framework", field="framework")
        return pack.content, pack.digest
    for built_in in reversed(list(builtin_packs())):
        if built_in.parent.name == name and built_in.parent.parent.name == "frameworks":
            return find_framework(str(built_in))
    try:
        known = PackRelease.objects.filter(kind="framework", identifier=name, is_current=True)
        stored = known.first()
    except DatabaseError:
        stored = None
    if stored is None:
        raise RuleError(f"no framework and no folder named {name}", field="framework")
    return Framework.model_validate(stored.content), stored.digest


def read_pairs(pairs: list[str]) -> dict[str, str]:
    """Return NAME=VALUE arguments as a mapping."""
    found = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise RuleError(f"not of the form name=value: {pair}")
        found[name.strip()] = value.strip()
    return found


def read_facts(framework: Framework, pairs: list[str]) -> dict[str, Any]:
    """Return plant facts; lists are written with commas, and a name nobody knows is refused."""
    facts: dict[str, Any] = {}
    for name, value in read_pairs(pairs).items():
        if name.removeprefix("plant.") not in PLANT_FACTS | set(framework.facts):
            raise RuleError(f"unknown fact: {name}", field=name)
        facts[name] = value.split(",") if name in LISTS else value
    return facts


def describe(framework: Framework, card: Scorecard) -> list[str]:
    """Return a short table for reading: scores, level, and what is missing."""
    lines = []
    for node in framework.root.walk():
        result = card.nodes[node.id]
        level = f"  level {result.level.level}" if result.level else ""
        lines.append(f"{node.id}\t{shown(framework, result)}{level}")
    lines += [_cell_line(framework, cell) for cell in card.cells if cell.score is not None]
    gates = card.gates.values()
    lines += [f"gate {gate.id}\t{'open' if gate.is_open else 'closed'}" for gate in gates]
    if card.reading:
        lines.append(f"level {card.staged_level}")
        lines += [f"missing for the next level: {unmet.text.en}" for unmet in card.reading.unmet]
    return lines


def _cell_line(framework: Framework, cell: CellScore) -> str:
    """Return one cell of the matrix: its score, its level if it is one, what it rests on."""
    count = len(cell.contributions)
    behind = "1 question" if count == 1 else f"{count} questions"
    level = "" if cell.level is None else f"level {cell.level}, "
    score = displayed(cell.score or ZERO, framework.numbers)
    return f"cell {cell.dimension}:{cell.process}\t{score}  {level}{behind}"
