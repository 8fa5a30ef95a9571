"""Plants with everything a document can show, and finished reports."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal

from django.core.files.base import ContentFile

from assessment.models import Answer, Assessment
from capability.services import freeze_matrix
from compliance.models import ObligationStatus
from compliance.services import tracking
from core import clock
from goals.models import Goal
from indicators.domain.baseline import compute as statistics
from indicators.domain.snapshot import as_data, extract, seal
from indicators.models import Benchmark, IndicatorBaseline
from journey.models import PlantStage, StageTask
from landscape.models import System
from needs.models import Requirement
from organizations.models import ExchangeRate, Plant, User
from packs.loader import DATA_DIR
from packs.schema import Framework, InitiativeCatalog
from packs.services import load_folder
from readings.domain.periods import month_label, month_position
from readings.domain.points import SeriesPoint
from readings.models import Indicator, Measurement, PlantIndicator
from reports.models import Report
from returns.models import Effect
from returns.selectors.promises import current_pledge
from returns.services.cases import set_case, set_settings
from returns.services.effects import add_effect
from returns.services.promises import digest_of, promise_effect
from roadmap.models import BudgetYear, Dependency, Initiative, Milestone, Roadmap
from tests.factories.assessment_runs import catalog, flagship, make_run, sign
from tests.factories.evidence import give_evidence

WITHOUT_AIM = 3  # this indicator has neither target nor baseline
PICKED = ("D01", "D03", "D04", "D08", "D12", "D15", "N01", "N04", "N08", "O01", "O04", "O07")
SYSTEMS = (
    ("U8 Cloud", "ERP", "Yonyou", "replace", 120),
    ("MES lines 1 to 2", "MES", "Siemens", "keep", 64),
    ("车间看板系统", "SCADA", "自研", "retire", 18),
    ("Kho thành phẩm Bình Dương", "WMS", "Công ty Nguyễn Ánh", "reuse", 22),
)


def rich_plant(plant: Plant, by: User, *, today: dt.date | None = None) -> Plant:
    """Fill a plant with runs, systems, goals, a plan, duties and indicators."""
    day = today or clock.today()
    plant.organization.local_name = "清禾动力集团"
    plant.organization.save()
    plant.local_name, plant.owner = "柔佛新山工厂", by
    plant.start_of_production = dt.date(2019, 4, 1)
    plant.save()
    ExchangeRate.objects.create(
        organization=plant.organization,
        currency=plant.currency,
        rate=Decimal("1.7200"),
        dated_on=dt.date(day.year - 1, 10, 30),
        source="central bank",
    )
    add_runs(plant, by)
    add_systems(plant)
    add_plan(plant, by, day)
    add_case(plant, by)
    add_duties(plant, by, day)
    add_indicators(plant, by, day)
    add_promise(plant, by, day)
    stage = PlantStage.objects.create(plant=plant, stage=1)
    StageTask.objects.create(plant_stage=stage, standard="findings", owner=by)
    return plant


def add_case(plant: Plant, by: User) -> None:
    """Say what some initiatives bring, between which ends one lies, and how they are appraised."""
    rates = {"home_inflation": Decimal("1.6"), "local_inflation": Decimal("2.4")}
    settings = {"discount_rate": Decimal(9), "horizon_years": 8, "seed": 3, **rates}
    set_settings(plant=plant, version=None, values=settings, by=by)
    rows = list(Initiative.objects.filter(roadmap__plant=plant).order_by("pk"))
    for place, kind, evidence in ((0, "hard", "proved"), (1, "hard", "peer"), (2, "soft", "idea")):
        values = {
            "title": f"Less work by hand {place}",
            "kind": kind,
            "evidence": evidence,
            "benefit_low": Decimal(4_000_000),
            "benefit_amount": Decimal(6_000_000),
            "benefit_high": Decimal(7_000_000),
            "ramp_months": 6 * place,
        }
        add_effect(initiative=rows[place], values=values, by=by)
    open_ = next(row for row in rows if row.status not in {"done", "stopped"})
    low, high = open_.one_off_amount - 50_000, open_.one_off_amount + 200_000
    days = (open_.ends_on - open_.starts_on).days + 1
    ends = {"one_off_low": low, "one_off_high": high, "days_low": days - 9, "days_high": days + 60}
    set_case(initiative=open_, version=None, values=ends, by=by)


def add_promise(plant: Plant, by: User, day: dt.date) -> None:
    """Sign for the first effect: its indicator moves by 2 to the better side."""
    rows = Effect.objects.filter(initiative__roadmap__plant=plant).order_by("pk")
    effect = rows.select_related("initiative__roadmap__plant__organization").first()
    measured = PlantIndicator.objects.filter(plant=plant, indicator__direction="down")
    indicator = measured.select_related("indicator").order_by("pk").first()
    if effect is None or indicator is None:
        return
    effect.plant_indicator, effect.change = indicator, Decimal(-2)
    effect.save()
    pledge = current_pledge(effect, day)
    promise_effect(effect=effect, digest=digest_of(pledge), by=by)


def add_runs(plant: Plant, by: User) -> Assessment:
    """Store two signed runs; the second with notes, targets and evidence."""
    load_folder(DATA_DIR / "processes" / "1.0.0")
    framework = flagship().read(Framework)
    items = [leaf.id for leaf in framework.leaves]
    for title, shift in (("2025 H2", 0), ("2026 H2", 1)):
        levels = {
            item: (index * 7 + shift) % 4 + (index % 3 == 0) for index, item in enumerate(items)
        }
        targets = {item: min(5, level + 1) for item, level in levels.items()}
        run = make_run(plant, levels, targets, title=title)
        run.scope = "Lines 1 to 6, warehouse and finance; without the new paint shop"
        run.target_on = dt.date(2028, 12, 31)
        answers = list(Answer.objects.filter(assessment=run).order_by("pk"))
        for index, answer in enumerate(answers):
            answer.answered_by = by
            if index % 2:
                answer.note = "Bảng tính do chị Nguyễn Thị Ánh ở Bình Dương cập nhật hằng tuần."
            if index % 5 == 0:
                answer.note = "由王芳每周汇总，一份表格对应一条产线，没有统一编码。"
        answers[3].not_applicable, answers[3].value = True, None
        answers[3].reason = "No own tooling shop at this plant"
        Answer.objects.bulk_update(
            answers, ["answered_by", "note", "not_applicable", "value", "reason"]
        )
        give_evidence(run, answers[0].question)
        sign(run, by)
        freeze_matrix(assessment=run, by=by)
    return run


def add_systems(plant: Plant) -> None:
    """Store systems with names in three scripts."""
    for name, category, vendor, disposition, users in SYSTEMS:
        System.objects.create(
            plant=plant,
            name=name,
            category=category,
            vendor=vendor,
            product_version="12.1",
            users_count=users,
            yearly_cost_amount=Decimal(users * 1000),
            currency=plant.currency,
            support_end_on=dt.date(2027, 6, 30),
            disposition=disposition,
            disposition_reason="High value, poor fit. Vendor support until 2027-06-30.",
        )


def add_goals(plant: Plant, by: User, day: dt.date) -> list[Goal]:
    """Store one goal of each horizon."""
    return [
        Goal.objects.create(
            plant=plant,
            horizon=horizon,
            title=title,
            value_driver=driver,
            owner=by,
            due_on=dt.date(day.year + years, 12, 31),
            baseline_text="41 h",
            target_text=target,
            expected_return_amount=Decimal(410_000 * (years + 1)),
            currency=plant.currency,
        )
        for horizon, title, driver, years, target in (
            ("short", "Core business online", "response", 0, "6 of 6 lines"),
            ("mid", "One item master with headquarters", "decisions", 1, "98 %"),
            ("long", "Unplanned downtime 20 % below the baseline", "cost", 2, "32.8 h"),
        )
    ]


def add_plan(plant: Plant, by: User, day: dt.date) -> Roadmap:
    """Store goals and twelve initiatives with links, milestones, limits and one broken link."""
    goals = add_goals(plant, by, day)
    release = catalog()
    known = {item.id: item for item in release.read(InitiativeCatalog).initiatives}
    roadmap = Roadmap.objects.create(
        plant=plant, starts_on=dt.date(day.year, 1, 1), currency=plant.currency, catalog=release
    )
    rows: list[Initiative] = []
    for index, name in enumerate(PICKED):
        item = known[name]
        start = dt.date(day.year, 1, 1) + dt.timedelta(days=75 * index)
        rows.append(
            Initiative.objects.create(
                roadmap=roadmap,
                catalog_id=name,
                title=item.title.as_dict(),
                phase=item.phase,
                starts_on=start,
                ends_on=start + dt.timedelta(days=150 + 20 * (index % 4)),
                one_off_amount=Decimal(610_000 + 130_000 * index),
                yearly_amount=Decimal(24_000),
                currency=plant.currency,
                owner=by,
                status="done" if index == 0 else "active" if index < 4 else "planned",
                progress=100 if index == 0 else 60 if index < 4 else 0,
                lifts={key: str(value) for key, value in item.lifts.items()},
                order=index,
            )
        )
        Milestone.objects.create(
            initiative=rows[-1],
            title=f"Acceptance {name}",
            due_on=rows[-1].ends_on,
            acceptance="Signed by business and IT",
            reached_on=rows[-1].ends_on if index == 0 else None,
        )
        if index % 3 == 1:
            Dependency.objects.create(predecessor=rows[index - 1], successor=rows[index])
    for row, goal in zip(rows, goals * 4, strict=False):
        row.goals.add(goal)
    needed = Requirement.objects.create(
        plant=plant, code="REQ-SP-01", question="SP-01", title={"en": "Strategy", "zh-hans": "战略"}
    )
    rows[0].requirements.add(needed)
    for offset, limit in enumerate((6_600_000, 6_500_000, 5_000_000)):
        BudgetYear.objects.create(roadmap=roadmap, year=day.year + offset, limit_amount=limit)
    return roadmap


def add_duties(plant: Plant, by: User, day: dt.date) -> None:
    """Track the built-in checklists of the country; some duties met, two overdue."""
    for place in ("MY/pdpa", "MY/e-invoice", "INT/ot-it-security"):
        folder = max((DATA_DIR / "checklists" / place).iterdir())
        load_folder(folder)
    tracking.refresh(plant=plant, by=by)
    rows = list(ObligationStatus.objects.filter(plant=plant, applies="yes").order_by("pk"))
    sure = [row for row in rows if not row.is_doubtful]
    for index, row in enumerate(sure):
        row.owner = by
        row.due_on = day + dt.timedelta(days=20 + index)
        if index % 3 == 0:
            row.state, row.met_on = "met", day
        if index in (1, 2):
            row.due_on = day - dt.timedelta(days=9 * index)
        if index == 4:
            row.state = "in_progress"
        row.save()


def add_indicators(plant: Plant, by: User, day: dt.date, count: int = 4) -> None:
    """Store indicators with 26 readings each, a sealed baseline, targets and a benchmark."""
    last = month_position(day) - 1
    for number in range(count):
        row = add_indicator(plant, by, number, day.year)
        points = add_readings(row, by, last, number)
        if number != WITHOUT_AIM:
            add_baseline(row, points[:12], by)
        add_benchmark(row)


def add_indicator(plant: Plant, by: User, number: int, year: int) -> PlantIndicator:
    """Store one indicator as the plant follows it."""
    definition = Indicator.objects.create(
        organization=plant.organization,
        code=f"KPI-{number + 1:02}",
        title={"en": f"Unplanned downtime {number + 1}", "zh-hans": f"非计划停机{number + 1}"},
        name_key=f"unplanned downtime {number + 1}",
        name_key_zh=f"非计划停机{number + 1}",
        definition={
            "en": "Hours the line stands still unplanned",
            "zh-hans": "产线非计划停机小时数",
        },
        formula={"en": "sum of stops above 5 minutes", "zh-hans": "超过5分钟的停机时间之和"},
        unit={"en": "h per month", "zh-hans": "小时/月"},
        unit_kind="hours",
        direction="down",
        owner_name="Plant manager",
        source="ISO 22400-2",
    )
    has_aim = number != WITHOUT_AIM
    return PlantIndicator.objects.create(
        plant=plant,
        indicator=definition,
        owner=by,
        source="MES stop log",
        target_value=Decimal("32.8") if has_aim else None,
        target_on=dt.date(year + 2, 12, 31) if has_aim else None,
        target_reason="20 % below the baseline",
    )


def add_readings(row: PlantIndicator, by: User, last: int, number: int) -> list[SeriesPoint]:
    """Store 26 months of readings up to a month: one far off, one left out, of the first also the last."""
    points = []
    causes = {6: "Flood"} | ({25: "Line 4 lost 131 h to a press failure"} if number == 0 else {})
    for step in range(26):
        place = last - 25 + step
        value = Decimal("41.0") + Decimal((step * 37 + number * 11) % 9) - 4
        if step == 22:
            value += 20
        Measurement.objects.create(
            plant_indicator=row,
            period=dt.date(place // 12, place % 12 + 1, 1),
            value=value,
            recorded_by=by,
            origin="file",
            is_excluded=step in causes,
            cause=causes.get(step, ""),
        )
        points.append(SeriesPoint(place, month_label(place), value))
    return points


def add_benchmark(row: PlantIndicator) -> None:
    """Store a figure of others."""
    Benchmark.objects.create(
        plant_indicator=row,
        value=Decimal("28.5"),
        percentile="median",
        population="automotive suppliers, Asia",
        year=2024,
        grade="second_hand",
        source_name="Plant benchmark survey",
        source_url="https://example.org/benchmark",
    )


def add_baseline(row: PlantIndicator, points: list[SeriesPoint], by: User) -> IndicatorBaseline:
    """Store the starting value of some readings."""
    rows = extract(points)
    return IndicatorBaseline.objects.create(
        plant_indicator=row,
        number=1,
        period_from=dt.date(points[0].position // 12, points[0].position % 12 + 1, 1),
        period_to=dt.date(points[-1].position // 12, points[-1].position % 12 + 1, 1),
        statistics=as_data(statistics(points)),
        readings=rows,
        sha256=seal(rows),
        engine_version="baseline 1",
        made_at=clock.now(),
        made_by=by,
    )


def ready_report(plant: Plant, by: User | None = None, *, number: int = 1, **more) -> Report:
    """Store a finished report with a small file."""
    data = more.pop("data", b"%PDF-1.7 small")
    kept = more.pop("archive", b"%PDF-1.7 kept")
    values = {
        "kind": "blueprint",
        "language": "en",
        "state": "ready",
        "sha256": hashlib.sha256(data).hexdigest(),
        "fingerprint": "ab12" * 16,
        "size": len(data),
        "pages": 30,
        "progress": 100,
        "open_points": 2,
        "data_as_of": clock.now(),
        "finished_at": clock.now(),
    }
    report = Report(plant=plant, requested_by=by, number=number, **{**values, **more})
    report.file.save("small.pdf", ContentFile(data), save=False)
    if kept:
        report.archive.save("kept.pdf", ContentFile(kept), save=False)
        report.archive_size, report.archive_sha256 = len(kept), hashlib.sha256(kept).hexdigest()
    report.save()
    return report
