"""Sample descriptions of every drawing, for the style guide and for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from charts.spec import (
    AxisStretch,
    BarPart,
    ChartSpec,
    Dot,
    DotSpread,
    Dumbbell,
    DumbbellRow,
    HeatCell,
    HeatMap,
    HeatRow,
    ReferenceLine,
    Ring,
    ScoreScale,
    Series,
    StackedBar,
)
from charts.timeline import (
    AxisSpan,
    Gantt,
    GanttBar,
    GanttLink,
    GanttMilestone,
    GanttPhase,
    QuarterBar,
    QuarterStrip,
    TimeAxis,
    YearTotal,
)

DIMENSIONS = (
    ("Strategy planning", "战略规划", 2.8, 3.6),
    ("System architecture", "系统架构", 2.1, 3.7),
    ("Business adaptation", "业务适配", 2.9, 3.6),
    ("Data governance", "数据治理", 1.7, 3.4),
    ("Talent development", "人才培养", 2.6, 3.2),
)
READINGS = (
    39, 42, 40, 43, 41, 45, 42, 39, 41, 38, 42, 40, 40, 38.5, 41, 37.2, 39.4, 36.1, 37.9, 35.2, 36.6, 52.8,
)  # fmt: skip
SCALE = ScoreScale(2.4, 3.5, 2.2, 2.6, title="2.4 of 5, target 3.5")
STATES = StackedBar(
    (
        BarPart("Met", 30, "good"),
        BarPart("In progress", 7, "accent"),
        BarPart("Not started", 3, "mute"),
        BarPart("Overdue", 2, "bad"),
    ),
    42,
    "30 of 42 met",
)
SPREAD = DotSpread(
    (Dot(4), Dot(1, "square"), Dot(1, "square"), Dot(3, "triangle")),
    2.0,
    title="4 answers, median 2.0",
)
DUMBBELL = Dumbbell(
    tuple(DumbbellRow(name, now, target) for name, _, now, target in DIMENSIONS),
    title="Capability, now and target",
    value_label="agreed, 2 Oct 2026",
    target_label="target, Dec 2028",
)
DUMBBELL_ZH = Dumbbell(
    tuple(DumbbellRow(name, now, target, zh) for name, zh, now, target in DIMENSIONS), title="双语"
)


def heat() -> HeatMap:
    """Return the capability matrix of the design pictures."""
    cells = {
        "Strategy planning": (3.0, 3.2, 2.6, 2.4, 3.2, 2.4, 2.8),
        "System architecture": (2.2, 2.8, 2.4, 1.4, 2.4, 1.4, 2.1),
        "Business adaptation": (2.8, 3.0, 2.6, 2.6, 3.8, 2.6, 2.9),
        "Data governance": (1.6, 2.2, 2.0, None, 2.2, 1.2, 1.7),
        "Talent development": (0.4, 4.6, 4.0, 2.2, 5.0, 0.0, 2.6),
    }
    rows = [
        HeatRow(
            name,
            tuple(
                HeatCell(
                    v, f"{name}, {v}", "#main", provisional=v == 1.4, current=v == 2.2 and n == 1
                )
                for n, v in enumerate(values)
            ),
        )
        for name, values in cells.items()
    ]
    rows.append(
        HeatRow(
            "Readiness", tuple(HeatCell(v) for v in (2.4, 2.8, 2.4, 1.9, 2.9, 2.0, 2.4)), plain=True
        )
    )
    columns = ("Purchase", "Production", "Warehouse", "Logistics", "Finance", "Sales", "Now")
    return HeatMap(columns, tuple(rows), (6,), "Capability by process")


def _control_series() -> tuple[Series, ...]:
    readings = tuple(float(v) for v in READINGS) + (None,) * 14
    path = (None,) * 11 + tuple(41.0 - 8.2 * n / 24 for n in range(25))
    forecast = (None,) * 22 + tuple(35.0 - 0.34 * n for n in range(14))
    low = (None,) * 22 + tuple(30.3 - 0.68 * n for n in range(14))
    high = (None,) * 22 + (40.0,) * 14
    goal = Series(
        "path",
        "Target path",
        path,
        "good",
        "dashed",
        points=False,
        end_label="target 32.8",
        end_mark=True,
    )
    ahead = Series(
        "forecast", "Forecast", forecast, "accent", "dotted", points=False, low=low, high=high
    )
    return Series("readings", "Readings", readings), goal, ahead


def control() -> ChartSpec:
    """Return the control chart of the design pictures."""
    months = tuple(f"{2025 + n // 12}-{n % 12 + 1:02d}-01" for n in range(36))
    return ChartSpec(
        "line",
        "October lies above the upper control limit",
        months,
        _control_series(),
        description="Hours per line and month.",
        x_labels=tuple(dt.date.fromisoformat(m).strftime("%b %Y") for m in months),
        unit="h",
        minimum=10,
        maximum=65,
        references=(
            ReferenceLine(48.5, "upper limit 48.5", last=22, label_at=12),
            ReferenceLine(33.5, "lower limit 33.5", last=22, label_at=12),
            ReferenceLine(41.0, "mean 41.0", "ink-2", "solid", last=22, label_at=16),
        ),
        periods=(AxisStretch(0, 11, "baseline period, 2025"),),
        rings=(Ring("readings", 21, "Oct 2026: 52.8", "above the upper limit"),),
        ticks=(0, 6, 12, 18, 24, 30, 35),
        time=True,
    )


def curve() -> ChartSpec:
    """Return value against budget."""
    return ChartSpec(
        "line",
        "The proposal reaches 84.2 at the full budget",
        ("60 %", "70 %", "80 %", "90 %", "100 %", "110 %", "120 %"),
        (Series("value", "Gap closed", (58.5, 67.8, 75.3, 80.6, 84.2, 86.1, 86.8)),),
        minimum=50,
        maximum=90,
        x_title="budget against the limit of MYR 18.10 M",
        rings=(Ring("value", 4, "proposed 84.2", color="accent"),),
    )


def bars() -> ChartSpec:
    """Return grouped bars with a negative value."""
    return ChartSpec(
        "bar",
        "Benefits overtake cost in 2028",
        ("2026", "2027", "2028"),
        (
            Series("cost", "Cost", (6.48, 6.48, 3.84), "mute"),
            Series("benefit", "Benefit", (-0.4, 3.9, 9.1), "accent"),
        ),
        legend=True,
        show_values=True,
        decimals=2,
    )


def star() -> ChartSpec:
    """Return the radar of now and target."""
    return ChartSpec(
        "radar",
        "Now and target",
        ("strategy", "architecture", "adaptation", "data", "talent"),
        (
            Series("now", "Now", tuple(d[2] for d in DIMENSIONS), "level-3", filled=True),
            Series(
                "target", "Target", tuple(d[3] for d in DIMENSIONS), "ink-2", "dashed", points=False
            ),
        ),
        x_labels=("Strategy", "Architecture", "Adaptation", "Data gov.", "Talent"),
        legend=True,
    )


def axis() -> TimeAxis:
    """Return three years in quarters."""
    years, quarters = [], []
    notes = ("6.48 of 6.60 M", "6.48 of 6.50 M", "3.84 of 5.00 M")
    for year, note in zip((2026, 2027, 2028), notes, strict=True):
        years.append(AxisSpan(dt.date(year, 1, 1), dt.date(year + 1, 1, 1), str(year), note))
        for q in range(4):
            start = dt.date(year, q * 3 + 1, 1)
            end = dt.date(year + (q == 3), (q * 3 + 3) % 12 + 1, 1)
            quarters.append(AxisSpan(start, end, f"Q{q + 1}"))
    return TimeAxis(dt.date(2026, 1, 1), dt.date(2029, 1, 1), tuple(years), tuple(quarters),
                    dt.date(2026, 11, 18), "18 Nov")  # fmt: skip


def _bar(key: str, label: str, start: str, end: str, side: str, **more: Any) -> GanttBar:
    days = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    return GanttBar(key, label, *days, side=side, **more)


def _event(key: str, day: str, label: str, *, signed: bool = False) -> tuple[GanttMilestone, ...]:
    return (GanttMilestone(key, dt.date.fromisoformat(day), label, "signed" if signed else "open"),)


def _digitize() -> tuple[GanttBar, ...]:
    live = _event("m1", "2026-10-28", "ERP live", signed=True)
    pilot = _event("m2", "2026-12-11", "MES pilot decision")
    erp, mes = "ERP finance with local statutory setup", "MES core, pilot on lines 1–2"
    zones, clean = "IT/OT zones and secure remote access", "Master data clean-up and coding rules"
    store = "Warehouse system with barcode"
    return (
        _bar("d1", zones, "2026-01-05", "2026-05-29", "860", progress=1, done=True),
        _bar(
            "d2", erp, "2026-02-02", "2026-10-30", "2,350", progress=1, done=True, milestones=live
        ),
        _bar("d5", clean, "2026-04-01", "2026-12-18", "540", progress=0.8),
        _bar(
            "d3",
            mes,
            "2026-06-01",
            "2027-01-29",
            "2,100",
            progress=0.7,
            critical=True,
            milestones=pilot,
        ),
        _bar("d4", store, "2026-09-01", "2027-03-31", "1,150", progress=0.2),
    )


def _integrate() -> tuple[GanttBar, ...]:
    live = _event("m3", "2027-10-29", "All lines live")
    api, data = "API and integration platform", "Data platform and indicator center"
    early = "starts before its phase gate"
    return (
        _bar("i1", api, "2026-12-01", "2027-07-30", "1,680", violation=early),
        _bar(
            "i2",
            "MES roll-out, lines 3–6",
            "2027-02-15",
            "2027-10-29",
            "2,400",
            critical=True,
            milestones=live,
        ),
        _bar("i3", data, "2027-06-01", "2028-01-31", "1,450", critical=True),
        _bar("i4", "端到端追溯", "2027-08-02", "2028-03-31", "980"),
    )


def _optimize() -> tuple[GanttBar, ...]:
    presses, planning = "Predictive maintenance, presses", "Advanced planning and scheduling"
    return (
        _bar("o1", presses, "2028-02-01", "2028-10-31", "1,120"),
        _bar("o2", planning, "2028-03-01", "2028-12-15", "1,560", critical=True),
        _bar("o3", "Energy optimization", "2028-06-01", "2028-12-15", "610"),
    )


def roadmap() -> Gantt:
    """Return the roadmap of the design pictures."""
    passed, closed = "Gate passed 9 Jan 2026", "Gate closed: System architecture 2.1 of 2.5"
    links = (("d3", "i2"), ("i1", "i3"), ("i2", "o1"), ("i3", "o2"))
    return Gantt(
        axis(),
        (
            GanttPhase("Digitize", _digitize(), note=passed, tone="good"),
            GanttPhase("Integrate", _integrate(), note=closed, tone="bad"),
            GanttPhase(
                "Optimize", _optimize(), "智能优化", "Gate opens at System architecture 3.2"
            ),
        ),
        tuple(GanttLink(a, b, "SS" if a == "i1" else "FS") for a, b in links),
        title="Three-year roadmap",
        label_head="Initiative",
        side_head="MYR thousand",
    )


def strip(*, people: bool = False) -> QuarterStrip:
    """Return money or people per quarter."""
    shared = axis()
    money = (1013, 1586, 1945, 1932, 1784, 1659, 1854, 1186, 962, 954, 1154, 770)
    persons = (6.1, 10.6, 13.0, 12.7, 11.1, 10.3, 12.3, 8.6, 7.7, 7.7, 9.0, 6.0)
    limits = (13.0,) * 4 + (12.0,) * 8
    quarters = tuple(
        QuarterBar(span.start, span.end, float((persons if people else money)[n]),
                   limits[n] if people else None, n < 3)
        for n, span in enumerate(shared.quarters)
    )  # fmt: skip
    totals = tuple(
        YearTotal(span.start, span.end, used, limit)
        for span, used, limit in zip(shared.years, (6.48, 6.48, 3.84), (6.6, 6.5, 5.0), strict=True)
    )
    if people:
        return QuarterStrip(
            shared, quarters, "People", "FTE per quarter, dashed: limit", decimals=1
        )
    return QuarterStrip(shared, quarters, "Budget", "MYR thousand per quarter, bar: year against limit",
                        years=totals)  # fmt: skip
