"""Fill the demo's plan and sign its owner in: one process, JSON out.

LANDFALL_VAR=… PYTHONPATH=scripts python -m bench.plan 300
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 -- after the set-up
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402

from bench.dense import dense_plant, fill_plan  # noqa: E402
from bench.stage import BACKEND  # noqa: E402
from organizations.models import Membership  # noqa: E402


def stage(wanted: int) -> dict[str, Any]:
    """Return session and address of a plan with so many initiatives, and the bar to be moved."""
    with scopes_disabled(), transaction.atomic():
        plant = dense_plant()
        fill_plan(plant.roadmap, wanted)
        group = Membership.objects.filter(organization=plant.organization_id, plant=None)
        person = group.filter(role="cio").select_related("user")[0].user
        rows = plant.roadmap.initiatives.filter(phase="integrate").order_by("order", "pk")
        middle = rows[rows.count() // 2]
        start = plant.roadmap.starts_on + timedelta(500)  # earlier runs have moved it
        rows.filter(pk=middle.pk).update(starts_on=start, ends_on=start + timedelta(120))
    call_command("refresh_stored")
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend=BACKEND)
    return {
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "cookie": settings.SESSION_COOKIE_NAME,
        "page": reverse("roadmap:roadmap-detail", args=[plant.slug]),
        "bar": middle.pk,
        "initiatives": wanted,
    }


if __name__ == "__main__":
    print(json.dumps(stage(int(sys.argv[1]))))
