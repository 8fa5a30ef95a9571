"""The columns of the systems inventory, which template, export, import and check share."""

from __future__ import annotations

from dataclasses import replace

from core.bounds import COUNT_MAX
from core.phrases import phrase, phrase_as
from core.text import LocalizedText
from landscape.models import System
from organizations.models.plant import YesNo
from sheets.columns import ANY_TEXT, Column, choice, day, known_as, money, needed, whole

YES_NO = {
    YesNo.YES.value: phrase("yes"),
    YesNo.NO.value: phrase("no"),
    YesNo.UNKNOWN.value: phrase("unknown"),
}
# What people write for yes, no and "not known", beside the words of the export.
ANSWERS = {
    YesNo.YES.value: (
        *("y", "true", "1", "ja", "j", "si", "sí", "oui", "igen", "ya", "có"),
        *("有", "√", "✓", "✔", "☑"),
    ),
    YesNo.NO.value: (
        *("n", "false", "0", "nein", "non", "nem", "tidak", "không"),
        *("没有", "×", "✗", "✘"),
    ),
    YesNo.UNKNOWN.value: ("?", "not known", "unclear", "unbekannt", "不清楚", "不明", "待确认"),
}
HELD = ("含员工信息", "含个人信息", "含客户信息", "涉及")
OPEN = ("api", "rest", "webservice", "web service", "soap", "odata", "opc ua")
CRITICALITY = {
    "low": phrase("low"),
    "medium": phrase("medium"),
    "high": phrase("high"),
}
RANKS = {
    "low": ("c", "l", "minor", "次要", "不重要"),
    "medium": ("b", "m", "normal", "一般", "普通", "中等"),
    "high": ("a", "h", "critical", "core", "important", "核心", "重要", "关键", "非常重要"),
}
DISPOSITION = {
    "undecided": phrase("undecided"),
    "keep": phrase_as("of a system", "keep"),
    "reuse": phrase("reuse"),
    "retire": phrase("retire"),
    "replace": phrase("replace"),
}
SHEET = phrase_as("of a system", "Systems")


def _text(name: str, title: LocalizedText, width: int) -> Column:
    longest: int | None = System._meta.get_field(name).max_length  # type: ignore[union-attr]  # noqa: SLF001 -- Django's public meta data
    return Column(name, title, "text", ANY_TEXT, width, longest=longest or 0)


def _yes_no(name: str, title: LocalizedText, yes: tuple[str, ...] = ()) -> Column:
    column = choice(name, title, YES_NO, 12)
    words = ANSWERS | {YesNo.YES.value: (*ANSWERS[YesNo.YES.value], *yes)}
    return replace(column, expected=phrase("yes, no or unknown"), synonyms=words)


def _with_field(column: Column) -> Column:
    """Return a column that is known by the name of its field, too, as other programs write it."""
    return replace(column, aliases=(column.field, *column.aliases))


NAME = replace(
    _text("name", phrase("System"), 28),
    expected=phrase("a name, once per file"),
)
CATEGORY = Column(
    "category",
    phrase("Category"),
    "category",
    phrase("a category code such as ERP"),
    12,
)
USERS = whole(
    "users_count",
    phrase("Users"),
    (0, COUNT_MAX),
    phrase("a whole number from 0"),
    10,
)
COUNTRY = Column(
    "hosting_country",
    phrase("Hosting country"),
    "country",
    phrase("a two-letter country code such as MY"),
    10,
)
CURRENCY = Column(
    "currency",
    phrase("Currency"),
    "currency",
    phrase("a three-letter currency code such as MYR"),
    10,
)
RANK = replace(
    choice("criticality", phrase("Criticality"), CRITICALITY, 12),
    expected=phrase("low, medium or high"),
    synonyms=RANKS,
)
PROCESSES = Column(
    "processes",
    phrase("Processes covered"),
    "list",
    phrase("process names separated by semicolons"),
    26,
)
DECISION = replace(
    choice("disposition", phrase("Disposition"), DISPOSITION, 12),
    expected=phrase("undecided, keep, reuse, retire or replace"),
)
REASON = replace(
    _text("disposition_reason", phrase("Reason"), 40),
    expected=phrase("a sentence, needed with a disposition"),
)
LISTED = (
    needed(
        known_as(
            NAME,
            *("System name", "Name", "Application", "Application name", "Software"),
            *("系统名称", "名称", "应用", "应用名称", "应用系统", "信息系统", "软件名称"),
        )
    ),
    known_as(
        CATEGORY,
        *("Type", "System type", "System category", "类型", "分类", "系统类型", "系统类别"),
    ),
    known_as(
        _text("vendor", phrase("Vendor"), 20),
        *("Supplier", "Manufacturer", "Publisher", "厂商", "厂家", "供货商", "开发商", "品牌"),
    ),
    known_as(
        _text("product_version", phrase("Version"), 14),
        *("Release", "Product version", "版本号", "软件版本"),
    ),
    known_as(
        _text("owner_name", phrase("Owner"), 20),
        *("System owner", "Responsible", "Person in charge", "Technician in charge"),
        *("Administrator", "Department", "责任人", "系统负责人", "管理员", "部门", "责任部门"),
    ),
    known_as(
        USERS,
        *("Number of users", "User count", "用户数量", "使用人数", "用户"),
    ),
    known_as(
        COUNTRY,
        *(
            "Country",
            "Location",
            "Hosting",
            "国家",
            "部署国家",
            "部署地点",
            "部署位置",
            "所在地",
        ),
    ),
    known_as(
        money("yearly_cost_amount", phrase("Yearly cost"), 14),
        *(
            "Annual cost",
            "Yearly fee",
            "Annual fee",
            "Cost per year",
            "年费",
            "年度费用",
            "年成本",
        ),
    ),
    known_as(CURRENCY, "Currency code", "货币", "货币代码"),
    known_as(
        day("contract_end_on", phrase("Contract ends"), 13),
        *("Contract end", "Contract expiry", "合同到期日", "合同截止", "合同结束"),
    ),
    known_as(
        day("support_end_on", phrase("Vendor support ends"), 13),
        *("Support end", "Support ends", "End of support", "Warranty end"),
        *("维保到期", "维保到期日", "维护到期", "质保到期", "支持到期"),
    ),
    known_as(RANK, "Importance", "重要程度", "重要性", "重要级别"),
    known_as(
        _yes_no("personal_data", phrase_as("of a system", "Personal data"), HELD),
        *("Personal data held", "个人信息", "个人数据", "含个人信息"),
    ),
    known_as(
        _yes_no("has_open_interface", phrase_as("of a system", "Documented interface"), OPEN),
        *("Interface", "Open interface", "接口", "有无接口"),
    ),
    _yes_no("is_group_standard", phrase_as("of a system", "Group standard")),
    _yes_no("fits_local_law", phrase_as("of a system", "Fits local law and language")),
    known_as(
        PROCESSES,
        *("Processes", "Business processes", "覆盖业务", "业务流程", "业务范围", "支持业务"),
    ),
    DECISION,
    REASON,
    known_as(
        _text("note", phrase("Note"), 40),
        *("Notes", "Remark", "Remarks", "Comment", "Comments", "说明"),
    ),
)


COLUMNS = tuple(map(_with_field, LISTED))
BY_FIELD = {column.field: column for column in COLUMNS}
