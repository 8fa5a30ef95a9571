"""What a workbook brings about is told before it is imported, and stored with it as one."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from calendars.models import PlantMilestone
from interchange.exporters.workbook import plan_workbook
from interchange.selectors.rows import plan_rows
from interchange.services.preview import weighed
from organizations.models import User
from roadmap.charts.consequences import told
from roadmap.models import Dependency, Initiative, Milestone
from roadmap.selectors.plan import plan
from steps.models import Step
from steps.services import reverting
from tests.interchange.books import Book
from tests.interchange.conftest import TODAY
from tests.interchange.imports import D, checked, key, new_row, take

pytestmark = pytest.mark.django_db
PAGE = "/plants/johor-bahru/interchange/plans/import/"
DAY = D(2027, 1, 2) - D(2027, 1, 1)


@pytest.fixture
def client(at):
    return at.client("project_owner")


def send(client, data, **more):
    return client.post(PAGE, {"file": SimpleUploadedFile("plan.xlsx", data), **more})


def bar(name):
    return Initiative.objects.get(title__en__startswith=name)


def later(book, name, days):
    row = bar(name)
    book.set("Initiatives", f"I{row.pk}", "Start", row.starts_on + days * DAY)
    book.set("Initiatives", f"I{row.pk}", "End", row.ends_on + days * DAY)
    return row


def outcome(roadmap, book, *, with_followers=True):
    """Return the sections that are told, title -> lines, and the plan that would be."""
    rows = plan_rows(roadmap)
    turn = checked(roadmap, book.data, with_followers=with_followers).turn
    found, made = weighed(plan(roadmap.plant, today=TODAY), turn, rows)
    words = told(found, made)
    return {one.title: [text for text, _tone in one.lines] for one in words.sections}, found


def test_the_page_tells_what_every_act_on_the_plan_tells(roadmap, book, client):
    later(book, "MES core", 200)
    book.set("Initiatives", key("Energy"), "One-off cost", 9_000_000)
    answer = send(client, book.data)
    text = answer.content.decode()
    sections = {one.title for one in answer.context["told"].sections}
    assert {"Initiatives", "Cost", "Conflicts"} <= sections
    assert "MES roll-out, lines 3–6 follows" in text
    assert "What would follow" in text
    assert not Step.objects.exists()


def test_what_waits_follows_and_the_whole_is_one_step(roadmap, book, client, owner):
    mes = later(book, "MES core", 200)
    roll_out, stone = bar("MES roll-out"), Milestone.objects.get(title="All lines on MES")
    answer = send(client, book.data)
    assert answer.context["waits"] == 2
    done = client.post(f"{PAGE}confirm/", {"payload": answer.context["payload"]})
    assert done.status_code == 302
    moved = bar("MES roll-out")
    assert moved.starts_on > roll_out.starts_on
    assert moved.starts_on > bar("MES core").ends_on
    assert Milestone.objects.get(pk=stone.pk).due_on > stone.due_on
    found = plan(roadmap.plant, today=TODAY)
    assert found.violations == ()
    reverting.undo(change=Step.objects.get(), by=owner)
    assert bar("MES core").ends_on == mes.ends_on
    assert bar("MES roll-out").ends_on == roll_out.ends_on
    assert Milestone.objects.get(pk=stone.pk).due_on == stone.due_on


def test_what_waits_can_stay_and_the_choice_holds_for_the_import(roadmap, book, client):
    later(book, "MES core", 200)
    roll_out = bar("MES roll-out")
    first = send(client, book.data)
    other = {"payload": first.context["payload"], "with_successors": first.context["other"]}
    again = client.post(PAGE, other)
    assert (again.status_code, again.context["other"]) == (200, "yes")
    assert "MES roll-out, lines 3–6 follows" not in again.content.decode()
    assert any("MES roll-out" in line for line in lines(again, "Conflicts"))
    client.post(f"{PAGE}confirm/", {"payload": again.context["payload"]})
    assert bar("MES roll-out").starts_on == roll_out.starts_on
    assert client.post(PAGE, {"payload": "x", "with_successors": "yes"}).status_code == 302


def lines(answer, title):
    sections = answer.context["told"].sections
    return [text for one in sections if one.title == title for text, _tone in one.lines]


def test_who_never_wants_followers_is_shown_the_plan_without(at, roadmap, book, client):
    User.objects.filter(pk=at.people["project_owner"].pk).update(followers=User.Followers.NEVER)
    later(book, "MES core", 200)
    assert send(client, book.data).context["other"] == "yes"


def test_what_waits_and_cannot_go_is_named_and_nothing_is_accepted(roadmap, book, client):
    Initiative.objects.filter(title__en__startswith="MES roll-out").update(
        starts_on=D(2028, 11, 1), ends_on=D(2028, 12, 31)
    )
    row = bar("MES core")
    book = Book(plan_workbook(plan_rows(roadmap), "en"))
    book.set("Initiatives", f"I{row.pk}", "End", D(2029, 3, 1))
    answer = send(client, book.data)
    assert any("MES roll-out" in text for text in answer.context["stuck"])
    text = answer.content.decode()
    assert "cannot follow" in text
    assert "btn-primary" not in text.split("what-follows")[1].split("Leave what waits")[0]
    client.post(f"{PAGE}confirm/", {"payload": answer.context["payload"]})
    assert not Step.objects.exists()


def test_a_row_of_the_file_goes_further_where_it_has_to(roadmap, book, owner):
    mes, roll_out = later(book, "MES core", 200), later(book, "MES roll-out", 1)
    words, _found = outcome(roadmap, book)
    mine = [line for line in words["Initiatives"] if line.startswith("MES roll-out")]
    assert len(mine) == 1
    assert "follows" not in mine[0]
    rows = plan_rows(roadmap)
    turn = checked(roadmap, book.data, with_followers=True).turn
    changed = next(one for one in turn.made if one.row.pk == roll_out.pk)
    assert changed.row.starts_on > mes.ends_on + 200 * DAY
    assert rows.digest == plan_rows(roadmap).digest


def test_new_rows_links_limits_and_milestones_of_the_plant_count(roadmap, book, owner):
    stone = PlantMilestone.objects.create(
        plant=roadmap.plant, title="Start of production", planned_on=D(2028, 12, 1)
    )
    Initiative.objects.filter(title__en__startswith="Energy").update(due_milestone=stone)
    book = Book(plan_workbook(plan_rows(roadmap), "en"))
    book.add("Initiatives", **new_row(Must_stand_at="N1"))
    book.add("Plant milestones", Key="N1", Plant_milestone="Move-in", Planned_day=D(2027, 3, 1))
    book.add("Links", Before="N1", After=key("Predictive"))
    book.add("Milestones", Initiative="N1", Milestone="Go live", Due=D(2027, 6, 30))
    closed = {"First_closed_day": D(2027, 1, 4), "Last_closed_day": D(2027, 1, 8)}
    book.add("Closures", Closure="Winter", **closed)
    book.set("Budget limits", 2027, "Limit", 1000, by="Year")
    book.set("Plant milestones", f"S{stone.pk}", "Planned day", D(2027, 2, 1))
    words, found = outcome(roadmap, book)
    assert words["Links"] == ["Predictive maintenance, presses waits for New work"]
    assert any(line.startswith("New work is new: ") for line in words["Initiatives"])
    conflicts = " ".join(words["Conflicts"])
    assert "2027: " in conflicts
    assert "New work: " in conflicts
    assert "Energy optimization: " in conflicts
    assert "“Move-in”" in conflicts
    take(roadmap, book.data, owner)
    stored = plan(roadmap.plant, today=TODAY)
    assert stored.totals == found.after.totals
    assert len(stored.date_conflicts) == len(found.after.date_conflicts)
    assert stored.calendar == found.after.calendar
    assert {(one.kind, one.days) for one in stored.date_conflicts} == {
        (one.kind, one.days) for one in found.after.date_conflicts
    }
    assert Dependency.objects.filter(predecessor__title__en="New work").exists()
