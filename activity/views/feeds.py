"""The calendar of an inbox for a program: its address made, shown once, revoked, and read."""

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

from activity.exporters import inbox_calendar
from activity.forms import InboxFeedForm
from activity.models import InboxFeed
from activity.selectors.feeds import feed_of, own_feed
from activity.selectors.notices import dated_notices
from activity.services import feeds
from core.downloads import as_file
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import person
from organizations.selectors.places import grants
from organizations.services.once import once, token_of

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox_feed(request: HttpRequest) -> HttpResponse:
    """Show whether the person has an address; make one, which is shown once."""
    form = InboxFeedForm(request.POST if request.method == "POST" else None)
    address = ""
    if request.method == "POST" and form.is_valid():
        address = _made(request, form)
    context = {
        "area": "inbox",
        "form": form if form.errors else InboxFeedForm(),
        "feed": own_feed(person(request)),
        "address": address,
    }
    status = UNPROCESSABLE if form.errors else 200
    response = render(request, "activity/inbox_feed.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _made(request: HttpRequest, form: InboxFeedForm) -> str:
    """Make an address once for each form that is sent; return it, empty if the form is used up."""
    by, key = person(request), form.cleaned_data["key"]
    token = token_of(by, key)
    try:
        feed = once(
            by=by, key=key, make=lambda: feeds.make_feed(by=by, token=token), model=InboxFeed
        )
    except RuleError as error:
        add_error(form, error)
        return ""
    if feed.revoked_at is not None:
        form.add_error(None, _("This form was sent before. Open it again for another address."))
        return ""
    return settings.PUBLIC_URL + reverse("activity:inbox-feed-read", args=[token])


@login_required
@require_POST
def inbox_feed_revoke(request: HttpRequest) -> HttpResponse:
    """Close the person's own address."""
    feed = own_feed(person(request))
    if feed is not None:
        feeds.revoke_feed(feed=feed, by=person(request))
    messages.success(request, _("The address no longer works."))
    return redirect("activity:inbox-feed")


@never_cache
@require_safe
def inbox_feed_read(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Hand the calendar to whoever knows the address; of each plant while its reader sees it."""
    feed = feed_of(token)
    if feed is None:
        raise Http404
    with translation.override(feed.reader.language):
        data = inbox_calendar(dated_notices(feed.reader, grants(feed.reader)))
    response = as_file(data, "inbox.ics", CALENDAR_TYPE)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
