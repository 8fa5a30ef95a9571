"""Addresses of the last release that moved: they lead on for one release, then this file goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.encoding import iri_to_uri

# Inside plants/<slug>/: the beginning as it was -> as it is.
MOVED = {
    "current/systems": "landscape/systems",
    "current/requirements": "needs/requirements",
    "stages": "journey/stages",
    "tasks": "journey/tasks",
    "roadmap/advice": "advice/initiatives",
}
BEGINNINGS = "|".join(MOVED)
ROUTE = rf"^plants/(?P<slug>[-\w]+)/(?P<old>{BEGINNINGS})/(?P<rest>.*)$"


def lead_on(request: HttpRequest, slug: str, old: str, rest: str) -> HttpResponse:
    """Send a reader to the new address with the question kept, and what a form sends along too."""
    query = request.META.get("QUERY_STRING", "")
    target = f"/plants/{slug}/{MOVED[old]}/{rest}" + (f"?{query}" if query else "")
    answer = HttpResponsePermanentRedirect(iri_to_uri(target))
    if request.method not in {"GET", "HEAD"}:
        answer.status_code = 308  # the browser sends the same form again
    return answer
