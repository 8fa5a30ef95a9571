"""The roadmap of the design's picture: bars measured from it, figures printed on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from planning.domain.plans import PlannedInitiative

ROWS = (
    ("zones", "digitize", 860, date(2026, 1, 5), date(2026, 5, 29), 100),
    ("erp", "digitize", 2350, date(2026, 2, 2), date(2026, 10, 30), 100),
    ("master-data", "digitize", 540, date(2026, 4, 1), date(2026, 12, 18), 80),
    ("mes", "digitize", 2100, date(2026, 6, 1), date(2027, 1, 29), 70),
    ("warehouse", "digitize", 1150, date(2026, 9, 1), date(2027, 3, 31), 20),
    ("platform", "integrate", 1680, date(2026, 12, 1), date(2027, 7, 30), 0),
    ("roll-out", "integrate", 2400, date(2027, 2, 15), date(2027, 10, 29), 0),
    ("data", "integrate", 1450, date(2027, 6, 1), date(2028, 1, 31), 0),
    ("traceability", "integrate", 980, date(2027, 8, 2), date(2028, 3, 31), 0),
    ("predictive", "optimize", 1120, date(2028, 2, 1), date(2028, 10, 31), 0),
    ("scheduling", "optimize", 1560, date(2028, 3, 1), date(2028, 12, 15), 0),
    ("energy", "optimize", 610, date(2028, 6, 1), date(2028, 12, 15), 0),
)
ITEMS = tuple(
    PlannedInitiative(
        name,
        phase,
        start,
        end,
        one_off=Decimal(cost) * 1000,
        currency="MYR",
        progress=Decimal(done) / 100,
    )
    for name, phase, cost, start, end, done in ROWS
)
FIRST = date(2026, 1, 1)
QUARTERS = (1013, 1586, 1945, 1932, 1784, 1659, 1854, 1186, 962, 954, 1154, 770)
LIMITS = {2026: Decimal(6_600_000), 2027: Decimal(6_500_000), 2028: Decimal(5_000_000)}
