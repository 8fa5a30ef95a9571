"""How long an initiative takes: typed, kept, counted anew; by service, form, batch, undo and merge."""

from __future__ import annotations

from datetime import date as D  # noqa: N812 -- many days

import pytest
from django.urls import reverse

from calendars.models import PlantCalendar, PlantClosure
from core.errors import RuleError
from organizations.models import User
from planning.domain.durations import TimeUnit
from planning.domain.lengths import Length
from roadmap.domain.edits import BarEdit
from roadmap.models import Dependency, Initiative
from roadmap.selectors.network import due_end, length_of
from roadmap.selectors.plan import plan
from roadmap.services import batches, initiatives
from roadmap.services.drafts import draft, further
from steps.models import Step
from steps.selectors.changes import turns
from steps.services import reverting
from tests.factories.roadmap import make_bar
from tests.roadmap.conftest import TODAY
from tests.roadmap.support import undo_last, values
from tests.roadmap.test_forms_and_undo import initiative as form_of

HTMX = {"HTTP_HX_REQUEST": "true"}
TWENTY = Length(20, TimeUnit.WORKING)
MONTH = Length(1, TimeUnit.MONTHS)


@pytest.fixture
def golden(at):
    """Saturday and Sunday are free, and the first week of October 2027 is closed."""
    PlantCalendar.objects.create(plant=at.plant, weekend=[6, 7])
    return close(at.plant, D(2027, 10, 1), D(2027, 10, 8))


@pytest.fixture
def bar(roadmap, golden):
    """Four weeks from Monday to Friday."""
    bar = make_bar(roadmap, "A", D(2027, 8, 30), D(2027, 9, 24))
    return say(bar, TWENTY)


@pytest.fixture
def client(at):
    return at.client("project_owner")


def close(plant, first, opens):
    return PlantClosure.objects.create(plant=plant, title="Closed", starts_on=first, opens_on=opens)


def say(bar, length):
    Initiative.objects.filter(pk=bar.pk).update(duration=length.count, duration_unit=length.unit)
    return Initiative.objects.select_related("roadmap__plant__organization").get(pk=bar.pk)


def edit(bar, by, **changes):
    return initiatives.edit_initiative(initiative=bar, version=bar.version, values=changes, by=by)


def now(bar):
    row = Initiative.objects.get(pk=bar.pk)
    return row.starts_on, row.ends_on, row.dates.length


def plain(text):
    return text.replace("\u00a0", " ")


def read(page):
    return plain(page.content.decode())


def url(name, *args):
    return reverse(f"roadmap:{name}", args=["johor-bahru", *args])


# --- services -------------------------------------------------------------------------------------


def test_a_bar_moved_across_the_golden_week_keeps_its_working_days(bar, owner):
    edit(bar, owner, starts_on=D(2027, 9, 13))
    assert now(bar) == (D(2027, 9, 13), D(2027, 10, 15), TWENTY)
    assert Step.objects.get().verb == "initiative.moved"


def test_a_month_from_the_last_of_january_ends_with_february(roadmap, owner):
    given = values(starts_on=D(2027, 1, 31), duration=MONTH)
    del given["ends_on"]
    made = initiatives.create_initiative(roadmap=roadmap, values=given, by=owner)
    assert now(made) == (D(2027, 1, 31), D(2027, 2, 27), MONTH)  # until the 28th, not included
    edit(made, owner, starts_on=D(2027, 1, 1))
    assert now(made) == (D(2027, 1, 1), D(2027, 1, 31), MONTH)


def test_a_new_bar_with_dates_alone_has_no_said_length(roadmap, owner):
    made = initiatives.create_initiative(roadmap=roadmap, values=values(), by=owner)
    assert (made.duration, made.duration_unit) == (None, "calendar")


def test_a_copy_has_the_length_of_the_first(bar, owner):
    copy = initiatives.duplicate_initiative(initiative=bar, by=owner)
    assert now(copy) == now(bar)


def test_undo_and_redo_are_the_identity(at, bar, owner):
    before = now(bar)
    edit(bar, owner, duration=Length(3, TimeUnit.MONTHS))
    after = now(bar)
    assert after == (D(2027, 8, 30), D(2027, 11, 29), Length(3, TimeUnit.MONTHS))
    undo_last(at.plant, owner)
    assert now(bar) == before
    reverting.redo(change=turns(at.plant, owner).again, by=owner)
    assert now(bar) == after


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        (
            {"ends_on": D(2027, 9, 20), "duration": TWENTY},
            "duration",
            "A duration of 20 working days from 30 Aug 2027 ends on 24 Sep 2027.",
        ),
        ({"starts_on": D(2100, 12, 30)}, "duration", "after 2100"),
        ({"duration": Length(3660, TimeUnit.WORKING)}, "duration", "ten years"),
        ({"ends_on": D(2027, 8, 1)}, "ends_on", "before the start"),
    ],
)
def test_dates_that_cannot_be_are_refused(bar, owner, changes, field, words):
    with pytest.raises(RuleError) as error:
        edit(bar, owner, **changes)
    assert error.value.field == field
    assert words in plain(error.value.message)
    assert now(bar) == (D(2027, 8, 30), D(2027, 9, 24), TWENTY)


def test_what_waits_keeps_its_length_in_its_unit(at, roadmap, bar, owner):
    late = say(make_bar(roadmap, "B", D(2027, 9, 27), D(2027, 9, 30)), Length(4, TimeUnit.WORKING))
    Dependency.objects.create(predecessor=bar, successor=late)
    seen = plan(at.plant, today=TODAY)
    edits = [BarEdit(bar.pk, bar.version, {"ends_on": D(2027, 9, 29)})]
    made = draft(seen, edits, with_followers=True)
    batches.apply(roadmap=seen.roadmap, edits=further(seen, edits, made), by=owner)
    assert now(bar)[2] == Length(23, TimeUnit.WORKING)
    # Thursday, then behind the closed week Friday, Monday and Tuesday.
    assert now(late) == (D(2027, 9, 30), D(2027, 10, 12), Length(4, TimeUnit.WORKING))


def test_lengths_of_the_network_are_in_the_said_unit(at, roadmap, bar):
    plain = make_bar(roadmap, "B", D(2027, 9, 27), D(2027, 10, 10))
    shut = make_bar(roadmap, "C", D(2027, 10, 2), D(2027, 10, 3))
    seen = plan(at.plant, today=TODAY)
    found = [length_of(row, seen) for row in (bar, plain, shut)]
    assert [(one.length, one.unit) for one in found] == [
        (20, "working"),
        (7, "calendar"),
        (1, "calendar"),
    ]
    assert (
        seen.late_starts[str(bar.pk)].slack == 7
    )  # from 6 September it is over with B, on 11 October


# --- a calendar that changes ----------------------------------------------------------------------


def test_a_new_closure_moves_nothing_and_is_told(at, bar, client):
    close(at.plant, D(2027, 9, 6), D(2027, 9, 13))
    assert now(bar)[1] == D(2027, 9, 24)
    seen = plan(at.plant, today=TODAY)
    assert due_end(bar, seen) == D(2027, 10, 8)
    page = client.get(url("roadmap-detail"), {"view": "table"})
    assert "by its duration it would end on 8 Oct 2027" in read(page)
    drawer = client.get(url("roadmap-detail"), {"initiative": bar.pk})
    assert "this would end on 8 Oct 2027" in read(drawer)
    given = {"initiative": bar.pk, f"{bar.pk}-version": bar.version}
    given[f"{bar.pk}-duration"] = "20 working days"
    preview = client.post(url("roadmap-preview"), given)
    assert "8 Oct 2027" in read(preview)
    assert client.post(url("roadmap-accept"), given).status_code == 302
    assert now(bar) == (D(2027, 8, 30), D(2027, 10, 8), TWENTY)
    page = client.get(url("roadmap-detail"), {"view": "table"})
    assert "by its duration it would end" not in read(page)


def test_who_may_only_look_is_told_without_the_button(at, bar):
    close(at.plant, D(2027, 9, 6), D(2027, 9, 13))
    for role, is_offered in (("stakeholder", False), ("project_owner", True)):
        page = at.client(role).get(url("roadmap-detail"), {"initiative": bar.pk})
        assert "this would end on 8 Oct 2027" in read(page)
        assert ("Compute the end anew" in read(page)) is is_offered


def test_a_calendar_without_enough_days_says_nothing(at, bar):
    close(at.plant, D(2027, 9, 6), D(2100, 12, 31))
    assert due_end(bar, plan(at.plant, today=TODAY)) is None


# --- forms ----------------------------------------------------------------------------------------


def post(client, bar, **changes):
    dates = {"starts_on": "2027-08-30", "ends_on": "2027-09-24"}
    return client.post(url("initiative-edit", bar.pk), form_of(bar, **(dates | changes)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"duration": "20 working days"}, (D(2027, 8, 30), D(2027, 9, 24), TWENTY)),
        ({"duration": "1个月"}, (D(2027, 8, 30), D(2027, 9, 29), MONTH)),
        (
            {"duration": "20 working days", "starts_on": "2027-09-13"},
            (D(2027, 9, 13), D(2027, 10, 15), TWENTY),
        ),
        (
            {"duration": "20 working days", "ends_on": "2027-09-03"},
            (D(2027, 8, 30), D(2027, 9, 3), Length(5, TimeUnit.WORKING)),
        ),
        (
            {"duration": "2 weeks", "ends_on": ""},
            (D(2027, 8, 30), D(2027, 9, 12), Length(14)),
        ),
        ({"duration": ""}, (D(2027, 8, 30), D(2027, 9, 24), None)),
        ({"duration": "", "starts_on": "2027-09-06"}, (D(2027, 9, 6), D(2027, 9, 24), None)),
        # Who does not know of the field says start and end.
        (
            {"starts_on": "2027-09-06"},
            (D(2027, 9, 6), D(2027, 9, 24), Length(15, TimeUnit.WORKING)),
        ),
        (
            {"duration": "5 days", "starts_on": "2027-09-06", "ends_on": "2027-09-10"},
            (D(2027, 9, 6), D(2027, 9, 10), Length(5)),
        ),
    ],
)
def test_the_form_of_an_initiative(client, bar, changes, expected):
    assert post(client, bar, **changes).status_code == 302
    assert now(bar) == expected


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"duration": "0 days"}, "from 1 day to ten years"),
        ({"duration": "99999 days"}, "from 1 day to ten years"),
        ({"duration": "-3 days"}, "from 1 day to ten years"),
        ({"duration": f"{10**20} days"}, "from 1 day to ten years"),
        ({"duration": "∞"}, "a whole number with its unit"),
        ({"duration": "1.5 months"}, "Enter the smaller unit"),
        ({"duration": "x" * 41}, "at most 40 characters"),
        ({"duration": "", "ends_on": ""}, "Enter an end or a duration."),
        (
            {"duration": "5 days", "ends_on": "2027-09-10"},
            "A duration of 5 calendar days from 30 Aug 2027 ends on 3 Sep 2027",
        ),
        ({"duration": "120 months", "starts_on": "2099-01-01"}, "after 2100"),
    ],
)
def test_the_form_says_what_is_wrong(client, bar, changes, words):
    page = post(client, bar, **changes)
    assert page.status_code == 422
    assert words in read(page)
    assert now(bar) == (D(2027, 8, 30), D(2027, 9, 24), TWENTY)


def test_the_form_shows_the_length_in_the_language_of_the_reader(client, bar, roadmap):
    page = client.get(url("initiative-edit", bar.pk))
    assert 'value="20 working days"' in read(page)
    counted = make_bar(roadmap, "B", D(2027, 9, 27), D(2027, 10, 10))
    assert 'value="7 calendar days"' in read(client.get(url("initiative-edit", counted.pk)))
    User.objects.update(language="zh-hans")
    assert 'value="20个工作日"' in read(client.get(url("initiative-edit", bar.pk)))


def test_a_new_initiative_with_a_start_and_a_length(client, roadmap, golden):
    given = {"title": "New", "phase": "digitize", "one_off_amount": "1", "status": "planned"}
    given |= {"starts_on": "2027-09-13", "duration": "20 working days", "ends_on": ""}
    assert client.post(url("initiative-create"), given).status_code == 302
    assert now(Initiative.objects.get()) == (D(2027, 9, 13), D(2027, 10, 15), TWENTY)


def test_the_row_of_the_table(client, bar):
    page = client.get(url("roadmap-detail"), {"view": "table", "edit": bar.pk})
    assert 'value="20 working days"' in read(page)
    given = {"version": bar.version, "starts_on": "2027-08-30", "ends_on": "2027-09-24"}
    given |= {"one_off_amount": "1", "yearly_amount": "0", "status": "planned", "progress": "0"}
    answer = client.post(
        url("initiative-row-edit", bar.pk), given | {"duration": "10wd", "view": "table"}, **HTMX
    )
    assert answer.status_code == 200
    assert now(bar) == (D(2027, 8, 30), D(2027, 9, 10), Length(10, TimeUnit.WORKING))
    assert "10 working days" in read(answer)


# --- moved by hand --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2027-09-13", "2027-10-08", (D(2027, 9, 13), D(2027, 10, 15), TWENTY)),
        ("2027-09-06", "2027-09-24", (D(2027, 9, 6), D(2027, 9, 24), Length(15, TimeUnit.WORKING))),
        (
            "2027-08-30",
            "2027-09-17",
            (D(2027, 8, 30), D(2027, 9, 17), Length(15, TimeUnit.WORKING)),
        ),
    ],
    ids=["moved", "pulled at its start", "pulled at its end"],
)
@pytest.mark.parametrize("is_batch", [True, False])
def test_a_bar_is_moved_or_pulled(client, bar, start, end, expected, is_batch):
    given = {"version": bar.version, "starts_on": start, "ends_on": end}
    if is_batch:
        given = {f"{bar.pk}-{name}": value for name, value in given.items()}
        answer = client.post(url("roadmap-accept"), given | {"initiative": bar.pk})
    else:
        answer = client.post(url("initiative-move", bar.pk), given)
    assert answer.status_code == 302
    assert now(bar) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"shift": "2", "unit": "weeks"}, (D(2027, 9, 13), D(2027, 10, 15), TWENTY)),
        ({"shift": "1", "unit": "months"}, (D(2027, 9, 30), D(2027, 11, 3), TWENTY)),
        ({"duration": "2 weeks"}, (D(2027, 8, 30), D(2027, 9, 12), Length(14))),
        (
            {"duration": "1m", "shift": "1", "unit": "months"},
            (D(2027, 9, 30), D(2027, 10, 29), MONTH),
        ),
    ],
)
def test_many_at_once(client, bar, given, expected):
    data = {"chosen": f"{bar.pk}:{bar.version}", **given}
    assert client.post(url("roadmap-bulk"), data).status_code == 302
    assert now(bar) == expected


def test_many_at_once_name_a_wrong_length(client, bar):
    data = {"chosen": f"{bar.pk}:{bar.version}", "duration": "∞"}
    answer = client.post(url("roadmap-bulk"), data, **HTMX)
    assert answer.status_code == 422
    assert "Duration: Enter a whole number with its unit" in read(answer)


# --- two at once ----------------------------------------------------------------------------------


def test_a_start_and_a_length_of_two_people_stand_side_by_side(at, client, bar):
    assert post(at.client("cio"), bar, duration="10 working days").status_code == 302
    late = post(client, bar, duration="20 working days", starts_on="2027-09-06")
    assert late.status_code == 302
    assert now(bar) == (D(2027, 9, 6), D(2027, 9, 17), Length(10, TimeUnit.WORKING))


def test_two_lengths_are_asked_about_in_words(at, client, bar):
    assert post(at.client("cio"), bar, duration="10 working days").status_code == 302
    late = post(client, bar, duration="2 months")
    assert late.status_code == 409
    (row,) = late.context["conflict"]["rows"]
    assert row == {"label": "Duration", "theirs": "10 working days", "mine": "2 months"}


@pytest.mark.parametrize("said", [Length(5, TimeUnit.WORKING), None])
def test_no_closed_day_is_proposed_for_what_comes_too_early(roadmap, golden, client, said):
    first = make_bar(roadmap, "A", D(2027, 9, 1), D(2027, 9, 4))  # until Saturday
    late = make_bar(roadmap, "B", D(2027, 8, 30), D(2027, 9, 3))
    late = say(late, said) if said else late
    Dependency.objects.create(predecessor=first, successor=late)
    address = reverse("roadmap:roadmap-detail", args=["johor-bahru"])
    page = client.get(address, {"initiative": late.pk})
    assert "Move to 6 Sep 2027" in plain(page.content.decode())
    assert page.context["earliest"] == D(2027, 9, 6)
    (entry,) = page.context["violations"]
    dates = {name: entry[name].isoformat() for name in ("starts_on", "ends_on")}
    move = reverse("roadmap:initiative-move", args=["johor-bahru", late.pk])
    assert client.post(move, {"version": late.version, **dates}).status_code == 302
    assert now(late) == (D(2027, 9, 6), D(2027, 9, 10), said)


def test_nothing_is_proposed_beyond_the_years_that_are_counted(roadmap, client):
    first = make_bar(roadmap, "A", D(2100, 12, 1), D(2100, 12, 31))
    late = make_bar(roadmap, "B", D(2100, 11, 1), D(2100, 11, 5))
    Dependency.objects.create(predecessor=first, successor=late)
    page = client.get(reverse("roadmap:roadmap-detail", args=["johor-bahru"]))
    assert "Move to" not in page.content.decode()
