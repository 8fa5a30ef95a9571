from __future__ import annotations

import io

import pytest
import xlsxwriter
from django_scopes import scopes_disabled

from core.errors import RuleError, StaleVersionError
from interchange.importers.plans import check_plan
from interchange.selectors.rows import plan_rows
from interchange.services.plans import import_plan
from organizations.models import Membership
from roadmap.models import BudgetYear, Initiative
from sheets.archive import WorkbookError
from steps.models import Step
from tests.factories.organizations import UserFactory
from tests.factories.roadmap import make_bar, make_roadmap
from tests.interchange.imports import D, checked, key, new_row, places

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("tab", "head", "value", "words"),
    [
        ("Initiatives", "Start", "03/04/2027", "a date such as"),
        ("Initiatives", "Start", "soon", "a date such as"),
        ("Initiatives", "Start", D(2050, 1, 1), "behind the twelve quarters"),
        ("Initiatives", "End", D(2020, 1, 1), "before the start"),
        ("Initiatives", "End", "1800-01-01", "between 1900 and 2100"),
        ("Initiatives", "One-off cost", -1, "an amount from 0"),
        ("Initiatives", "One-off cost", 10**14, "an amount from 0"),
        ("Initiatives", "One-off cost", 1e22, "an amount from 0"),
        ("Initiatives", "One-off cost", 1e30, "an amount from 0"),
        ("Initiatives", "One-off cost", 1e300, "an amount from 0"),
        ("Initiatives", "Yearly cost after the end", 1e22, "an amount from 0"),
        ("Initiatives", "Progress, %", 1e30, "0 to 100"),
        ("Links", "Lag in days", -1e30, "whole days"),
        ("Initiatives", "One-off cost", "a lot", "an amount from 0"),
        ("Initiatives", "One-off cost", 1.234, "an amount from 0"),
        ("Initiatives", "Progress, %", 101, "0 to 100"),
        ("Initiatives", "Progress, %", 12.5, "0 to 100"),
        ("Initiatives", "Phase", "later", "digitize, integrate, optimize"),
        ("Initiatives", "Status", "maybe", "planned, under way"),
        ("Initiatives", "Owner", "Nobody Atall", "Nobody of this name"),
        ("Initiatives", "Owner", "Stranger", "Nobody of this name"),
        ("Initiatives", "Title (English)", "x" * 161, "at most 160"),
        ("Initiatives", "Note", "x" * 4001, "at most 4000"),
        ("Initiatives", "Version", 7, "changed since the export"),
        ("Initiatives", "Version", "new", "the number of the export"),
        ("Initiatives", "Key", "I999999", "No row of this plan"),
        ("Initiatives", "Key", "M1", "No row of this plan"),
        ("Initiatives", "Key", "12", "the key of the export"),
        ("Links", "Lag in days", 731, "between −730"),
        ("Links", "Lag in days", "x", "whole days"),
        ("Links", "Kind", "SF", "finish to start"),
        ("Links", "Before", "I999999", "keeps its initiative"),
        ("Milestones", "Due", D(2030, 1, 1), "inside its initiative"),
        ("Milestones", "Reached", D(2027, 1, 1), "has not come yet"),
        ("Milestones", "Acceptance criteria", "x" * 2001, "at most 2000"),
        ("Budget limits", "Limit", -5, "an amount from 0"),
        ("Budget limits", "Year", 2031, "outside the plan"),
        ("Budget limits", "Year", 2026, "twice"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_stored(roadmap, book, owner, tab, head, value, words):
    number = 3
    book.book[tab].cell(number, book.place(tab, head)).value = value
    if head in ("Version", "Key"):  # looked at where something changes
        book.book[tab].cell(number, book.place(tab, "Note")).value = "changed"
    draft = checked(roadmap, book.data)
    found = places(draft)
    assert any(place.startswith(f"{tab}!") and place.endswith(str(number)) for place in found)
    assert words in " ".join(found.values())
    if not any(place.startswith(tab) for place in found):
        pytest.fail(str(found))
    with pytest.raises(RuleError):
        import_all(roadmap, draft, owner)
    assert not Step.objects.exists()


def import_all(roadmap, draft, by):
    """Import what a check found, as nobody can through the page; cells that are wrong are no rows."""
    if not draft.turn.problems:
        raise RuleError("cells are wrong")
    import_plan(roadmap=roadmap, drafts=draft.drafts, seen=plan_rows(roadmap).digest, by=by)


@pytest.mark.parametrize(
    ("tab", "values", "words"),
    [
        ("Initiatives", new_row(**{"Title_(English)": None}), "needs this"),
        ("Initiatives", new_row(Phase=None), "needs this"),
        ("Initiatives", new_row(**{"One-off_cost": None}), "needs this"),
        ("Initiatives", new_row(Start=D(2029, 1, 1), End=D(2029, 2, 1)), "behind the twelve"),
        ("Initiatives", new_row(End=D(2040, 1, 1)), "ten years"),
        ("Initiatives", new_row(Status="done", **{"Progress,_%": 20}), "done 100 %"),
        ("Links", {"Before": "N7", "After": "N8"}, "No initiative of this plan"),
        ("Links", {"Before": "N7"}, "needs this"),
        ("Milestones", {"Milestone": "M", "Due": D(2027, 1, 1)}, "needs this"),
        ("Budget limits", {"Limit": 5}, "needs its year"),
    ],
)
def test_a_new_row_that_lacks_something_is_refused(roadmap, book, tab, values, words):
    number = book.add(tab, **values)
    found = places(checked(roadmap, book.data))
    assert any(place.startswith(f"{tab}!") and place.endswith(str(number)) for place in found)
    assert words in " ".join(found.values())


def test_links_that_exist_close_a_circle_or_lead_nowhere_are_refused(roadmap, book):
    mes, roll_out, predictive = key("MES core"), key("MES roll-out"), key("Predictive")
    twice = book.add("Links", Before=mes, After=roll_out)
    itself = book.add("Links", Before=mes, After=mes)
    circle = book.add("Links", Before=predictive, After=mes)
    found = places(checked(roadmap, book.data))
    assert found[f"Links!E{twice}"] == "This link exists already."
    assert found[f"Links!E{itself}"] == "An initiative cannot wait for itself."
    assert "closes a circle" in found[f"Links!E{circle}"]
    assert len(found) == 3


def test_keys_that_stand_twice_are_refused(roadmap, book):
    mes = key("MES core")
    sheet = book.book["Initiatives"]
    number = sheet.max_row + 1
    for column, cell in enumerate(sheet[book.row("Initiatives", mes)], start=1):
        sheet.cell(number, column).value = cell.value
    assert places(checked(roadmap, book.data)) == {
        f"Initiatives!A{number}": "This key stands in the sheet twice."
    }


def test_keys_of_another_plant_are_unknown_here(at, roadmap, book, owner):
    with scopes_disabled():
        elsewhere = Membership.objects.get(user=at.people["stranger"]).plant
        foreign = make_bar(make_roadmap(elsewhere), "Secret work")
    book.set("Initiatives", key("Energy"), "Key", f"I{foreign.pk}")
    book.add("Links", Before=f"I{foreign.pk}", After=key("MES core"))
    book.add("Milestones", Initiative=f"I{foreign.pk}", Milestone="M", Due=D(2026, 2, 1))
    draft = checked(roadmap, book.data)
    assert len(draft.problems) == 3
    assert "Secret" not in str(places(draft))
    with scopes_disabled():
        assert Initiative.objects.get(pk=foreign.pk).version == 1


def test_two_people_of_one_name_must_be_chosen_on_the_page(at, roadmap, book):
    twin = UserFactory(name="Cio", email="twin@example.org")
    Membership.objects.create(
        organization=at.organization, plant=at.plant, user=twin, role="it_lead"
    )
    book.set("Initiatives", key("Energy"), "Owner", "Cio")
    assert "Two people" in " ".join(places(checked(roadmap, book.data)).values())


def test_a_row_that_somebody_changed_since_the_export_is_refused(roadmap, book):
    row = Initiative.objects.get(title__en__startswith="Energy")
    Initiative.objects.filter(pk=row.pk).update(version=2, note="theirs")
    assert checked(roadmap, book.data).turn.count("changed") == 0  # a blank keeps theirs
    book.set("Initiatives", f"I{row.pk}", "Note", "mine")
    found = places(checked(roadmap, book.data))
    assert list(found.values()) == ["The row was changed since the export."]


def test_a_plan_that_changed_since_the_check_is_not_touched(roadmap, rows, book, owner):
    book.set("Initiatives", key("Energy"), "Note", "mine")
    draft = check_plan(rows, book.data)
    make_bar(roadmap, "Somebody else's")
    with pytest.raises(StaleVersionError):
        import_plan(roadmap=roadmap, drafts=draft.drafts, seen=rows.digest, by=owner)
    assert not Step.objects.exists()


def written(fill):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        fill(book.add_worksheet("Initiatives"))
    return out.getvalue()


def test_a_file_without_a_sheet_of_the_plan_says_which_it_needs(roadmap):
    data = written(lambda sheet: sheet.write_row(0, 0, ["Name", "Age"]))
    with pytest.raises(WorkbookError, match="Initiatives, Links, Milestones, Budget limits"):
        checked(roadmap, data)


def test_a_hundred_thousand_rows_are_refused(roadmap):
    def fill(sheet):
        sheet.write_row(0, 0, ["Title (English)", "Start", "End"])
        for number in range(1, 100_001):
            sheet.write_row(number, 0, ["x", "2027-01-01", "2027-02-01"])

    with pytest.raises(WorkbookError):
        checked(roadmap, written(fill))


def test_more_rows_than_a_plan_has_are_refused(roadmap):
    def fill(sheet):
        sheet.write_row(0, 0, ["Title (English)", "Start", "End"])
        for number in range(1, 1102):
            sheet.write_row(number, 0, ["x", "2027-01-01", "2027-02-01"])

    with pytest.raises(WorkbookError, match="1000"):
        checked(roadmap, written(fill))


def test_formulas_count_by_their_stored_value_or_not_at_all(roadmap, book):
    energy = key("Energy")
    book.set("Initiatives", energy, "One-off cost", "=1+1")  # nobody computed it
    found = places(checked(roadmap, book.data))
    assert "formula" in " ".join(found.values()).lower()


def test_errors_of_formulas_are_named(roadmap, book):
    book.set("Initiatives", key("Energy"), "One-off cost", "#REF!")
    assert "error of the formula" in " ".join(places(checked(roadmap, book.data)).values())


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_workbook_is_refused(roadmap, data):
    with pytest.raises(RuleError):
        checked(roadmap, data)


def test_a_hidden_cover_and_other_columns_do_no_harm(roadmap, book):
    cover = book.book.create_sheet("Cover", 0)
    cover["A1"] = "Plan of the plant"
    book.book["Initiatives"].cell(1, 30).value = "Remarks"
    draft = checked(roadmap, book.data)
    assert draft.problems == ()
    assert draft.unread == ("Cover",)
    assert draft.ignored == ("Remarks",)


@pytest.mark.parametrize(
    ("head", "value", "words"),
    [("Title (English)", "x" * 161, "at most 160"), ("One-off cost", True, "an amount from 0")],
)
def test_cells_of_another_kind_are_refused(roadmap, book, head, value, words):
    book.set("Initiatives", key("Energy"), head, value)
    assert words in " ".join(places(checked(roadmap, book.data)).values())


def test_a_limit_left_blank_stays(roadmap, book):
    book.set("Budget limits", 2027, "Limit", None, by="Year")
    draft = checked(roadmap, book.data)
    assert draft.problems == ()
    assert len(draft.turn.turns) == 22  # that row says nothing


def test_a_limit_of_a_year_without_one_is_new(roadmap, book, owner):
    BudgetYear.objects.filter(year=2027).delete()
    draft = checked(roadmap, book.data)
    assert [turn.row.year for turn in draft.turn.turns if turn.is_new] == [2027]
