"""Advised initiatives and the rest of the catalog, ready to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from advice.domain.advising import Advice
from advice.domain.catalog import CatalogItem
from advice.domain.placement import Placed, Refusal
from advice.domain.selection import Selection, selection
from advice.selectors.desk import Desk
from core.wording.figures import decimal, signed
from launch.domain.costs import cost_of, months_of
from organizations.models import Plant
from organizations.selectors.places import plant_today
from planning.domain.plans import PHASES
from roadmap.selectors.gates import gate_lacks, plan_gates
from roadmap.selectors.wording import limit_text, phase_name
from scoring.domain.gaps import Gap
from scoring.domain.sections import title_of


def lift_text(value: Decimal) -> str:
    """Write a lift with two places; one that would read 0.00 says that it is not nothing."""
    text = signed(value, 2)
    return pgettext("lift", "< 0.01") if value > 0 and not text.strip("+0.") else text


def titles(desk: Desk) -> dict[str, str]:
    """Return the title of every initiative in the reader's language."""
    language = get_language() or "en"
    return {item.id: item.title.in_language(language) for item in desk.catalog.initiatives}


def proposed(desk: Desk) -> set[str]:
    """Return what is ticked at first: what lifts, in an open phase, with all that it needs.

    What the answers show already is advised only to go further, and is left to the person.
    """
    standing = desk.standing
    ticked: set[str] = set()
    for entry in desk.advice:  # a prerequisite stands before what needs it
        is_open = standing is not None and entry.item.phase in standing.open_phases
        is_new = entry.item.id not in desk.state.shown
        if is_open and is_new and entry.uplift > 0 and ticked.issuperset(entry.missing):
            ticked.add(entry.item.id)
    return ticked


def advised(desk: Desk, ticked: set[str]) -> list[dict[str, Any]]:
    """Return the advice by gap: each initiative stands with the largest gap it answers.

    Initiatives that only others need stand at the end, without a gap.
    """
    names = titles(desk)
    by_gap: dict[str, list[Advice]] = defaultdict(list)
    answering: dict[str, list[str]] = defaultdict(list)
    for entry in desk.advice:
        by_gap[entry.closes[0].question if entry.closes else ""].append(entry)
        for gap in entry.closes:
            answering[gap.question].append(entry.item.id)
    groups: list[dict[str, Any]] = [
        {
            "gap": gap_words(desk, gap),
            "answering": answering[gap.question],
            "rows": [_advised_row(desk, entry, names, ticked) for entry in by_gap[gap.question]],
        }
        for gap in desk.gaps
        if by_gap[gap.question]
    ]
    if by_gap[""]:
        rows = [_advised_row(desk, entry, names, ticked) for entry in by_gap[""]]
        groups.append({"gap": None, "answering": [row["id"] for row in rows], "rows": rows})
    return groups


def unanswered(desk: Desk) -> list[dict[str, Any]]:
    """Return the gaps that nothing advised and nothing planned answers, the most valuable first."""
    if desk.run is None or desk.standing is None:
        return []
    answered = {gap.question for entry in desk.advice for gap in entry.closes}
    links, planned = desk.standing.links, set(desk.state.planned)
    return [
        gap_words(desk, gap)
        for gap in desk.gaps
        if gap.question not in answered and not planned.intersection(links.get(gap.question, ()))
    ]


def gates(plant: Plant, desk: Desk) -> list[dict[str, Any]]:
    """Return the closed gates of the phases, each with what it lacks."""
    language = get_language() or "en"
    found = plan_gates(plant, desk.run, today=plant_today(plant))
    return [
        {
            "title": _gate_title(desk, gate.phase),
            "lacks": [
                *(lack.text.in_language(language) for lack in gate_lacks(gate, desk.run, {})),
                *map(limit_text, gate.short),
            ],
        }
        for gate in found
        if not gate.is_open
    ]


def _gate_title(desk: Desk, phase: str) -> str:
    """Return what the framework calls the gate of a phase, else the name of the phase."""
    known = desk.run.framework.gates if desk.run else ()
    title = next((gate.title for gate in known if gate.opens == phase), None)
    return title.in_language(get_language() or "en") if title else phase_name(phase)


def gap_words(desk: Desk, gap: Gap) -> dict[str, Any]:
    """Return a gap with its topic in the reader's language."""
    language = get_language() or "en"
    known = desk.run.framework.questions_by_id.get(gap.question) if desk.run else None
    return {
        "question": gap.question,
        "topic": known.topic.in_language(language) if known else "",
        "current": gap.current,
        "target": gap.target,
        "is_gate": desk.run is not None and desk.run.targets.get(gap.question, 0) < gap.target,
    }


def _advised_row(
    desk: Desk, entry: Advice, names: Mapping[str, str], ticked: set[str]
) -> dict[str, Any]:
    return catalog_row(desk, entry.item, names, ticked) | {
        "gaps": [gap_words(desk, gap) for gap in entry.closes],
        "lift": lift_text(entry.uplift) if entry.lifts else "",
        "opens_gate": entry.opens_gate,
        "goes_further": proof_words(desk, entry.item.id)
        if entry.item.id in desk.state.shown
        else "",
        "needed_by": [names[name] for name in entry.needed_by],
        "waits_for": [(node_words(desk, name), has, needs) for name, has, needs in entry.waits_for],
        "behind_gate": desk.standing is not None
        and entry.item.phase not in desk.standing.open_phases,
    }


def others(desk: Desk, ticked: set[str]) -> list[dict[str, Any]]:
    """Return the catalog without what is advised or settled, by phase."""
    names = titles(desk)
    left = {entry.item.id for entry in desk.advice} | desk.state.settled
    groups = []
    for phase in PHASES:
        rows = [
            catalog_row(desk, item, names, ticked)
            for item in desk.items.values()
            if item.phase == phase and item.id not in left
        ]
        if rows:
            groups.append({"phase": phase_name(phase), "rows": rows})
    return groups


def catalog_row(
    desk: Desk, item: CatalogItem, names: Mapping[str, str], ticked: set[str]
) -> dict[str, Any]:
    """Return one initiative of the catalog at the plant's size."""
    rate = desk.rate or Decimal(1)
    return {
        "id": item.id,
        "title": names[item.id],
        "phase": phase_name(item.phase),
        "cost": cost_of(item.cost, rate),
        "yearly": cost_of(item.cost, rate * item.run_cost_percent / 100),
        "cost_currency": desk.currency if desk.rate else "USD",
        "months": months_of(item.duration),
        "ticked": item.id in ticked,
        "slice": slice_words(desk, item.id),
        "needs": [
            {"id": name, "title": names[name], "state": state_words(desk, name)}
            for name in item.prerequisites
        ],
    }


def slice_words(desk: Desk, name: str) -> dict[str, Any] | None:
    """Return what of an initiative must stand before production starts; None if it stays whole."""
    part = desk.start.slices.get(name) if desk.start else None
    if desk.start is None or part is None:
        return None
    language = get_language() or "en"
    return {
        "start": desk.start.on,
        "need": part.need.title.in_language(language),
        "why": part.need.why.in_language(language),
        "weeks": part.need.weeks[1],
        "remainder": part.slice.remainder.in_language(language),
    }


def placed_row(desk: Desk, placed: Placed, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a bar with its first dates, ready to read."""
    part = desk.start.slices.get(placed.id) if desk.start else None
    return {
        "id": placed.id,
        "title": names[placed.id],
        "phase": phase_name(desk.items[placed.id].phase),
        "need": part.need.title.in_language(get_language() or "en") if part and placed.need else "",
        "is_remainder": placed.is_remainder,
        "dates": placed,
    }


def state_words(desk: Desk, name: str) -> str:
    """Say what stands of an initiative at the plant; empty if nothing does."""
    state = desk.state
    if name in state.finished:
        return _("finished")
    if name in state.stated:
        return _("in place")
    if name in state.planned:
        return _("in the plan")
    return proof_words(desk, name) if name in state.shown else ""


def in_place(desk: Desk) -> set[str]:
    """Return what the answers or the plan show to be in place: nothing advised, nothing planned."""
    advised = {entry.item.id for entry in desk.advice}
    shown = set(desk.state.shown) - advised - set(desk.state.planned)
    return shown | set(desk.state.finished)


def proof_words(desk: Desk, name: str) -> str:
    """Say which answers show that an initiative is in place: "in place: SA-04 Core ERP at 3".

    What is advised to go further is far enough for what waits for it, and not called in place.
    """
    answers = [
        _("%(name)s at %(level)s")
        % {
            "name": node_words(desk, key),
            "level": decimal(level, 0 if level == level.to_integral_value() else 2),
        }
        for key, level in desk.state.shown[name]
    ]
    found = {"answers": _(", ").join(answers[:3])}
    is_advised = any(entry.item.id == name for entry in desk.advice)
    return (_("far enough: %(answers)s") if is_advised else _("in place: %(answers)s")) % found


def sums(desk: Desk, names: set[str]) -> Selection:
    """Return the sums of a selection at the stored rate, in US dollars without one."""
    standing = desk.standing
    return selection(
        [item for key, item in desk.items.items() if key in names],
        desk.rate or Decimal(1),
        standing.dimension_scores if standing else {},
        standing.dimension_weights if standing else {},
    )


def refused_row(desk: Desk, entry: Refusal, names: Mapping[str, str]) -> dict[str, Any]:
    """Return why an initiative does not fit, ready to read."""
    return {
        "id": entry.id,
        "title": names[entry.id],
        "why": entry.why,
        "is_remainder": entry.is_remainder,
        "phase": phase_name(desk.items[entry.id].phase),
        "needs": [{"id": name, "title": _need_title(desk, name, names)} for name in entry.needs],
        "earliest": entry.earliest,
        "months": entry.months,
        "years": sorted(entry.years.items()),
    }


def _need_title(desk: Desk, name: str, names: Mapping[str, str]) -> str:
    """Name what stands in the way: an initiative, a question with its topic, or a score."""
    if name in names:
        return names[name]
    if not name or desk.run is None:
        return _("overall score")
    return node_words(desk, name)


def node_words(desk: Desk, name: str) -> str:
    """Name a question by code and topic, a dimension by its title; what the run lacks by its code."""
    if desk.run is None or name not in desk.run.framework.nodes:
        return name
    language = get_language() or "en"
    question = desk.run.framework.questions_by_id.get(name)
    if question:
        return f"{name} {question.topic.in_language(language)}"
    return title_of(desk.run.framework.nodes[name]).in_language(language)
