"""Grow the data, sign somebody in, and say what there is to measure: one process, JSON out.

LANDFALL_VAR=… PYTHONPATH=scripts python -m bench.stage '{"plants": 53, "runs": 0}'
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 -- after the set-up
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402

from assessment.models import Answer, Assessment  # noqa: E402
from bench.dense import dense_plant, grow_plants  # noqa: E402
from bench.grow import grow  # noqa: E402
from core.base import tenant  # noqa: E402
from organizations.models import Membership, Plant  # noqa: E402

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def stage(plants: int, runs: int) -> dict[str, Any]:
    """Return session, addresses, statements of each, and the answers that writers may change.

    Args:
        plants: how many the organization has afterwards at the least; 0 for those it has.
        runs: how many assessments it has afterwards at the least.

    Returns:
        Plain values.
    """
    with scopes_disabled():
        made = grow_plants(plants)
        plant = dense_plant()
        organization = plant.organization_id
        open_runs = Assessment.objects.filter(
            plant__organization=organization, state=Assessment.State.OPEN, answered_count__gt=0
        ).order_by("-answered_count", "pk")
        run = open_runs.filter(plant=plant).first() or open_runs.select_related("plant")[0]
        group = Membership.objects.filter(organization=organization, plant=None, role="cio")
        person = group.select_related("user")[0].user
    with tenant(organization):
        grow(run, runs)
    if made:
        call_command("refresh_stored")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the server does by itself, given a minute
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend=BACKEND)
    with scopes_disabled():
        rows = Answer.objects.filter(assessment=run, not_applicable=False).order_by("question")
        answers = [one for one in rows if isinstance(one.value, int)]
        counts = {"plants": Plant.objects.count(), "runs": Assessment.objects.count()}
        others = list(Plant.objects.filter(organization=organization).order_by("pk")[:5])
    pages = addresses(plant.slug, run.plant.slug, run.pk, answers[0].question)
    save = reverse("questionnaire:answer-save", args=[run.plant.slug, run.pk, "QUESTION"])
    return {
        **counts,
        "dense": plant.slug,
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "pages": pages,
        "others": [url for one in others for url in seen_often(one.slug)],
        "statements": statements(client, pages) | saving(client, save, answers[-1]),
        "save": save,
        "answers": [(one.pk, one.question, one.version) for one in answers[:-1]],
    }


def addresses(dense: str, slug: str, run: int, question: str) -> dict[str, str]:
    """Return the addresses of the pages by the key of their figure."""
    shown = reverse("questionnaire:question-detail", args=[slug, run, question])
    return {
        "portfolio": reverse("overview:portfolio"),
        "search": reverse("overview:search") + "?q=%E6%8E%A5%E5%8F%A3",
        "plant": reverse("overview:plant-detail", args=[dense]),
        "compliance": reverse("compliance:obligation-list", args=[dense]),
        "indicators": reverse("indicators:indicator-list", args=[dense]),
        "roadmap": reverse("roadmap:roadmap-detail", args=[dense]),
        "matrix": reverse("capability:matrix-detail", args=[dense]),
        "question": shown,
        "rest": f"{shown}?part=rest",
    }


def seen_often(slug: str) -> list[str]:
    """Return further pages of a plant, for the memory of a process that has worked."""
    names = (
        *("overview:plant-detail", "compliance:obligation-list", "indicators:indicator-list"),
        *("roadmap:roadmap-detail", "reports:report-list", "needs:requirement-list"),
    )
    return [reverse(name, args=[slug]) for name in names]


def statements(client: Client, pages: dict[str, str]) -> dict[str, int]:
    """Return how many statements each page sends to the database."""
    found = {}
    for name, url in pages.items():
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            response = client.get(url)
        if response.status_code != 200:
            sys.exit(f"{url} answers {response.status_code}")
        found[name] = len(seen)
    return found


def saving(client: Client, save: str, answer: Answer) -> dict[str, int]:
    """Return how many statements the save of an answer sends."""
    url, version = save.replace("QUESTION", answer.question), answer.version
    for value in (1, 2):
        data = {"kind": "levels", "key": os.urandom(8).hex(), "version": version, "value": value}
        with CaptureQueriesContext(connection) as seen:
            response = client.post(url, data, headers={"hx-request": "true"})
        if response.status_code != 200:
            sys.exit(f"saving an answer gave {response.status_code}")
        version = int(response["X-Answer-Version"])
    return {"save": len(seen)}


if __name__ == "__main__":
    print(json.dumps(stage(**json.loads(sys.argv[1]))))
