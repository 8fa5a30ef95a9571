"""Closing a person who leaves the organization."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import person
from organizations.forms.leaving import CloseForm
from organizations.models import Membership
from organizations.selectors.places import group_people
from organizations.services import leaving as service
from organizations.services.handover import open_work
from organizations.views.members import list_of, managed_membership, manager_roles
from organizations.views.tabs import administration


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what closing a person means and what they still have to do; then do it."""
    membership = _closable(request, pk)
    organization, leaver = membership.organization, membership.user
    people = group_people(organization).exclude(pk=leaver.pk)
    work = open_work(organization=organization, person=leaver)
    endings = [(kind.owned.model, str(kind.owned.ending)) for kind in work if kind.owned.ending]
    form = CloseForm(request.POST or None, people=people, endings=endings)
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            closed = service.close_person(
                by=person(request),
                organization=organization,
                person=leaver,
                successor=form.cleaned_data["successor"],
                ended=form.cleaned_data["ended"],
            )
        except RuleError as error:
            add_error(form, error)
        else:
            messages.success(request, _closed_words(leaver.name, closed.handed_over))
            if closed.is_account_closed:
                messages.info(request, _("They can no longer sign in."))
            return redirect(list_of(membership.plant))
    context = {
        **administration(request, organization, "member-list"),
        "membership": membership,
        "form": form,
        "work": work,
        "endings": endings,
        "days": service.kept_days(),
        "is_oneself": leaver.pk == person(request).pk,
        "back": list_of(membership.plant),
    }
    return render(request, "organizations/person_close.html", context, status=status)


def _closable(request: HttpRequest, pk: int) -> Membership:
    """Return the membership by which a person was chosen.

    Raises:
        Http404: there is none in reach.
        PermissionDenied: a role of the person is above one's own rights, or at another place.
    """
    membership, _roles = managed_membership(request, pk)
    held = Membership.objects.filter(organization=membership.organization, user=membership.user)
    for role in held.select_related("organization", "plant"):
        if role.role not in manager_roles(request, role.organization, role.plant):
            raise PermissionDenied
    return membership


def _closed_words(name: str, handed_over: int) -> str:
    words = ngettext(
        "%(name)s is closed; %(n)s piece of open work is handed over.",
        "%(name)s is closed; %(n)s pieces of open work are handed over.",
        handed_over,
    )
    return words % {"name": name, "n": handed_over}
