"""The checklist: roll-up, filters, duties by topic, and the drawer of one duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance import charts
from compliance.domain.coverage import Layer
from compliance.domain.status import DutyStanding, RollUp, Status, roll_up
from compliance.forms import HEADQUARTERS_PART, DutyQuery
from compliance.models import StatusName, Topic
from compliance.selectors.coverage import plant_coverage
from compliance.selectors.duties import Duty, list_duties, possible_owners
from compliance.selectors.facts import is_outdated, last_check, situation_of
from compliance.selectors.packs import initiative_titles
from compliance.views.frame import drawer_query, overdue_count, page_context, tabs
from core.htmx import announce, is_htmx
from organizations.access import get_plant
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.evidence import shown_evidence
from packs.schema.checklist import Checklist
from steps.views.turning import turn_context

TEMPLATE = "compliance/obligation_list.html"
DRAWER = "compliance/_drawer.html"
NOBODY = "none"
ROWS = "compliance/_duty_rows.html"
# A list longer than this shows at first only so many rows: what is late, or the first it finds.
LONG = 40
FIRST = 18
LATE = (Status.OVERDUE, Status.REVIEW_DUE)


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """The duties of one topic, or headquarters' part, with how all its duties stand.

    Attributes:
        key: the topic, or the layer of headquarters.
        label: in words.
        note: a sentence below it.
        whole: roll-up of all its duties, not only of those shown.
        duties: those shown now.
        more: how many others there are, fetched when somebody asks for them.
    """

    key: str
    label: str
    note: str
    whole: RollUp
    duties: list[Duty]
    more: int = 0

    @property
    def is_folded(self) -> bool:
        """Whether only its head is shown at first."""
        return not self.duties

    @property
    def size(self) -> int:
        """Number of duties, those that are not shown yet included."""
        return len(self.duties) + self.more


@login_required
@require_safe
def obligation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the checklist; as a fragment its table, or the drawer of one duty."""
    plant = get_plant(request, slug, Permission.COMPLIANCE_VIEW)
    context = page_context(request, plant, "list")
    today = context["today"]
    if is_htmx(request) and request.headers.get("HX-Target") == "drawer":
        duties = list_duties(plant, today)
        context |= drawer_context(request, plant, duties)
        response = render(request, DRAWER, context)
    elif is_htmx(request) and "rows" in request.GET:
        response = render(request, ROWS, context | rows_context(request, plant, today))
    elif is_htmx(request):
        context |= list_context(request, plant, list_duties(plant, today), today)
        response = render(request, f"{TEMPLATE}#duty-region", context)
        announce(response, context["result"])
    else:
        check = last_check(plant)
        duties = list_duties(plant, today)
        context |= turn_context(request, plant, "compliance:obligation-list")
        context["law"] = plant_coverage(plant)
        context |= list_context(request, plant, duties, today)
        context |= summary_context(duties, context)
        context |= {"check": check, "is_outdated": is_outdated(check, situation_of(plant))}
        if "duty" in request.GET:
            context |= drawer_context(request, plant, duties)
        response = render(request, TEMPLATE, context)
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def list_context(
    request: HttpRequest, plant: Plant, duties: list[Duty], today: dt.date
) -> dict[str, Any]:
    """Return roll-up, filters and groups."""
    query = DutyQuery(request.GET).values()
    listed = [duty for duty in duties if duty.effective is not Status.NOT_APPLICABLE]
    excluded = [duty for duty in duties if duty.effective is Status.NOT_APPLICABLE]
    pool = excluded if query.get("show") == "no" else listed
    shown = [duty for duty in pool if matches(duty, query)]
    result = _("%(shown)s of %(all)s shown") % {"shown": len(shown), "all": len(pool)}
    made = groups(shown, duties, today)
    if len(shown) > LONG and "topic" not in query:
        made = shortened(made, only_late=not query, opened=request.GET.get("duty", ""))
    return {
        **row_context(plant),
        "query": query,
        "groups": made,
        "result": result,
        "has_duties": bool(duties),
        "excluded_count": len(excluded),
        "listed_count": len(listed),
        "filter_count": len(query),
        "tabs": tabs(plant, "list", overdue_count(duties)),
        "kept": drawer_query(request),
        "topics": topic_choices(duties),
        "statuses": [choice for choice in StatusName.choices if choice[0] != "not_applicable"],
        "owners": list(possible_owners(plant)),
        "jurisdictions": sorted({duty.row.jurisdiction for duty in duties}),
        "laws": laws(duties),
    }


def rows_context(request: HttpRequest, plant: Plant, today: dt.date) -> dict[str, Any]:
    """Return the rows of a group that its page does not show yet."""
    query = DutyQuery(request.GET).values()
    group, drawn = request.GET["rows"], request.GET.get("drawn", "").split(".")
    duties = [
        duty
        for duty in list_duties(plant, today)
        if _group_of(duty) == group
        and (duty.effective is Status.NOT_APPLICABLE) == ("show" in query)
        and str(duty.row.pk) not in drawn
        and matches(duty, query)
    ]
    return {
        **row_context(plant),
        "duties": duties,
        "kept": drawer_query(request),
        "takes_focus": "focus" in request.GET,
    }


def topic_choices(duties: list[Duty]) -> list[tuple[str, Any]]:
    """Return the topics to filter by, headquarters' part among them where the plant has one."""
    own = any(duty.layer is Layer.HEADQUARTERS for duty in duties)
    return [*Topic.choices, *([HEADQUARTERS_PART] if own else [])]


def row_context(plant: Plant) -> dict[str, Any]:
    """Return what is the same in every row of the checklist, drawn once for all of them."""
    return {
        "list_url": reverse("compliance:obligation-list", args=[plant.slug]),
        # Before and after the number of a duty: an address is made once, not for each row.
        "edit_url": reverse("compliance:obligation-edit", args=[plant.slug, 0]).rpartition("0"),
        "columns": {
            "law": _("Law and article"),
            "status": _("Status"),
            "owner": _("Owner"),
            "due": _("Due"),
            "evidence": _("Evidence"),
            "jurisdiction": _("Jurisdiction"),
        },
        "chips": {
            status: render_to_string("compliance/_status.html", {"status": status})
            for status in Status
        },
    }


def summary_context(duties: list[Duty], context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bar and its words."""
    today = context["today"]
    total = roll_up((duty.standing for duty in duties), today)
    return {
        "total": total,
        "bar": charts.status_bar(total),
        "legend": charts.legend(total),
        "layers": layer_lines(duties, context["plant"], today),
    }


def layer_lines(duties: list[Duty], plant: Plant, today: dt.date) -> list[tuple[str, RollUp]]:
    """Return what the score is made of: whose rules, and how their duties stand."""
    lines = []
    for layer in Layer:
        rolled = roll_up((duty.standing for duty in duties if duty.layer is layer), today)
        if rolled.listed:
            lines.append((layer_name(layer, plant), rolled))
    return lines


def layer_name(layer: Layer, plant: Plant) -> str:
    """Return whose rules a layer holds, for the plant's page."""
    match layer:
        case Layer.COUNTRY:
            return plant.country_name
        case Layer.UNION:
            return _("European Union")
        case Layer.INTERNATIONAL:
            return _("plant security list")
        case Layer.HEADQUARTERS:
            return _("headquarters’ part")


def matches(duty: Duty, query: Mapping[str, str]) -> bool:
    """Tell whether a duty passes the filters."""
    owner = query.get("owner")
    owner_id = "" if duty.row.owner_id is None else str(duty.row.owner_id)
    return (
        (not query.get("topic") or query["topic"] in (duty.row.topic, _group_of(duty)))
        and (not query.get("status") or duty.effective.value == query["status"])
        and (not query.get("evidence") or duty.is_unproven)
        and (not query.get("jurisdiction") or duty.row.jurisdiction == query["jurisdiction"])
        and (not owner or owner_id == ("" if owner == NOBODY else owner))
        and all(word in words(duty) for word in query.get("q", "").lower().split())
    )


def words(duty: Duty) -> str:
    """Return the text of a duty that the filter searches, in both languages."""
    item = duty.obligation
    texts = [item.text, item.law, item.detail, duty.checklist.regulation.name, item.cited]
    return " ".join(
        [
            *(f"{text.en} {text.zh_hans}" for text in texts),
            item.article,
            duty.checklist.regulation.short,
            item.id,
        ]
    ).lower()


def groups(listed: list[Duty], duties: list[Duty], today: dt.date) -> list[DutyGroup]:
    """Return the plant's duties by topic, then those of headquarters; progress counts all of them.

    Args:
        listed: those shown.
        duties: all of the plant.
        today: the day at the plant.
    """
    made = [(topic.value, str(topic.label), "") for topic in Topic]
    part = _(
        "China’s rules for data that headquarters sends. They bind headquarters, not the plant."
    )
    made.append((HEADQUARTERS_PART[0], str(HEADQUARTERS_PART[1]), part))
    shown: dict[str, list[Duty]] = {key: [] for key, _label, _note in made}
    whole: dict[str, list[DutyStanding]] = {key: [] for key in shown}
    for duty in listed:
        shown[_group_of(duty)].append(duty)
    for duty in duties:
        whole[_group_of(duty)].append(duty.standing)
    return [
        DutyGroup(key, label, note, roll_up(whole[key], today), shown[key])
        for key, label, note in made
        if shown[key]
    ]


def shortened(made: list[DutyGroup], *, only_late: bool, opened: str) -> list[DutyGroup]:
    """Return the groups of a long list with the rows that stand there at first.

    Args:
        made: the groups with all their rows.
        only_late: show what is late; else the first rows of each group, as far as there is room.
        opened: id of the duty whose group is shown whole.
    """
    room, short = FIRST, []
    for group in made:
        rows = [duty for duty in group.duties if not only_late or duty.effective in LATE][:room]
        room -= len(rows)
        if any(str(duty.row.pk) == opened for duty in group.duties):
            rows = group.duties
        short.append(replace(group, duties=rows, more=len(group.duties) - len(rows)))
    return short


def _group_of(duty: Duty) -> str:
    return HEADQUARTERS_PART[0] if duty.layer is Layer.HEADQUARTERS else duty.row.topic


def laws(duties: list[Duty]) -> list[Checklist]:
    """Return the checklists behind the duties, by jurisdiction and name."""
    checklists = {duty.row.checklist_id: duty.checklist for duty in duties}
    language = get_language() or "en"
    return sorted(
        checklists.values(),
        key=lambda item: (item.jurisdiction, item.regulation.name.in_language(language)),
    )


def drawer_context(request: HttpRequest, plant: Plant, duties: list[Duty]) -> dict[str, Any]:
    """Return the duty of the drawer.

    Raises:
        Http404: the address names a duty that is not this plant's.
    """
    wanted = request.GET.get("duty", "")
    duty = next((duty for duty in duties if str(duty.row.pk) == wanted), None)
    if duty is None:
        raise Http404
    kept = drawer_query(request).rstrip("&")
    return {
        "duty": duty,
        "close_url": f"{request.path}?{kept}" if kept else request.path,
        **duty_context(plant, duty),
    }


def duty_context(plant: Plant, duty: Duty) -> dict[str, Any]:
    """Return what is said about one duty."""
    titles = initiative_titles()
    links = duty.row.evidence.select_related("evidence__added_by")
    return {
        "initiatives": [(name, titles.get(name)) for name in duty.obligation.initiatives],
        "evidence": [shown_evidence(link, plant) for link in links],
        "reason": duty.reason,
        "plant": plant,
    }
