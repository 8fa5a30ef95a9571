from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from interchange.exporters.workbook import plan_workbook
from interchange.importers.plans import check_plan
from interchange.selectors.rows import plan_rows
from organizations.models import AuditEvent, AuditWords
from roadmap.models import (
    BudgetYear,
    Dependency,
    Initiative,
    Milestone,
)
from steps.models import Step
from steps.services import reverting
from tests.interchange.imports import D, checked, key, new_row, take
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


def test_a_check_costs_the_same_queries_whatever_changes(roadmap, rows, book):
    book.set("Initiatives", key("Energy"), "Note", "one")
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
