"""The four figures of a plant, each opening the place it comes from."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.selectors.headline import Headline, headline
from assessment.selectors.runs import compared_with
from core.scores import figure, figure_signed
from core.wording.figures import percent
from core.wording.money import money
from core.wording.texts import comma
from indicators.selectors.wording import summary_line
from organizations.domain.roles import Permission
from organizations.models import Plant
from overview import charts
from overview.selectors.plant import PlantPage
from scoring.domain.matrix import Matrix


def tiles(plant: Plant, page: PlantPage, rights: frozenset[Permission]) -> list[dict[str, Any]]:
    """Return the figures that the person may see, each with its place."""
    shown = []
    if Permission.CAPABILITY_VIEW in rights:
        shown.append(_readiness_tile(plant, page))
    if Permission.ROADMAP_VIEW in rights:
        shown.append(_roadmap_tile(plant, page))
    if Permission.COMPLIANCE_VIEW in rights:
        shown.append(_duty_tile(plant, page))
    if Permission.INDICATORS_VIEW in rights:
        shown.append(_indicator_tile(plant, page))
    return shown


def _tile(plant: Plant, name: str, place: str) -> dict[str, Any]:
    """Return a tile that has no figure yet."""
    return {"name": name, "href": reverse(place, args=[plant.slug]), "figure": "–"}


def _readiness_tile(plant: Plant, page: PlantPage) -> dict[str, Any]:
    tile = _tile(plant, _("Readiness"), "capability:matrix-detail")
    if page.run is None or page.matrix is None or page.matrix.overall.current is None:
        return tile | {"line": _("Not assessed yet")}
    overall = page.matrix.overall
    target = overall.target if overall.gap else None
    said = headline(page.run, get_language() or "en")
    context = [_("of 5"), *_level_words(said)]
    if overall.target is not None:
        context.append(_("target score %(target)s") % {"target": figure(overall.shown.target)})
    lines = [
        _readiness_line(page.run, page.matrix, said),
        format_html('<span class="sub">{}</span>', said.because) if said.because else "",
    ]
    return tile | {
        "figure": said.shown,
        "context": comma().join(context),
        "provisional": said.is_provisional,
        "drawing": "" if said.is_range else charts.scale(overall.current, target, 240),
        "line": format_html_join(mark_safe("<br>"), "{}", [(line,) for line in lines if line]),
    }


def _level_words(said: Headline) -> list[str]:
    """Return the level, which is the figure to quote, beside the score; nothing where there is none."""
    if said.level is not None:
        return [_("level %(level)s") % {"level": said.level}]
    return [_("no level yet")] if said.has_level else []


def _readiness_line(run: Assessment, matrix: Matrix, said: Headline) -> str:
    """Return what stands below the score: what is open, what changed, or which run it is."""
    counts = {"done": run.answered_count, "all": run.question_count}
    if said.is_range and run.is_express:
        words = _(
            "between these two until the full questionnaire is answered: the express run asks "
            "%(all)s of its questions, %(done)s answered"
        )
        return words % counts
    if said.is_range and run.signed_off_at:
        words = _("between these two: signed with %(done)s of %(all)s answered")
        return words % counts
    if said.is_range:
        words = _("between these two until answered: %(done)s of %(all)s answered")
        return words % counts
    change = matrix.overall.shown.change
    if change is not None:
        words = _("since the run before")
        before = compared_with(run)
        if before and before.is_withdrawn:
            words = _("since %(run)s, withdrawn since") % {"run": before.title}
        elif matrix.restated_from:
            words = _("since the run before, restated under %(release)s") % {
                "release": run.framework.release
            }
        tone = "good" if change >= 0 else "bad"
        return format_html('<span class="{}">{}</span> {}', tone, figure_signed(change), words)
    if matrix.is_provisional:
        return _("provisional: %(done)s of %(all)s answered") % counts
    return run.title


def _roadmap_tile(plant: Plant, page: PlantPage) -> dict[str, Any]:
    tile = _tile(plant, _("Roadmap progress"), "roadmap:roadmap-detail")
    plan = page.plan
    if plan is None or plan.progress is None:
        return tile | {"line": _("No roadmap yet")}
    if plan.spent is not None:
        words = _("%(spent)s spent of %(planned)s planned")
        line = words % {
            "spent": money(plan.spent, plan.currency),
            "planned": money(plan.planned_to_date, plan.currency),
        }
    else:
        words = _("%(planned)s planned to date of %(all)s")
        line = words % {
            "planned": money(plan.planned_to_date, plan.currency),
            "all": money(plan.totals.whole, plan.currency),
        }
    return tile | {
        "figure": percent(plan.progress.actual),
        "context": _("planned %(share)s") % {"share": percent(plan.progress.planned)},
        "drawing": charts.progress(plan.progress.actual, plan.progress.planned),
        "line": line,
    }


def _duty_tile(plant: Plant, page: PlantPage) -> dict[str, Any]:
    total = page.duties
    tile = _tile(plant, _("Compliance duties met"), "compliance:obligation-list")
    if not total.applicable:
        return tile | {"line": _("No duties tracked yet")}
    counts = {state.value: number for state, number in total.counts.items()}
    started = _("%(count)s in progress") % {"count": counts["in_progress"]}
    waiting = _("%(count)s not started") % {"count": counts["not_started"]}
    parts = [started, waiting]
    if total.unproven:
        parts.append(_("%(count)s met without evidence") % {"count": total.unproven})
    line = comma().join(parts)
    if late := counts["overdue"]:
        words = ngettext("%(count)s overdue", "%(count)s overdue", late) % {"count": late}
        line = format_html('<span class="bad">{}</span> · {}', words, line)
    return tile | {
        "figure": str(total.met),
        "context": _("of %(all)s") % {"all": total.applicable},
        "drawing": charts.duties(total),
        "line": line,
    }


def _indicator_tile(plant: Plant, page: PlantPage) -> dict[str, Any]:
    totals = page.indicators
    tile = _tile(plant, _("KPIs on plan"), "indicators:indicator-list")
    if not totals.followed:
        return tile | {"line": _("No indicators chosen yet")}
    tile |= {"drawing": charts.indicators(totals), "line": summary_line(totals)}
    if not totals.judged:
        return tile
    context = _("of %(all)s") % {"all": totals.judged}
    return tile | {"figure": str(totals.on_or_ahead), "context": context}
