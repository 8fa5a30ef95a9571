"""Several initiatives at once: all or none, one step, and what it would change before it is stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.errors import RuleError, StaleVersionError
from organizations.models import AuditEvent
from roadmap.domain.edits import BarEdit
from roadmap.models import Dependency, Initiative, Milestone
from roadmap.selectors.consequences import consequences
from roadmap.selectors.plan import plan
from roadmap.services import batches
from roadmap.services.drafts import draft, further, mark_of
from steps.models import Step
from steps.selectors.changes import step_words, turns
from steps.services import reverting
from tests.factories.roadmap import make_bar
from tests.roadmap.support import TODAY, undo_last


def dates(start, end):
    return {"starts_on": start, "ends_on": end}


LATER = dates(date(2027, 3, 1), date(2027, 5, 29))


@pytest.fixture
def chain(three):
    """A, then B from April on, then C; a milestone in B."""
    a, b, c = three
    Initiative.objects.filter(pk=b.pk).update(**dates(date(2027, 4, 1), date(2027, 6, 30)))
    Initiative.objects.filter(pk=c.pk).update(**dates(date(2027, 8, 1), date(2027, 8, 31)))
    for before, after in ((a, b), (b, c)):
        Dependency.objects.create(predecessor=before, successor=after)
    Milestone.objects.create(initiative=b, title="Half", due_on=date(2027, 5, 10))
    return [Initiative.objects.get(pk=row.pk) for row in three]


def state():
    rows = Initiative.objects.order_by("pk").values_list("starts_on", "ends_on", "one_off_amount")
    return list(rows), list(Milestone.objects.values_list("due_on", flat=True))


def edit(row, **values):
    return BarEdit(row.pk, row.version, values)


def accept(at, by, roadmap, edits, *, with_followers=True):
    loaded = plan(at.plant, today=TODAY)
    made = draft(loaded, edits, with_followers=with_followers)
    batches.apply(roadmap=roadmap, edits=further(loaded, edits, made), by=by)
    return made


def test_followers_and_milestones_move_in_one_step_and_come_back(at, owner, roadmap, chain):
    before = state()
    accept(at, owner, roadmap, [edit(chain[0], **LATER)])
    rows, stones = state()
    assert [row[:2] for row in rows] == [
        (date(2027, 3, 1), date(2027, 5, 29)),
        (date(2027, 5, 30), date(2027, 8, 28)),  # 91 days as before
        (date(2027, 8, 29), date(2027, 9, 28)),
    ]
    assert stones == [date(2027, 7, 8)]  # 59 days later, as its bar
    assert plan(at.plant, today=TODAY).violations == ()
    after = state()
    assert Step.objects.get().verb == AuditEvent.objects.latest("pk").verb == "initiatives.moved"
    said = step_words(turns(at.plant, owner).back)  # what Undo would take back
    assert said == f"Moved several initiatives: {chain[0].title['en']} and 2 more"
    undo_last(at.plant, owner)
    assert state() == before
    reverting.redo(change=turns(at.plant, owner).again, by=owner)
    assert state() == after
    undo_last(at.plant, owner)
    assert state() == before


def test_one_old_version_stores_nothing_and_names_the_bar(at, owner, roadmap, chain):
    before = state()
    Initiative.objects.filter(pk=chain[1].pk).update(version=7)
    edits = [edit(chain[0], **LATER), edit(chain[1], one_off_amount=Decimal(5))]
    with pytest.raises(StaleVersionError, match="“B” was changed") as error:
        batches.apply(roadmap=roadmap, edits=edits, by=owner)
    assert error.value.field == str(chain[1].pk)
    Initiative.objects.filter(pk=chain[1].pk).delete()
    with pytest.raises(StaleVersionError, match="removed"):
        batches.apply(roadmap=roadmap, edits=edits, by=owner)
    assert state()[0] == [before[0][0], before[0][2]]
    assert not Step.objects.exists()


def test_dates_that_do_not_suit_the_plan_are_refused_by_name(at, owner, roadmap, chain):
    before = state()
    edits = [
        edit(chain[0], **LATER),
        edit(chain[1], **dates(date(2031, 1, 1), date(2031, 2, 1))),
    ]
    with pytest.raises(RuleError, match="“B”: The start lies behind") as error:
        batches.apply(roadmap=roadmap, edits=edits, by=owner)
    assert error.value.field == "starts_on"
    loaded = plan(at.plant, today=TODAY)
    far = [edit(chain[0], **dates(date(2027, 3, 1), date(2031, 5, 29)))]
    made = draft(loaded, far, with_followers=True)  # it would have to follow beyond the plan
    assert [text.partition(":")[0] for text in made.stuck] == ["“B”", "“C”"]
    assert (made.followers, made.waiting) == ((), 2)
    assert draft(loaded, far, with_followers=False).stuck == ()
    assert state() == before


def test_state_and_progress_agree_and_one_edit_bears_its_own_verb(at, owner, roadmap, chain):
    (row,) = batches.apply(roadmap=roadmap, edits=[edit(chain[0], status="done")], by=owner)
    assert (row.progress, Initiative.objects.get(pk=row.pk).progress) == (100, 100)
    assert AuditEvent.objects.latest("pk").verb == "initiative.edited"
    assert batches.apply(roadmap=roadmap, edits=[], by=owner) == []


def test_a_draft_writes_nothing_and_touches_no_row_of_the_plan(
    at, roadmap, chain, django_assert_num_queries
):
    before, loaded = state(), plan(at.plant, today=TODAY)
    edits = [edit(chain[0], **LATER, one_off_amount=Decimal(100_000))]
    with django_assert_num_queries(0):
        made = draft(loaded, edits, with_followers=True)
    found = consequences(loaded, made.all_rows, made.stones)
    assert state() == before
    assert loaded.initiative(str(chain[0].pk)).starts_on == date(2027, 1, 1)
    assert found.after.initiative(str(chain[1].pk)).starts_on == date(2027, 5, 30)
    assert [bar.after.title["en"] for bar in found.bars] == ["A", "B", "C"]
    assert (found.worse, found.better, found.ends) == (
        (),
        (),
        (date(2027, 8, 31), date(2027, 9, 28)),
    )
    first = found.years[0]
    assert (first.year, first.after - first.before) == (2027, 10_000)


def test_left_behind_followers_are_named(at, roadmap, chain):
    loaded = plan(at.plant, today=TODAY)
    edits = [edit(chain[0], **LATER)]
    made = draft(loaded, edits, with_followers=False)
    assert made.followers == ()
    found = consequences(loaded, made.all_rows, made.stones)
    (trouble,) = found.worse
    assert (trouble.subject.link.after, trouble.size) == (str(chain[1].pk), 59)
    assert mark_of(edits) != mark_of(
        further(loaded, edits, draft(loaded, edits, with_followers=True))
    )


def test_an_edited_bar_that_has_to_go_further_counts_once(at, owner, roadmap, chain):
    loaded = plan(at.plant, today=TODAY)
    edits = [
        edit(chain[0], **LATER),
        edit(chain[1], one_off_amount=Decimal(7)),
    ]
    made = draft(loaded, edits, with_followers=True)
    assert [row.title["en"] for row in made.all_rows] == ["A", "B", "C"]
    batches.apply(roadmap=roadmap, edits=further(loaded, edits, made), by=owner)
    row = Initiative.objects.get(pk=chain[1].pk)
    assert (row.starts_on, row.one_off_amount) == (date(2027, 5, 30), Decimal(7))


def test_limits_and_their_end_are_named(at, roadmap, chain):
    roadmap.budget_years.create(year=2027, limit_amount=Decimal(270_000))
    loaded = plan(at.plant, today=TODAY)
    made = draft(loaded, [edit(chain[0], one_off_amount=Decimal(95_000))], with_followers=True)
    found = consequences(loaded, made.all_rows, made.stones)
    (trouble,) = found.worse
    assert (trouble.subject.year, trouble.size) == (2027, 5000)
    again = consequences(found.after, loaded.initiatives, ())
    assert [one.subject.year for one in again.better] == [2027]


def test_statements_do_not_grow(at, roadmap, chain, django_assert_num_queries):
    loaded = plan(at.plant, today=TODAY)
    edits = [edit(chain[0], **LATER)]
    made = draft(loaded, edits, with_followers=True)
    consequences(loaded, made.all_rows, made.stones)
    with django_assert_num_queries(STATEMENTS):
        consequences(loaded, made.all_rows, made.stones)
    last = chain[2]
    for name in "DEFG":
        row = make_bar(roadmap, name, date(2027, 9, 1), date(2027, 9, 30))
        Dependency.objects.create(predecessor=last, successor=row)
    loaded = plan(at.plant, today=TODAY)
    made = draft(loaded, edits, with_followers=True)
    assert len(made.all_rows) == 7
    with django_assert_num_queries(STATEMENTS):
        consequences(loaded, made.all_rows, made.stones)


STATEMENTS = 4
