"""A workbook is measured before it is opened, and an expensive one is read by a process of its own."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import re
import time
import zipfile
from dataclasses import replace

import pytest

from sheets import cells, opening
from sheets.archive import DEFAULT_LIMITS, FileLimits, WorkbookError, check_archive
from sheets.reading import read_table, read_tables
from sheets.writing import Sheet, write_workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows=2, columns=3) -> bytes:
    head = [f"C{number}" for number in range(columns)]
    return write_workbook(
        Sheet("S", head, [[f"v{r}{c}" for c in range(columns)] for r in range(rows)])
    )


def changed(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with another part under a name."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def test_many_elements_before_the_rows_are_refused_at_once():
    # Not all alike, so that the packed size gives no alarm.
    marks = b"".join(random.Random(7).choices((b"<a/>", b"<b/>"), k=1_200_000))
    data = changed(workbook(), SHEET, b"<worksheet>" + marks + b"<sheetData/></worksheet>")
    assert len(data) < 500_000  # a small file
    with pytest.raises(WorkbookError, match="more than 1,000,000 elements"):
        read_table(data)


def test_deeply_nested_elements_are_refused_at_once():
    sheet = b"<a>" * 120_000 + b"</a>" * 120_000
    data = changed(workbook(), SHEET, sheet)
    assert len(data) < 20_000
    with pytest.raises(WorkbookError, match="XML that is not accepted"):
        read_table(data)


def test_part_of_any_name_is_measured():
    data = changed(workbook(), "xl/worksheets/sheet1.picture", b"<x>" * 100 + b"</x>" * 100)
    with pytest.raises(WorkbookError):
        check_archive(data)


def test_document_type_far_behind_the_head_is_refused():
    sheet = b"<?xml version='1.0'?>" + b" " * 70_000 + b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    with pytest.raises(WorkbookError, match="XML that is not accepted"):
        check_archive(changed(workbook(), SHEET, sheet))


def test_elements_are_counted_over_all_parts():
    found = check_archive(workbook())
    assert found > 20
    with pytest.raises(WorkbookError):
        check_archive(workbook(), replace(DEFAULT_LIMITS, elements=found - 1))


def test_child_reads_what_this_process_reads(monkeypatch):
    rows = [["a", 1, 2.5, dt.date(2026, 1, 2), True], ["b", None, 0.1, dt.date(2026, 1, 3), False]]
    data = write_workbook(Sheet("数据", ["t", "i", "f", "d", "b"], rows))
    here = read_table(data)
    asked = []
    apart = cells.read_cells_apart
    monkeypatch.setattr(opening, "AT_ONCE", 0)
    monkeypatch.setattr(
        opening, "read_cells_apart", lambda *a, **k: asked.append(1) or apart(*a, **k)
    )
    assert read_table(data) == here
    assert asked == [1]


def test_child_knows_percentages():
    shares = cells._sheet(
        {"title": "S", "rows": [[{"share": "61.2"}]], "others": [], "formulas": [], "written": []}
    )
    assert str(shares.rows[0][0]) == "61.2%"
    with pytest.raises(TypeError):
        cells.packed(object())


def test_child_out_of_time_says_so(monkeypatch):
    monkeypatch.setattr(opening, "AT_ONCE", 0)
    monkeypatch.setattr(cells, "PATIENCE", 0.001)
    with pytest.raises(WorkbookError, match="too long or too much memory"):
        read_table(workbook())


def test_child_killed_by_its_limits_says_so(monkeypatch):
    monkeypatch.setattr(opening, "AT_ONCE", 0)
    program = "import os; os.kill(os.getpid(), 9)"
    monkeypatch.setattr(cells, "__file__", "-c")
    run = cells.subprocess.run

    def started(command, **told):
        return run([command[0], "-c", program], **told)

    monkeypatch.setattr(cells.subprocess, "run", started)
    with pytest.raises(WorkbookError, match="too long or too much memory"):
        read_table(workbook())


def test_damaged_workbook_in_a_child_is_damaged(monkeypatch):
    monkeypatch.setattr(opening, "AT_ONCE", 0)
    with pytest.raises(WorkbookError, match="damaged"):
        read_table(changed(workbook(), "xl/workbook.xml", b"<nothing/>"))


def test_program_reads_its_input(monkeypatch, capsys):
    """The child's own lines, run here: limits are set and cells come out."""
    told = []
    monkeypatch.setattr(cells.resource, "setrlimit", lambda *limit: told.append(limit))
    monkeypatch.setattr(cells.sys, "argv", ["cells", "[10, 10, [[]], false]"])

    class Input:
        buffer = io.BytesIO(workbook(rows=1, columns=1))

    monkeypatch.setattr(cells.sys, "stdin", Input)
    cells.main()
    out = capsys.readouterr().out
    plain = json.loads(out)
    assert plain["titles"] == ["S"]
    assert plain["sheets"][0]["rows"][0] == ["C0"]
    assert len(told) == 2


def test_a_text_shared_by_many_cells_counts_in_each():
    """30 KB: one text of 32,000 letters in 2,000 cells took 22 s of the processor."""
    data = write_workbook(Sheet("S", ["System", "Category"], [["x" * 32_000, "ERP"]] * 200))
    assert len(data) < 50_000
    with pytest.raises(WorkbookError, match="letters"):
        read_table(data)


def test_an_element_has_no_thousand_attributes():
    attributes = " ".join(f'a{number}=""' for number in range(1000)).encode()
    sheet = b"<worksheet><a " + attributes + b"/><sheetData/></worksheet>"
    with pytest.raises(WorkbookError, match="not accepted"):
        check_archive(changed(workbook(), SHEET, sheet))


def test_stray_row_at_the_end_of_a_sheet_is_read_at_once():
    """What Ctrl+End leaves: what lies between costs next to nothing, and the row is not lost."""
    with zipfile.ZipFile(io.BytesIO(workbook(rows=2))) as archive:
        content = archive.read(SHEET)
    moved = re.sub(rb'r="([A-Z]*)3"', rb'r="\g<1>1048576"', content)
    data = changed(workbook(rows=2), SHEET, moved)
    began = time.process_time()
    table = read_table(data, limits=FileLimits(rows=100_000))
    assert time.process_time() - began < 10
    assert [row.number for row in table.rows] == [2, 1_048_576]
    assert table.rows[1].values == ("v10", "v11", "v12")


@pytest.mark.parametrize("at_once", [0, opening.AT_ONCE])
def test_a_sheet_of_several_kinds_is_read_once(monkeypatch, at_once):
    """A stray row cost as much again for each kind of table that the file could hold."""
    monkeypatch.setattr(opening, "AT_ONCE", at_once)
    told = []
    each = cells._cells
    monkeypatch.setattr(
        cells, "_cells", lambda *a, **k: told.append(k.get("last")) or each(*a, **k)
    )
    one = workbook(rows=2)
    found = read_tables(one, (["C0"], ["C1"], ["nothing"]))
    assert [table.sheet for table in found] == ["S", "S", "S"]
    assert found[0] == read_table(one, heads=["C0"])
    assert told == ([None, None] if at_once else [])
    two = write_workbook(Sheet("A", ["a", "b"], [[1, 2]]), Sheet("B", ["c", "d"], [[3, 4]]))
    tables = read_tables(two, (["c"], ["a", "b"], ["c", "d"]))
    assert [(table.sheet, table.others) for table in tables] == [
        ("B", ("A",)),
        ("A", ("B",)),
        ("B", ("A",)),
    ]
    assert read_tables(b"a;b\n1;2\n", (["a"], ["b"]))[1].head == ("a", "b")


def test_blank_lines_of_a_text_count_for_nothing():
    lines = ["name", *["" for _ in range(5000)], "last"]
    table = read_table("\n".join(lines).encode(), limits=FileLimits(rows=10))
    assert [(row.number, row.values) for row in table.rows] == [(5002, ("last",))]
