"""Plan a launch from the command line; see docs/cli.md."""

from __future__ import annotations

import datetime as dt
import json
import re
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.bounds import is_usual_day
from core.errors import RuleError, error_words
from launch.domain.milestones import kind_of, proposed_days
from launch.domain.needs import needs_of
from launch.domain.outlook import (
    LaunchOutlook,
    NeedRow,
    chain,
    conflicts,
    gaps,
    missing_at_start,
    outlook,
    rows,
    standing_at_start,
)
from launch.domain.plans import LaunchCase, Pace
from launch.domain.slices import slices_of
from launch.domain.slips import launch_slip
from launch.domain.wording import conflict_told, missing_told, range_told, slip_told
from packs.loader import DATA_DIR, load_pack
from packs.schema.facts import PLANT_FACTS, YES_NO_FACTS
from packs.schema.launch import LaunchPack
from planning.domain.calendars import Closure, WorkCalendar

PACK = DATA_DIR / "launch" / "1.0.0"
SLIP_MAX = 3650
ANSWERS = ("yes", "no", "unknown")
COUNTRY = re.compile(r"[A-Z]{2}")


class Command(BaseCommand):
    help = "Prints milestones, needs, last responsible starts and conflicts of a launch."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", required=True, help="kind of plant, by its id in the pack")
        parser.add_argument("--country", required=True, help="two letters, as VN")
        parser.add_argument("--start", required=True, help="start of production, 2027-11-15")
        parser.add_argument("--today", required=True, help="nothing begins before")
        _add_list(parser, "--closed", "FIRST..OPEN", "first closed day and first open day")
        _add_list(parser, "--facts", "NAME=VALUE", "of the plant")
        _add_list(parser, "--days", "MILESTONE=DATE", "in place of the proposed one")
        _add_list(parser, "--standing", "NEED", "what stands already")
        _add_list(parser, "--waiting", "NEED", "what is let wait as long as the pack allows")
        parser.add_argument("--slip", type=int, help="days by which the start moves")
        parser.add_argument("--not-before", help="what stands if nothing begins before a day")
        parser.add_argument("--pack", type=Path, default=PACK, help="folder of a launch pack")
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        try:
            data = describe(options)
        except (RuleError, OSError) as error:
            raise CommandError(error_words(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(data)))


def _add_list(parser: ArgumentParser, name: str, form: str, words: str) -> None:
    parser.add_argument(name, nargs="+", action="extend", default=[], metavar=form, help=words)


def describe(options: dict[str, Any]) -> dict[str, Any]:
    """Return everything that is printed."""
    pack = load_pack(options["pack"]).content
    if not isinstance(pack, LaunchPack):
        raise RuleError(f"--pack: {options['pack']} is a pack of kind {pack.kind}")
    start = _day("--start", options["start"])
    kind = kind_of(pack, options["kind"])
    proposed = proposed_days(pack, kind, start)
    days = {entry.milestone.id: entry.on for entry in proposed}
    days |= _days(options["days"], list(days))
    found = outlook(_case(pack, days, options))
    data: dict[str, Any] = {
        "milestones": [
            {
                "id": entry.milestone.id,
                "title": entry.milestone.title.as_dict(),
                "date": days[entry.milestone.id].isoformat(),
                "range": range_told(entry).as_dict(),
                "proof": entry.milestone.proof.as_dict(),
                "dated_by": entry.milestone.dated_by.as_dict(),
            }
            for entry in proposed
        ],
        **_outlook(found),
    }
    if options["slip"] is not None:
        data["slip"] = _slip(found, options["slip"])
    if options["not_before"] is not None:
        day = _day("--not-before", options["not_before"])
        data["standing_at_start"] = {pace.value: _standing(found.case, day, pace) for pace in Pace}
    return data


def _case(pack: LaunchPack, days: dict[str, dt.date], options: dict[str, Any]) -> LaunchCase:
    if not COUNTRY.fullmatch(options["country"]):
        raise RuleError(f"--country is two letters, not {options['country']}")
    facts = _facts(options["facts"]) | {"country": options["country"]}
    known = {need.id for need in pack.needs}
    for name in (*options["standing"], *options["waiting"]):
        if name not in known:
            raise RuleError(f"unknown need {name}")
    return LaunchCase(
        pack=pack,
        needs=needs_of(pack, facts),
        milestones=days,
        today=_day("--today", options["today"]),
        calendar=WorkCalendar(closures=tuple(map(_closure, options["closed"]))),
        standing=frozenset(options["standing"]),
        waiting=frozenset(options["waiting"]),
    )


def _day(name: str, text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise RuleError(f"{name}: a day is written 2027-01-31, not {text}") from None
    if not is_usual_day(day):
        raise RuleError(f"{name}: {text} lies outside of 1900 to 2100")
    return day


def _days(pairs: Sequence[str], known: list[str]) -> dict[str, dt.date]:
    found = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if name not in known:
            raise RuleError(f"--days: unknown milestone {name}")
        if not sign:
            raise RuleError(f"--days is MILESTONE=DATE, {name}=2027-01-31, not {pair}")
        if name in found:
            raise RuleError(f"--days: {name} is given twice")
        found[name] = _day("--days", text)
    return found


def _facts(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in PLANT_FACTS:
            raise RuleError(f"--facts: unknown fact {name}")
        if name in found:
            raise RuleError(f"--facts: {name} is given twice")
        if name in YES_NO_FACTS and value not in ANSWERS:
            raise RuleError(f"--facts: {name} is {', '.join(ANSWERS)}, not {value or 'empty'}")
        found[name] = value
    return found


def _closure(text: str) -> Closure:
    first, _, beyond = text.partition("..")
    closure = Closure(_day("--closed", first), _day("--closed", beyond))
    if closure.end <= closure.start:
        raise RuleError(f"--closed: {text} opens again before it closes")
    return closure


def _outlook(found: LaunchOutlook) -> dict[str, Any]:
    deciding, missing = chain(found), missing_at_start(found)
    return {
        "needs": [_need(found, row) for row in rows(found)],
        "conflicts": [
            {
                "need": conflict.collision.item,
                "days": conflict.collision.days,
                "is_certain": conflict.is_certain,
                "text": conflict_told(found.case, conflict).as_dict(),
            }
            for conflict in conflicts(found)
        ],
        "chain": None
        if deciding is None
        else {
            "needs": list(deciding.items),
            "due": deciding.due,
            "slack_days": deciding.slack_days,
        },
        "missing_at_start": missing and missing_told(found.case, missing).as_dict(),
        "gaps": [
            {
                "milestone": gap.milestone,
                "date": gap.on.isoformat(),
                "missing": [row.entry.need.id for row in gap.missing],
                "thin": [row.entry.need.id for row in gap.thin],
            }
            for gap in gaps(found)
        ],
        "undated": [entry.need.id for entry in found.case.undated],
    }


def _need(found: LaunchOutlook, row: NeedRow) -> dict[str, Any]:
    need = row.entry.need
    slices = slices_of(found.case.pack)
    return {
        "id": need.id,
        "title": need.title.as_dict(),
        "why": need.why.as_dict(),
        "scope": need.scope.as_dict(),
        "due": found.case.due_of(need),
        "due_on": row.due_on.isoformat(),
        "last_start": row.safe.late.start.isoformat(),
        "last_start_brave": row.brave.late.start.isoformat(),
        "float_days": row.safe.float_days,
        "light": row.light.value,
        "is_to_confirm": row.entry.is_to_confirm,
        "lead_times": {
            lead.lead_time.id: [span.what.as_dict() for span in lead.spans]
            for lead in row.entry.leads
        },
        "is_local": [lead.lead_time.id for lead in row.entry.leads if lead.is_local],
        "orders": {order.id: order.consequence.as_dict() for order in row.entry.orders},
        "initiatives": {
            name: slices[name].slice.remainder.as_dict() if name in slices else None
            for name in need.initiatives
        },
    }


def _slip(found: LaunchOutlook, days: int) -> dict[str, Any]:
    if abs(days) > SLIP_MAX:
        raise RuleError(f"--slip: at most {SLIP_MAX} days")
    moved = launch_slip(found, days)
    return {
        "text": slip_told(moved).as_dict(),
        "milestones": {
            move.milestone: [move.before.isoformat(), move.after.isoformat()]
            for move in moved.milestones
        },
        "moves": {
            move.entry.need.id: {
                "last_start": [
                    move.before.late.start.isoformat(),
                    move.after.late.start.isoformat(),
                ],
                "days": move.days,
                "float_days": [move.before.float_days, move.after.float_days],
            }
            for move in moved.needs
        },
        **_outlook(moved.after),
    }


def _standing(case: LaunchCase, day: dt.date, pace: Pace) -> dict[str, Any]:
    found = standing_at_start(case, day, pace)
    return {
        "day": found.day.isoformat(),
        "standing": list(found.standing),
        "missing": list(found.missing),
    }


def _lines(data: dict[str, Any]) -> list[str]:
    lines = ["need\tlast start\t(brave)\t\tfloat\tlight\tdue"]
    for row in data["needs"]:
        shown = [row["id"], row["last_start"], row["last_start_brave"], str(row["float_days"])]
        lines.append("\t".join([*shown, row["light"], f"{row['due']} {row['title']['en']}"]))
    if data["chain"]:
        found = data["chain"]
        days = f"{found['slack_days']} days of slack"
        lines.append(f"decides: {' → '.join(found['needs'])} → {found['due']}, {days}")
    lines += [pair["text"]["en"] for pair in data["conflicts"]]
    if data["missing_at_start"]:
        lines.append(data["missing_at_start"]["en"])
    if "slip" in data:
        lines.append(data["slip"]["text"]["en"])
    for pace, found in data.get("standing_at_start", {}).items():
        lines.append(f"missing at the start if nothing begins before {found['day']}, {pace}: ")
        lines[-1] += ", ".join(found["missing"]) or "nothing"
    return lines
