"""When a plant works: nothing is closed that nobody said; what was said counts, half-open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from calendars.models import PlantCalendar, PlantClosure
from calendars.selectors.calendars import closed_in, closures, proposal, work_calendar
from calendars.services.calendars import set_calendar
from calendars.services.closures import add_closure, delete_closure, edit_closure
from core.errors import RuleError, StaleVersionError
from planning.domain.calendars import ALWAYS_OPEN
from planning.domain.durations import Duration, TimeUnit
from steps.models import Step
from tests.roadmap.support import undo_last

DAY = timedelta(days=1)
TET = {
    "title": "Tết",
    "kind": "season",
    "starts_on": date(2027, 2, 5),
    "opens_on": date(2027, 2, 15),
}


def test_nothing_is_closed_that_nobody_said(at, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert work_calendar(at.plant) == ALWAYS_OPEN
    assert proposal(at.plant) == (frozenset({6, 7}), "MY")
    assert not PlantCalendar.objects.exists()


def test_proposal_for_a_country_without_known_holidays(at):
    at.plant.country = "XX"
    assert proposal(at.plant) == (frozenset({6, 7}), "")
    at.plant.country = "EG"
    assert proposal(at.plant) == (frozenset({5, 6}), "EG")


def test_weekend_holidays_and_closures_count(at, owner, django_assert_num_queries):
    set_calendar(plant=at.plant, version=None, weekend=[7, 6, 6], holiday_place="MY-01", by=owner)
    add_closure(plant=at.plant, values=TET, by=owner)
    with django_assert_num_queries(2):
        calendar = work_calendar(at.plant)
    assert PlantCalendar.objects.get().weekend == [6, 7]
    ten = Duration(10, TimeUnit.WORKING, calendar)
    # 3 and 4 February are worked, 5 to 14 closed, 15 to 24 has eight days, then the weekend
    assert ten.end_of(date(2027, 2, 3)) == date(2027, 2, 25)
    birthday = date(2027, 3, 23)  # of the Sultan of Johor, by the package
    assert calendar.working.count(birthday, birthday + DAY) == 0
    assert calendar.running.count(date(2027, 2, 5), date(2027, 2, 16)) == 1


def test_equal_calendars_are_counted_once(at, owner):
    add_closure(plant=at.plant, values=TET, by=owner)
    assert work_calendar(at.plant) is work_calendar(at.plant)


def test_what_was_said_is_undone_and_a_stale_calendar_refused(at, owner):
    said = set_calendar(plant=at.plant, version=None, weekend=[5], holiday_place="", by=owner)
    with pytest.raises(StaleVersionError):
        set_calendar(plant=at.plant, version=None, weekend=[6], holiday_place="", by=owner)
    set_calendar(plant=at.plant, version=1, weekend=[6], holiday_place="MY", by=owner)
    with pytest.raises(StaleVersionError):
        set_calendar(plant=at.plant, version=1, weekend=[7], holiday_place="", by=owner)
    undo_last(at.plant, owner)
    said.refresh_from_db()
    assert (said.weekend, said.holiday_place, said.version) == ([5], "", 3)
    undo_last(at.plant, owner)
    assert not PlantCalendar.objects.exists()


def test_calendar_that_never_opens_or_has_no_place_is_refused(at, owner):
    with pytest.raises(ValidationError, match="At least one day"):
        set_calendar(plant=at.plant, version=None, weekend=range(1, 8), holiday_place="", by=owner)
    with pytest.raises(ValidationError):
        set_calendar(plant=at.plant, version=None, weekend=[0], holiday_place="", by=owner)
    with pytest.raises(RuleError) as refused:
        set_calendar(plant=at.plant, version=None, weekend=[], holiday_place="MY-99", by=owner)
    assert refused.value.field == "holiday_place"
    assert not Step.objects.exists()


def test_a_place_that_is_not_known_any_more_has_no_holidays(at):
    PlantCalendar.objects.create(plant=at.plant, weekend=[], holiday_place="XX")
    assert work_calendar(at.plant).working.count(date(2027, 1, 1), date(2028, 1, 1)) == 365
    said = PlantCalendar.objects.get()
    assert closed_in(2027, said, [], "en") == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"opens_on": date(2027, 2, 5)}, "opens_on"),
        ({"opens_on": date(2026, 1, 1)}, "opens_on"),
        ({"opens_on": date(2038, 1, 1)}, "opens_on"),
        ({"starts_on": date(1800, 1, 1), "opens_on": date(1800, 1, 2)}, "starts_on"),
        ({"title": ""}, "title"),
        ({"kind": "party"}, "kind"),
    ],
)
def test_closure_is_refused_with_the_name_of_its_field(at, owner, change, field):
    with pytest.raises(ValidationError) as refused:
        add_closure(plant=at.plant, values={**TET, **change}, by=owner)
    assert field in refused.value.message_dict
    assert not PlantClosure.objects.exists()


def test_closure_is_edited_removed_and_brought_back(at, owner):
    row = add_closure(plant=at.plant, values=TET, by=owner)
    edit_closure(closure=row, version=1, values={"opens_on": date(2027, 2, 20)}, by=owner)
    with pytest.raises(StaleVersionError):
        edit_closure(closure=row, version=1, values={"title": "X"}, by=owner)
    row.refresh_from_db()
    assert (row.last_day, row.days) == (date(2027, 2, 19), 15)
    key = row.pk
    delete_closure(closure=row, version=row.version, by=owner)
    undo_last(at.plant, owner)
    assert PlantClosure.objects.get().pk == key
    verbs = list(Step.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["closure.added", "closure.edited", "closure.removed"]


def test_closed_days_of_a_year_stand_in_order_with_their_reason(at, owner):
    said = set_calendar(plant=at.plant, version=None, weekend=[], holiday_place="VN", by=owner)
    year_end = {**TET, "title": "Year end", "starts_on": date(2026, 12, 28)}
    year_end["opens_on"] = date(2027, 1, 4)
    row = add_closure(plant=at.plant, values=year_end, by=owner)
    own = list(closures(at.plant))
    spans = closed_in(2027, said, own, "en")
    assert spans[0].closure == row
    assert (spans[0].first, spans[0].last) == (date(2026, 12, 28), date(2027, 1, 3))
    assert spans[1].first == date(2027, 1, 1)
    assert spans[1].name == "New Year's Day"
    assert [span.first for span in spans] == sorted(span.first for span in spans)
    assert row not in [span.closure for span in closed_in(2028, said, own, "en")]
    assert row in [span.closure for span in closed_in(2026, said, own, "en")]
