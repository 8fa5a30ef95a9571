"""A workbook that comes back: wrong cells, what was answered meanwhile, and whose it is."""

from __future__ import annotations

import pytest
from openpyxl.utils import get_column_letter

from assessment.models import Answer, Assessment
from assessment.services import sections
from core.base import tenant
from core.errors import RuleError, StateError
from questionnaire.exporters.book import AT, answer_workbook
from questionnaire.importers.taking import take_over
from questionnaire.models import RaterAnswer
from sheets.archive import WorkbookError
from tests.factories import assessment as make
from tests.factories.organizations import PlantFactory
from tests.questionnaire.books import EVERY_KIND, AnswerBook, check, clock, export, problems, take
from tests.questionnaire.conftest import assign, speak


@pytest.fixture
def kinds(scoped, owner):
    return make.make_run(
        scoped.plant, owner, framework=make.make_release(EVERY_KIND), title="kinds"
    )


WRONG = (
    ("q-level", "answer", "", "7", "Choose from the list"),
    ("q-level", "answer", "", "=E4", "A formula"),
    ("q-level", "answer", "", "#REF!", "A formula"),
    ("q-level", "answer", "", True, "Choose from the list"),
    ("q-level", "target", "", "9", "Choose a level"),
    ("q-level", "target", "", "=1", "A formula"),
    ("q-single", "target", "", "yes", "Choose a level"),
    ("q-level", "na", "", "maybe", "Choose from the list"),
    ("q-level", "na", "", "yes", "Say why this does not apply"),
    ("q-level", "reason", "", "no line", "A reason without a Yes"),
    ("q-level", "note", "", "x" * 4001, "at most 4000"),
    ("q-level", "reason", "", "x" * 1001, "at most 1000"),
    ("q-single", "answer", "", "perhaps", "Choose from the list"),
    ("q-multi", "answer", "erp", "perhaps", "Choose from the list"),
    ("q-number", "answer", "", "a lot", "Enter a number"),
    ("q-number", "answer", "", True, "Enter a number"),
    ("q-number", "answer", "", "1,234", "Enter a number"),
    ("q-number", "answer", "", 11, "outside of what"),
    ("q-number", "answer", "", 1e30, "outside of what"),
    ("q-number", "answer", "", 1e300, "Enter a number"),
    ("q-ratio", "answer", "0", 3, "Enter both numbers"),
    ("q-matrix", "answer", "line", "some", "an entry in every row"),
    ("q-clauses", "answer", "1:1", "0.7", "Choose from the list"),
)
ELSEWHERE = ("every row", "both numbers", "Say why")  # said of another cell of the question


def test_a_wrong_cell_is_named_and_the_rest_is_taken(kinds, owner):
    clean = export(kinds, owner).bytes
    for question, column, part, value, words in WRONG:
        book = AnswerBook(clean)
        cell = book.cell(question, column, part)
        cell.value = value
        (place, message), *more = problems(check(kinds, owner, book))
        assert not more
        assert words in message
        if not any(one in words for one in ELSEWHERE):
            assert place == f"General all!{cell.coordinate}"
    book.set("q-share", "1")  # beside the last of them
    assert take(kinds, owner, book) == 1
    assert list(Answer.objects.values_list("question", flat=True)) == ["q-share"]


def test_options_that_exclude_each_other_are_named(kinds, owner):
    book = export(kinds, owner)
    for option in ("erp", "none"):
        book.set("q-multi", "Yes", part=option)
    assert [words for _place, words in problems(check(kinds, owner, book))] == [
        "These options cannot be chosen together."
    ]


def test_formulas_in_words_count_as_text_with_a_mark(kinds, owner):
    book = export(kinds, owner)
    book.set("q-level", '=HYPERLINK("https://example.org")', "note")
    found = check(kinds, owner, book)
    assert [one.place for one in found.formulas.values()] == ["General all!I3"]
    assert take(kinds, owner, book) == 1
    assert Answer.objects.get().note == '=HYPERLINK("https://example.org")'


def test_does_not_apply_and_an_answer_contradict_each_other(kinds, owner):
    book = export(kinds, owner)
    book.set("q-level", "1")
    book.set("q-level", "yes", "na")
    book.set("q-level", "no line", "reason")
    assert "empty this cell" in problems(check(kinds, owner, book))[0][1]
    book.set("q-level", None)
    assert take(kinds, owner, book) == 1
    row = Answer.objects.get()
    assert (row.not_applicable, row.reason, row.value) == (True, "no line", None)
    again = export(kinds, owner)
    assert (again.cell("q-level", "na").value, again.cell("q-level", "reason").value) == (
        "Yes",
        "no line",
    )
    again.set("q-level", "No", "na")
    assert take(kinds, owner, again) == 1
    row.refresh_from_db()
    assert (row.not_applicable, row.reason) == (False, "")


def test_what_was_answered_since_is_shown_beside_and_kept_unless_chosen(run, owner):
    for question in ("DG-01", "DG-02", "DG-03"):
        make.answer(run, question, owner, value=1)
    book = export(run, owner)
    make.answer(run, "DG-01", owner, value=2, expected=1)  # left alone in the file
    make.answer(run, "DG-02", owner, value=3, expected=1)
    make.answer(run, "DG-03", owner, value=4, expected=1)
    book.set("DG-02", 5)
    book.set("DG-03", 4)  # the same as is stored by now
    found = check(run, owner, book)
    assert [one.id for one in found.conflicts] == ["DG-02"]
    assert found.made == []
    assert take(run, owner, book) == 0
    assert Answer.objects.get(question="DG-02").value == 3
    assert take(run, owner, book, {"DG-02"}) == 1
    assert Answer.objects.get(question="DG-02").value == 5
    assert Answer.objects.get(question="DG-01").value == 2


def test_the_file_back_keeps_every_word_and_still_knows_conflicts(run, owner):
    book = export(run, owner)
    make.answer(run, "DG-02", owner, value=3)
    book.set("DG-01", "nonsense")
    book.set("DG-01", "my words", "note")
    book.set("DG-02", 5)
    sheet, number = book.find("DG-03")
    sheet.cell(number, AT["mark"] + 1).value = "forged"
    sheet.cell(number, AT["note"] + 1).value = "words of a broken row"
    found = check(run, owner, book)
    assert "hidden cells" in problems(found)[0][1]
    data = answer_workbook(
        found.filling, at=clock.now(), back=found.sent_back({"DG-02": "Stored: 3"})
    )
    back = AnswerBook(data)
    assert back.cell("DG-01").value == "nonsense"
    assert back.cell("DG-01").comment.text == "Choose from the list."
    assert back.cell("DG-01", "note").value == "my words"
    assert back.cell("DG-02").comment.text == "Stored: 3"
    assert "words of a broken row" in str(list(back.book["Not taken"].values))
    back.set("DG-01", 2)
    again = check(run, owner, back)
    assert [one.id for one in again.made] == ["DG-01"]
    assert [one.id for one in again.conflicts] == ["DG-02"]
    assert not again.every_problem


def test_another_plant_run_release_or_person_is_refused(scoped, run, cast, owner):
    boss = cast.people["cio"]
    book = export(run, boss).bytes
    other = make.make_run(scoped.plant, owner, title="other")
    far = PlantFactory(organization=cast.organization, name="Far", slug="far")
    abroad = make.make_run(far, owner)
    cases = [
        (other, boss, "another run"),
        (run, owner, "another person"),
        (abroad, boss, "another plant"),
    ]
    for where, person, words in cases:
        with pytest.raises(WorkbookError, match=words):
            check(where, person, book)
    Assessment.objects.filter(pk=run.pk).update(framework=make.make_release(EVERY_KIND))
    run = Assessment.objects.get(pk=run.pk)
    with pytest.raises(WorkbookError, match="another release"):
        check(run, boss, book)
    with tenant(cast.organization.pk), pytest.raises(WorkbookError, match="no workbook of answers"):
        check(run, boss, unsealed(book))


def unsealed(data: bytes) -> bytes:
    book = AnswerBook(data)
    book.book.remove(book.book["landfall"])
    return book.data


def test_rows_of_others_and_rows_that_stand_twice_are_named(apart, cast):
    one, other = cast.people["it_lead"], cast.people["respondent"]
    theirs, mine = export(apart, other), export(apart, one)
    sheet, number = mine.find("DG-06")
    foreign, there = theirs.find("DG-06")
    for column in range(1, len(AT) + 1):
        sheet.cell(number, column).value = foreign.cell(there, column).value
    sheet.cell(number, AT["answer"] + 1).value = 5
    found = check(apart, one, mine)
    assert "hidden cells" in problems(found)[0][1]
    assert take(apart, one, mine) == 0
    twice = export(apart, one)
    sheet, number = twice.find("DG-06")
    for column in range(1, len(AT) + 1):
        sheet.cell(sheet.max_row + (column == 1), column).value = sheet.cell(number, column).value
    sheet.cell(sheet.max_row, AT["answer"] + 1).value = 5
    assert "stands in row" in problems(check(apart, one, twice))[0][1]
    assert not RaterAnswer.objects.exists()


def test_rows_may_be_missing_and_stray_words_are_named(run, owner):
    book = export(run, owner)
    sheet, number = book.find("DG-06")
    sheet.delete_rows(number)
    sheet.cell(sheet.max_row + 3, 1).value = "scribble"
    sheet.cell(sheet.max_row + 3, AT["note"] + 1).value = "stray"
    found = check(run, owner, book)
    assert found.missing == 1
    letter = get_column_letter(1)
    assert [place.split("!")[1][0] for place, _words in problems(found)] == [letter]


def test_a_section_that_is_closed_by_now_takes_nothing(apart, cast, owner):
    person = cast.people["respondent"]
    book = export(apart, person)
    book.set("DG-06", 3)
    sections.submit_sections(plant=apart.plant, run_id=apart.pk, by=person)
    assert [words for _place, words in problems(check(apart, person, book))] == [
        "You have submitted this section."
    ]
    assert take(apart, person, book) == 0
    stale = check(apart, person, book)
    assert stale.missing == 0
    Assessment.objects.filter(pk=apart.pk).update(state="signed_off")
    with pytest.raises(StateError, match="signed off"):
        check(apart, person, book)


def test_questions_that_went_away_are_named_where_they_were_filled_in(run, owner):
    book = export(run, owner)
    book.set("DG-06", 3)
    run.refresh_from_db()
    scores = run.scores
    gone = {"DG-06", "DG-05"}
    scores["visible"] = [one for one in scores["visible"] if one not in gone]
    Assessment.objects.filter(pk=run.pk).update(scores=scores)
    assert [words for _place, words in problems(check(run, owner, book))] == [
        "The run does not ask this question any more."
    ]


def test_nothing_is_stored_when_one_answer_is_refused_meanwhile(apart, cast, owner):
    """The same file is taken in one transaction: what went stale in between takes the rest back."""
    person = cast.people["it_lead"]
    book = export(apart, person)
    book.set("DG-06", 3)
    book.set("SP-01", 3)
    found = check(apart, person, book)
    speak(apart, person, 5)
    with pytest.raises(RuleError):
        take_over(found)
    assert not Answer.objects.filter(question="SP-01").exists()
    fresh = check(apart, person, book)
    assign(apart, cast, owner, apart=False)
    with pytest.raises(StateError, match="apart no longer"):
        take_over(fresh, {"DG-06"})
    assert not Answer.objects.filter(question="SP-01").exists()


def test_an_answer_says_that_the_question_applies(kinds, owner):
    book = export(kinds, owner)
    make.answer(kinds, "q-level", owner, not_applicable=True, reason="no line")
    assert not check(kinds, owner, book).made
    book.set("q-level", "2")
    assert take(kinds, owner, book) == 0
    assert take(kinds, owner, book, {"q-level"}) == 1
    row = Answer.objects.get()
    assert (row.value, row.not_applicable) == (2, False)
