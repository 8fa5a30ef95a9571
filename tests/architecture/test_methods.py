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

SAYS = {"require_POST", "require_safe", "require_http_methods"}  # `require_GET` refuses HEAD
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


def without_head(source: str) -> list[int]:
    """Return the lines that name GET among the methods of a view and not HEAD."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = {
        node.lineno: {item.value for item in ast.walk(node) if isinstance(item, ast.Constant)}
        for node in calls
        if getattr(node.func, "id", "") == "require_http_methods"
    }
    return [line for line, methods in named.items() if "GET" in methods and "HEAD" not in methods]


def test_lists_without_head_are_found():
    assert without_head('require_http_methods(["GET", "POST"])') == [1]
    assert (
        without_head('require_http_methods(["GET", "HEAD"])\nrequire_http_methods(["POST"])') == []
    )


def test_what_is_served_by_get_is_served_by_head():
    """Links in mails and chats are tried by HEAD; an answer of 405 calls them broken."""
    files = {inspect.getsourcefile(view) or "" for view in views(get_resolver())}
    ours = {Path(file) for file in files if Path(file).is_relative_to(ROOT) and ".venv" not in file}
    assert len(ours) > 20
    found = {path.name: without_head(path.read_text(encoding="utf-8")) for path in sorted(ours)}
    assert {name: lines for name, lines in found.items() if lines} == {}


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
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_who_opens_the_address_of_a_button_is_told_in_words(cast):
    """After signing in on the way, a browser asks by GET for what a form would have sent."""
    answer = cast.client("cio").get("/language/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "press the button once more" in " ".join(answer.content.decode().split())
