"""How many people sign, and how many answers are drawn."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.editing import Stored, edited, page_of
from organizations.access import get_organization, person
from organizations.domain.roles import Permission
from organizations.models import Organization
from signoff.forms import PolicyForm
from signoff.selectors.policy import policy_of
from signoff.services.policy import FIELDS, set_policy


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy_edit(request: HttpRequest) -> HttpResponse:
    """Say what the organization asks of a signature."""
    organization = get_organization(request, Permission.ORGANIZATION_EDIT)
    data = request.POST if request.method == "POST" else None
    form = PolicyForm(data, initial=_values(organization))
    by = person(request)

    def save() -> str:
        expected = form.cleaned_data["version"]
        set_policy(organization=organization, expected=expected, by=by, **form.values())
        return _("What a signature needs is stored.")

    def now() -> Stored:
        values = _values(organization)
        return Stored(values, values["version"])

    context = {"area": "admin", "organization": organization, "form": form}
    show = page_of(request, "signoff/policy_edit.html", context)
    return edited(request, form, save=save, show=show, back="signoff:policy-edit", now=now)


def _values(organization: Organization) -> dict[str, int]:
    row = policy_of(organization.pk)
    return {name: getattr(row, name) for name in (*FIELDS, "version")}
