"""Who else is here: asked by the page while somebody sees it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.wording.texts import listed
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from roadmap.forms.query import OpenForm
from roadmap.services.presence import look


@login_required
@require_POST
def roadmap_presence(request: HttpRequest, slug: str) -> JsonResponse:
    """Note that the reader has the plan open; answer who else has, and which initiative."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    form = OpenForm(request.POST)
    mine = (form.cleaned_data["initiative"] or 0) if form.is_valid() else 0
    others = look(plant=plant, initiative=mine, by=person(request))
    rows: dict[int, list[str]] = {}
    for other in others:
        if other.initiative:
            rows.setdefault(other.initiative, []).append(other.person.name)
    names = listed(other.person.name for other in others)
    return JsonResponse(
        {
            "words": _("Also here: %(names)s") % {"names": names} if names else "",
            "rows": {key: listed(there) for key, there in rows.items()},
        }
    )
