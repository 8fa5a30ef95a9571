"""Whoever looks at an address, whatever waits to be done there: nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.base import tenant
from packs.schema import Framework
from tests.architecture.reading import reading
from tests.architecture.test_access import browser_like, client_of, matrix, value
from tests.conftest import Cast, make_cast
from tests.factories.assessment_runs import flagship, make_run
from tests.factories.compliance import make_release, obligation_data

# Who has most to do, who only reads, and nobody; what each role gets is asked in test_access.py.
LOOKING = ("anonymous", "stakeholder", "cio")


def tempt(cast) -> None:
    """Leave undone what pages once did while somebody read them.

    A run that is signed has no frozen matrix, and a checklist was never held against the facts.
    """
    levels = {leaf.id: 2 for leaf in flagship().read(Framework).leaves}
    make_run(cast.plant, levels, title="Signed without a matrix", signed=True)
    make_release(obligation_data("my.never.checked"), name="never-checked")


@pytest.fixture(scope="module")
def tempted(django_db_setup, django_db_blocker) -> Iterator[tuple[Cast, dict[str, Client]]]:
    """Set the stage and sign people in once; what a test does is undone after it, the stage at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        with tenant(cast.organization.pk):
            tempt(cast)
        yield cast, {role: client_of(cast, role) for role in LOOKING}
        transaction.set_rollback(True)


def look(url: str, client: Client, name: str, method: str = "head", **headers: str) -> int:
    """Ask for an address, or for its head: nothing is written."""
    with transaction.atomic(), reading(name, method) as guard:
        answer = getattr(client, method)(url, headers=headers)
        transaction.set_rollback(True)
    assert guard.refused == []
    return answer.status_code


@pytest.mark.parametrize("name", sorted(matrix()))
def test_who_looks_writes_nothing(name, tempted, db):
    cast, browsers = deepcopy(tempted[0]), tempted[1]  # what a row changes is its own
    with tenant(cast.organization.pk):
        url = reverse(name, kwargs=value(matrix()[name].get("kwargs"), cast))
    clients = {role: browser_like(browser) for role, browser in browsers.items()}
    heads = {role: look(url, client, name) for role, client in clients.items()}
    assert max(heads.values()) < 500
    assert look(url, clients["cio"], name, "get") == heads["cio"]
    assert look(url, clients["cio"], name, "get", **{"HX-Request": "true"}) < 500
