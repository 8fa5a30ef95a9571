"""A plan's workbook in the hands of a test: sheets by their tabs, cells by head and key."""

from __future__ import annotations

import io

import openpyxl

HEAD = 1


class Book:
    """A workbook that was exported, to be changed and sent back."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    def heads(self, tab: str) -> list[str]:
        return [cell.value for cell in self.book[tab][HEAD]]

    def place(self, tab: str, head: str) -> int:
        return self.heads(tab).index(head) + 1

    def row(self, tab: str, key: object, head: str = "Key") -> int:
        column = self.place(tab, head)
        sheet = self.book[tab]
        return next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, column).value == key)

    def set(self, tab: str, key: object, head: str, value: object, by: str = "Key") -> None:
        self.book[tab].cell(self.row(tab, key, by), self.place(tab, head)).value = value

    def get(self, tab: str, key: object, head: str, by: str = "Key") -> object:
        return self.book[tab].cell(self.row(tab, key, by), self.place(tab, head)).value

    def add(self, tab: str, **values: object) -> int:
        """Add a row; heads are written with _ for a space."""
        sheet = self.book[tab]
        number = sheet.max_row + 1
        for head, value in values.items():
            sheet.cell(number, self.place(tab, head.replace("_", " "))).value = value
        return number

    @property
    def data(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()
