"""Plans for tests: the roadmap of the design's picture, or a few plain bars."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from organizations.models import Plant, User
from roadmap.models import BudgetYear, Dependency, Initiative, Milestone, Roadmap
from tests.factories.assessment_runs import catalog
from tests.roadmap.domain.picture import LIMITS, ROWS

TITLES = {
    "zones": ("IT/OT zones and secure remote access", "IT/OT分区与安全远程访问"),
    "erp": ("ERP finance with local statutory setup", "ERP财务与本地法定设置"),
    "master-data": ("Master data clean-up and coding rules", "主数据清理与编码规则"),
    "mes": ("MES core, pilot on lines 1–2", "MES核心，1–2号线试点"),
    "warehouse": ("Warehouse system with barcode", "条码仓储系统"),
    "platform": ("API and integration platform", "API与集成平台"),
    "roll-out": ("MES roll-out, lines 3–6", "MES推广，3–6号线"),
    "data": ("Data platform and indicator center", "数据平台与指标中心"),
    "traceability": ("End-to-end traceability", "端到端追溯"),
    "predictive": ("Predictive maintenance, presses", "冲压机预测性维护"),
    "scheduling": ("Advanced planning and scheduling", "高级计划与排程"),
    "energy": ("Energy optimization", "能源优化"),
}
LINKS = (
    ("mes", "roll-out"),
    ("platform", "data"),
    ("roll-out", "predictive"),
    ("data", "scheduling"),
)


def make_roadmap(
    plant: Plant, *, starts_on: date = date(2026, 1, 1), limits: dict[int, Decimal] | None = None
) -> Roadmap:
    roadmap = Roadmap.objects.create(
        plant=plant, starts_on=starts_on, currency=plant.currency, catalog=catalog()
    )
    for year, limit in (limits or {}).items():
        BudgetYear.objects.create(roadmap=roadmap, year=year, limit_amount=limit)
    return roadmap


def make_bar(
    roadmap: Roadmap,
    title: str = "Bar",
    start: date = date(2026, 1, 1),
    end: date = date(2026, 3, 31),
    **more: object,
) -> Initiative:
    values = {
        "phase": "digitize",
        "one_off_amount": Decimal(90_000),
        "currency": roadmap.currency,
        **more,
    }
    return Initiative.objects.create(
        roadmap=roadmap,
        title={"en": title, "zh-hans": title},
        starts_on=start,
        ends_on=end,
        **values,
    )


def picture_plan(plant: Plant, owner: User | None = None) -> Roadmap:
    """Store the roadmap of the design's picture."""
    roadmap = make_roadmap(plant, limits=LIMITS)
    rows = {}
    for name, phase, cost, start, end, done in ROWS:
        english, chinese = TITLES[name]
        rows[name] = Initiative.objects.create(
            roadmap=roadmap,
            title={"en": english, "zh-hans": chinese},
            phase=phase,
            starts_on=start,
            ends_on=end,
            one_off_amount=Decimal(cost) * 1000,
            currency="MYR",
            progress=done,
            status="done" if done == 100 else "active" if done else "planned",
            owner=owner,
        )
    for before, after in LINKS:
        kind = "SS" if before == "platform" else "FS"
        lag = 182 if kind == "SS" else 0
        Dependency.objects.create(
            predecessor=rows[before], successor=rows[after], kind=kind, lag_days=lag
        )
    stones = (
        ("erp", "Books closed in the new system", date(2026, 10, 30), date(2026, 10, 30)),
        ("mes", "Pilot accepted", date(2026, 12, 10), None),
        ("roll-out", "All lines on MES", date(2027, 10, 29), None),
        ("scheduling", "Plan runs nightly", date(2028, 12, 15), None),
    )
    for name, title, due, reached in stones:
        Milestone.objects.create(initiative=rows[name], title=title, due_on=due, reached_on=reached)
    return roadmap
