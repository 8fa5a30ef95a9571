"""Score answers against a framework from the command line; see docs/cli.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from pydantic import ValidationError

from core.errors import RuleError, error_words
from packs.loader import builtin_packs, load_pack
from packs.models import PackRelease
from packs.schema.facts import PLANT_FACTS, YES_NO_FACTS
from packs.schema.framework import Framework
from packs.schema.priority import PriorityChoice
from scoring.domain.answer_files import in_plain_numbers, read_answers
from scoring.domain.engine import score
from scoring.domain.guarding import asked_indicators
from scoring.domain.numbers import ZERO, displayed, plain
from scoring.domain.priority import Priority, rank_nodes
from scoring.domain.snapshot import as_data, rank_data
from scoring.domain.types import CellScore, NodeScore, Scorecard
from scoring.management.texts import read_text
from sheets.numbers import DecimalMark
from sheets.pages import CODE_PAGES

LISTS = ("languages",)
YES_NO = ("yes", "no", "unknown")


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
        parser.add_argument("--priority", metavar="HORIZON:INDUSTRY", help="what to work on first")
        parser.add_argument("--cost", nargs="+", action="extend", default=[], metavar="NAME=SHARE")
        parser.add_argument("--focus", nargs="+", action="extend", default=[], metavar="INDICATOR")
        parser.add_argument(
            "--decimal",
            choices=[mark.value for mark in DecimalMark],
            help="decimal mark of the numbers, where they can be read in two ways",
        )
        parser.add_argument(
            "--encoding",
            choices=list(CODE_PAGES),
            help="code page of the table, where the file does not tell it",
        )
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        try:
            framework, digest = find_framework(options["framework"])
            mark = DecimalMark(options["decimal"]) if options["decimal"] else None
            answers = read_answers(read_text(options["answers"], options["encoding"]))
            card = score(
                framework,
                in_plain_numbers(answers, framework, mark=mark),
                profile=options["profile"],
                facts=read_facts(framework, options["facts"]),
                evidence=options["evidence"],
                kpis=read_kpis(framework, options["kpi"]),
            )
            choice = read_choice(options["priority"], options["cost"], options["focus"])
            ranks = rank_nodes(framework, card, choice) if choice else ()
        except (RuleError, OSError) as error:
            raise CommandError(error_words(error), returncode=2) from error
        if options["json"]:
            data = {"digest": digest, **as_data(framework, card)}
            if choice:
                data["priority"] = [rank_data(entry) for entry in ranks]
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join([*describe(framework, card), *describe_ranks(ranks)]))


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
        if name.strip() in found:
            raise RuleError(f"{name.strip()} is given twice", field=name.strip())
        found[name.strip()] = value.strip()
    return found


def read_kpis(framework: Framework, pairs: list[str]) -> dict[str, str]:
    """Return indicator values; one that no level and no gate of the framework asks for is refused."""
    values, known = read_pairs(pairs), sorted(asked_indicators(framework))
    for name in values:
        if name not in known:
            asked = f"it asks for {', '.join(known)}" if known else "it asks for none"
            raise RuleError(f"unknown indicator of this framework: {name}; {asked}", field=name)
    return values


def read_facts(framework: Framework, pairs: list[str]) -> dict[str, Any]:
    """Return plant facts; lists are written with commas, and a name nobody knows is refused."""
    facts: dict[str, Any] = {}
    for name, value in read_pairs(pairs).items():
        bare = name.removeprefix("plant.")
        if bare not in PLANT_FACTS | set(framework.facts):
            raise RuleError(f"unknown fact: {name}", field=name)
        if bare in YES_NO_FACTS and value not in YES_NO:
            raise RuleError(f"{name} is yes, no or unknown, not {value}", field=name)
        facts[name] = value.split(",") if name in LISTS else value
    return facts


def read_choice(priority: str | None, costs: list[str], focus: list[str]) -> PriorityChoice | None:
    """Return what --priority, --cost and --focus ask for; None without --priority."""
    if priority is None:
        if costs or focus:
            raise RuleError("--cost and --focus belong to --priority HORIZON:INDUSTRY")
        return None
    horizon, _, industry = priority.partition(":")
    if not horizon or not industry:
        raise RuleError("--priority is written HORIZON:INDUSTRY", field="priority")
    try:
        return PriorityChoice.model_validate(
            {
                "horizon": horizon,
                "industry": industry,
                "cost_shares": read_pairs(costs),
                "kpis": focus,
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RuleError(f"--priority: {where}: {first['msg']}", field="priority") from error


def describe_ranks(ranks: Sequence[Priority]) -> list[str]:
    """Return the order of work for reading: the chosen nodes are marked."""
    return [
        f"priority {entry.node}\t{plain(entry.impact)}{'  chosen' if entry.is_chosen else ''}"
        for entry in ranks
    ]


def describe(framework: Framework, card: Scorecard) -> list[str]:
    """Return a short table for reading: scores, level, and what is missing."""
    lines = []
    for node in framework.root.walk():
        result = card.nodes[node.id]
        shown = result.reason
        if result.score is not None:
            shown = displayed(result.score, framework.numbers, result.border)
        lines.append(f"{node.id}\t{shown}{_level(result)}{_range(framework, result)}")
    lines += [_cell_line(framework, cell) for cell in card.cells if cell.score is not None]
    gates = card.gates.values()
    lines += [f"gate {gate.id}\t{'open' if gate.is_open else 'closed'}" for gate in gates]
    if card.reading:
        lines.append(f"level {card.staged_level}")
        if card.reading.held:
            lines.append(card.reading.held.text.en)
        if card.reading.lifted:
            lines.append(card.reading.lifted.text.en)
        what = "missing for the next level" if card.reading.is_known else card.reading.reason
        lines += [f"{what}: {unmet.text.en}" for unmet in card.reading.unmet]
    return lines


def _cell_line(framework: Framework, cell: CellScore) -> str:
    """Return one cell of the matrix: its score, its level if it is one, what it rests on."""
    count = len(cell.contributions)
    behind = "1 question" if count == 1 else f"{count} questions"
    level = "" if cell.level is None else f"level {cell.level}, "
    score = displayed(cell.score or ZERO, framework.numbers)
    return f"cell {cell.dimension}:{cell.process}\t{score}  {level}{behind}"


def _level(result: NodeScore) -> str:
    if result.level is None:
        return ""
    if not result.level.is_known:
        return f"  no level: {result.level.reason}"
    return f"  level {result.level.level}"


def _range(framework: Framework, result: NodeScore) -> str:
    if result.range is None:
        return ""
    ends = (result.range.lower, result.range.upper)
    low, high = (displayed(end, framework.numbers) for end in ends)
    return f"  between {low} and {high}"
