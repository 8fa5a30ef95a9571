"""The sheets of a plan's workbook and their columns, which export and import share.

Another kind of row gets another `PlanSheet` here, its cells in `workbook` and its rules in
`services`; the reader of `importers` goes by this list.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.text import LocalizedText
from roadmap.models import Dependency, Initiative


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """One column of a sheet.

    Attributes:
        field: name of the value; of what is read back the field of the model.
        title: head in both languages; either is understood on import.
        kind: key, version, text, date, money, integer, choice or person.
        expected: the form that a wrong cell should have; empty for what is not read back.
        width: in characters.
        choices: value -> words in both languages, for kind choice.
        is_needed: whether a new row needs it.
        is_read: whether the import looks at it; others help the reader only.
    """

    field: str
    title: LocalizedText
    kind: str
    expected: LocalizedText
    width: int = 16
    choices: dict[str, LocalizedText] | None = None
    is_needed: bool = False
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """One sheet: its name, the letter before its keys, and its columns.

    Attributes:
        name: initiatives, links, milestones or limits.
        title: its tab.
        letter: begins the keys of its rows; empty where a row is known by its year.
        columns: in their order.
        telling: fields of the columns by which the sheet is known in a file.
    """

    name: str
    title: LocalizedText
    letter: str
    columns: tuple[PlanColumn, ...]
    telling: tuple[str, ...]

    def column(self, field: str) -> PlanColumn:
        """Return a column by its field."""
        return next(column for column in self.columns if column.field == field)


def _text(en: str, zh: str) -> LocalizedText:
    return LocalizedText(en=en, zh_hans=zh)


NOTHING = _text("", "")
ANY_TEXT = _text("text", "文本")
A_DAY = _text("a date such as 2027-03-31", "日期，如2027-03-31")
AN_AMOUNT = _text("an amount from 0 with at most two decimals", "0以上的金额，最多两位小数")
PHASES = {
    Initiative.Phase.DIGITIZE.value: _text("digitize", "基础数字化"),
    Initiative.Phase.INTEGRATE.value: _text("integrate", "数据集成"),
    Initiative.Phase.OPTIMIZE.value: _text("optimize", "智能优化"),
}
STATES = {
    Initiative.Status.PLANNED.value: _text("planned", "已计划"),
    Initiative.Status.ACTIVE.value: _text("under way", "进行中"),
    Initiative.Status.DONE.value: _text("done", "已完成"),
    Initiative.Status.STOPPED.value: _text("stopped", "已停止"),
}
KINDS = {
    Dependency.Kind.FINISH_START.value: _text("finish to start", "完成到开始"),
    Dependency.Kind.START_START.value: _text("start to start", "开始到开始"),
    Dependency.Kind.FINISH_FINISH.value: _text("finish to finish", "完成到完成"),
}


def _one_of(choices: dict[str, LocalizedText]) -> LocalizedText:
    return _text(
        ", ".join(words.en for words in choices.values()),
        "、".join(words.zh_hans for words in choices.values()),
    )


def _key(letter: str) -> PlanColumn:
    expected = _text(
        f"the key of the export such as {letter}12; empty or N1, N2 … for a new row",
        f"导出文件中的编号，如{letter}12；新增行留空或填N1、N2……",
    )
    return PlanColumn("key", _text("Key", "编号"), "key", expected, 9)


def _end(field: str, en: str, zh: str) -> PlanColumn:
    expected = _text(
        "the key of an initiative of this plan, such as I12", "本规划中举措的编号，如I12"
    )
    return PlanColumn(field, _text(en, zh), "key", expected, 12, is_needed=True)


def _told(field: str, en: str, zh: str, width: int = 34) -> PlanColumn:
    return PlanColumn(field, _text(en, zh), "text", NOTHING, width, is_read=False)


def _choice(
    field: str, title: LocalizedText, choices: dict[str, LocalizedText], *, is_needed: bool = False
) -> PlanColumn:
    return PlanColumn(field, title, "choice", _one_of(choices), 16, choices, is_needed=is_needed)


def _day(field: str, en: str, zh: str, *, is_needed: bool = True) -> PlanColumn:
    return PlanColumn(field, _text(en, zh), "date", A_DAY, 12, is_needed=is_needed)


def _money(field: str, en: str, zh: str, *, is_needed: bool = False) -> PlanColumn:
    return PlanColumn(field, _text(en, zh), "money", AN_AMOUNT, 15, is_needed=is_needed)


VERSION = PlanColumn(
    "version",
    _text("Version", "版本"),
    "version",
    _text("the number of the export, unchanged", "导出文件中的数字，不要改动"),
    8,
)
CURRENCY = PlanColumn(
    "currency",
    _text("Currency", "币种"),
    "text",
    NOTHING,
    9,
    is_read=False,
)
INITIATIVES = PlanSheet(
    "initiatives",
    _text("Initiatives", "举措"),
    "I",
    (
        _key("I"),
        VERSION,
        PlanColumn(
            "title_en", _text("Title (English)", "英文名称"), "text", ANY_TEXT, 40, is_needed=True
        ),
        PlanColumn("title_zh", _text("Title (Chinese)", "中文名称"), "text", ANY_TEXT, 30),
        _choice("phase", _text("Phase", "阶段"), PHASES, is_needed=True),
        _day("starts_on", "Start", "开始"),
        _day("ends_on", "End", "结束"),
        _money("one_off_amount", "One-off cost", "一次性费用", is_needed=True),
        _money("yearly_amount", "Yearly cost after the end", "结束后的年度运维费用"),
        _money("spent_amount", "Spent so far", "已支出"),
        CURRENCY,
        PlanColumn(
            "owner",
            _text("Owner", "负责人"),
            "person",
            _text("the name of somebody with a role at this plant", "在本工厂有角色的人员姓名"),
            20,
        ),
        _choice("status", _text("Status", "状态"), STATES),
        PlanColumn(
            "progress",
            _text("Progress, %", "进度（%）"),
            "integer",
            _text("a whole number from 0 to 100", "0到100的整数"),
            10,
        ),
        PlanColumn("note", _text("Note", "备注"), "text", ANY_TEXT, 40),
    ),
    ("title_en", "starts_on", "ends_on"),
)
LINKS = PlanSheet(
    "links",
    _text("Links", "依赖"),
    "L",
    (
        _key("L"),
        VERSION,
        _end("predecessor", "Before", "前置编号"),
        _told("predecessor_title", "Initiative before", "前置举措"),
        _end("successor", "After", "后续编号"),
        _told("successor_title", "Initiative after", "后续举措"),
        _choice("kind", _text("Kind", "类型"), KINDS),
        PlanColumn(
            "lag_days",
            _text("Lag in days", "间隔天数"),
            "integer",
            _text("whole days from −730 to 730", "−730到730的整数天数"),
            11,
        ),
    ),
    ("predecessor", "successor"),
)
MILESTONES = PlanSheet(
    "milestones",
    _text("Milestones", "里程碑"),
    "M",
    (
        _key("M"),
        VERSION,
        _end("initiative", "Initiative", "举措编号"),
        _told("initiative_title", "Title of the initiative", "举措名称"),
        PlanColumn("title", _text("Milestone", "里程碑"), "text", ANY_TEXT, 34, is_needed=True),
        _day("due_on", "Due", "计划日期"),
        _day("reached_on", "Reached", "达成日期", is_needed=False),
        PlanColumn("acceptance", _text("Acceptance criteria", "验收标准"), "text", ANY_TEXT, 60),
    ),
    ("title", "due_on"),
)
LIMITS = PlanSheet(
    "limits",
    _text("Budget limits", "预算上限"),
    "",
    (
        PlanColumn(
            "year",
            _text("Year", "年份"),
            "integer",
            _text("a year of the plan, once", "规划内的年份，不重复"),
            8,
            is_needed=True,
        ),
        VERSION,
        _money("limit_amount", "Limit", "上限"),
        CURRENCY,
    ),
    ("year", "limit_amount"),
)
SHEETS = (INITIATIVES, LINKS, MILESTONES, LIMITS)
