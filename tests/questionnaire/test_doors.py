"""No door tells a person what another one said apart: the pages are the same, whatever that was.

Two worlds differ in one thing, what the other person said. Whoever has not answered yet opens every
address that they may read, in both; what comes back may not differ.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator

import time_machine
from django.db import transaction
from django.urls import reverse

from core.base import tenant
from tests.architecture.test_access import browser_like, client_of, matrix, value
from tests.factories import assessment as make
from tests.questionnaire.conftest import assign, speak

NOW = "2026-12-01T08:00:00+00:00"
WORLDS = {
    "low": {"value": 1, "target": 2, "note": "papyrus ledger"},
    "high": {"value": 4, "target": 5, "note": "quantum broker"},
}
# What differs from one asking to the next, whatever anybody said.
CHANCE = re.compile(
    rb'csrf[^>]*?value="[^"]+"|data-csrf="[^"]+"|name="key" value="[^"]+"|value="[0-9a-f]{32}"'
)
# Their rows make an address by chance, which the page repeats.
BY_CHANCE = {"organizations:invitation-accept", "reports:share-detail"}


def readable() -> dict[str, dict]:
    """Return the rows of the addresses that are read."""
    read = {name: row for name, row in matrix().items() if row.get("method", "get") == "get"}
    return {name: row for name, row in read.items() if name not in BY_CHANCE}


def content(answer) -> bytes:
    """Return what an answer says: of a workbook its sheets, without what chance decides."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            parts = [file.read(name) for name in sorted(file.namelist()) if "docProps" not in name]
        body = b"\n".join(parts)
    return CHANCE.sub(b"", body)


def seen(
    cast, said: dict, role: str, names: frozenset[str] = frozenset()
) -> Iterator[tuple[str, str, bytes]]:
    """Yield of every address its name, a fingerprint of what is told there, and the words."""
    with time_machine.travel(NOW, tick=False), transaction.atomic(), tenant(cast.organization.pk):
        run = make.make_run(cast.plant, cast.people["project_owner"])
        assign(run, cast, cast.people["project_owner"])
        run.refresh_from_db()
        speak(run, cast.people["it_lead"], **said)
        client = client_of(cast, role)
        for name, row in sorted(readable().items()):
            if names and name not in names:
                continue
            with transaction.atomic():
                url = reverse(name, kwargs=value(row.get("kwargs"), cast))
                answer = browser_like(client).get(url, value(row.get("data"), cast))
                text = content(answer)
                transaction.set_rollback(True)
            yield name, f"{answer.status_code} {hashlib.sha256(text).hexdigest()}", text
        transaction.set_rollback(True)


def told(cast, said: dict, role: str) -> dict[str, str]:
    found = {}
    for name, print_, text in seen(cast, said, role):
        assert said["note"].encode() not in text, name
        found[name] = print_
    return found


def test_no_door_tells_what_another_said(cast):
    low, high = (told(cast, WORLDS[world], "respondent") for world in ("low", "high"))
    assert len(low) > 150
    assert {name for name in low if low[name] != high[name]} == set()


def test_the_doors_are_looked_through_well_enough(cast):
    """Whoever said it themselves sees it: the walk would find it."""
    names = frozenset({"questionnaire:question-detail", "questionnaire:workbook-export"})
    low, high = (list(seen(cast, said, "it_lead", names)) for said in WORLDS.values())
    assert [one[0] for one in low] == sorted(names)
    assert all(one[1] != other[1] for one, other in zip(low, high, strict=True))
    assert b"papyrus ledger" in low[0][2]
