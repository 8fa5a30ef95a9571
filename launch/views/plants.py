"""The last responsible starts of all plants that a person may see."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from launch.selectors.starts import SOON, soon_starts
from organizations.access import grants_of
from organizations.domain.roles import Permission
from organizations.selectors.places import visible_plants


@login_required
@require_safe
def start_list(request: HttpRequest) -> HttpResponse:
    """List what must begin within sixty days at any plant, or should have begun."""
    roles = grants_of(request)
    plants = [
        plant for plant in visible_plants(roles) if Permission.ROADMAP_VIEW in roles.at_plant(plant)
    ]
    context = {"area": "portfolio", "starts": soon_starts(plants), "days": SOON}
    return render(request, "launch/start_list.html", context)
