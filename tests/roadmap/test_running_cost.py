"""The running cost of an initiative: not stated, stated as none, and an amount are three things."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from roadmap.charts.consequences import told
from roadmap.domain.edits import BarEdit
from roadmap.models import Initiative
from roadmap.selectors.consequences import consequences
from roadmap.selectors.plan import plan
from roadmap.services.drafts import draft
from steps.models import Step
from tests.factories.roadmap import make_bar, make_roadmap
from tests.roadmap.support import TODAY, undo_last

MIGRATION = import_module("roadmap.migrations.0016_running_cost_unstated")
WHEN = datetime(2026, 11, 1, tzinfo=UTC)
ZERO, FIVE = "0.00", "5.00"
# What the steps of an initiative say: before, after, whether it was undone; then what must be stored.
STORIES = {
    "never said": ([], None),
    "made with 0": ([(None, ZERO, False)], None),
    "another field": ([(None, ZERO, False), (ZERO, ZERO, False)], None),
    "said to be 0": ([(None, FIVE, False), (FIVE, ZERO, False)], Decimal(0)),
    "said, then moved": ([(FIVE, ZERO, False), (ZERO, ZERO, False)], Decimal(0)),
    "said, taken back": ([(ZERO, FIVE, True)], None),
    "0 was taken back": ([(FIVE, ZERO, True)], Decimal(5)),
    "said, said more": ([(FIVE, ZERO, False), (ZERO, FIVE, False)], Decimal(5)),
    "removed": ([(ZERO, None, True)], None),
}


@pytest.mark.django_db
def test_zeros_that_nobody_said_become_none_and_back(at):
    roadmap = make_roadmap(at.plant)
    keys = {name: _told(roadmap, name) for name in STORIES}
    before = _log(keys)
    MIGRATION.forget_defaults(apps, None)
    rows = {name: Initiative.objects.get(pk=key) for name, key in keys.items()}
    assert {name: row.yearly_amount for name, row in rows.items()} == {
        name: wanted for name, (_steps, wanted) in STORIES.items()
    }
    # An older export of what changed is refused; what did not change keeps its version.
    assert rows["never said"].version == rows["said to be 0"].version + 1
    kept = _log(keys)
    assert kept["another field"] == [[None, None], [None, None]]
    assert kept["said to be 0"] == [[None, FIVE], [FIVE, ZERO]]
    assert kept["said, then moved"] == [[FIVE, ZERO], [ZERO, ZERO]]
    assert kept["said, taken back"] == [[None, FIVE]]
    assert kept["0 was taken back"] == [[FIVE, ZERO]]
    MIGRATION.return_defaults(apps, None)
    stored = set(Initiative.objects.values_list("yearly_amount", flat=True))
    assert (stored, _log(keys)) == ({Decimal(0), Decimal(5)}, before)


def _told(roadmap, name):
    steps, wanted = STORIES[name]
    row = make_bar(roadmap, name, yearly_amount=wanted or Decimal(0))
    for before, after, is_undone in steps:
        Step.objects.create(
            plant=roadmap.plant,
            verb="initiative.edited",
            subject={},
            before=[_kept(row.pk, before)],
            after=[_kept(row.pk, after), {"table": "link", "id": row.pk, "values": None}],
            made_at=WHEN,
            undone_at=WHEN if is_undone else None,
        )
    return row.pk


def _kept(key, amount):
    values = None if amount is None else {"yearly_amount": amount, "note": ""}
    return {"table": "initiative", "id": key, "version": 0, "values": values}


def _log(keys):
    """Return by initiative what each step keeps of its running cost before and after it."""
    found = {name: [] for name in keys}
    names = {key: name for name, key in keys.items()}
    for step in Step.objects.order_by("pk"):
        sides = (step.before[0], step.after[0])
        amounts = [(row["values"] or {}).get("yearly_amount") for row in sides]
        found[names[sides[0]["id"]]].append(amounts)
    return found


# --- form, log and undo ---------------------------------------------------------------------------
@pytest.fixture
def client(at):
    return at.client("project_owner")


@pytest.fixture
def row(roadmap):
    return make_bar(roadmap, "First", date(2027, 1, 1), date(2027, 3, 31))


def url(name, *more):
    return reverse(f"roadmap:{name}", args=["johor-bahru", *more])


def _edit(client, row, **more):
    row.refresh_from_db()
    given = {
        "title": "First",
        "phase": "digitize",
        "starts_on": "2027-01-01",
        "ends_on": "2027-03-31",
        "one_off_amount": "90,000",
        "yearly_amount": "",
        "status": "planned",
        "progress": "0",
        "version": row.version,
        **more,
    }
    given = {name: value for name, value in given.items() if value is not None}
    answer = client.post(url("initiative-edit", row.pk), given)
    row.refresh_from_db()
    return answer.status_code, row.yearly_amount


def test_empty_is_not_zero_in_form_log_and_undo(client, row, owner, roadmap):
    assert _edit(client, row, yearly_amount="0") == (302, Decimal(0))
    assert _edit(client, row, note="else") == (302, None)
    assert undo_last(roadmap.plant, owner)
    row.refresh_from_db()
    assert row.yearly_amount == Decimal(0)
    assert undo_last(roadmap.plant, owner)
    row.refresh_from_db()
    assert row.yearly_amount is None
    assert _edit(client, row, yearly_amount="1.234,50") == (302, Decimal("1234.50"))
    # A form that knows nothing of it says nothing of it.
    assert _edit(client, row, yearly_amount=None, note="x") == (302, Decimal("1234.50"))


def test_pages_tell_none_from_not_stated(client, row):
    detail = url("roadmap-detail") + f"?initiative={row.pk}"
    table = url("roadmap-detail") + "?view=table"
    for amount, words in ((None, "not stated"), (Decimal(0), "MYR 0")):
        Initiative.objects.update(yearly_amount=amount)
        facts = plain(client.get(detail))
        assert f"Yearly after {words}" in facts
        whole = "running cost not stated for 1 of 1 initiative" in facts
        assert whole is (amount is None)
        assert ("not stated" in plain(client.get(table))) is (amount is None)
    form = client.get(url("initiative-edit", row.pk)).content.decode()
    assert re.search(r'name="yearly_amount" value="0"', form)
    Initiative.objects.update(yearly_amount=None)
    form = client.get(url("initiative-edit", row.pk)).content.decode()
    assert not re.search(r'name="yearly_amount" value', form)


def plain(answer):
    text = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\u00a0", " ")
    return " ".join(text.split())


def test_consequences_name_what_their_sums_leave_out(row, roadmap):
    shown = plan(roadmap.plant, today=TODAY)
    dearer = _cost_lines(shown, row, one_off_amount=Decimal(100_000))
    assert dearer[-1] == "running cost not stated for 1 of 1 initiative"
    none = _cost_lines(shown, row, yearly_amount=Decimal(0))
    assert none == ["Running cost a year: not stated → MYR 0"]
    assert _cost_lines(shown, row, note="x") == []


def _cost_lines(shown, row, **values):
    made = draft(shown, [BarEdit(row.pk, row.version, values)], with_followers=False)
    words = told(consequences(shown, made.all_rows, made.stones), made)
    return [
        line.replace("\u00a0", " ")
        for section in words.sections
        if section.title == "Cost"
        for line, _tone in section.lines
    ]
