"""Every address with every role: the table of who may open what is written down and complete.

The rows stand in `tests/access_matrix/<app>.py`, a dict `MATRIX` from URL name to method, kwargs,
data and the expected status of each role. An address without a row fails, and so does a row
without its address.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import nullcontext
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.base import tenant
from tests import access_matrix
from tests.architecture.reading import reading
from tests.conftest import ROLES, Cast, make_cast
from tests.markup import MARKUP_AS_TEXT

EVERYBODY = ("anonymous", "stranger", *ROLES)
# Addresses that are the same for everybody and belong to others' code, each with its reason.
EXCLUDED = {
    "javascript-catalog": "the browser's translations, no data",
    "set_language": "changes the visitor's own language only",
    "(unnamed) social/login/cancelled/": "allauth: an old address that leads on",
    "(unnamed) social/login/error/": "allauth: an old address that leads on",
    "(unnamed) social/signup/": "allauth: an old address that leads on",
    "(unnamed) social/connections/": "allauth: an old address that leads on",
}
# Sign-in pages of allauth act on the visitor's own account; organizations tests them.
EXCLUDED_PREFIXES = ("account_", "mfa_", "socialaccount_", "openid_connect_")


def walk(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """Yield the name of every address; an address without a name is named by its route."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"(unnamed) {pattern.pattern}")


def addresses() -> set[str]:
    """Return every address that needs a row."""
    names = set(walk(get_resolver()))
    return {n for n in names if n not in EXCLUDED and not n.startswith(EXCLUDED_PREFIXES)}


def matrix() -> dict[str, dict]:
    """Return the rows of all apps."""
    rows: dict[str, dict] = {}
    for module in pkgutil.iter_modules(access_matrix.__path__):
        part = importlib.import_module(f"tests.access_matrix.{module.name}").MATRIX
        assert not set(rows) & set(part), f"{module.name} repeats rows of another app"
        rows.update(part)
    return rows


def value(given, cast):
    """Return what a row gives, calling it with the cast where it is a function."""
    return given(cast) if callable(given) else (given or {})


def client_of(cast, role: str) -> Client:
    """Return the browser of a role; an error of the product is an answer with status 500."""
    client = Client() if role == "anonymous" else cast.client(role)
    client.raise_request_exception = False
    return client


def browser_like(other: Client) -> Client:
    """Return a browser that holds what another one does, so that neither changes the other."""
    client = Client()
    client.cookies = deepcopy(other.cookies)
    client.raise_request_exception = False
    return client


def status(row: dict, url: str, data: dict, client: Client, name: str) -> int:
    """Ask as the row says and undo whatever happened; who only reads may change nothing."""
    method = row.get("method", "get")
    guarded = reading(name) if method == "get" else nullcontext(None)
    with transaction.atomic(), guarded as guard:
        answer = getattr(client, method)(url, data)
        transaction.set_rollback(True)
    assert guard is None or guard.refused == []
    assert method != "get" or answer.streaming or not MARKUP_AS_TEXT.search(answer.content)
    return answer.status_code


def test_every_address_has_a_row():
    assert addresses() - set(matrix()) == set()


def test_every_row_has_an_address():
    assert set(matrix()) - addresses() == set()


def test_every_row_speaks_of_every_role():
    lacking = {
        name: sorted(set(EVERYBODY) - set(row["expect"]))
        for name, row in matrix().items()
        if set(row["expect"]) != set(EVERYBODY)
    }
    assert lacking == {}


@pytest.fixture(scope="module")
def signed_in(django_db_setup, django_db_blocker) -> Iterator[tuple[Cast, dict[str, Client]]]:
    """Set the stage and sign everybody in once; what a test does is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        yield cast, {role: client_of(cast, role) for role in EVERYBODY}
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(matrix()))
def test_address_answers_each_role_as_written(name, signed_in, db):
    cast, browsers = deepcopy(signed_in[0]), signed_in[1]  # what a row changes is its own
    row = matrix()[name]
    with tenant(cast.organization.pk):
        url = reverse(name, kwargs=value(row.get("kwargs"), cast))
        forms = {role: value(row.get("data"), cast) for role in row["expect"]}
    clients = {role: browser_like(browsers[role]) for role in row["expect"]}
    seen = {role: status(row, url, forms[role], clients[role], name) for role in clients}
    assert seen == row["expect"]
