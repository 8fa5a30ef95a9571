"""Sheets of the plant that a plan hangs on: milestones, goals, figures, week, closures, signatures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from calendars.models import PlantCalendar, PlantClosure, PlantMilestone
from goals.models import Goal, GoalIndicator
from interchange.exporters.columns.sheets import SHEETS
from interchange.exporters.workbook import plan_workbook
from interchange.selectors.rows import plan_rows
from roadmap.models import GateCondition, Initiative, Milestone
from steps.models import Step
from steps.services import reverting
from tests.interchange.books import Book
from tests.interchange.imports import D, checked, key, new_row, places, take
from tests.interchange.stage import furnish
from tests.roadmap.support import follow

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(at, roadmap, owner):
    furnish(at.plant, owner, at.people["cio"])
    return Book(plan_workbook(plan_rows(roadmap), "en"))


def of(model, **known):
    row = model.objects.get(**known)
    letters = {PlantMilestone: "S", Goal: "G", GoalIndicator: "F", PlantCalendar: "W"}
    letters |= {GateCondition: "P"}
    return f"{letters.get(model, 'C')}{row.pk}"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_unchanged_file_changes_no_row_of_any_sheet(roadmap, full, owner, language):
    rows = plan_rows(roadmap)
    data = plan_workbook(rows, language)
    draft = checked(roadmap, data)
    assert draft.problems == ()
    assert draft.unread == draft.ignored == ()
    assert len(draft.sheets) == len(SHEETS)
    stored = sum(len(rows.of(sheet.name)) for sheet in SHEETS)
    assert draft.turn.count("same") == len(draft.turn.turns) == stored
    take(roadmap, data, owner)
    assert not Step.objects.exists()


def test_what_must_not_be_edited_is_told_and_not_read(roadmap, full):
    stone = Milestone.objects.get(title="Books closed in the new system")
    told = full.get("Milestones", f"M{stone.pk}", "Signed by IT").replace("\xa0", " ")
    assert told == "signed on 18 Nov 2026"
    assert full.get("Milestones", f"M{stone.pk}", "Signed by business") == "not signed"
    mes = key("MES core")
    assert full.get("Initiatives", mes, "Milestone it must stand at") == "Start of production"
    assert full.get("Initiatives", mes, "Goals it serves") == "Report each order"
    for tab, row, head in (
        ("Milestones", f"M{stone.pk}", "Signed by IT"),
        ("Initiatives", mes, "Part for the launch"),
        ("Plant milestones", of(PlantMilestone, key="M16"), "Name in the launch pack"),
    ):
        full.set(tab, row, head, "mine")
    draft = checked(roadmap, full.data)
    assert draft.turn.made == []
    Milestone.objects.filter(pk=stone.pk).update(acceptance="Other words")
    again = Book(plan_workbook(plan_rows(roadmap), "en"))
    told = again.get("Milestones", f"M{stone.pk}", "Signed by IT").replace("\xa0", " ")
    assert told == "changed since it was signed on 18 Nov 2026"


def test_every_sheet_is_edited_as_one_step(at, roadmap, full, owner):
    sop, low = of(PlantMilestone, key="M16"), of(Goal, title="Report each order")
    before = plan_workbook(plan_rows(roadmap), "en")
    full.set("Plant milestones", sop, "Planned day", D(2027, 7, 13))
    full.set("Plant milestones", sop, "Fixed", "yes")
    full.set("Goals", low, "Expected return a year", 5000)
    full.set("Goals", low, "Owner", "Cio")
    full.set("Goal indicators", of(GoalIndicator), "Target value", 70.5)
    full.set("Working week", of(PlantCalendar), "Saturday", "open")
    full.set("Closures", of(PlantClosure), "Last closed day", D(2027, 6, 20))
    full.set("Initiatives", key("MES core"), "Buffer, days", 5)
    full.set("Initiatives", key("Energy"), "Cannot begin before", sop)
    full.set("Gate conditions", of(GateCondition), "Value to reach", 95)
    full.set("Gate conditions", of(GateCondition), "Gate before the phase", "optimize")
    draft = checked(roadmap, full.data)
    assert draft.problems == ()
    assert draft.turn.count("changed") == 8
    take(roadmap, full.data, owner)
    stone = PlantMilestone.objects.get(key="M16")
    assert (stone.planned_on, stone.is_fixed, stone.version) == (D(2027, 7, 13), True, 2)
    goal = Goal.objects.get(title="Report each order")
    assert (goal.expected_return_amount, goal.currency, goal.owner) == (
        Decimal(5000),
        "MYR",
        at.people["cio"],
    )
    assert GoalIndicator.objects.get().target_value == Decimal("70.5")
    assert PlantCalendar.objects.get().weekend == [7]
    assert PlantClosure.objects.get().opens_on == D(2027, 6, 21)
    assert Initiative.objects.get(title__en__startswith="MES core").buffer_days == 5
    gate = GateCondition.objects.get()
    assert (gate.phase, gate.bound_value, gate.version) == ("optimize", Decimal(95), 2)
    energy = Initiative.objects.get(title__en__startswith="Energy")
    assert energy.enabling_milestone == stone
    step = Step.objects.get()
    reverting.undo(change=step, by=owner)
    assert cells(plan_workbook(plan_rows(roadmap), "en")) == cells(before)
    reverting.redo(change=step, by=owner)
    assert PlantCalendar.objects.get().weekend == [7]


def cells(data):
    """Return what a workbook says, without the versions of its rows."""
    return {
        sheet.title: [
            [cell for place, cell in enumerate(row) if place != 1]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in Book(data).book
    }


def test_new_rows_of_every_sheet_name_each_other(roadmap, full, owner):
    follow(roadmap.plant, "FIN-01")
    full.add("Plant milestones", Key="N1", Plant_milestone="Trial run", Planned_day=D(2027, 5, 3))
    full.add("Initiatives", **new_row(Must_stand_at="N1", **{"Buffer,_days": 7}))
    goal = {"Horizon": "mid term", "Value_driver": "合规与风险", "Due": D(2028, 5, 1)}
    full.add("Goals", Key="N1", Goal="Books", Target="On day 3", **goal)
    full.add("Goals", Key="N2", Goal="Ledger", Target="On day 4", Serves="N1", **goal)
    full.add("Goal indicators", Goal_key="N2", Indicator="FIN-01", Target_value=3)
    closed = {"First_closed_day": D(2027, 12, 24), "Last_closed_day": D(2028, 1, 2)}
    full.add("Closures", Closure="Winter", Kind="maintenance", **closed)
    asked = {"Gate_before_the_phase": "integrate", "Value_to_reach": 80}
    full.add("Gate conditions", Indicator="FIN-01", **asked)
    draft = checked(roadmap, full.data)
    assert draft.problems == ()
    assert draft.turn.count("new") == 7
    take(roadmap, full.data, owner)
    bar = Initiative.objects.get(title__en="New work")
    assert (bar.due_milestone.title, bar.buffer_days) == ("Trial run", 7)
    ledger = Goal.objects.get(title="Ledger")
    assert (ledger.parent.title, ledger.value_driver) == ("Books", "compliance")
    assert ledger.counted_from == D(2026, 11, 18)
    assert ledger.indicator_links.get().plant_indicator.indicator.code == "FIN-01"
    assert PlantClosure.objects.get(title="Winter").opens_on == D(2028, 1, 3)
    gate = GateCondition.objects.get(plant_indicator__indicator__code="FIN-01")
    assert (gate.side, gate.bound_value) == ("at_least", Decimal(80))  # the better side
    reverting.undo(change=Step.objects.get(), by=owner)
    assert GateCondition.objects.count() == 1
    assert not Goal.objects.filter(title__in=("Books", "Ledger")).exists()


def test_a_plant_without_a_week_gets_one(roadmap, book, owner):
    place = {"Saturday": "休息", "Sunday": "closed", "Public_holidays_of": "hu"}
    book.add("Working week", Monday="open", **place)
    take(roadmap, book.data, owner)
    row = PlantCalendar.objects.get()
    assert (row.weekend, row.holiday_place) == ([6, 7], "HU")


def test_new_dates_are_counted_on_the_calendar_of_the_file(roadmap, full, owner):
    full.set("Working week", of(PlantCalendar), "Friday", "closed")
    full.set("Initiatives", key("Energy"), "Start", D(2027, 3, 1))
    full.set("Initiatives", key("Energy"), "Duration", 5)
    full.set("Initiatives", key("Energy"), "Duration in", "working days")
    take(roadmap, full.data, owner)
    assert Initiative.objects.get(title__en__startswith="Energy").ends_on == D(2027, 3, 8)


@pytest.mark.parametrize(
    ("tab", "head", "value", "words"),
    [
        ("Plant milestones", "Planned day", "soon", "a date such as"),
        ("Plant milestones", "Fixed", "maybe", "yes, no"),
        ("Plant milestones", "Reached", D(2027, 1, 1), "has not come yet"),
        ("Plant milestones", "Owner", "Nobody Atall", "Nobody of this name"),
        ("Plant milestones", "Plant milestone", "x" * 161, "at most 160"),
        ("Goals", "Horizon", "later", "short term, mid term"),
        ("Goals", "Due", D(2026, 12, 1), "does not lie in the horizon"),
        ("Goals", "Goal", "Report each order", "has this goal already"),
        ("Goals", "Expected return a year", -1, "an amount from 0"),
        ("Goals", "Serves", "G999999", "No goal of this plant"),
        ("Goal indicators", "Target value", "many", "a number with at most six decimals"),
        ("Goal indicators", "Target value", 1e30, "a number with at most six decimals"),
        ("Goal indicators", "Target value", "1.0000001", "a number with at most six decimals"),
        ("Goal indicators", "Target value", 12, "worse than the baseline"),
        ("Goal indicators", "Indicator", "XX-1", "keeps its goal and its indicator"),
        ("Working week", "Monday", "half", "open, closed"),
        ("Working week", "Public holidays of", "ZZ", "are not known"),
        ("Closures", "Last closed day", D(2027, 6, 1), "before the first one"),
        ("Closures", "Last closed day", D(2050, 6, 1), "ten years"),
        ("Closures", "Kind", "party", "holiday season"),
        ("Gate conditions", "Gate before the phase", "digitize", "integrate, optimize"),
        ("Gate conditions", "Indicator", "XX-1", "keeps its indicator"),
        ("Gate conditions", "Reached when", "at most", "Higher is better"),
        ("Gate conditions", "Value to reach", "many", "a number with at most six decimals"),
        ("Closures", "Version", 9, "changed since the export"),
    ],
)
def test_a_wrong_cell_is_named(roadmap, full, tab, head, value, words):
    number = next(
        row
        for row in range(2, 5)
        if full.book[tab].cell(row, 3).value not in ("Report each order", "=Lease")
    )
    full.book[tab].cell(number, full.place(tab, head)).value = value
    if head == "Version":
        full.book[tab].cell(number, full.place(tab, "Closure")).value = "Other"
    draft = checked(roadmap, full.data)
    found = places(draft)
    letter = full.book[tab].cell(1, full.place(tab, head)).column_letter
    assert list(found) == [f"{tab}!{letter}{number}"]
    assert words in found[f"{tab}!{letter}{number}"]


def test_a_wrong_cell_is_named_in_chinese_too(roadmap, full):
    book = Book(plan_workbook(plan_rows(roadmap), "zh-hans"))
    book.set("停工期", of(PlantClosure), "停工末日", "很久", by="编号")
    book.set("战略目标", of(Goal, title="Report each order"), "期限", "以后", by="编号")
    with translation.override("zh-hans"):
        found = places(checked(roadmap, book.data))
    assert set(found) == {"停工期!F2", "战略目标!D2"}
    assert "日期，如2027-03-31" in found["停工期!F2"]
    assert "短期、中期、长期" in found["战略目标!D2"]


def test_goals_that_do_not_fit_are_named_where_the_file_changes_them(roadmap, full):
    top, low = of(Goal, title="Know each order"), of(Goal, title="Report each order")
    full.set("Goals", top, "Serves", low)
    row = full.row("Goals", top)
    ((place, words),) = places(checked(roadmap, full.data)).items()
    assert place == f"Goals!L{row}"
    assert "cannot serve itself" in words
    again = Book(plan_workbook(plan_rows(roadmap), "en"))
    again.set("Goals", top, "Due", D(2027, 6, 1))
    again.set("Goals", top, "Horizon", "short term")
    (words,) = places(checked(roadmap, again.data)).values()
    assert words == "A goal that serves this one reaches farther."
    again.set("Goals", top, "Due", D(2027, 8, 1))
    assert checked(roadmap, again.data).problems == ()


def test_what_stands_already_is_no_new_row(roadmap, full):
    low = of(Goal, title="Report each order")
    code = full.get("Goal indicators", of(GoalIndicator), "Indicator")
    figure = full.add("Goal indicators", Goal_key=low, Indicator=code)
    unknown = full.add("Goal indicators", Goal_key=low, Indicator="XX-1")
    week = full.add("Working week", Monday="closed")
    bare = full.add("Closures", Closure="Without days")
    asked = {"Gate_before_the_phase": "integrate", "Value_to_reach": 80}
    gate = full.add("Gate conditions", Indicator=code, **asked)
    strange = full.add("Gate conditions", Indicator="XX-1", **asked)
    found = places(checked(roadmap, full.data))
    assert found == {
        f"Goal indicators!E{figure}": "The goal has this indicator already.",
        f"Goal indicators!E{unknown}": "The plant does not follow this indicator.",
        f"Working week!A{week}": "The plant has a working week already. Change its row.",
        f"Closures!E{bare}": "A new row needs this.",
        f"Gate conditions!D{gate}": "The gate asks this indicator already.",
        f"Gate conditions!D{strange}": "The plant does not follow this indicator.",
    }


def test_a_week_without_a_day_to_work_on_is_refused(roadmap, full):
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        full.set("Working week", of(PlantCalendar), name, "closed")
    (words,) = places(checked(roadmap, full.data)).values()
    assert "At least one day" in words
