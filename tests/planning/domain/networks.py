"""Networks of textbooks, and random ones."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from planning.domain.calendars import Closure, WorkCalendar
from planning.domain.durations import Duration, TimeUnit
from planning.domain.network import LinkType, WorkItem, WorkLink, WorkPlan

START = dt.date(2027, 3, 1)  # a Monday
FIVE_DAYS = WorkCalendar(weekend=frozenset({6, 7}))


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def link(text: str) -> WorkLink:
    """Return a link written as in textbooks: A, A FS2, A SS-1."""
    before, _, rest = text.partition(" ")
    return WorkLink(before, LinkType(rest[:2] or "FS"), int(rest[2:] or 0))


def network(rows: dict[str, tuple[int, str]], unit: TimeUnit = TimeUnit.CALENDAR) -> WorkPlan:
    """Return a plan from id: (duration, predecessors)."""
    calendar = FIVE_DAYS if unit is TimeUnit.WORKING else WorkCalendar()
    return WorkPlan(
        START,
        {},
        tuple(
            WorkItem(
                name,
                Duration(length, unit, calendar),
                after=tuple(link(text) for text in filter(None, after.split(", "))),
            )
            for name, (length, after) in rows.items()
        ),
    )


WEEKENDS = st.frozensets(st.integers(1, 7), max_size=3)
CLOSURES = st.lists(st.tuples(st.integers(-30, 60), st.integers(1, 9)), max_size=3)
CALENDARS = st.tuples(WEEKENDS, CLOSURES)
MILESTONES = st.tuples(st.integers(0, 90), st.integers(0, 90))
LINKS = st.lists(
    st.tuples(st.integers(0, 99), st.sampled_from(LinkType), st.integers(-5, 5)), max_size=3
)
ITEMS = st.lists(
    st.tuples(
        st.sampled_from(TimeUnit),
        st.integers(0, 12),
        st.none() | st.integers(-5, 30),
        st.sampled_from(["", "M1", "M2"]),
        st.sampled_from(["", "M1", "M2"]),
        st.integers(0, 5),
        LINKS,
    ),
    min_size=1,
    max_size=5,
)
ORDERS = st.permutations(range(5))


def calendar(weekend: frozenset[int], closures: list[tuple[int, int]]) -> WorkCalendar:
    spans = [Closure(day(first), day(first + length)) for first, length in closures]
    return WorkCalendar(weekend, tuple(spans))


def duration(unit: TimeUnit, length: int, known: WorkCalendar) -> Duration:
    return Duration(length % 3 if unit is TimeUnit.MONTHS else length, unit, known)


durations = st.builds(
    duration, st.sampled_from(TimeUnit), st.integers(0, 12), CALENDARS.map(lambda c: calendar(*c))
)


def plan_of(
    drawn, order, weekend, closures, milestones, *, all_due: bool, months: bool
) -> WorkPlan:
    """Return the plan of drawn figures; links lead to earlier items only, so there is no circle."""
    known = (calendar(weekend, closures), FIVE_DAYS)
    items = []
    for place, (unit, length, earliest, enabling, due, buffer, links) in enumerate(drawn):
        kind = unit if months or unit is not TimeUnit.MONTHS else TimeUnit.WORKING
        after = [WorkLink("ABCDE"[at % place], type_, lag) for at, type_, lag in links if place]
        items.append(
            WorkItem(
                "ABCDE"[place],
                duration(kind, length, known[place % 2]),
                earliest=None if earliest is None else day(earliest),
                enabling=enabling,
                due=due or ("M1" if all_due else ""),
                buffer_days=buffer,
                after=tuple(dict.fromkeys(after)),
            )
        )
    shuffled = tuple(items[place] for place in order if place < len(items))
    return WorkPlan(START, {"M1": day(milestones[0]), "M2": day(milestones[1])}, shuffled)


def plans(*, with_closures: bool = True, months: bool = True, all_due: bool = False):
    return st.builds(
        plan_of,
        ITEMS,
        ORDERS,
        WEEKENDS,
        CLOSURES if with_closures else st.just([]),
        MILESTONES,
        all_due=st.just(all_due),
        months=st.just(months),
    )
