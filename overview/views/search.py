"""The search over everything a person may see."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organizations.access import grants_of
from overview.domain.folding import CHINESE
from overview.forms import SearchForm
from overview.selectors.search import find


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find plants, questions, initiatives, duties, systems and indicators."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    is_enough = len(words) >= 2 or CHINESE.search(words) is not None
    groups = find(words, grants_of(request)) if is_enough else []
    context = {
        "words": words,
        "groups": groups,
        "found": sum(len(group.hits) for group in groups),
        "too_short": bool(words) and not is_enough,
        "form": form,
    }
    return render(request, "overview/search_list.html", context)
