from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from calendars.models import PlantCalendar
from calendars.selectors.calendars import work_calendar
from interchange.exporters.workbook import plan_workbook
from interchange.importers.plans import check_plan
from interchange.selectors.rows import plan_rows
from organizations.models import AuditEvent, AuditWords
from planning.domain.plans import DAY
from roadmap.models import (
    BudgetYear,
    Dependency,
    Initiative,
    Milestone,
)
from steps.models import Step
from steps.services import reverting
from tests.interchange.books import Book
from tests.interchange.imports import D, checked, key, new_row, places, take
from tests.roadmap.test_sums import agree

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("reader", ["en", "zh-hans"])
def test_an_unchanged_export_changes_nothing(roadmap, rows, owner, language, reader):
    awkward = rows.milestones[0]
    awkward.acceptance = "1. a\r\n2. “b”; c \u200b\n"
    awkward.save()
    Initiative.objects.filter(pk=rows.initiatives[0].pk).update(
        note=" - ", spent_amount=Decimal("0.10"), yearly_amount=Decimal("123456789012.34")
    )
    with translation.override(reader):
        draft = checked(roadmap, plan_workbook(plan_rows(roadmap), language))
        assert draft.problems == ()
        assert draft.ignored == draft.unread == ()
        assert draft.turn.count("same") == 12 + 4 + 4 + 3
        assert draft.turn.count("new") == draft.turn.count("changed") == 0
        done = take(roadmap, plan_workbook(plan_rows(roadmap), language), owner)
    assert done.count("same") == 23
    assert not Step.objects.exists()
    assert not AuditEvent.objects.filter(verb="plan.imported").exists()


def test_a_second_export_after_an_import_is_unchanged(roadmap, book, owner):
    book.add("Initiatives", **new_row())
    take(roadmap, book.data, owner)
    again = checked(roadmap, plan_workbook(plan_rows(roadmap), "en"))
    assert again.turn.count("same") == len(again.turn.turns) == 24


def test_changes_are_told_with_both_values_and_made_as_one_step(roadmap, book, owner):
    mes = key("MES core")
    book.set("Initiatives", mes, "End", D(2027, 2, 26))
    book.set("Initiatives", mes, "One-off cost", 2_200_000.5)
    link = Dependency.objects.order_by("pk").first()
    book.set("Links", f"L{link.pk}", "Lag in days", 7)
    stone = Milestone.objects.get(title="Pilot accepted")
    book.set("Milestones", f"M{stone.pk}", "Acceptance criteria", "OEE above 70 %")
    book.set("Budget limits", 2027, "Limit", 7_000_000, by="Year")
    draft = checked(roadmap, book.data)
    assert draft.problems == ()
    changed = {turn.draft.key: turn for turn in draft.turn.turns if turn.effect == "changed"}
    assert set(changed) == {mes, f"L{link.pk}", f"M{stone.pk}", "2027"}
    assert changed[mes].before == {
        "ends_on": Initiative.objects.get(pk=mes[1:]).ends_on,
        "one_off_amount": Decimal(2_100_000),
    }
    assert changed[mes].after == {
        "ends_on": D(2027, 2, 26),
        "one_off_amount": Decimal("2200000.50"),
    }
    before = plan_rows(roadmap)
    take(roadmap, book.data, owner)
    row = Initiative.objects.get(pk=mes[1:])
    assert (row.ends_on, row.one_off_amount, row.version) == (
        D(2027, 2, 26),
        Decimal("2200000.50"),
        2,
    )
    assert Dependency.objects.get(pk=link.pk).lag_days == 7
    assert Milestone.objects.get(pk=stone.pk).acceptance == "OEE above 70 %"
    assert BudgetYear.objects.get(year=2027).limit_amount == 7_000_000
    step = Step.objects.get()
    assert step.verb == "plan.imported"
    assert AuditEvent.objects.filter(verb="plan.imported").count() == 1
    agree(roadmap.plant)
    reverting.undo(change=step, by=owner)
    after = plan_rows(roadmap)
    for name in ("initiatives", "links", "milestones", "limits"):
        for one, other in zip(before.of(name), after.of(name), strict=True):
            skipped = {"_state", "_prefetched_objects_cache", "version", "updated_at"}
            assert {k: v for k, v in vars(one).items() if k not in skipped} == {
                k: v for k, v in vars(other).items() if k not in skipped
            }
    reverting.redo(change=step, by=owner)
    assert Initiative.objects.get(pk=mes[1:]).ends_on == D(2027, 2, 26)


def test_new_rows_point_at_each_other_by_keys_of_their_own(roadmap, book, owner):
    book.add("Initiatives", **new_row(Owner="cio", Status="under way", **{"Progress,_%": 10}))
    book.add("Initiatives", **new_row(Key=None, Phase="数据集成"))
    book.add("Links", Before="N1", After=key("Energy"), Kind="start to start", Lag_in_days=-3)
    book.add("Milestones", Initiative="N1", Milestone="Go live", Due=D(2027, 6, 30))
    take(roadmap, book.data, owner)
    first, second = Initiative.objects.filter(title__en="New work").order_by("pk")
    assert first.title == {"en": "New work", "zh-hans": "New work"}
    assert (first.owner.name, first.status, first.progress) == ("Cio", "active", 10)
    assert (first.currency, first.order) == ("MYR", 5)
    assert second.phase == "integrate"
    link = Dependency.objects.get(predecessor=first)
    assert (link.kind, link.lag_days, link.successor.title["en"]) == (
        "SS",
        -3,
        "Energy optimization",
    )
    stone = Milestone.objects.get(initiative=first)
    assert (stone.title, stone.due_on) == ("Go live", D(2027, 6, 30))
    step = Step.objects.get()
    reverting.undo(change=step, by=owner)
    assert not Initiative.objects.filter(title__en="New work").exists()
    assert Dependency.objects.count() == 4
    reverting.redo(change=step, by=owner)
    assert Milestone.objects.get(title="Go live").initiative.title["en"] == "New work"


def test_blank_cells_and_missing_rows_and_columns_keep_what_is_stored(roadmap, book, owner):
    mes = key("MES core")
    for head in ("Owner", "One-off cost", "Start", "Status", "Title (Chinese)"):
        book.set("Initiatives", mes, head, None)
    book.set("Initiatives", mes, "Note", "only this")
    sheet = book.book["Initiatives"]
    sheet.delete_cols(book.place("Initiatives", "Progress, %"))
    sheet.delete_rows(book.row("Initiatives", key("Energy")))
    del book.book["Milestones"]
    stored = Initiative.objects.get(pk=mes[1:])
    done = take(roadmap, book.data, owner)
    assert done.count("changed") == 1
    row = Initiative.objects.get(pk=mes[1:])
    assert row.note == "only this"
    same = ("owner_id", "one_off_amount", "starts_on", "status", "title", "progress")
    assert [getattr(row, name) for name in same] == [getattr(stored, name) for name in same]
    assert Initiative.objects.count() == 12
    assert Milestone.objects.count() == 4


def test_a_note_about_people_is_sealed_in_the_trail(roadmap, book, owner):
    book.set("Initiatives", key("Energy"), "Note", "Ask Mr Tan")
    take(roadmap, book.data, owner)
    event = AuditEvent.objects.get(verb="plan.imported")
    assert "Tan" not in f"{event.sealed_changes} {event.sealed_object}"
    assert "Tan" in str(AuditWords.objects.get(event=event).words)


def test_progress_follows_the_status_and_the_other_way(roadmap, book, owner):
    book.set("Initiatives", key("Energy"), "Status", "done")
    book.set("Initiatives", key("End-to-end"), "Progress, %", 30)
    take(roadmap, book.data, owner)
    assert Initiative.objects.get(title__en__startswith="Energy").progress == 100
    assert Initiative.objects.get(title__en__startswith="End-to-end").status == "active"


def test_text_dates_are_read_where_they_are_clear(roadmap, book, owner):
    book.set("Initiatives", key("Energy"), "End", "2028-11-30")
    book.set("Initiatives", key("Predictive"), "End", "30.11.2028")
    take(roadmap, book.data, owner)
    ends = Initiative.objects.filter(ends_on=D(2028, 11, 30))
    assert ends.count() == 2


def test_a_check_costs_the_same_queries_whatever_changes(roadmap, rows, book):
    book.set("Initiatives", key("Energy"), "Note", "one")
    book.set("Initiatives", key("Energy"), "Owner", "Cio")
    with CaptureQueriesContext(connection) as few:
        check_plan(rows, book.data)
    for row in rows.initiatives:
        book.set("Initiatives", f"I{row.pk}", "Note", "many")
        book.set("Initiatives", f"I{row.pk}", "Owner", "Cio")
    for stone in rows.milestones:
        book.set("Milestones", f"M{stone.pk}", "Acceptance criteria", "many")
    with CaptureQueriesContext(connection) as many:
        draft = check_plan(rows, book.data)
    assert draft.turn.count("changed") == 16
    assert len(many) == len(few) <= 2


# --- durations ----------------------------------------------------------------------------------


def durations(name="MES core"):
    row = Initiative.objects.get(title__en__startswith=name)
    return row.starts_on, row.ends_on, row.duration, row.duration_unit


@pytest.fixture
def timed(roadmap):
    """The first initiative takes so many working days, as somebody said."""
    PlantCalendar.objects.create(plant=roadmap.plant, weekend=[6, 7])
    row = Initiative.objects.get(title__en__startswith="MES core")
    count = work_calendar(roadmap.plant).working.count(row.starts_on, row.ends_on + DAY)
    Initiative.objects.filter(pk=row.pk).update(duration=count, duration_unit="working")
    return count


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_durations_come_back_as_they_went(roadmap, timed, language):
    book = Book(plan_workbook(plan_rows(roadmap), language))
    mes = key("MES core")
    heads = ("Duration", "Duration in") if language == "en" else ("工期", "工期单位")
    tab, by = ("Initiatives", "Key") if language == "en" else ("举措", "编号")
    unit = "working days" if language == "en" else "工作日"
    assert [book.get(tab, mes, head, by) for head in heads] == [timed, unit]
    energy = key("Energy")
    assert [book.get(tab, energy, head, by) for head in heads] == [None, None]
    again = checked(roadmap, plan_workbook(plan_rows(roadmap), language))
    assert again.problems == ()
    assert again.turn.count("same") == len(again.turn.turns)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Duration": 5}, (D(2026, 4, 1), D(2026, 4, 7), 5, "working")),
        (
            {"Duration": 2, "Duration in": "months"},
            (D(2026, 4, 1), D(2026, 5, 31), 2, "months"),
        ),
        ({"Duration": 5, "Start": D(2026, 4, 3)}, (D(2026, 4, 3), D(2026, 4, 9), 5, "working")),
        ({"End": D(2026, 4, 7)}, (D(2026, 4, 1), D(2026, 4, 7), 5, "working")),
    ],
)
def test_a_duration_gives_the_end_and_an_end_the_duration(roadmap, timed, owner, cells, expected):
    Initiative.objects.filter(title__en__startswith="MES core").update(starts_on=D(2026, 4, 1))
    book = Book(plan_workbook(plan_rows(roadmap), "en"))
    for head, value in cells.items():
        book.set("Initiatives", key("MES core"), head, value)
    draft = checked(roadmap, book.data)
    assert draft.problems == ()
    turn, stone = (one for one in draft.turn.turns if one.effect == "changed")
    assert turn.after["ends_on"] == expected[1]  # what follows is told before it is taken
    assert stone.after == {"due_on": expected[1]}  # its milestone stays inside
    take(roadmap, book.data, owner)
    assert durations() == expected
    again = checked(roadmap, plan_workbook(plan_rows(roadmap), "en"))
    assert again.turn.count("same") == len(again.turn.turns)


def test_a_new_row_needs_an_end_or_a_duration(roadmap, book, owner):
    given = {"End": None, "Duration": 3, "Duration_in": "months"}
    book.add("Initiatives", **new_row(**given))
    take(roadmap, book.data, owner)
    assert durations("New work") == (D(2027, 1, 1), D(2027, 3, 31), 3, "months")
    book.add("Initiatives", **new_row(Key="N2", End=None))
    assert "A new row needs this." in places(checked(roadmap, book.data)).values()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Duration": 0}, "from 1 to 3660"),
        ({"Duration": -3}, "from 1 to 3660"),
        ({"Duration": 99999}, "from 1 to 3660"),
        ({"Duration": 10**20}, "from 1 to 3660"),
        ({"Duration": 1e30}, "from 1 to 3660"),
        ({"Duration": "∞"}, "from 1 to 3660"),
        ({"Duration": 1.5}, "from 1 to 3660"),
        ({"Duration in": "months"}, "A unit needs its duration."),
        ({"Duration in": "hours"}, "working days, calendar days, months"),
        ({"Duration": 3, "End": D(2027, 1, 1)}, "A duration of 3 calendar days from"),
        ({"Duration": 3660, "Duration in": "months"}, "after 2100"),
    ],
)
def test_a_duration_that_cannot_be_is_named(roadmap, book, cells, words):
    for head, value in cells.items():
        book.set("Initiatives", key("Energy"), head, value)
    (message,) = places(checked(roadmap, book.data)).values()
    assert words in message


def test_milestones_go_with_a_bar_whose_days_the_file_changes(roadmap, book, owner):
    stone = Milestone.objects.get(title="Pilot accepted")
    bar, due = stone.initiative, stone.due_on
    for head, day in (("Start", bar.starts_on), ("End", bar.ends_on)):
        book.set("Initiatives", f"I{bar.pk}", head, day + 28 * DAY)
    book.set("Milestones", f"M{stone.pk}", "Version", None)  # what is repeated needs none
    draft = checked(roadmap, book.data)
    assert draft.problems == ()
    (told,) = [one for one in draft.turn.turns if one.draft.key == f"M{stone.pk}"]
    assert (told.before, told.after) == ({"due_on": due}, {"due_on": due + 28 * DAY})
    take(roadmap, book.data, owner)
    stone.refresh_from_db()
    assert stone.due_on == due + 28 * DAY
    reverting.undo(change=Step.objects.get(), by=owner)
    stone.refresh_from_db()
    assert stone.due_on == due


def test_milestones_without_a_sheet_go_along_and_a_day_that_is_said_stands(roadmap, book, owner):
    stone = Milestone.objects.get(title="Pilot accepted")
    bar, due = stone.initiative, stone.due_on
    for head, day in (("Start", bar.starts_on), ("End", bar.ends_on)):
        book.set("Initiatives", f"I{bar.pk}", head, day + 28 * DAY)
    book.set("Milestones", f"M{stone.pk}", "Due", bar.ends_on + 2 * DAY)
    said = [one for one in checked(roadmap, book.data).turn.turns if one.draft.key[0] == "M"]
    assert {one.draft.key: one.row.due_on for one in said}[f"M{stone.pk}"] == bar.ends_on + 2 * DAY
    del book.book["Milestones"]
    take(roadmap, book.data, owner)
    stone.refresh_from_db()
    assert stone.due_on == due + 28 * DAY
