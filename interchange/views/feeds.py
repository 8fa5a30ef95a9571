"""The calendar of a plan for a program: its address made, shown once, revoked, and read."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.base import tenant
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from interchange.exporters.calendars import plan_calendar
from interchange.forms import FeedForm
from interchange.models import PlanFeed
from interchange.selectors.feeds import feed_of, own_feed
from interchange.selectors.rows import plan_rows
from interchange.services import feeds
from interchange.views.files import CALENDAR_TYPE, handed_out
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once, token_of
from roadmap.selectors.plan import roadmap_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feed_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show whether the person has an address here; make one, which is shown once."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    form = FeedForm(request.POST if request.method == "POST" else None)
    address = ""
    if request.method == "POST" and form.is_valid():
        address = _made(request, plant, form)
    context = {
        "plant": plant,
        "area": "roadmap",
        "form": form if form.errors else FeedForm(),
        "feed": own_feed(plant, person(request)),
        "address": address,
    }
    status = UNPROCESSABLE if form.errors else 200
    response = render(request, "interchange/feed_list.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _made(request: HttpRequest, plant: Plant, form: FeedForm) -> str:
    """Make an address once for each form that is sent; return it, empty if the form is used up."""
    by, key = person(request), form.cleaned_data["key"]
    token = token_of(by, key)
    try:
        feed = once(
            by=by,
            key=key,
            make=lambda: feeds.make_feed(plant=plant, by=by, token=token),
            model=PlanFeed,
        )
    except RuleError as error:
        add_error(form, error)
        return ""
    if feed.revoked_at is not None or feed.plant_id != plant.pk:
        form.add_error(None, _("This form was sent before. Open it again for another address."))
        return ""
    return settings.PUBLIC_URL + reverse("interchange:feed-read", args=[token])


@login_required
@require_POST
def feed_revoke(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the person's own address."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    feed = own_feed(plant, person(request))
    if feed is not None:
        feeds.revoke_feed(feed=feed, by=person(request))
    messages.success(request, _("The address no longer works."))
    return redirect("interchange:feed-list", slug)


@never_cache
@require_safe
def feed_read(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Hand the calendar to whoever knows the address, while its reader may see the roadmap."""
    feed = feed_of(token)
    if feed is None:
        raise Http404
    with tenant(feed.plant.organization_id), translation.override(feed.reader.language):
        roadmap = roadmap_of(feed.plant)
        rows = plan_rows(roadmap) if roadmap else None
        data = plan_calendar(feed.plant, rows, is_feed=True)
    response = handed_out(data, CALENDAR_TYPE, f"roadmap-{feed.plant.slug}.ics")
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
