"""The inbox: what a person was told over all plants, and what they read of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from activity.forms import SHOWN, InboxFilter
from activity.models import Notice
from activity.selectors.notices import OPEN, UNREAD, notices_of
from activity.services import notices as service
from core import clock
from organizations.access import grants_of, person
from organizations.domain.roles import Permission, permissions
from organizations.selectors.mailing import is_mail_on

PER_PAGE = 25


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List what the person was told, the newest first; what is open, or all of it."""
    roles, query = grants_of(request), InboxFilter(request.GET)
    rows = notices_of(person(request), roles)
    found = rows.filter(OPEN) if query.shown == "open" else rows
    administers = any(
        Permission.ORGANIZATION_EDIT in roles.in_organization(key) for key in roles.organizations
    )
    page = Paginator(found, PER_PAGE).get_page(query.number)
    context = {
        "area": "inbox",
        "page": page,
        "show": query.shown,
        "segments": [
            {"label": label, "href": f"?show={key}", "current": key == query.shown}
            for key, label in SHOWN.items()
        ],
        "today": clock.today(),
        "mail_is_off": administers and not is_mail_on(),
    }
    return render(request, "activity/inbox.html", context)


@login_required
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark everything the person may read as read."""
    user = person(request)
    rows = notices_of(user, grants_of(request)).filter(UNREAD)
    service.mark_read(by=user, notices=list(rows.values_list("pk", flat=True)))
    return _back(request)


@login_required
@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and stay in the inbox."""
    service.mark_read(by=person(request), notices=[_own(request, pk).pk])
    return _back(request)


@login_required
@require_POST
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go where it is done."""
    notice = _own(request, pk)
    service.mark_read(by=person(request), notices=[notice.pk])
    return redirect(notice.path)


def _own(request: HttpRequest, pk: int) -> Notice:
    """Return a notice of the person that they may still read.

    Raises:
        Http404: it is somebody else's, or of what they no longer see.
    """
    notice = notices_of(person(request), grants_of(request)).filter(pk=pk).first()
    if notice is None:
        raise Http404
    return notice


def _back(request: HttpRequest) -> HttpResponse:
    """Lead back to the part of the list that was looked at."""
    query = InboxFilter(request.POST)
    asked = {"show": query.shown, "page": query.number}
    return redirect(f"{reverse('activity:inbox')}?{urlencode(asked)}")


@login_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Lead whoever signs in to their first page.

    That is the portfolio; for somebody who only answers, and for whom it has no figures, the inbox
    as long as work waits there.
    """
    roles = grants_of(request)
    held = frozenset().union(*roles.group.values(), *roles.plants.values())
    if Permission.CAPABILITY_VIEW not in permissions(held):
        waiting = notices_of(person(request), roles).filter(OPEN)
        if waiting.exists():
            return redirect("activity:inbox")
    return redirect("overview:portfolio")
