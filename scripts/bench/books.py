"""A workbook of answers to 300 questions: written and read here against the libraries alone. JSON out.

LANDFALL_VAR=… PYTHONPATH=scripts python -m bench.books
"""

from __future__ import annotations

import io
import json
import os
import uuid
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import openpyxl  # noqa: E402 -- after the set-up
import xlsxwriter  # noqa: E402 -- after the set-up
from django.db import transaction  # noqa: E402 -- after the set-up
from django_scopes import scopes_disabled  # noqa: E402

from assessment.models import Answer  # noqa: E402
from assessment.services.lifecycle import open_run  # noqa: E402
from bench.measure import Work, interleaved  # noqa: E402
from core import clock  # noqa: E402
from core.base import tenant  # noqa: E402
from organizations.models import Membership, Plant  # noqa: E402
from organizations.selectors.places import grants  # noqa: E402
from packs.models import PackRelease  # noqa: E402
from questionnaire.exporters.book import answer_workbook  # noqa: E402
from questionnaire.importers.answers import check_answers  # noqa: E402
from questionnaire.importers.cells import read_answer_file  # noqa: E402
from questionnaire.selectors.closing import Answerer  # noqa: E402
from questionnaire.selectors.filling import filling  # noqa: E402

SECTIONS, EACH = 6, 50
WORDS = (
    "Which of these steps has the plant taken, who answers for it, and how is that seen on site?"
)


def said(words: str) -> dict[str, str]:
    """Return words in each language."""
    return {"en": words, "zh-hans": words}


def framework() -> PackRelease:
    """Store a framework of 300 questions with six levels in words each."""
    bands = [{"v": level, "description": said(WORDS)} for level in range(6)]
    tree = [
        {
            "id": f"S{section}",
            "aggregate": "mean",
            "title": said(f"Section {section}"),
            "children": [
                {
                    "id": f"S{section}-{number:02}",
                    "title": said(WORDS[:40]),
                    "help": said(WORDS),
                    "answer": {"type": "band", "bands": bands},
                }
                for number in range(EACH)
            ],
        }
        for section in range(SECTIONS)
    ]
    facts = {"id": f"bench-{uuid.uuid4().hex}", "version": "1", "kind": "framework"}
    content = {**facts, "title": said("Bench"), "completeness": "0.5", "tree": tree}
    return PackRelease.objects.create(
        kind="framework",
        identifier=facts["id"],
        release="1",
        digest=uuid.uuid4().hex * 2,
        title=content["title"],
        content=content,
    )


def written_alone(book: dict[str, list[Any]]) -> bytes:
    """Write the cells of a workbook as the guide of xlsxwriter says: formats, lists, protection."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as copy:
        plain = copy.add_format({"text_wrap": True, "valign": "top"})
        opened = copy.add_format({"text_wrap": True, "valign": "top", "locked": False})
        for page, rows in book.items():
            sheet = copy.add_worksheet(page)
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    look = opened if column in (4, 5, 6, 7, 8) else plain
                    if value is None:
                        sheet.write_blank(row, column, None, look)
                    elif isinstance(value, str):
                        sheet.write_string(row, column, value, look)
                    else:
                        sheet.write_number(row, column, value, look)
            rule = {"validate": "list", "source": "=lists!$A$1:$A$6"}
            sheet.data_validation(2, 4, len(rows), 4, rule)
            sheet.protect("")
    return out.getvalue()


def read_alone(data: bytes) -> list[Any]:
    """Read every cell of a workbook as the guide of openpyxl says."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    found = [row for page in book.worksheets for row in page.iter_rows(values_only=True)]
    book.close()
    return found


def measured() -> dict[str, float]:
    """Return the ratios, and the milliseconds of processor behind them; nothing stays stored."""
    with scopes_disabled():
        group = Membership.objects.filter(plant=None, role="cio").select_related("user")
        person = group[0].user
        plant = Plant.objects.filter(organization=group[0].organization_id)[0]
    with tenant(plant.organization_id), transaction.atomic():
        run = open_run(plant=plant, framework=framework(), by=person, title=uuid.uuid4().hex)
        rows = [
            Answer(assessment=run, question=one, value=2, target=4, note=WORDS, version=1)
            for one in run.scores["visible"]
        ]
        Answer.objects.bulk_create(rows)
        who = Answerer.of(person, grants(person).at_plant(plant))

        def export() -> bytes:
            return answer_workbook(filling(run, who, "en"), at=clock.now())

        def check() -> Any:
            file = read_answer_file(data, run=run, person=person)
            return check_answers(file, filling(run, who, "en"))

        data = export()
        cells = openpyxl.load_workbook(io.BytesIO(data))
        pages = {page.title: list(page.iter_rows(values_only=True)) for page in cells.worksheets}
        works = {
            "out": Work(export, repeat=3),
            "out_alone": Work(lambda: written_alone(pages), repeat=3),
            "in": Work(check, repeat=3),
            "in_alone": Work(lambda: read_alone(data), repeat=3),
        }
        found = interleaved(works)
        transaction.set_rollback(True)
    ratios = {
        "book_out": round(found["out"] / found["out_alone"], 2),
        "book_in": round(found["in"] / found["in_alone"], 2),
    }
    return ratios | {f"book_{name}_ms": round(value, 1) for name, value in found.items()}


if __name__ == "__main__":
    print(json.dumps(measured()))
