"""The product's addresses and the bare limits: views that do the least a request can do."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from assessment.models import Answer
from config.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]


@login_required
def empty(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer with nothing, behind the same middlewares."""
    return HttpResponse("")


@login_required
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one answer, write one value, send back a line: no right, rule, history or audit."""
    answer = Answer.objects.get(pk=pk)
    Answer.objects.filter(pk=answer.pk).update(value=json.loads(request.POST["value"]))
    return HttpResponse(f"<p>{answer.question}</p>")


urlpatterns = [
    path("bare/", empty, name="bare"),
    path("bare/<int:pk>/", save, name="bare-save"),
    *urlpatterns,
]
