"""An act on the plan: what it brings about is shown before it is accepted, and stored with it as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import ngettext

from core.htmx import CONFLICT, UNPROCESSABLE, is_htmx
from organizations.access import person
from organizations.models import User
from organizations.services.people import edit_profile
from roadmap.charts.consequences import told
from roadmap.domain.edits import BarEdit, LinkEdit
from roadmap.forms.batches import Said, read_said, repeated
from roadmap.selectors.consequences import Consequences, consequences
from roadmap.selectors.plan import Plan
from roadmap.services.drafts import PlanDraft, draft, further, mark_of
from roadmap.views.frame import base_context, plan_url, query_of

ASK, ALWAYS, NEVER = User.Followers.ASK, User.Followers.ALWAYS, User.Followers.NEVER
GHOSTS = 60  # what follows is drawn where it would stand, so many bars at most


@dataclass(frozen=True, slots=True)
class Ready:
    """An act that may be stored.

    Attributes:
        edits: of the person, with those of what follows.
        left: how many bars wait for it and stay where they are, because the page was left before
            anybody could be asked.
    """

    edits: tuple[BarEdit, ...]
    left: int = 0

    def told(self, text: str) -> str:
        """Add to what is said of the act that what waits was not asked about."""
        if not self.left:
            return text
        words = ngettext(
            "%(text)s The page was left before you were asked: %(n)s initiative that waits"
            " stayed where it was.",
            "%(text)s The page was left before you were asked: %(n)s initiatives that wait"
            " stayed where they were.",
            self.left,
        )
        return words % {"text": text, "n": self.left}


def weigh(
    request: HttpRequest, plan: Plan, edits: Sequence[BarEdit], *, link: LinkEdit | None = None
) -> Ready | HttpResponse:
    """Return an act with what follows it, ready to be stored, or the answer that shows it first.

    Shown is what moves others, breaks a rule, costs much more or reaches less
    (`Consequences.is_grave`); the rest is ready at once. Who accepts sends the same act again, with
    a mark of what was shown; where it would say something else by now, it is shown again.

    Args:
        request: of the act.
        plan: as it is.
        edits: what the person wants of bars.
        link: what the person wants of a link; None for nothing.

    Raises:
        StaleVersionError, RuleError, ValidationError: as in `services.drafts.draft`.
    """
    said = read_said(request.POST)
    if said.leaving:
        return _leave(request, plan, edits, link)
    made = draft(plan, edits, with_followers=follows(request, said), link=link)
    ready = Ready(tuple(further(plan, edits, made)))
    is_seen = said.shown == mark_of(ready.edits, link)
    if is_seen and not made.stuck:
        _remember(request, said)
        return ready
    found = consequences(plan, made.all_rows, made.stones, links=made.links)
    if not (said.shown or made.waiting or found.is_grave):
        return ready
    status = (UNPROCESSABLE if is_seen else CONFLICT) if said.shown else 200
    return shown(request, plan, made, found, ready, status=status)


def _leave(
    request: HttpRequest, plan: Plan, edits: Sequence[BarEdit], link: LinkEdit | None
) -> Ready:
    """Return what is stored of an act whose page is left: nobody can be asked any more."""
    wanted = person(request).followers
    made = draft(plan, edits, with_followers=wanted == ALWAYS, link=link)
    if made.stuck:
        made = draft(plan, edits, with_followers=False, link=link)
    asks = wanted == ASK or (wanted == ALWAYS and not made.followers)
    return Ready(tuple(further(plan, edits, made)), made.waiting if asks else 0)


def follows(request: HttpRequest, said: Said) -> bool:
    """Tell whether what waits moves too: as was said, else as the person wants it; unasked it does."""
    if said.with_successors:
        return said.with_successors == "yes"
    return person(request).followers != NEVER


def _remember(request: HttpRequest, said: Said) -> None:
    if said.remember and said.with_successors:
        choice = ALWAYS if said.with_successors == "yes" else NEVER
        edit_profile(by=person(request), values={"followers": choice})


def shown(
    request: HttpRequest,
    plan: Plan,
    made: PlanDraft,
    found: Consequences,
    ready: Ready,
    *,
    address: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show what an act would bring about, with buttons that accept or drop it.

    Args:
        request: of the act.
        plan: as it is.
        made: what would be.
        found: its consequences.
        ready: the act with what follows it.
        address: takes the accepted act; that of the request if empty.
        status: 409 where something else was shown before, 422 where it cannot be accepted.
    """
    plant = plan.roadmap.plant
    with_successors = follows(request, read_said(request.POST))
    in_drawer = is_htmx(request)
    view = request.POST.get("view", "")
    close = plan_url(plant, view)
    if in_drawer:
        close = plan_url(plant) + query_of(request).keep(initiative=None)
    context: dict[str, Any] = base_context(request, plant) | {
        "fields": repeated(request.POST),
        "address": address or request.get_full_path(),
        "again": request.get_full_path(),
        "shown": mark_of(ready.edits, made.link),
        "with_successors": "yes" if with_successors else "no",
        "other": "no" if with_successors else "yes",
        "asks": made.waiting and not made.stuck and person(request).followers == ASK,
        "waits": made.waiting,
        "stuck": made.stuck,
        "is_overtaken": status == CONFLICT,
        "told": told(found, made),
        "ghosts": ",".join(_ghosts(made)),
        "close_url": close,
        "is_over": True,  # the drawing stays as it is under the hand that moved something
        "view": view,
    }
    template = "_consequences_drawer" if in_drawer else "consequences_page"
    response = render(request, f"roadmap/{template}.html", context, status=status)
    if in_drawer:
        response["HX-Retarget"], response["HX-Reswap"] = "#drawer", "innerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _ghosts(made: PlanDraft) -> Iterator[str]:
    """Yield the new days of bars that would move, each as `key:first:last`."""
    for row in made.all_rows[:GHOSTS]:
        yield f"{row.pk}:{row.starts_on.isoformat()}:{row.ends_on.isoformat()}"
