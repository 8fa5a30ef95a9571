"""A person's workbook of answers from and to the command line; see docs/cli.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from assessment.models import Assessment
from assessment.selectors.cards import question_cards
from core import clock
from core.base import every_row, tenant
from core.disk import write_whole
from core.errors import RuleError, error_words
from organizations.models import User
from organizations.selectors.places import grants, visible_plants
from organizations.services.exports import note_export
from questionnaire.exporters.book import answer_workbook
from questionnaire.importers.answers import CheckedQuestion, FileCheck
from questionnaire.importers.taking import check_file, take_over
from questionnaire.selectors.closing import Answerer, run_closed
from questionnaire.selectors.filling import filling
from questionnaire.selectors.telling import answer_words, differences

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Exports a person's workbook of a run, or takes one over that was filled in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="act", required=True)
        given = kinds.add_parser("export", help="write the workbook of a person")
        taken = kinds.add_parser("import", help="take a filled-in workbook over")
        for one in (given, taken):
            one.add_argument("--run", type=int, required=True, metavar="ID")
            one.add_argument("--person", required=True, metavar="EMAIL")
        given.add_argument("--out", type=Path, required=True, metavar="FILE")
        given.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])
        taken.add_argument("file", type=Path, metavar="FILE")
        taken.add_argument("--take", nargs="+", action="extend", default=[], metavar="QUESTION")
        taken.add_argument("--marked", type=Path, metavar="FILE", help="the file back, marked")
        taken.add_argument("--dry-run", action="store_true", help="store nothing")
        taken.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        run = every_row(Assessment).select_related("plant", "framework").defer("framework__content")
        found = run.filter(pk=options["run"]).first()
        person = User.objects.filter(email=options["person"].strip().lower()).first()
        if found is None:
            raise CommandError(f"no such run: {options['run']}", returncode=BAD_INPUT)
        if person is None:
            raise CommandError(f"no such person: {options['person']}", returncode=BAD_INPUT)
        with tenant(found.plant.organization_id), override(person.language or "en"):
            granted = grants(person)
            if not visible_plants(granted).filter(pk=found.plant_id).exists():
                words = f"{person.email} has no part in the plant of this run"
                raise CommandError(words, returncode=BAD_INPUT)
            who = Answerer.of(person, granted.at_plant(found.plant))
            try:
                act = self.export if options["act"] == "export" else self.take
                act(found, who, options)
            except (RuleError, OSError) as error:
                raise CommandError(error_words(error), returncode=BAD_INPUT) from error

    def export(self, run: Assessment, who: Answerer, options: dict[str, Any]) -> None:
        """Write the workbook of a person, and note who took what."""
        mine = filling(run, who, options["language"] or who.person.language or "en")
        if not mine.sections:
            raise RuleError(run_closed(run, who) or "no section of this run is open to the person")
        write_whole(options["out"], answer_workbook(mine, at=clock.now()))
        note_export(by=who.person, file=options["out"].name, plant=run.plant)
        self.stdout.write(f"{options['out']}: {len(list(mine.questions))} questions")

    def take(self, run: Assessment, who: Answerer, options: dict[str, Any]) -> None:
        """Say what a file does, and do it."""
        check = check_file(options["file"].read_bytes(), run=run, who=who)
        unknown = sorted(set(options["take"]) - {one.id for one in check.conflicts})
        if unknown:
            raise RuleError(f"--take: answered by nobody since the export: {', '.join(unknown)}")
        if options["marked"]:
            told = {one.id: _stored(one, check) for one in check.conflicts}
            book = answer_workbook(check.filling, at=clock.now(), back=check.sent_back(told))
            write_whole(options["marked"], book)
        taken = [] if options["dry_run"] else take_over(check, options["take"])
        data = described(check, taken, options)
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(data)))
        if check.every_problem:
            words = f"cells that need a change: {len(check.every_problem)}"
            raise CommandError(words, returncode=BAD_INPUT)


def _stored(one: CheckedQuestion, check: FileCheck) -> str:
    return answer_words(one.question.card, one.question.answer, check.filling.language)


def described(
    check: FileCheck, taken: list[CheckedQuestion], options: dict[str, Any]
) -> dict[str, Any]:
    """Return everything that is printed."""
    cards = question_cards(check.filling.run.framework, check.filling.language)

    def rows(found: list[CheckedQuestion]) -> list[dict[str, Any]]:
        language = check.filling.language
        return [
            {
                "question": one.id,
                "effect": str(one.effect),
                "values": [
                    {"field": row["label"], "stored": row["theirs"], "file": row["mine"]}
                    for row in differences(cards[one.id], one.question.answer, one.given, language)
                ],
            }
            for one in found
        ]

    kept = [one for one in check.conflicts if one.id not in options["take"]]
    return {
        "run": check.filling.run.pk,
        "dry_run": options["dry_run"],
        "stored": len(taken),
        "unchanged": len(check.rows) - len(check.made) - len(check.conflicts),
        "missing": check.missing,
        "changes": rows(check.made),
        "conflicts": rows(check.conflicts),
        "kept": [one.id for one in kept],
        "problems": [
            {"sheet": one.sheet, "cell": one.cell, "message": one.message}
            for one in check.every_problem
        ],
        "formulas": [one.place for one in check.formulas.values()],
    }


def _lines(data: dict[str, Any]) -> list[str]:
    lines = [
        f"{kind}\t{row['question']}\t{value['field']}: {value['stored']} -> {value['file']}"
        for kind in ("changes", "conflicts")
        for row in data[kind]
        for value in row["values"]
    ]
    lines += [f"wrong\t{one['sheet']}!{one['cell']}\t{one['message']}" for one in data["problems"]]
    lines += [f"formula as text\t{place}" for place in data["formulas"]]
    counts = f"stored {data['stored']}, unchanged {data['unchanged']}, kept {len(data['kept'])}"
    return [*lines, counts]
