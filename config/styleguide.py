"""Sample values of the style guide page, shown only in development."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.html import format_html

from charts import plotly, svg
from charts.spec import ChartSpec, HeatMap
from config import styleguide_drawings as sample
from core.forms import conflict_context, day_field

LEVELS = (
    ("Manual", "No rule. One item lives under several codes."),
    ("Spreadsheet", "Lists kept by individuals; errors fixed when someone complains."),
    ("Local system", "One plant system holds the codes; mapping to HQ is done by hand."),
    ("Integrated in plant", "ERP, MES and WMS share one item master; owners named."),
    ("Connected with HQ", "Global codes and one approval flow with HQ."),
    ("Predictive", "Rules find duplicates before release; above 98 % correct for a year."),
)


CHOSEN, TARGET = 2, 4
EXPLORE: dict[str, Callable[[], ChartSpec | HeatMap]] = {
    "control": sample.control,
    "heat": sample.heat,
    "radar": sample.star,
    "curve": sample.curve,
    "bars": sample.bars,
}


class SampleForm(forms.Form):
    """One field of each kind."""

    limit = forms.DecimalField(
        label="Budget limit 2027, MYR million",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="Without thousands separator, for example 6.50",
    )
    owner = forms.ChoiceField(label="Owner", choices=[("1", "Farah Aziz"), ("2", "Li Wei")])
    start = day_field("Start")
    way = forms.ChoiceField(
        label="Way", choices=[("a", "Move"), ("b", "Stay")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 2}), required=False)


def _stages() -> list[dict[str, Any]]:
    done = [("Current state", "Re-run signed off 2 Oct 2026"), ("Goals", "Signed off 23 Jan 2026")]
    stages: list[dict[str, Any]] = [
        {
            "number": number,
            "name": name,
            "note": note,
            "state": "done",
            "deliverables": [{"label": "Issue list", "href": "#main", "state": "done"}],
        }
        for number, (name, note) in enumerate(done, start=1)
    ]
    stages.append(
        {
            "number": 3,
            "name": "Pilot and iterate",
            "note": "4 of 9 tasks · due 11 Dec",
            "state": "now",
            "percent": 44,
            "deliverables": [
                {"label": "Pilot report", "href": "#main", "state": "draft"},
                {"label": "Improvement list", "state": "open"},
            ],
        }
    )
    stages.append({"number": 4, "name": "全面推广", "note": "试点决策后开始", "state": "next"})
    return stages


def _figures() -> list[dict[str, Any]]:
    drawn = {
        "control": (sample.control().title, svg.draw(sample.control()), "640"),
        "gantt": ("Three-year roadmap", svg.gantt(sample.roadmap()), "960"),
        "budget": ("Budget", svg.quarter_bars(sample.strip()), "960"),
        "people": ("People", svg.quarter_bars(sample.strip(people=True)), "960"),
        "heat": ("Capability by process", svg.heat_map(sample.heat(), 720), "640"),
        "radar": ("Now and target", svg.draw(sample.star(), 460, 320), ""),
        "curve": ("Value against budget", svg.draw(sample.curve(), 460, 260), ""),
        "bars": (sample.bars().title, svg.draw(sample.bars(), 560, 260), ""),
        "spread": ("Answers", svg.dot_spread(sample.SPREAD), ""),
        "bilingual": ("Two languages", svg.dumbbell(sample.DUMBBELL_ZH, 440), ""),
        "stages": ("Stages", svg.stage_strip([1, 1, 1, 0.4, 0]), ""),
        "spark": ("Sparkline", svg.sparkline([3, 4, None, 5, 4, 6]), ""),
    }
    return [
        {
            "id": f"fig-{key}",
            "title": title,
            "svg": text,
            "min": least,
            "interactive": key == "heat",
            "explore": f"/styleguide/{key}.json" if key in EXPLORE else "",
            "stretch": least == "960",
        }
        for key, (title, text, least) in drawn.items()
    ]


def _tiles() -> list[dict[str, Any]]:
    rows = (
        ("Readiness", "2.4", "of 5, target 3.5", svg.score_scale(sample.SCALE, 220),
         format_html('<b class="good">+0.4</b> {}', "since run 2025 H2 · confidence ±0.2")),
        ("Roadmap progress", "32 %", "planned 33 %", svg.bar_with_target(0.32, 0.33), "MYR 5.31 M spent"),
        ("Compliance duties met", "30", "of 42", svg.stacked_bar(sample.STATES, 220), "2 overdue"),
        ("KPIs on plan", "5", "of 9",
         svg.blocks(["good"] * 5 + ["mute"] * 3 + [""]), "3 behind"),
    )  # fmt: skip
    names = ("name", "figure", "context", "drawing", "line")
    return [dict(zip(names, row, strict=True)) for row in rows]


def context() -> dict[str, Any]:
    """Return everything the style guide draws."""
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text()
    tabs = (("Checklist", "2 overdue"), ("Data flows", ""), ("数据安全", ""))
    conflict = [{"label": "Start", "theirs": "1 Feb 2027", "mine": "15 Jan 2027"}]
    guide = {
        "drawings": {"dumbbell": svg.dumbbell(sample.DUMBBELL)},
        "figures": _figures(),
        "stages": _stages(),
        "tiles": _tiles(),
        "tabs": [
            {"label": label, "href": "#main", "current": bool(chip), "chip": chip, "tone": "bad"}
            for label, chip in tabs
        ],
        "segments": [
            {"label": label, "href": "#main", "current": label == "Gantt"}
            for label in ("Gantt", "Table")
        ],
        "cards": [
            {
                "id": f"card-{n}",
                "value": n,
                "label": label,
                "text": text,
                "checked": n == CHOSEN,
                "target": n == TARGET,
            }
            for n, (label, text) in enumerate(LEVELS)
        ],
        "levels": [
            {"value": n, "label": label, "disabled": n < CHOSEN}
            for n, (label, _) in enumerate(LEVELS)
        ],
        "scores": [0.4, 0.9, 1.4, 1.9, 2.4, 2.9, 3.4, 3.9, 4.4, 4.9],
        "icons": re.findall(r'symbol id="([\w-]+)"', sprite),
        "form": SampleForm({"limit": "6,5O", "owner": "1", "way": "a"}),
        **conflict_context(conflict, who="Li Wei", version=3),
    }
    return {"guide": guide}


def figure(request: HttpRequest, key: str) -> JsonResponse:  # noqa: ARG001 -- a view's signature
    """Return a sample as a Plotly figure."""
    if key not in EXPLORE:
        raise Http404(key)
    return JsonResponse(plotly.figure(EXPLORE[key]()))
