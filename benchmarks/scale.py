"""What the pages above many plants cost, in bare pages: processor time taken in one run.

    LANDFALL_VAR=… python -m benchmarks.scale grow 300    # prepared, with the demo loaded
    LANDFALL_VAR=… python -m benchmarks.scale [name of a work …]

The first fills the data folder with dense plants and may be repeated; a folder that has enough of
them is left as it is. The second measures. The bare page does what Django's pages do at the least:
session and sign-in, five queries, a hundred rows, 30 kB.
"""

from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- after the set-up
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402

from benchmarks.dense import grow_plants  # noqa: E402
from benchmarks.measure import Work, interleaved  # noqa: E402
from organizations.models import Membership, Plant  # noqa: E402

PAGES = {
    "bare page": "/bare/page/",
    "portfolio": "/",
    "portfolio export": "/export/",
    "search Chinese": "/search/?q=接口",
    "search ERP": "/search/?q=ERP",
    "search form": "/search/",
    "switcher": "/switch/",
    "audit list": "/organization/audit/",
    "definitions": "/indicators/",
    "new plant": "/plants/new/",
}


def grow(wanted: int) -> None:
    """Grow the plants of the data folder and bring up to date what is stored of them."""
    with scopes_disabled():
        print(f"{grow_plants(wanted)} plants made")
    call_command("refresh_stored")


def measure(chosen: list[str]) -> None:
    """Print processor time, ratio to the bare page, statements and bytes of each work as JSON."""
    with scopes_disabled():
        group = Membership.objects.filter(plant=None, role="cio").select_related("user")
        person, plants = group.order_by("pk")[0].user, Plant.objects.count()
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answers = {name: client.get(PAGES[name]).status_code for name in chosen}
    works = {
        name: Work(lambda url=PAGES[name]: client.get(url), repeat=3)  # type: ignore[misc]
        for name, status in answers.items()
        if status == 200
    }
    result = interleaved(works)
    for name, figures in result.items():
        with CaptureQueriesContext(connection) as seen:
            body = client.get(PAGES[name]).content
        figures["times_bare"] = round(figures["cpu_ms"] / result["bare page"]["cpu_ms"], 2)
        figures |= {"sql": len(seen), "kB": round(len(body) / 1000, 1)}
        print(f"{name:18}", json.dumps(figures))
    print("plants", plants, "answers", answers)


if __name__ == "__main__":
    if sys.argv[1:2] == ["grow"]:
        grow(int(sys.argv[2]))
    else:
        measure(["bare page", *sys.argv[1:]] if sys.argv[1:] else list(PAGES))
