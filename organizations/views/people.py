"""A person's own settings."""

from __future__ import annotations

from copy import copy

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import person
from organizations.forms.people import ProfileForm
from organizations.models import Membership, User
from organizations.selectors.guessing import guessed
from organizations.services import people as service

YEAR = 365 * 24 * 3600


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: HttpRequest) -> HttpResponse:
    """Show and change the person's own settings."""
    user = User.objects.get(pk=person(request).pk)
    form = ProfileForm(request.POST or None, instance=copy(user))
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                service.edit_profile(by=user, values=form.cleaned_data)
            except ValidationError as error:
                add_error(form, error)
            else:
                with translation.override(user.language):
                    messages.success(request, _("Your profile is saved."))
                return redirect("organizations:profile-edit")
        status = UNPROCESSABLE
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "area": "profile",
        "form": form,
        "memberships": Membership.objects.filter(user=user).select_related("plant", "organization"),
        "has_second_factor": Authenticator.Type.TOTP in kinds,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "has_password": user.has_usable_password(),
        "guessed": guessed(user),
    }
    return render(request, "organizations/profile_edit.html", context, status=status)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language: in the profile of a known person, in a cookie for a stranger."""
    language = request.POST.get("language", "")
    response: HttpResponse = HttpResponseRedirect(_back(request))
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        service.set_language(by=person(request), language=language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _back(request: HttpRequest) -> str:
    """Return the page to go back to, if it is one of ours: a path, never the name of a route."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if target.startswith("/") and is_ours else "/"
