"""Taking the signature of a run back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessment.access import load_run
from assessment.forms.runs import WithdrawForm
from assessment.models import Assessment
from assessment.services import signing
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_withdraw(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Take the signature of a run back, with a reason."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_SIGN)
    found = load_run(plant, run)
    if request.method != "POST" and found.state != Assessment.State.SIGNED_OFF:
        return redirect("assessment:assessment-detail", slug=slug, run=run)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            signing.withdraw(plant=plant, run_id=run, by=person(request), reason=reason)
        except RuleError as error:
            add_error(form, error)
        else:
            messages.success(request, _("The signature is withdrawn. The run is open again."))
            return redirect("assessment:assessment-detail", slug=slug, run=run)
    context = {"plant": plant, "area": "current", "run": found, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "assessment/assessment_withdraw.html", context, status=status)
