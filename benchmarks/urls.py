"""The product's addresses and the bare limits: views that do the least a request can do."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path
from django_scopes import scopes_disabled

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


PAGE = Template(
    "<!doctype html><title>bare</title><table>{% for row in rows %}<tr><td>{{ row.pk }}</td>"
    "<td>{{ row.question }}</td><td>{{ row.value }}</td><td>{{ row.updated_at }}</td>"
    "<td><a href='/{{ row.pk }}/'>{{ row.assessment_id }}</a> {{ filling }}</td></tr>"
    "{% endfor %}</table>"
)


@login_required
def page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer with what a plain page of Django does: five queries, a hundred rows, 30 kB."""
    with scopes_disabled():
        rows = list(Answer.objects.order_by("pk")[:100])
        for number in range(4):
            Answer.objects.filter(pk=number).exists()
    return HttpResponse(PAGE.render(Context({"rows": rows, "filling": "x" * 140})))


urlpatterns = [
    path("bare/page/", page, name="bare-page"),
    path("bare/", empty, name="bare"),
    path("bare/<int:pk>/", save, name="bare-save"),
    *urlpatterns,
]
