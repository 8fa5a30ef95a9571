from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django_scopes import scopes_disabled

from core.errors import RuleError, StaleVersionError
from core.workbook.archive import WorkbookError
from interchange.exporters.workbook import plan_workbook
from interchange.importers.plans import check_plan
from interchange.selectors.rows import plan_rows
from interchange.services.plans import import_plan
from organizations.models import AuditEvent, AuditWords, Membership
from roadmap.models import (
    BudgetYear,
    Dependency,
    Initiative,
    Milestone,
    StoredSums,
)
from steps.models import Step
from steps.services import reverting
from tests.factories.organizations import UserFactory
from tests.factories.roadmap import make_bar, make_roadmap
from tests.interchange.books import Book

pytestmark = pytest.mark.django_db
PAGE = "/plants/johor-bahru/interchange/plans/import/"
D = dt.date


@pytest.fixture
def book(rows):
    return Book(plan_workbook(rows, "en"))


def checked(roadmap, data):
    return check_plan(plan_rows(roadmap), data)


def take(roadmap, data, by):
    rows = plan_rows(roadmap)
    draft = check_plan(rows, data)
    return import_plan(roadmap=roadmap, drafts=draft.drafts, seen=rows.digest, by=by)


def places(draft):
    return {problem.place: problem.message for problem in draft.problems}


def key(name):
    return f"I{Initiative.objects.get(title__en__startswith=name).pk}"


# --- there and back -----------------------------------------------------------------------------


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


# --- what changes -------------------------------------------------------------------------------


def new_row(**more):
    values = {"Phase": "digitize", "Start": D(2027, 1, 1), "End": D(2027, 6, 30)}
    values |= {"One-off_cost": 1000, "Title_(English)": "New work", "Key": "N1"}
    return {**values, **more}


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
    assert StoredSums.objects.filter(roadmap=roadmap).exists()
    reverting.undo(change=step, by=owner)
    after = plan_rows(roadmap)
    for name in ("initiatives", "links", "milestones", "limits"):
        for one, other in zip(before.of(name), after.of(name), strict=True):
            skipped = {"_state", "version", "updated_at"}
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


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tab", "head", "value", "words"),
    [
        ("Initiatives", "Start", "03/04/2027", "a date such as"),
        ("Initiatives", "Start", "soon", "a date such as"),
        ("Initiatives", "Start", D(2050, 1, 1), "before the start"),
        ("Initiatives", "End", D(2020, 1, 1), "before the start"),
        ("Initiatives", "End", "1800-01-01", "a date such as"),
        ("Initiatives", "One-off cost", -1, "an amount from 0"),
        ("Initiatives", "One-off cost", 10**14, "an amount from 0"),
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


# --- hostile files ------------------------------------------------------------------------------


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


# --- the page -----------------------------------------------------------------------------------


def send(client, data, name="plan.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def payload(answer):
    return answer.context["payload"]


@pytest.fixture
def client(at):
    return at.client("project_owner")


def test_a_file_is_checked_then_confirmed(at, roadmap, book, client):
    book.set("Initiatives", key("Energy"), "Note", "mine")
    answer = send(client, book.data)
    assert answer.status_code == 200
    assert "mine" in answer.content.decode()
    assert not Step.objects.exists()
    done = client.post(f"{PAGE}confirm/", {"payload": payload(answer)})
    assert done.status_code == 302
    assert Initiative.objects.get(title__en__startswith="Energy").note == "mine"
    again = client.post(f"{PAGE}confirm/", {"payload": payload(answer)})
    assert again.status_code == 409  # sent twice: the plan is another one by now
    assert Step.objects.count() == 1


def test_an_unchanged_file_offers_nothing_to_import(roadmap, book, client):
    answer = send(client, book.data)
    assert answer.status_code == 200
    assert "nothing to import" in answer.content.decode()
    assert not payload(answer)


def test_a_wrong_cell_is_shown_with_its_place(roadmap, book, client):
    row = book.row("Initiatives", key("Energy"))
    book.set("Initiatives", key("Energy"), "Start", "soon")
    answer = send(client, book.data)
    assert answer.status_code == 422
    assert f"F{row}" in answer.content.decode()
    assert not payload(answer)


@pytest.mark.parametrize(
    ("name", "data"),
    [("plan.csv", b"a,b\n"), ("plan.xlsx", b"no"), ("plan.xlsx", b"x" * (1024 * 1024 + 1))],
)
def test_other_files_are_refused_beside_the_field(roadmap, client, name, data):
    answer = send(client, data, name)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_payload_is_for_one_person_and_unchanged(at, roadmap, book, client):
    book.set("Initiatives", key("Energy"), "Note", "mine")
    sealed = payload(send(client, book.data))
    for who, text in ((at.client("cio"), sealed), (client, sealed[:-3]), (client, "")):
        assert who.post(f"{PAGE}confirm/", {"payload": text}).status_code == 302
    assert not Step.objects.exists()


def test_a_plant_without_a_plan_has_neither_import_nor_files(at):
    client = at.client("project_owner")
    assert client.get(PAGE).status_code == 404
    assert client.get("/plants/johor-bahru/interchange/plans/export/xlsx/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("xlsx", b"PK\x03\x04"),
        ("csv", b"\xef\xbb\xbfKey"),
        ("ics", b"BEGIN:VCALENDAR\r\n"),
        ("xml", b"<?xml"),
        ("svg", b"<svg "),
        ("png", b"\x89PNG"),
    ],
)
def test_each_file_is_handed_out_and_noted(at, roadmap, kind, begins):
    client = at.client("stakeholder")
    answer = client.get(f"/plants/johor-bahru/interchange/plans/export/{kind}/")
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="roadmap-johor-bahru.{kind}"'
    assert "sandbox" in answer["Content-Security-Policy"]
    event = AuditEvent.objects.get(verb="data.exported")
    assert f"roadmap-johor-bahru.{kind}" in str(event.changes)
    head = client.head(f"/plants/johor-bahru/interchange/plans/export/{kind}/")
    assert head.status_code == 200
    assert AuditEvent.objects.filter(verb="data.exported").count() == 1


def test_an_unknown_kind_of_file_is_not_found(at, roadmap):
    client = at.client("stakeholder")
    assert client.get("/plants/johor-bahru/interchange/plans/export/mpp/").status_code == 404


def test_the_page_of_the_plan_lists_the_files(at, roadmap):
    text = at.client("stakeholder").get("/plants/johor-bahru/roadmap/").content.decode()
    for kind in ("xlsx", "csv", "ics", "xml", "svg", "png"):
        assert f"/interchange/plans/export/{kind}/" in text
    assert PAGE not in text
    assert PAGE in at.client("cio").get("/plants/johor-bahru/roadmap/").content.decode()
