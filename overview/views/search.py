"""The search over everything a person may see."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organizations.access import grants_of
from overview.forms import SearchForm
from overview.selectors.search import find


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find plants, questions, initiatives, duties, systems and indicators."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    groups = find(words, grants_of(request)) if len(words) >= 2 else []
    context = {
        "words": words,
        "groups": groups,
        "found": sum(len(group.hits) for group in groups),
        "too_short": 0 < len(words) < 2,
        "form": form,
    }
    return render(request, "overview/search_list.html", context)
