"""The worked example of a launch: a leased hall in Viet Nam, calendar days, one closure."""

from __future__ import annotations

import datetime as dt

from planning.domain.calendars import Closure, WorkCalendar
from planning.domain.durations import Duration, TimeUnit
from planning.domain.network import WorkItem, WorkLink, WorkPlan

DAY = dt.date.fromisoformat
SOP = DAY("2027-11-15")
TODAY = DAY("2026-11-28")
# days from the start of production
OFFSETS = {
    "M1": -330,
    "M2": -285,
    "M3": -270,
    "M5": -200,
    "M6": -170,
    "M7": -140,
    "M9": -135,
    "M10": -120,
    "M11": -90,
    "M12": -75,
    "M13": -60,
    "M14": -40,
    "M15": -10,
    "M16": 0,
    "M17": 7,
    "M18": 120,
}
FIXED = ("M1", "M2", "M3", "M5", "M6")  # contracts and building do not wait
PLANT = WorkCalendar(closures=(Closure(DAY("2027-02-01"), DAY("2027-02-15")),))
# id: due, days, buffer, what it waits for
WORK = {
    "C0": ("", 30, 0, ()),
    "W0": ("", 20, 0, ()),
    "F1": ("M9", 120, 20, ("C0",)),
    "W1": ("M7", 110, 20, ("W0",)),
    "N0": ("", 30, 0, ()),
    "N1": ("M7", 95, 15, ()),
    "W2": ("M5", 25, 10, ()),
    "B1": ("M9", 75, 20, ()),
    "G0": ("", 25, 0, ()),
    "C1": ("M7", 70, 15, ()),
    "O1": ("M10", 85, 15, ("N0",)),
    "X1": ("M14", 150, 15, ("G0",)),
    "H1": ("M11", 70, 20, ()),
    "E1": ("M13", 90, 15, ("F1",)),
    "G1": ("M13", 80, 10, ()),
    "Q1": ("M13", 60, 10, ()),
    "K1": ("M14", 40, 10, ("C1",)),
    "T1": ("M17", 45, 20, ("F1",)),
}
# id: latest end, last responsible start, days left
TABLE = {
    "C0": ("2027-01-20", "2026-12-21", 23),
    "W0": ("2027-02-18", "2027-01-15", 48),
    "F1": ("2027-06-03", "2027-01-20", 53),
    "W1": ("2027-06-08", "2027-02-18", 82),
    "N0": ("2027-04-09", "2027-03-10", 102),
    "N1": ("2027-06-13", "2027-03-10", 102),
    "W2": ("2027-04-19", "2027-03-25", 117),
    "B1": ("2027-06-13", "2027-03-30", 122),
    "G0": ("2027-04-24", "2027-03-30", 122),
    "C1": ("2027-06-13", "2027-04-04", 127),
    "O1": ("2027-07-03", "2027-04-09", 132),
    "X1": ("2027-09-21", "2027-04-24", 147),
    "H1": ("2027-07-28", "2027-05-19", 172),
    "E1": ("2027-09-01", "2027-06-03", 187),
    "G1": ("2027-09-06", "2027-06-18", 202),
    "Q1": ("2027-09-06", "2027-07-08", 222),
    "K1": ("2027-09-26", "2027-08-17", 262),
    "T1": ("2027-11-02", "2027-09-18", 294),
}


def milestones(sop: dt.date = SOP) -> dict[str, dt.date]:
    return {
        name: (SOP if name in FIXED else sop) + dt.timedelta(days=offset)
        for name, offset in OFFSETS.items()
    }


def item(name: str) -> WorkItem:
    due, days, buffer, after = WORK[name]
    return WorkItem(
        name,
        Duration(days, TimeUnit.CALENDAR, PLANT),
        enabling="M2" if name == "W0" else "",
        due=due,
        buffer_days=buffer,
        after=tuple(WorkLink(before) for before in after),
    )


def launch(sop: dt.date = SOP) -> WorkPlan:
    return WorkPlan(TODAY, milestones(sop), tuple(item(name) for name in WORK))
