from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.exporters.columns.sheets import SHEETS
from interchange.exporters.workbook import plan_csv, plan_workbook
from interchange.importers.plans import check_plan
from interchange.selectors.rows import plan_rows
from roadmap.models import Initiative, Milestone
from tests.factories.roadmap import make_bar
from tests.interchange.books import Book

pytestmark = pytest.mark.django_db


def test_every_row_stands_on_its_sheet_with_numbers_and_dates(rows):
    book = Book(plan_workbook(rows, "en"))
    assert book.book.sheetnames == [
        *("Initiatives", "Links", "Milestones", "Budget limits"),
        *("Plant milestones", "Goals", "Goal indicators", "Working week", "Closures"),
        "Gate conditions",
    ]
    for row in rows.initiatives:
        key = f"I{row.pk}"
        assert book.get("Initiatives", key, "Title (English)") == row.title["en"]
        assert book.get("Initiatives", key, "Title (Chinese)") == row.title["zh-hans"]
        assert book.get("Initiatives", key, "Start") == dt.datetime.combine(
            row.starts_on, dt.time()
        )
        assert book.get("Initiatives", key, "One-off cost") == row.one_off_amount
        assert book.get("Initiatives", key, "Progress, %") == row.progress
        assert book.get("Initiatives", key, "Owner") == "Project Owner"
    for link in rows.links:
        key = f"L{link.pk}"
        assert book.get("Links", key, "Before") == f"I{link.predecessor_id}"
        assert book.get("Links", key, "Lag in days") == link.lag_days
    for stone in rows.milestones:
        assert book.get("Milestones", f"M{stone.pk}", "Initiative") == f"I{stone.initiative_id}"
    assert [book.get("Budget limits", year, "Limit", "Year") for year in (2026, 2027, 2028)] == [
        row.limit_amount for row in rows.limits
    ]


def test_heads_are_in_the_readers_language_and_keys_are_not(rows):
    chinese = openpyxl.load_workbook(io.BytesIO(plan_workbook(rows, "zh-hans")))
    assert chinese.sheetnames == [
        *("举措", "依赖", "里程碑", "预算上限"),
        *("工厂里程碑", "战略目标", "目标指标", "工作周", "停工期"),
        "阶段关口条件",
    ]
    english = openpyxl.load_workbook(io.BytesIO(plan_workbook(rows, "en")))
    for one, other in zip(chinese.worksheets, english.worksheets, strict=True):
        assert [cell.value for cell in one[1]] != [cell.value for cell in other[1]]
        assert [row[0].value for row in one.iter_rows(2)] == [
            row[0].value for row in other.iter_rows(2)
        ]


def test_heads_of_a_sheet_are_unlike_in_both_languages():
    for sheet in SHEETS:
        for language in ("en", "zh-hans"):
            heads = [column.title.in_language(language).casefold() for column in sheet.columns]
            assert len(heads) == len(set(heads)), heads


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(roadmap, text):
    row = Initiative.objects.first()
    row.title, row.note = {"en": text, "zh-hans": text}, text
    row.save()
    rows = plan_rows(roadmap)
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(rows, "en")))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    lines = list(csv.reader(io.StringIO(plan_csv(rows, "en").decode("utf-8-sig"))))
    assert not [cell for line in lines[1:] for cell in line if cell[:1] in ("=", "@", "+", "\t")]
    assert check_plan(rows, plan_workbook(rows, "en")).turn.count("same") > 20


def test_the_csv_has_the_initiatives(rows):
    head, *lines = csv.reader(io.StringIO(plan_csv(rows, "en").decode("utf-8-sig")))
    assert len(lines) == len(rows.initiatives) == 12
    first = dict(zip(head, lines[0], strict=True))
    row = rows.initiatives[0]
    assert first["Key"] == f"I{row.pk}"
    assert first["Start"] == row.starts_on.isoformat()
    assert first["One-off cost"] == str(row.one_off_amount)


def test_rows_cost_the_same_queries_whatever_their_number(roadmap):
    with CaptureQueriesContext(
        connection,
    ) as few:
        plan_rows(roadmap)
    for number in range(20):
        bar = make_bar(roadmap, f"More {number}")
        Milestone.objects.create(initiative=bar, title="M", due_on=bar.starts_on)
    with CaptureQueriesContext(connection) as many:
        plan_workbook(plan_rows(roadmap), "en")
    assert len(many) == len(few) == 11
