"""The workbook that a person is handed: what stands in it, what is locked, and that it comes back alike."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.models import Answer
from assessment.selectors.cards import question_cards
from core import clock
from questionnaire.exporters.book import AT, SEAL_TAB, answer_workbook
from questionnaire.exporters.parts import canonical, joined, parts_of, split
from questionnaire.importers.answers import check_answers
from questionnaire.importers.cells import read_answer_file
from questionnaire.models import RaterAnswer
from questionnaire.selectors.filling import filling
from sheets.entry import LISTS
from tests.factories import assessment as make
from tests.questionnaire.books import EVERY_KIND, check, export, problems, take, who
from tests.questionnaire.conftest import assign, speak

FILLED = {
    "q-level": [("", "2")],
    "q-single": [("", "有")],
    "q-multi": [("erp", "是"), ("mes", "x"), ("none", "否")],
    "q-number": [("", 2.5)],
    "q-share": [("", "45%")],
    "q-ratio": [("0", 30), ("1", "60")],
    "q-matrix": [("line", "some"), ("store", "none")],
    "q-clauses": [("1:0", 1), ("1:1", "0.5")],
}
VALUES = {
    "q-level": 2,
    "q-single": "yes",
    "q-multi": ["erp", "mes"],
    "q-number": "2.5",
    "q-share": "45",
    "q-ratio": ["30", "60"],
    "q-matrix": {"line": "some", "store": "none"},
    "q-clauses": {"1": ["1", "0.5"]},
}


@pytest.fixture
def kinds(scoped, owner):
    return make.make_run(
        scoped.plant, owner, framework=make.make_release(EVERY_KIND), title="kinds"
    )


def stored(run):
    return {row.question: row.value for row in Answer.objects.filter(assessment=run)}


def test_every_kind_of_answer_goes_there_and_back(kinds, owner):
    book = export(kinds, owner, "zh-hans")
    for question, cells in FILLED.items():
        for part, value in cells:
            book.set(question, value, part=part)
    book.set("q-level", "1", "target")
    book.set("q-level", "=SUM(A1)\nsecond line", "note")
    assert take(kinds, owner, book) == len(FILLED)
    assert stored(kinds) == VALUES
    row = Answer.objects.get(question="q-level")
    assert (row.target, row.note) == (1, "=SUM(A1)\nsecond line")
    again = export(kinds, owner)
    found = check(kinds, owner, again)
    assert (found.made, problems(found), len(found.rows)) == ([], [], len(FILLED))
    assert again.cell("q-level").value == "2"
    assert again.cell("q-number").value == 2.5
    assert again.cell("q-multi", part="mes").value == "Yes"
    assert again.cell("q-level", "note").data_type == "s"


def test_importing_twice_changes_nothing(kinds, owner):
    book = export(kinds, owner)
    book.set("q-level", "2")
    assert take(kinds, owner, book) == 1
    assert take(kinds, owner, book) == 0
    assert Answer.objects.get().version == 1


def test_dashes_take_answers_away_and_blanks_keep_them(kinds, owner):
    for question, value in VALUES.items():
        make.answer(kinds, question, owner, value=value, note="seen")
    book = export(kinds, owner)
    for question in VALUES:
        book.set(question, None)
        book.set(question, None, "note")
    assert take(kinds, owner, book) == 0
    for question, cells in FILLED.items():
        for part, _value in cells:
            book.set(question, "–", part=part)
        book.set(question, "—", "note")
    assert take(kinds, owner, book) == len(VALUES)
    assert set(stored(kinds).values()) == {None}
    assert not Answer.objects.exclude(note="").exists()


def test_only_the_entry_cells_are_open_and_ids_are_hidden(run, owner):
    book = export(run, owner).book
    assert [page.sheet_state for page in book.worksheets][-2:] == ["veryHidden"] * 2
    assert book.sheetnames[-2:] == [SEAL_TAB, LISTS]
    assert all(page.protection.sheet for page in book.worksheets)
    page = book.worksheets[1]
    assert page.row_dimensions[1].hidden
    hidden = [one for one in page.column_dimensions.values() if one.hidden]
    assert {at for one in hidden for at in range(one.min, one.max + 1)} >= set(range(10, 15))
    names = [name for name, at in AT.items() if not page.cell(3, at + 1).protection.locked]
    assert (
        {"answer", "target", "note"} <= set(names) <= {"answer", "target", "na", "reason", "note"}
    )
    rules = page.data_validations.dataValidation
    lists = {one.coord: rule.formula1 for rule in rules for one in rule.sqref.ranges}
    assert lists["E3"] == lists["F3"] == f"{LISTS}!$A$1:$A$6"
    words = [cell.value for cell in book[LISTS]["A"]]
    assert words[:2] == ["0 Manual", "1 Spreadsheet"]


def test_the_first_sheet_says_whose_it_is(run, owner):
    for language, words in (("en", "Read me"), ("zh-hans", "填写说明")):
        page = export(run, owner, language).book.worksheets[0]
        assert page.title == words
        said = {row[0]: row[1] for row in page.iter_rows(values_only=True)}
        assert {"Johor Bahru", "2026 H2", owner.name} <= set(said.values())
        assert "UTC+8" in " ".join(filter(None, said.values()))


def test_it_holds_only_what_its_person_may_answer_and_see(apart, cast, owner):
    speak(apart, cast.people["it_lead"], 4, note="Power BI everywhere.")
    assign(apart, cast, owner, ["business_lead"], apart=False)
    assign(apart, cast, owner)
    other = export(apart, cast.people["respondent"])
    assert other.cell("DG-06").value is None
    for data in (other.bytes, export(apart, owner).bytes):
        assert b"Power BI" not in unpacked(data)
    with pytest.raises(KeyError):
        export(apart, owner).find("DG-06")
    own = export(apart, cast.people["it_lead"])
    assert own.cell("DG-06").value.startswith("4 ")


def unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_two_people_answer_apart_by_workbook(apart, cast):
    for name, level in (("it_lead", "4"), ("respondent", "1")):
        book = export(apart, cast.people[name])
        book.set("DG-06", level)
        assert take(apart, cast.people[name], book) == 1
    assert sorted(RaterAnswer.objects.values_list("value", flat=True)) == [1, 4]
    assert Answer.objects.get(question="DG-06").value == 1
    apart.refresh_from_db()
    assert apart.answered_count == 1


def test_statements_do_not_grow_with_the_questions(kinds, run, owner, django_assert_num_queries):
    seen = []
    for one in (kinds, run):
        with django_assert_num_queries(3) as counted:
            found = filling(one, who(one, owner), "en")
        seen.append(len(counted))
        assert list(found.questions)
    assert seen[0] == seen[1]


NUMBERS = st.decimals(0, 10, allow_nan=False, places=12).map(lambda number: f"{number:f}")


def test_whatever_is_stored_comes_back_as_it_was(kinds, owner):
    bare = filling(kinds, who(kinds, owner), "en")

    @settings(max_examples=15)
    @given(
        number=NUMBERS,
        note=st.text(max_size=40),
        level=st.sampled_from([None, 0, 1, 2]),
        options=st.lists(st.sampled_from(["erp", "mes"]), min_size=1, unique=True),
    )
    def comes_back(number, note, level, options):
        values = VALUES | {"q-number": number, "q-level": level, "q-multi": options}
        rows = tuple(
            replace(one, answer=Answer(question=one.card.id, value=values[one.card.id], note=note))
            for one in bare.questions
        )
        mine = replace(bare, sections=(replace(bare.sections[0], questions=rows),))
        data = answer_workbook(mine, at=clock.now())
        found = check_answers(read_answer_file(data, run=kinds, person=owner), mine)
        assert (found.made, found.conflicts, problems(found)) == ([], [], [])
        assert len(found.rows) == len(rows)

    comes_back()


def test_parts_join_to_what_was_split(kinds):
    for card in question_cards(kinds.framework, "en").values():
        parts = split(card, VALUES[card.id])
        assert joined(card, parts) == VALUES[card.id]
        assert split(card, None) == {}
        assert joined(card, {}) is None
        assert set(parts) <= {part.key for part in parts_of(card)}
    assert split(card, {"1": ["nonsense"]}) == {"1:0": "nonsense"}
    with pytest.raises(ValueError, match="no number"):
        canonical("")
