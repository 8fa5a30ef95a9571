"""Inviting people, and accepting."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import grants_of, own_organization, person, reach
from organizations.domain.roles import Permission, Role, grantable
from organizations.forms.members import InvitationForm
from organizations.forms.people import JoinForm
from organizations.models import Invitation, Organization, Plant, User
from organizations.services import invitations as service
from organizations.views import devices
from organizations.views.members import list_of, manager_roles
from organizations.views.tabs import administration

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_create(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a plant or to the whole group."""
    organization = own_organization(request)
    form = _form(request, organization)
    if request.method == "POST" and form.is_valid():
        sent = _invite(request, organization, form)
        if sent is not None:
            return _sent_page(request, sent)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {**administration(request, organization, "member-list"), "form": form}
    return render(request, "organizations/invitation_create.html", context, status=status)


def _form(request: HttpRequest, organization: Organization) -> InvitationForm:
    managed = reach(request, organization, Permission.MEMBERS_MANAGE)
    plants = list(Plant.objects.filter(organization=organization))
    if managed is not None:
        plants = [plant for plant in plants if plant.pk in managed]
    roles: set[Role] = set()
    if managed is None:
        roles.update(grantable(grants_of(request).in_organization(organization.pk)))
    for plant in plants:
        roles.update(grantable(grants_of(request).at_plant(plant)))
    chosen = next((plant.pk for plant in plants if plant.slug == request.GET.get("plant")), None)
    return InvitationForm(
        request.POST or None,
        plants=plants,
        roles=[role for role in Role if role in roles],
        whole_group=managed is None,
        initial={
            "plant": chosen,
            "role": Role.RESPONDENT,
            "language": organization.default_language,
        },
    )


def _invite(
    request: HttpRequest, organization: Organization, form: InvitationForm
) -> service.Sent | None:
    try:
        return service.invite(by=person(request), organization=organization, **form.cleaned_data)
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return None


def _sent_page(request: HttpRequest, sent: service.Sent) -> HttpResponse:
    """Say that the mail is on its way, or show the link this one time."""
    invitation = sent.invitation
    back = list_of(invitation.plant)
    if sent.is_mailed:
        text = _("The invitation to %(email)s is sent.") % {"email": invitation.email}
        messages.success(request, text)
        return redirect(back)
    context = {
        **administration(request, invitation.organization, "member-list"),
        "invitation": invitation,
        "link": sent.link,
        "back": back,
    }
    response = render(request, "organizations/invitation_link.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the mail again with a new link."""
    invitation = _managed_invitation(request, pk)
    try:
        sent = service.resend(by=person(request), invitation=invitation)
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(list_of(invitation.plant))
    return _sent_page(request, sent)


@login_required
@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = _managed_invitation(request, pk)
    try:
        service.revoke(by=person(request), invitation=invitation)
    except RuleError as error:
        messages.error(request, error.message)
    else:
        text = _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email}
        messages.success(request, text)
    return redirect(list_of(invitation.plant))


def _managed_invitation(request: HttpRequest, pk: int) -> Invitation:
    rows = Invitation.objects.select_related("organization", "plant")
    invitation = get_object_or_404(rows, pk=pk)
    roles = manager_roles(request, invitation.organization, invitation.plant)
    if invitation.role not in roles:
        raise PermissionDenied
    return invitation


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept: a known person signs in, a new one says name, password, language and time zone."""
    invitation = service.find(token)
    if invitation is None:
        raise Http404
    if not request.user.is_authenticated and not _has_chosen_language(request):
        translation.activate(invitation.language)
        request.LANGUAGE_CODE = invitation.language
    if not invitation.is_open:
        context = {"invitation": invitation, "now": clock.now()}
        return render(request, "organizations/invitation_closed.html", context, status=410)
    known = User.objects.filter(email=invitation.email).first()
    if known is not None and known.closed_at is None:
        return _accept_known(request, invitation, known)
    return _accept_new(request, invitation)


def _accept_known(request: HttpRequest, invitation: Invitation, known: User) -> HttpResponse:
    is_same = request.user.is_authenticated and request.user.pk == known.pk
    if request.method == "POST":
        if not is_same:
            raise PermissionDenied
        try:
            service.accept(by=known, invitation=invitation)
        except RuleError as error:
            messages.error(request, error.message)
            return redirect("organizations:invitation-accept", token=_token(request))
        messages.success(request, _("The role is yours."))
        return redirect("/")
    context = {"invitation": invitation, "is_same": is_same, "known": True}
    return render(request, "organizations/invitation_accept.html", context)


def _accept_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    country = invitation.plant.country if invitation.plant else ""
    near = invitation.plant or invitation.invited_by  # a group has no zone: its inviter has one
    form = JoinForm(
        request.POST or None,
        email=invitation.email,
        country=country,
        initial={
            "name": invitation.name,
            "language": invitation.language,
            "time_zone": near.time_zone if near else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = service.join(invitation=invitation, **form.cleaned_data)
        except (RuleError, ValidationError) as error:
            add_error(form, error)
        else:
            login(request, user, backend=BACKEND)
            devices.remember(request, user)
            return redirect("/")
    status = UNPROCESSABLE if request.method == "POST" else 200
    context: dict[str, Any] = {"invitation": invitation, "form": form}
    return render(request, "organizations/invitation_accept.html", context, status=status)


def _has_chosen_language(request: HttpRequest) -> bool:
    return settings.LANGUAGE_COOKIE_NAME in request.COOKIES


def _token(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["token"]) if match else ""
