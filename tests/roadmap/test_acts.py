"""Acts on the plan: what may be stored at once, and what is shown first, whatever the act is."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from compliance.models import ObligationStatus
from packs.schema import Framework
from planning.domain.plans import PlanLink
from roadmap.domain.edits import LinkEdit, relinked
from roadmap.models import Dependency, Initiative
from steps.models import Step
from tests.factories.assessment_runs import flagship, make_run
from tests.factories.compliance import make_release, obligation_data
from tests.factories.roadmap import make_bar
from tests.markup import flat
from tests.roadmap.support import undo_last

HTMX = {"HTTP_HX_REQUEST": "true"}


def url(name, *args):
    return reverse(f"roadmap:{name}", args=["johor-bahru", *args])


@pytest.fixture
def client(at):
    return at.client("project_owner")


@pytest.fixture
def bars(roadmap):
    """A plan of ten bars beside the one that moves: a week of one is no event."""
    for number in range(10):
        make_bar(roadmap, f"Bar {number}", date(2028, 1, 1), date(2028, 3, 31))
    lifts = {"SP": "2"}
    return make_bar(
        roadmap, "A", date(2027, 9, 1), date(2027, 11, 30), catalog_id="D07", lifts=lifts
    )


def move(client, row, start, end, **more):
    given = {"starts_on": start, "ends_on": end, "version": row.version}
    return client.post(url("initiative-move", row.pk), given | more, **HTMX)


def days(row):
    row.refresh_from_db()
    return row.starts_on, row.ends_on


def said(answer):
    return flat(answer.content.decode()).replace("\u00a0", " ")


def accept(client, page, address):
    fields: dict[str, list[str]] = {}
    for name, value in page.context["fields"]:
        fields.setdefault(name, []).append(value)
    more = {"with_successors": page.context["with_successors"], "shown": page.context["shown"]}
    return client.post(address, {**fields, **more}, **HTMX)


def test_a_move_that_touches_nothing_else_is_stored_at_once(client, bars):
    answer = move(client, bars, "2027-09-08", "2027-12-07")
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "#gantt")
    assert days(bars) == (date(2027, 9, 8), date(2027, 12, 7))
    assert "Nothing is stored yet" not in said(answer)


def test_money_that_goes_to_another_year_is_shown(client, bars):
    # 90 of 990 thousand: the whole bar is more than a twentieth, a week of it is not.
    page = move(client, bars, "2028-03-01", "2028-05-31")
    assert page.headers["HX-Retarget"] == "#drawer"
    assert "2028: MYR 900,000 → MYR 990,000" in said(page)
    assert days(bars)[0] == date(2027, 9, 1)


def test_a_lower_capability_a_gate_and_a_missed_law_are_shown(client, at, bars, roadmap):
    levels = {leaf.id: 1 for leaf in flagship().read(Framework).leaves}
    make_run(at.plant, levels, signed=True)
    ObligationStatus.objects.create(
        plant=at.plant,
        checklist=make_release(obligation_data("my.test.one", initiatives=["D07"])),
        obligation="my.test.one",
        jurisdiction="MY",
        topic="privacy",
        applies="yes",
        reason={"kind": "always", "outcome": "yes"},
        tracked_on="2026-11-22",
        due_on=date(2027, 12, 15),
    )
    assert move(client, bars, "2027-09-08", "2027-12-07").headers["HX-Retarget"] == "#gantt"
    bars.refresh_from_db()
    page = said(move(client, bars, "2027-10-10", "2028-01-08"))
    assert "Overall, End of 2027: " in page
    assert "is due on 15 Dec 2027; A ends 24 days later" in page
    edits = {"chosen": f"{bars.pk}:{bars.version}", "phase": "integrate"}
    page = client.post(url("roadmap-bulk"), edits, **HTMX)
    assert "A stands behind the closed gate of “Integrate”" in said(page)
    assert accept(client, page, url("roadmap-bulk")).status_code == 200
    bars.refresh_from_db()
    assert bars.phase == "integrate"


def test_several_bars_move_as_one_or_are_shown_as_one(client, at, owner, bars, roadmap):
    other = Initiative.objects.get(title__en="Bar 0")
    after = make_bar(roadmap, "After", date(2028, 4, 1), date(2028, 4, 30))
    Dependency.objects.create(predecessor=other, successor=after)

    def sent(shift):
        data = {"initiative": [bars.pk, other.pk]}
        for row, month in ((bars, 9), (other, 1)):
            start = row.starts_on.replace(month=month, day=1 + shift)
            data |= {f"{row.pk}-version": row.version, f"{row.pk}-starts_on": start.isoformat()}
            data[f"{row.pk}-ends_on"] = row.ends_on.isoformat()
        return data

    assert client.post(url("roadmap-accept"), sent(7), **HTMX).headers["HX-Retarget"] == "#gantt"
    assert Step.objects.get().verb == "initiatives.moved"
    undo_last(at.plant, owner)
    bars.refresh_from_db()
    other.refresh_from_db()
    data = sent(0) | {f"{other.pk}-ends_on": "2028-04-07"}
    page = client.post(url("roadmap-accept"), data, **HTMX)
    assert "After follows: 1 Apr 2028 to 30 Apr 2028 → 8 Apr 2028 to 7 May 2028" in said(page)
    accept(client, page, url("roadmap-accept"))
    assert days(after) == (date(2028, 4, 8), date(2028, 5, 7))


def test_a_link_moves_what_comes_to_wait_and_is_undone_with_it(client, at, owner, bars, roadmap):
    after = make_bar(roadmap, "After", date(2027, 11, 1), date(2027, 11, 30))
    given = {"predecessor": bars.pk, "successor": after.pk}
    page = client.post(url("dependency-create"), given, **HTMX)
    text = said(page)
    assert "After waits for A" in text
    assert "After follows: 1 Nov 2027 to 30 Nov 2027 → 1 Dec 2027 to 30 Dec 2027" in text
    assert not Dependency.objects.exists()
    assert accept(client, page, url("dependency-create")).headers["HX-Retarget"] == "#gantt"
    assert days(after) == (date(2027, 12, 1), date(2027, 12, 30))
    link = Dependency.objects.get()
    assert Step.objects.get().verb == "dependency.added"

    # A longer lag pushes it on; left where it is, it is broken and says so.
    address = url("dependency-edit", link.pk)
    longer = {"kind": "FS", "lag_days": "10", "version": link.version}
    page = client.post(address, longer, **HTMX)
    assert "→ 11 Dec 2027" in said(page)
    left = client.post(address, {**longer, "with_successors": "no"}, **HTMX)
    assert "After: 10 days too early for what it waits for" in said(left)
    accept(client, page, address)
    assert days(after)[0] == date(2027, 12, 11)
    undo_last(at.plant, owner)
    link.refresh_from_db()
    assert (days(after)[0], link.lag_days) == (date(2027, 12, 1), 0)
    undo_last(at.plant, owner)
    assert (days(after)[0], Dependency.objects.count()) == (date(2027, 11, 1), 0)


def test_a_link_that_moves_nobody_is_stored_at_once(client, bars, roadmap):
    after = make_bar(roadmap, "After", date(2028, 1, 1), date(2028, 2, 1))
    given = {"predecessor": bars.pk, "successor": after.pk, "key": "a" * 36}
    for _twice in range(2):  # a double click adds one link
        answer = client.post(url("dependency-create"), given, **HTMX)
        assert answer.headers["HX-Retarget"] == "#gantt"
    assert Dependency.objects.count() == 1


def test_links_after_an_edit():
    one, other = PlanLink("A", "B", id=1), PlanLink("B", "C", id=2)
    changed = PlanLink("A", "B", lag_days=3, id=1)
    new = PlanLink("A", "C")
    assert relinked([one, other], None) == (one, other)
    assert relinked([one, other], LinkEdit(None, new)) == (one, other, new)
    assert relinked([one, other], LinkEdit(one, changed)) == (changed, other)
    assert relinked([one, other], LinkEdit(one, None)) == (other,)
    assert relinked([other], LinkEdit(one, changed)) == (other,)  # gone meanwhile
    assert relinked([one], LinkEdit(None, None)) == (one,)


def test_a_removal_says_what_the_plan_would_be_without(client, at, bars):
    make_run(at.plant, {leaf.id: 1 for leaf in flagship().read(Framework).leaves}, signed=True)
    text = said(client.get(url("initiative-delete", bars.pk), **HTMX))
    assert "In all: MYR 990,000 → MYR 900,000" in text
    assert "Overall, End of 2027: " in text
    assert Initiative.objects.filter(pk=bars.pk).exists()


def test_the_form_of_an_initiative_goes_the_same_way(client, bars):
    given = {
        "title": "A anew",
        "phase": "digitize",
        "starts_on": "2028-03-01",
        "ends_on": "2028-05-31",
        "one_off_amount": "90,000",
        "yearly_amount": "0",
        "status": "planned",
        "progress": "0",
        "version": bars.version,
    }
    address = url("initiative-edit", bars.pk)
    page = client.post(address, given, **HTMX)
    assert "Nothing is stored yet" in said(page)
    assert accept(client, page, address).headers["HX-Retarget"] == "#gantt"
    assert days(bars)[0] == date(2028, 3, 1)
    assert bars.title["en"] == "A anew"
