"""A workbook of answers in the hands of a test, and a framework with questions of every kind."""

from __future__ import annotations

import io

import openpyxl

from core import clock
from organizations.selectors.places import grants
from questionnaire.exporters.book import AT, answer_workbook
from questionnaire.importers.taking import check_file, take_over
from questionnaire.selectors.closing import Answerer
from questionnaire.selectors.filling import filling

OPTIONS = {"yes": {"v": 1, "label": {"en": "Yes", "zh-hans": "有"}}, "no": {"v": 0}}
KINDS = {
    "q-level": {"type": "band", "bands": [{"v": 0}, {"v": 1}, {"v": 2}]},
    "q-single": {"type": "single", "options": OPTIONS},
    "q-multi": {"type": "multi", "options": {"erp": 1, "mes": 1, "none": 0}, "exclusive": ["none"]},
    "q-number": {"type": "number", "min": 0, "max": 10},
    "q-share": {"type": "interval", "unit": "percent", "cuts": [[50, 1], [100, 2]]},
    "q-ratio": {"type": "ratio", "cuts": [[1, 1], [None, 2]]},
    "q-matrix": {
        "type": "matrix",
        "rows": {
            "line": {"en": "Line", "zh-hans": "产线"},
            "store": {"en": "Store", "zh-hans": "仓库"},
        },
        "values": {"none": 0, "some": 1},
    },
    "q-clauses": {"type": "clauses_per_level", "clauses": {1: 2}, "values": [0, 0.5, 1]},
}
EVERY_KIND = {
    "tree": [
        {
            "id": "G",
            "aggregate": "mean",
            "title": {"en": "General: all", "zh-hans": "综合"},
            "children": [{"id": name, "answer": kind} for name, kind in KINDS.items()],
        }
    ]
}


def who(run, person) -> Answerer:
    return Answerer.of(person, grants(person).at_plant(run.plant))


def export(run, person, language="en") -> AnswerBook:
    run.refresh_from_db()
    return AnswerBook(answer_workbook(filling(run, who(run, person), language), at=clock.now()))


def check(run, person, book):
    run.refresh_from_db()
    return check_file(book if isinstance(book, bytes) else book.data, run=run, who=who(run, person))


def take(run, person, book, chosen=()):
    """Take over what a book says and return how many answers that were."""
    return len(take_over(check(run, person, book), chosen))


def problems(found) -> list[tuple[str, str]]:
    return [(one.place, one.message) for one in found.every_problem]


class AnswerBook:
    """A workbook that was exported, to be filled in and sent back."""

    def __init__(self, data: bytes) -> None:
        self.bytes = data
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    def find(self, question: str, part: str | None = None):
        """Return sheet and row of a question, of its first part unless one is named."""
        for sheet in self.book.worksheets:
            for number in range(3, sheet.max_row + 1):
                stands = sheet.cell(number, AT["id"] + 1).value == question
                if stands and part in (None, sheet.cell(number, AT["part"] + 1).value or ""):
                    return sheet, number
        raise KeyError(question)

    def cell(self, question: str, column: str = "answer", part: str | None = None):
        sheet, number = self.find(question, part)
        return sheet.cell(number, AT[column] + 1)

    def set(self, question: str, value: object, column: str = "answer", part=None) -> None:
        self.cell(question, column, part).value = value

    def open_questions(self) -> list[str]:
        """Return the questions without an answer."""
        rows = [
            (sheet.cell(number, AT["id"] + 1).value, sheet.cell(number, AT["answer"] + 1).value)
            for sheet in self.book.worksheets
            if sheet.sheet_state == "visible"
            for number in range(3, sheet.max_row + 1)
        ]
        return [question for question, answer in rows if question and answer is None]

    @property
    def data(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()
