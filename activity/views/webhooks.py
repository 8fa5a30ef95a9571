"""Ways to group chats: opened, changed, tried and closed by whoever may edit the organization."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activity.forms import NewWebhookForm, WebhookForm
from activity.models import Webhook, WebhookDelivery
from activity.selectors.webhooks import last_messages, shown_address, webhooks
from activity.services import webhooks as service
from core.editing import Stored, edited, page_of
from core.wording.texts import DASH, listed
from organizations.access import get_organization, person
from organizations.domain.roles import Permission
from organizations.services.once import once

LIST = "activity:webhook-list"
# What is stored of a failure -> what a reader is told.
FAILURES = {
    "refused": gettext_lazy("The name leads to an address that is not public."),
    "timeout": gettext_lazy("No answer in time."),
    "status": gettext_lazy("Answered with an error."),
    "interrupted": gettext_lazy("The worker stopped while it was sent; it may have arrived."),
    "gaierror": gettext_lazy("Nobody knows this name."),
    "SSLCertVerificationError": gettext_lazy("The certificate does not fit the name."),
    "ConnectionRefusedError": gettext_lazy("Nobody listens there."),
}


@login_required
@require_safe
def webhook_list(request: HttpRequest) -> HttpResponse:
    """List the ways to group chats, with what waits and what was given up."""
    organization = get_organization(request, Permission.ORGANIZATION_EDIT)
    rows = [{"row": row, "address": shown_address(row)} for row in webhooks(organization)]
    context = {"area": "admin", "organization": organization, "rows": rows}
    return render(request, "activity/webhook_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_create(request: HttpRequest) -> HttpResponse:
    """Open a way to a group chat."""
    organization = get_organization(request, Permission.ORGANIZATION_EDIT)
    initial = {"language": get_language() or "en"}
    form = NewWebhookForm(request.POST or None, initial=initial, organization=organization)

    def save() -> str:
        once(
            by=person(request),
            key=form.cleaned_data["key"],
            make=lambda: service.add_webhook(
                organization=organization,
                values=form.values(),
                plants=form.plants_chosen(),
                by=person(request),
            ),
            model=Webhook,
        )
        return _("The way is open. Send a message to try it.")

    context = {"area": "admin", "organization": organization, "form": form}
    show = page_of(request, "activity/webhook_edit.html", context)
    return edited(request, form, save=save, show=show, back=LIST)


@login_required
@require_safe
def webhook_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the last messages of a way and what became of them."""
    way = _own(request, pk)
    found = [{"row": row, "failure": failure_of(row)} for row in last_messages(way)]
    kinds = dict(NewWebhookForm(organization=way.organization).fields["kinds"].choices)  # type: ignore[attr-defined]
    context = {
        "area": "admin",
        "organization": way.organization,
        "way": way,
        "address": shown_address(way),
        "kinds": listed(str(kinds[one]) for one in way.kinds if one in kinds),
        "plants": listed(str(one.shown_name) for one in way.plants.all()),
        "messages_sent": found,
    }
    return render(request, "activity/webhook_detail.html", context)


def failure_of(row: WebhookDelivery) -> str:
    """Return in words what went wrong with a message; empty if nothing did."""
    if not row.error:
        return ""
    if row.error.startswith("code "):
        return _("Refused by number %(code)s.") % {"code": row.error[5:]}
    known = FAILURES.get(row.error)
    return str(known) if known else _("Not reached: %(error)s.") % {"error": row.error}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a way to a group chat."""
    way = _own(request, pk)
    names = ("version", "name", "kind", "language", "kinds", "every_plant", "is_active")
    initial = {name: getattr(way, name) for name in names} | {"plants": list(way.plants.all())}
    form = WebhookForm(request.POST or None, initial=initial, organization=way.organization)
    detail = reverse("activity:webhook-detail", args=[pk])

    def save() -> str:
        service.edit_webhook(
            webhook=_own(request, pk),
            expected=form.cleaned_data["version"],
            values=form.values(),
            plants=form.plants_chosen(),
            by=person(request),
        )
        return _("The way is saved.")

    context = {"area": "admin", "organization": way.organization, "form": form, "way": way}
    return edited(
        request,
        form,
        save=save,
        show=page_of(request, "activity/webhook_edit.html", context),
        back=detail,
        now=lambda: _by_now(_own(request, pk), form),
        theirs=request.path,
    )


def _by_now(way: Webhook, form: WebhookForm) -> Stored:
    """Return both sides in words, without address and secret."""
    stored = {name: getattr(way, name) for name in ("name", "kind", "language", "kinds")}
    stored |= {"every_plant": way.every_plant, "plants": list(way.plants.all())}
    stored["is_active"] = way.is_active
    rows = []
    for name, value in stored.items():
        theirs = _in_words(form, name, value)
        mine = _in_words(form, name, form.cleaned_data[name])
        if theirs != mine:
            rows.append({"label": str(form[name].label), "theirs": theirs, "mine": mine})
    return Stored({}, way.version, rows=rows)


def _in_words(form: WebhookForm, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "plants":
        return listed(str(one.shown_name) for one in value) or DASH
    if name == "name":
        return str(value)
    choices: Any = form.fields[name]
    words = {str(key): str(label) for key, label in choices.choices}
    chosen = value if isinstance(value, list) else [value]
    return listed(words.get(str(one), str(one)) for one in chosen) or DASH


@login_required
@require_POST
def webhook_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message that says no more than that it was sent."""
    service.try_webhook(webhook=_own(request, pk), by=person(request))
    messages.success(request, _("A message is on its way. Its line below says what became of it."))
    return redirect("activity:webhook-detail", pk)


@login_required
@require_POST
def webhook_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a way for good."""
    service.delete_webhook(webhook=_own(request, pk), by=person(request))
    messages.success(request, _("The way to the group chat is closed."))
    return redirect(LIST)


def _own(request: HttpRequest, pk: int) -> Webhook:
    """Return a way of the person's organization.

    Raises:
        Http404: there is none.
        PermissionDenied: the person may not edit the organization.
    """
    organization = get_organization(request, Permission.ORGANIZATION_EDIT)
    rows = Webhook.objects.prefetch_related("plants").select_related("organization")
    return get_object_or_404(rows, pk=pk, organization=organization)
