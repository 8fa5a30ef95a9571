"""What the pages above many plants cost, in bare pages: processor time taken in one run.

    LANDFALL_VAR=… python -m benchmarks.scale [name of a work …]

The bare page does what Django's pages do at the least: session and sign-in, five queries, a hundred
rows, 30 kB. Grow the plants of the data folder first (`benchmarks.dense`).
"""

from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")


def main() -> None:
    """Print processor time, ratio to the bare page, statements and bytes of each work as JSON."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 -- after the set-up
    from django.test import Client  # noqa: PLC0415 -- as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- as above
    from django_scopes import scopes_disabled  # noqa: PLC0415 -- as above

    from benchmarks.measure import Work, interleaved  # noqa: PLC0415 -- as above
    from organizations.models import Membership, Plant  # noqa: PLC0415 -- as above

    with scopes_disabled():
        group = Membership.objects.filter(plant=None, role="cio").select_related("user")
        person, plants = group.order_by("pk")[0].user, Plant.objects.count()
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = {
        "bare page": "/bare/page/",
        "portfolio": "/",
        "portfolio export": "/export/",
        "search Chinese": "/search/?q=接口",
        "search ERP": "/search/?q=ERP",
        "search form": "/search/",
        "audit list": "/organization/audit/",
        "definitions": "/indicators/",
        "new plant": "/plants/new/",
    }
    chosen = ["bare page", *sys.argv[1:]] if sys.argv[1:] else list(pages)
    answers = {name: client.get(pages[name]) for name in chosen}
    wrong = {name: one.status_code for name, one in answers.items() if one.status_code != 200}
    works = {
        name: Work(lambda url=pages[name]: client.get(url), repeat=3)  # type: ignore[misc]
        for name in chosen
        if name not in wrong
    }
    result = interleaved(works)
    for name, figures in result.items():
        with CaptureQueriesContext(connection) as seen:
            body = client.get(pages[name]).content
        figures["times_bare"] = round(figures["cpu_ms"] / result["bare page"]["cpu_ms"], 2)
        figures |= {"sql": len(seen), "kB": round(len(body) / 1000, 1)}
        print(f"{name:18}", json.dumps(figures))
    print("plants", plants, "not measured", wrong)


if __name__ == "__main__":
    main()
