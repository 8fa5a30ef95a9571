"""Every page says which methods it serves; everything else answers 405 with the list."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.plugin import ROOT

SAYS = {"require_GET", "require_POST", "require_safe", "require_http_methods"}
# Addresses that serve every method on purpose.
EVERY_METHOD = {"config/former.py: lead_on": "leads on what a form sends, too"}


def views(resolver: URLResolver) -> Iterator[Any]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        elif isinstance(pattern, URLPattern) and not hasattr(pattern.callback, "view_class"):
            yield inspect.unwrap(pattern.callback)


@cache
def decorators(file: str) -> dict[str, set[str]]:
    """Return the names of the decorators of each function of a file."""
    found = {}
    for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            calls = [getattr(item, "func", item) for item in node.decorator_list]
            found[node.name] = {getattr(call, "id", "") for call in calls}
    return found


def test_every_view_says_its_methods():
    silent = set()
    for view in views(get_resolver()):
        file = inspect.getsourcefile(view) or ""
        inside = Path(file).is_relative_to(ROOT) and ".venv" not in file
        if inside and not decorators(file)[view.__name__] & SAYS:
            silent.add(f"{Path(file).relative_to(ROOT).as_posix()}: {view.__name__}")
    assert silent == set(EVERY_METHOD)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize(
    "path", ["/", "/accounts/login/", "/healthz", "/static/x.css", "/share/x/"]
)
def test_methods_that_no_page_serves_are_refused_with_the_list(client, db, path, method):
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_page_that_only_shows_takes_no_form(cast):
    answer = cast.client("cio").post("/organization/roles/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
