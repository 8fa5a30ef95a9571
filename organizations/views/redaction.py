"""Redacting a note of the audit log."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import get_organization, person
from organizations.domain.roles import Permission
from organizations.forms.leaving import RedactForm
from organizations.models import AuditEvent
from organizations.selectors.trail import describe, notes_in_words
from organizations.services import redaction as service
from organizations.views.tabs import administration


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note_redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one note out of the log for good; its hash stays."""
    organization = get_organization(request, Permission.ORGANIZATION_EDIT)
    rows = AuditEvent.objects.filter(organization=organization).select_related("words", "plant")
    event = get_object_or_404(rows, pk=pk)
    notes = notes_in_words(event)
    if not notes:
        raise Http404
    form = RedactForm(request.POST or None, notes=notes)
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            count = service.redact(by=person(request), event=event, **form.cleaned_data)
        except RuleError as error:
            add_error(form, error)
        else:
            words = ngettext(
                "The note is removed from %(n)s event.",
                "The note is removed from %(n)s events.",
                count,
            )
            messages.success(request, words % {"n": count})
            return redirect("organizations:audit-list")
    (row,) = describe([event])
    context = {
        **administration(request, organization, "audit-list"),
        "event": event,
        "row": row,
        "form": form,
    }
    return render(request, "organizations/note_redact.html", context, status=status)
