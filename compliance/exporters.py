"""The duties of a plant as files: the declared columns, which export, import and check share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from compliance.models import ObligationEvidence
from compliance.selectors.duties import Duty, possible_owners
from core.phrases import phrase, phrase_as
from core.text import LocalizedText
from organizations.models import Plant, User
from sheets.columns import ANY_TEXT, Column, choice, day, known_as, needed, text, told
from sheets.exports import cell_of, sheet_of
from sheets.values import CellValue, folded
from sheets.writing import write_csv, write_workbook

SHEET = phrase("Duties")
STATES = {
    "not_started": phrase("not started"),
    "in_progress": phrase("in progress"),
    "met": phrase("met"),
}
# What people write for a status beside the words of the export.
STATE_WORDS = {
    "not_started": ("open", "new", "to do", "todo", "no", "否", "未启动", "待办"),
    "in_progress": ("started", "ongoing", "doing", "wip", "处理中", "办理中"),
    "met": ("done", "fulfilled", "complete", "completed", "closed", "yes", "是", "完成", "已完成"),
}
APPLIES = {
    "yes": phrase("applies"),
    "no": phrase("does not apply"),
    "unknown": phrase("to be confirmed"),
}
CODE = replace(
    text("obligation", phrase_as("in a workbook", "Code"), 80, width=26),
    expected=phrase("the code of a duty of this plant"),
)
STATE = replace(
    choice("state", phrase("Status"), STATES, 14),
    expected=phrase("not started, in progress or met"),
    synonyms=STATE_WORDS,
)
OWNER = Column(
    "owner",
    phrase("Owner"),
    "person",
    phrase("name or e-mail address of somebody who takes part in the plant"),
    24,
)
NOTE = Column("note", phrase("Note"), "text", ANY_TEXT, 40, longest=4000)
COLUMNS = (
    needed(known_as(CODE, "Duty code", "ID", "Obligation", "义务编号", "代码")),
    told("duty", phrase("Duty"), 50),
    told("law", phrase("Law"), 30),
    replace(
        told("applies", phrase_as("in a workbook", "Applies"), 16),
        choices=APPLIES,
    ),
    known_as(STATE, "State", "Progress", "进度", "完成情况"),
    known_as(
        OWNER,
        *("Responsible", "Person in charge", "Owner e-mail", "E-mail"),
        *("责任人", "负责人邮箱", "邮箱"),
    ),
    known_as(day("due_on", phrase("Due")), "Due date", "Deadline", "截止日期", "期限"),
    told("review_on", phrase("Next review"), 12),
    known_as(NOTE, "Notes", "Remark", "Remarks", "Comment", "Comments", "说明"),
    told("evidence", phrase("Evidence"), 40),
)


def names_of_people(people: Iterable[User]) -> dict[User, str]:
    """Return what a file calls each person: the name, or the address where two have one name."""
    everybody = set(people)
    counts = Counter(folded(person.name) for person in everybody)
    return {
        person: person.name if counts[folded(person.name)] == 1 else person.email
        for person in everybody
    }


def duty_workbook(plant: Plant, duties: Sequence[Duty], language: str) -> bytes:
    """Return duties as a workbook that the import reads back."""
    return write_workbook(sheet_of(SHEET, COLUMNS, _rows(plant, duties, language), language))


def duty_csv(plant: Plant, duties: Sequence[Duty], language: str) -> bytes:
    """Return duties as a CSV file that the import reads back."""
    head = [column.title.in_language(language) for column in COLUMNS]
    return write_csv(head, _rows(plant, duties, language))


def _rows(plant: Plant, duties: Sequence[Duty], language: str) -> list[list[CellValue]]:
    owners = {duty.row.owner for duty in duties if duty.row.owner}
    names = names_of_people({*possible_owners(plant), *owners})
    proofs: dict[int, list[str]] = {}
    links = ObligationEvidence.objects.filter(status__plant=plant).select_related("evidence")
    for link in links:
        proofs.setdefault(link.status_id, []).append(link.evidence.title)
    return [
        _cells(_values(duty, names, proofs.get(duty.row.pk, []), language), language)
        for duty in duties
    ]


def _values(
    duty: Duty, names: Mapping[User, str], proofs: list[str], language: str
) -> dict[str, Any]:
    row = duty.row
    words: dict[str, LocalizedText] = {"duty": duty.obligation.text, "law": duty.citation}
    stored = ("obligation", "applies", "state", "due_on", "review_on", "note")
    return {
        **{name: getattr(row, name) for name in stored},
        **{name: said.in_language(language) for name, said in words.items()},
        "owner": names[row.owner] if row.owner else "",
        "evidence": proofs,
    }


def _cells(values: Mapping[str, Any], language: str) -> list[CellValue]:
    return [cell_of(column, values[column.field], language) for column in COLUMNS]
