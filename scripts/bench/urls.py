"""A bare Django site: the least that a page and a save can be, for a person who is signed in."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path
from django_scopes import scopes_disabled

from assessment.models import Answer

PAGE = Template(
    "<!doctype html><title>bare</title><table>{% for row in rows %}<tr><td>{{ row.pk }}</td>"
    "<td>{{ row.question }}</td><td>{{ row.value }}</td><td>{{ row.updated_at }}</td>"
    "<td><a href='/{{ row.pk }}/'>{{ row.assessment_id }}</a> {{ filling }}</td></tr>"
    "{% endfor %}</table>"
)


def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say that the site is up."""
    return HttpResponse("")


@login_required
def page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer with what a plain page of Django does: five queries, a hundred rows, 30 kB."""
    with scopes_disabled():
        rows = list(Answer.objects.order_by("pk")[:100])
        for number in range(4):
            Answer.objects.filter(pk=number).exists()
    return HttpResponse(PAGE.render(Context({"rows": rows, "filling": "x" * 140})))


@login_required
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one answer, write one value, send back a line: no right, rule, history or audit."""
    with scopes_disabled():
        answer = Answer.objects.get(pk=pk)
        Answer.objects.filter(pk=answer.pk).update(value=json.loads(request.POST["value"]))
    return HttpResponse(f"<p>{answer.question}</p>")


urlpatterns = [
    path("healthz", ready),
    path("bare/page/", page, name="bare-page"),
    path("bare/<int:pk>/", save, name="bare-save"),
]
