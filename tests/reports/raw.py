"""The figures of the documents, counted from the stored rows by other ways than the documents.

Nothing here uses the dataclasses, selectors or rules that fill a document: rows come from the
database, weights from the pack, and sums are made here.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from assessment.models import Answer, Assessment
from compliance.models import ObligationStatus
from goals.models import Goal
from indicators.models import Benchmark, IndicatorBaseline
from landscape.models import System
from needs.models import Requirement
from organizations.models import ExchangeRate, Plant
from packs.schema import Framework, InitiativeCatalog
from readings.models import Measurement, PlantIndicator
from returns.domain.cases import by_years
from returns.selectors.cases import business_case
from returns.selectors.promises import ledger
from roadmap.models import BudgetYear, Initiative, Milestone, Roadmap
from roadmap.selectors.plan import plan

Figures = dict[str, Any]
PHASES = ("digitize", "integrate", "optimize")
DAY = dt.timedelta(days=1)
XMR = Decimal("2.66")
VETOES = {"SA-13", "SA-15", "BA-02", "DG-11", "DG-13"}
IMPACT = {"high": 5, "medium": 3, "low": 2}


def raw_figures(plant: Plant, today: dt.date) -> dict[str, Figures]:
    """Return, by table and row, what each column has to say."""
    run, before = _runs(plant)
    parts, dimensions = _scores(run)
    earlier = _scores(before)[1]
    for name, row in dimensions.items():
        row["change"] = row["now"] - earlier[name]["now"]
    return {
        "plant": {"people": plant.headcount, "lines": plant.lines},
        "systems": {
            row.name: {"users": row.users_count, "cost": row.yearly_cost_amount}
            for row in System.objects.filter(plant=plant)
        },
        "parts": parts,
        "dimensions": dimensions,
        "gaps": _gaps(plant, run, parts, dimensions),
        "answers": {
            row.question: {
                "level": row.value,
                "target": row.target,
                "evidence": run.evidence.filter(question=row.question)
                .exclude(evidence__is_accepted=False)
                .count(),
            }
            for row in Answer.objects.filter(assessment=run)
        },
        "goals": {
            row.title: {
                "due": row.due_on,
                "return": row.expected_return_amount,
                "initiatives": row.initiatives.count(),
            }
            for row in Goal.objects.filter(plant=plant)
        },
        "initiatives": _initiatives(plant),
        "milestones": {
            row.title: {"due": row.due_on, "reached": row.reached_on}
            for row in Milestone.objects.filter(initiative__roadmap__plant=plant)
        },
        "budget": _budget(plant),
        "case": _case(plant, today),
        "returns": Goal.objects.filter(plant=plant, initiatives__isnull=False)
        .distinct()
        .aggregate(sum=Sum("expected_return_amount"))["sum"],
        "reach": _reach(plant, run, dimensions, today),
        "jurisdictions": _jurisdictions(plant, today),
        "duties": _duties(plant),
        "indicators": {row.indicator.code: _indicator(row) for row in _followed(plant)},
        "risks": _risks(plant, today),
    }


def _runs(plant: Plant) -> list[Assessment]:
    signed = Assessment.objects.filter(plant=plant, state="signed_off")
    return list(signed.order_by("-title")[:2])


def _scores(run: Assessment) -> tuple[Figures, Figures]:
    """Return the parts of each dimension and the dimensions: weighted means of the answers."""
    framework = run.framework.read(Framework)
    answers = {row.question: row for row in run.answers.filter(not_applicable=False)}
    parts: Figures = {}
    dimensions: Figures = {}
    weights: dict[str, Decimal] = {}
    for dimension in framework.dimensions:
        node = framework.nodes[dimension.id]
        weights[dimension.id] = framework.weight_of(node, run.profile) or Decimal(0)
        held = {
            leaf.id: framework.weight_of(leaf, run.profile) or Decimal(0)
            for leaf in node.children
            if leaf.id in answers
        }
        whole = sum(held.values())
        for name, weight in held.items():
            level = Decimal(answers[name].value)
            share = weight / whole
            parts[name] = {
                "level": level,
                "stated": weight,
                "weight": share * 100,
                "part": share * level,
            }
        mean = {
            side: sum(held[name] * Decimal(getattr(answers[name], field)) for name in held) / whole
            for side, field in (("now", "value"), ("target", "target"))
        }
        dimensions[dimension.id] = {**mean, "gap": mean["target"] - mean["now"]}
    whole = sum(weights.values())
    dimensions["overall"] = {
        side: sum(weights[name] * dimensions[name][side] for name in weights) / whole
        for side in ("now", "target", "gap")
    }
    for name, weight in weights.items():
        dimensions[name]["share"] = weight / whole
    return parts, dimensions


def _gaps(plant: Plant, run: Assessment, parts: Figures, dimensions: Figures) -> Figures:
    codes = dict(Requirement.objects.filter(plant=plant).values_list("question", "code"))
    shares = {name: row["share"] for name, row in dimensions.items() if name != "overall"}
    questions = run.framework.read(Framework).questions_by_id
    planned = Initiative.objects.filter(roadmap__plant=plant).exclude(status="stopped")
    picked = set(planned.values_list("catalog_id", flat=True))
    linked = set(planned.values_list("requirements__question", flat=True))
    found = {}
    for row in run.answers.filter(not_applicable=False):
        gap = Decimal(row.target - row.value)
        if gap > 0:
            share = parts[row.question]["weight"] / 100 * shares[row.question.split("-")[0]]
            found[row.question] = {
                "now": row.value,
                "target": row.target,
                "worth": gap * share,
                "requirement": codes.get(row.question, ""),
                "topic": questions[row.question].topic,
                "holds": row.question in VETOES and row.value < 1,  # the demo stands at level 0
                "is_answered": row.question in linked
                or bool(picked & set(questions[row.question].initiatives)),
            }
    return found


def _initiatives(plant: Plant) -> Figures:
    rows = Initiative.objects.filter(roadmap__plant=plant)
    found: Figures = {
        row.title["en"]: {
            "title": row.title,
            "start": row.starts_on,
            "end": row.ends_on,
            "cost": row.one_off_amount,
        }
        for row in rows
    }
    found["total"] = {"cost": rows.aggregate(sum=Sum("one_off_amount"))["sum"]}
    return found


def _reach(plant: Plant, run: Assessment, dimensions: Figures, today: dt.date) -> Figures:
    """Return the scores at the end of each year: every lift in the order of its end, a share of the way to its cap."""
    catalog = Roadmap.objects.get(plant=plant).catalog.read(InitiativeCatalog)
    caps = {phase.id: Decimal(phase.level_cap) for phase in catalog.phases}
    names = [name for name in dimensions if name != "overall"]
    signed = run.signed_off_at.date()
    rows = [
        row
        for row in Initiative.objects.filter(roadmap__plant=plant).order_by("ends_on")
        if not (row.status == "done" and row.ends_on <= signed)
        and not (row.status != "done" and row.ends_on < today)
    ]
    first = Roadmap.objects.get(plant=plant).starts_on.year
    found: Figures = {}
    for year in range(first, first + 3):
        scores = {name: dimensions[name]["now"] for name in names}
        for row in rows:
            if row.ends_on > dt.date(year, 12, 31):
                continue
            for name, lift in row.lifts.items():
                room = max(caps[row.phase] - scores[name], Decimal(0))
                scores[name] += room * Decimal(lift) / 4
        scores["overall"] = sum(scores[name] * dimensions[name]["share"] for name in names)
        found[str(year)] = scores
    return found


def _case(plant: Plant, today: dt.date) -> Figures:
    """Return the money of the business case by year and initiative, as the page shows it."""
    drawn = plan(plant, today=today)
    found = business_case(drawn) if drawn else None
    if found is None or found.value is None:
        return {}
    return {
        "npv": found.value.figures.npv,
        "pays_in": found.value.pays_in,
        "first_year": found.value.first_year,
        "gain": found.total.gain,
        "payback": found.value.figures.payback,
        "promises": {
            row.pledge.effect.en: {"yearly": row.yearly, "measured": row.account.measured}
            for row in ledger(plant).standing
        },
        "years": {
            str(row.year): {
                "one_off": row.one_off,
                "running": row.running,
                "gain": row.gain,
                "net": row.net,
                "total": row.total,
            }
            for row in by_years(found.money)
        },
        "lines": {
            row.initiative.title["en"]: {
                "estimated": line.estimated,
                "forecast": line.forecast,
                "npv": line.npv,
            }
            for row, line in found.lines()
        },
    }


def _budget(plant: Plant) -> Figures:
    """Return the money by year and phase, day by day: one-off evenly, use from the day after."""
    first = Roadmap.objects.get(plant=plant).starts_on
    last = dt.date(first.year + 3, first.month, first.day) - DAY
    money: dict[int, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(PHASES, Decimal(0)))
    outside = Decimal(0)
    for row in Initiative.objects.filter(roadmap__plant=plant):
        daily = row.one_off_amount / ((row.ends_on - row.starts_on).days + 1)
        day = row.starts_on
        while day <= max(row.ends_on, last):
            if day <= row.ends_on:
                amount = daily
            else:
                length = dt.date(day.year + 1, 1, 1) - dt.date(day.year, 1, 1)
                amount = row.yearly_amount / length.days
            if first <= day <= last:
                money[day.year][row.phase] += amount
            elif day <= row.ends_on:
                outside += amount
            day += DAY
    rate = ExchangeRate.objects.get(organization=plant.organization).rate
    limits = dict(
        BudgetYear.objects.filter(roadmap__plant=plant).values_list("year", "limit_amount")
    )
    rows: Figures = {
        str(year): {**cells, "plan": sum(cells.values()), "limit": limits[year]}
        for year, cells in sorted(money.items())
    }
    names = (*PHASES, "plan", "limit")
    rows["total"] = {name: sum(row[name] for row in rows.values()) for name in names}
    rows["total"]["plan"] += outside
    for row in rows.values():
        row["group"] = row["plan"] * rate
    rows["outside"] = {"plan": outside}
    return rows


def _jurisdictions(plant: Plant, today: dt.date) -> Figures:
    """Return the duties by jurisdiction and state, each counted by the database."""
    rows = ObligationStatus.objects.filter(plant=plant).exclude(applies="no")
    doubtful = Q(is_doubtful=True, decision="")
    late = Q(due_on__lt=today)
    open_ones = ~Q(state="met") & Q(applies="yes") & ~doubtful
    counts = {
        "met": Q(applies="yes", state="met"),
        "in_progress": open_ones & ~late & Q(state="in_progress"),
        "not_started": open_ones & ~late & Q(state="not_started"),
        "overdue": open_ones & late,
        "to_confirm": Q(applies="unknown") | (doubtful & Q(applies="yes", state="not_started")),
    }
    codes = sorted(set(rows.values_list("jurisdiction", flat=True)))
    return {
        code: {name: rows.filter(q, jurisdiction=code).count() for name, q in counts.items()}
        for code in codes
    }


def _duties(plant: Plant) -> Figures:
    """Return the due dates by the words of the duty, in both languages."""
    found: Figures = {}
    for row in ObligationStatus.objects.filter(plant=plant).select_related("checklist"):
        texts = {entry["id"]: entry for entry in row.checklist.content["obligations"]}
        words = texts[row.obligation]["text"]
        asked = texts[row.obligation].get("question") or words
        for text in {words["en"], words["zh-hans"], asked["en"], asked["zh-hans"]}:
            found.setdefault(text, []).append(
                {"code": row.jurisdiction, "due": row.due_on, "risk": row.risk}
            )
    return found


def _followed(plant: Plant) -> list[PlantIndicator]:
    rows = PlantIndicator.objects.filter(plant=plant, is_active=True)
    return list(rows.select_related("indicator"))


def _indicator(row: PlantIndicator) -> Figures:
    readings = Measurement.objects.filter(plant_indicator=row).order_by("period")
    counted = readings.filter(is_excluded=False)
    newest = counted.last()
    found: Figures = {
        "last": newest.value,
        "last_period": newest.period,
        "target": row.target_value,
        "target_on": row.target_on,
        "plausible": Decimal(100) * counted.count() / readings.count(),
        "complete": Decimal(100),  # the factory leaves no month out
        "benchmark": Benchmark.objects.get(plant_indicator=row).value,
        "baseline": None,
    }
    stored = IndicatorBaseline.objects.filter(plant_indicator=row).first()
    if stored is None:
        return found
    inside = readings.filter(period__gte=stored.period_from, period__lte=stored.period_to)
    values = list(inside.values_list("value", flat=True))
    mean = sum(values) / len(values)
    moving = [abs(b - a) for a, b in itertools.pairwise(values)]
    width = XMR * sum(moving) / len(moving)
    middle = sorted(values)
    half = len(values) // 2
    median = middle[half] if len(values) % 2 else (middle[half - 1] + middle[half]) / 2
    spread = sorted(abs(value - median) for value in values)
    mad = spread[half] if len(values) % 2 else (spread[half - 1] + spread[half]) / 2
    return found | {
        "baseline": mean,
        "n": len(values),
        "first": stored.period_from,
        "until": stored.period_to,
        "lower": mean - width,
        "upper": mean + width,
        "median": median,
        "spread": mad * Decimal("1.4826"),
    }


def _risks(plant: Plant, today: dt.date) -> Figures:
    """Return probability times impact by the words of a risk in each language."""
    catalog = Roadmap.objects.get(plant=plant).catalog.read(InitiativeCatalog)
    found: Figures = {}
    for risk in catalog.risks:
        for text in (risk.title.en, risk.title.zh_hans):
            found[text] = risk.probability * risk.impact
    for words, rows in _duties(plant).items():
        for prefix in ("Duty not met: ", "义务未履行："):
            found[prefix + words] = 4 * IMPACT[rows[0]["risk"]]
    return found
