"""Comments on an object of a plant: a page of their own, and its part within the object's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from activity.domain.mentions import as_typed
from activity.domain.subjects import Subject
from activity.forms import CommentForm, NewCommentForm
from activity.models import Comment
from activity.selectors.comments import (
    handles,
    is_open_to,
    kinds,
    names_in,
    own_comment,
    remarks,
    subject_of,
)
from activity.services import comments as service
from core.editing import Stored, edited, page_of
from core.errors import StaleVersionError
from core.forms import VersionedForm
from core.htmx import page_or_partial
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once

NAMED = 60  # people whom the page lists


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def comment_list(request: HttpRequest, slug: str, kind: str, key: str) -> HttpResponse:
    """List the comments on an object and take one more."""
    plant, subject = _subject(request, slug, kind, key)
    is_open = is_open_to(plant, kind, key, person(request))
    if request.method == "POST" and not is_open:
        raise Http404
    form = NewCommentForm(request.POST or None, auto_id=f"comment-{kind}-%s")
    rows = remarks(plant, kind, key, person(request)) if is_open else []
    context = {
        "plant": plant,
        "area": "",
        "kind": kind,
        "key": key,
        "kind_title": kinds()[kind].title,
        "subject": subject,
        "is_open": is_open,
        "remarks": rows,
        "count": sum(one.row.deleted_at is None for one in rows),
        "names": sorted(handles(plant, kind).values())[:NAMED],
        "form": form,
    }

    def save() -> str:
        once(
            by=person(request),
            key=form.cleaned_data["key"],
            make=lambda: service.add_comment(
                plant=plant,
                kind=kind,
                subject=key,
                text=form.cleaned_data["text"],
                by=person(request),
            ),
            model=Comment,
        )
        return ""

    def show(status: int, more: dict[str, Any]) -> HttpResponse:
        values = {**context, **more}
        return page_or_partial(request, "activity/comment_list.html", "comments", values, status)

    return edited(request, form, save=save, show=show, back=request.path)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change one's own comment."""
    plant, subject, row = _own(request, slug, pk)
    initial = {"version": row.version, "text": as_typed(row.text, names_in(row))}
    form = CommentForm(request.POST or None, initial=initial)
    context = {
        "plant": plant,
        "area": "",
        "subject": subject,
        "row": row,
        "list_url": _page(plant, row),
        "form": form,
    }

    def save() -> str:
        service.edit_comment(
            comment=row,
            expected=form.cleaned_data["version"],
            text=form.cleaned_data["text"],
            by=person(request),
        )
        return ""

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, "activity/comment_edit.html", context),
        back=_page(plant, row),
        now=lambda: _by_now(request, plant, pk),
        theirs=request.path,
    )


@login_required
@require_POST
def comment_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete one's own comment; one that was changed since is shown first."""
    plant, _subject_of_it, row = _own(request, slug, pk)
    form = VersionedForm(request.POST)
    expected = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        service.delete_comment(comment=row, expected=expected, by=person(request))
    except StaleVersionError:
        messages.error(request, _("You changed this comment meanwhile. Look at it again."))
        return redirect("activity:comment-edit", slug, pk)
    messages.success(request, _("The comment is deleted."))
    return redirect(_page(plant, row))


def _subject(request: HttpRequest, slug: str, kind: str, key: str) -> tuple[Plant, Subject]:
    """Return plant and object of an address.

    Raises:
        Http404: no such kind, plant or object.
        PermissionDenied: the person may not see such objects at the plant.
    """
    known = kinds().get(kind)
    if known is None:
        raise Http404
    plant = get_plant(request, slug, known.right)
    subject = subject_of(plant, kind, key)
    if subject is None:
        raise Http404
    return plant, subject


def _own(request: HttpRequest, slug: str, pk: int) -> tuple[Plant, Subject, Comment]:
    """Return a comment of the person on an object that they still may see.

    Raises:
        Http404: it is somebody else's, deleted, or its object is gone.
    """
    plant = get_plant(request, slug, Permission.PLANT_VIEW)
    row = own_comment(plant, pk, person(request))
    if row is None:
        raise Http404
    row.plant = plant
    subject = _subject(request, slug, row.kind, row.subject)[1]
    return plant, subject, row


def _by_now(request: HttpRequest, plant: Plant, pk: int) -> Stored:
    """Return what is stored of a comment that was saved elsewhere; 404 if it was deleted."""
    row = get_object_or_404(Comment, plant=plant, pk=pk, author=person(request), deleted_at=None)
    return Stored({"text": as_typed(row.text, names_in(row))}, row.version)


def _page(plant: Plant, row: Comment) -> str:
    return reverse("activity:comment-list", args=[plant.slug, row.kind, row.subject])
