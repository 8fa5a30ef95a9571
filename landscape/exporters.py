"""Rows of this app as workbooks; the column list that import and export share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.text import LocalizedText
from core.wording.dates import day
from core.wording.figures import plain
from core.workbook.values import CellValue
from core.workbook.writing import Sheet, write_workbook
from landscape.models import System
from landscape.selectors.systems import process_titles, system_categories
from organizations.models.plant import YesNo

SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the inventory.

    Attributes:
        field: field of the model.
        title: head in both languages; either is understood on import.
        kind: text, integer, money, date, choice, list or country.
        expected: the form that a wrong cell should have.
        width: in characters.
        choices: value -> words in both languages, for kind choice.
        is_required: whether every row needs it.
    """

    field: str
    title: LocalizedText
    kind: str
    expected: LocalizedText
    width: int = 16
    choices: dict[str, LocalizedText] | None = None
    is_required: bool = False


def _text(en: str, zh: str) -> LocalizedText:
    return LocalizedText(en=en, zh_hans=zh)


YES_NO = {
    YesNo.YES.value: _text("yes", "是"),
    YesNo.NO.value: _text("no", "否"),
    YesNo.UNKNOWN.value: _text("unknown", "未知"),
}
CRITICALITY = {
    "low": _text("low", "低"),
    "medium": _text("medium", "中"),
    "high": _text("high", "高"),
}
DISPOSITION = {
    "undecided": _text("undecided", "未定"),
    "keep": _text("keep", "保留"),
    "reuse": _text("reuse", "复用"),
    "retire": _text("retire", "淘汰"),
    "replace": _text("replace", "替换"),
}
ANY_TEXT = _text("text", "文本")
A_DAY = _text("a date such as 2027-03-31", "日期，如2027-03-31")
YES_OR_NO = _text("yes, no or unknown", "是、否或未知")


def _yes_no(name: str, en: str, zh: str) -> Column:
    return Column(name, _text(en, zh), "choice", YES_OR_NO, 12, YES_NO)


COLUMNS = (
    Column(
        "name",
        _text("System", "系统"),
        "text",
        _text("a name, once per file", "名称，文件内不重复"),
        28,
        is_required=True,
    ),
    Column(
        "category",
        _text("Category", "类别"),
        "category",
        _text("a category code such as ERP", "类别代码，如ERP"),
        12,
        is_required=True,
    ),
    Column("vendor", _text("Vendor", "供应商"), "text", ANY_TEXT, 20),
    Column("product_version", _text("Version", "版本"), "text", ANY_TEXT, 14),
    Column("owner_name", _text("Owner", "负责人"), "text", ANY_TEXT, 20),
    Column(
        "users_count",
        _text("Users", "用户数"),
        "integer",
        _text("a whole number from 0", "0以上的整数"),
        10,
    ),
    Column(
        "hosting_country",
        _text("Hosting country", "托管国家"),
        "country",
        _text("a two-letter country code such as MY", "两位国家代码，如MY"),
        10,
    ),
    Column(
        "yearly_cost_amount",
        _text("Yearly cost", "年费用"),
        "money",
        _text("an amount from 0 with at most two decimals", "0以上的金额，最多两位小数"),
        14,
    ),
    Column(
        "currency",
        _text("Currency", "币种"),
        "currency",
        _text("a three-letter currency code such as MYR", "三位币种代码，如MYR"),
        10,
    ),
    Column("contract_end_on", _text("Contract ends", "合同到期"), "date", A_DAY, 13),
    Column("support_end_on", _text("Vendor support ends", "厂商支持到期"), "date", A_DAY, 13),
    Column(
        "criticality",
        _text("Criticality", "关键程度"),
        "choice",
        _text("low, medium or high", "低、中或高"),
        12,
        CRITICALITY,
    ),
    _yes_no("personal_data", "Personal data", "含个人数据"),
    _yes_no("has_open_interface", "Documented interface", "有文档接口"),
    _yes_no("is_group_standard", "Group standard", "集团标准"),
    _yes_no("fits_local_law", "Fits local law and language", "符合当地法规和语言"),
    Column(
        "processes",
        _text("Processes covered", "覆盖流程"),
        "list",
        _text("process names separated by semicolons", "流程名称，用分号分隔"),
        26,
    ),
    Column(
        "disposition",
        _text("Disposition", "处置"),
        "choice",
        _text("undecided, keep, reuse, retire or replace", "未定、保留、复用、淘汰或替换"),
        12,
        DISPOSITION,
    ),
    Column(
        "disposition_reason",
        _text("Reason", "理由"),
        "text",
        _text("a sentence, needed with a disposition", "一句话，有处置时必填"),
        40,
    ),
    Column("note", _text("Note", "备注"), "text", ANY_TEXT, 40),
)


def _cell(
    system: System, column: Column, language: str, names: Mapping[str, LocalizedText]
) -> CellValue:
    value: Any = getattr(system, column.field)
    if column.choices:
        return column.choices[value].in_language(language)
    if column.kind == "list":
        return SEPARATOR.join(
            names[item].in_language(language) if item in names else str(item) for item in value
        )
    return value  # type: ignore[no-any-return]


def shown(field: str, value: Any, language: str) -> str:
    """Return a value of a system in words; a dash for nothing."""
    column = next(column for column in COLUMNS if column.field == field)
    if value in (None, "", []):
        return "–"
    if column.choices:
        return column.choices[value].in_language(language)
    if column.kind == "list":
        names = process_titles()
        items = (names[item].in_language(language) if item in names else item for item in value)
        return SEPARATOR.join(items)
    if column.kind in ("money", "integer"):
        return plain(value)
    return day(value) if column.kind == "date" else str(value)


def title_of(field: str, language: str) -> str:
    """Return the head of a column by its field."""
    return next(c.title.in_language(language) for c in COLUMNS if c.field == field)


def _sheet(language: str, rows: Iterable[list[CellValue]]) -> Sheet:
    is_chinese = language.startswith("zh")
    return Sheet(
        name="系统" if is_chinese else "Systems",
        head=[column.title.in_language(language) for column in COLUMNS],
        rows=rows,
        widths=[column.width for column in COLUMNS],
        choices={
            place: [words.in_language(language) for words in column.choices.values()]
            for place, column in enumerate(COLUMNS)
            if column.choices
        },
        notes={
            place: column.expected.in_language(language) for place, column in enumerate(COLUMNS)
        },
    )


def _lists(language: str) -> Sheet:
    """Return the sheet that explains codes: categories and processes."""
    is_chinese = language.startswith("zh")
    rows: list[list[CellValue]] = [
        [entry.id, entry.title.in_language(language), entry.summary.in_language(language)]
        for entry in system_categories().values()
    ]
    rows.append([])
    rows += [["", title.in_language(language), ""] for title in process_titles().values()]
    head = ["类别代码", "名称", "说明"] if is_chinese else ["Category code", "Name", "What it is"]
    return Sheet("代码" if is_chinese else "Codes", head, rows, [14, 34, 70])


def system_workbook(systems: Iterable[System], language: str) -> bytes:
    """Return the inventory as a workbook that the import reads back."""
    names = process_titles()
    rows = ([_cell(system, column, language, names) for column in COLUMNS] for system in systems)
    return write_workbook(_sheet(language, rows), _lists(language))


def template_workbook(language: str) -> bytes:
    """Return an empty inventory with lists of choices and explained heads."""
    return write_workbook(_sheet(language, []), _lists(language))
