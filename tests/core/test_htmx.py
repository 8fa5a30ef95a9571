"""Helpers for answers to htmx."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import RequestFactory

from core import htmx


def test_a_restored_history_entry_wants_the_page() -> None:
    get = RequestFactory().get
    assert htmx.is_htmx(get("/", headers={"HX-Request": "true"}))
    assert not htmx.is_htmx(get("/"))
    restored = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert not htmx.is_htmx(get("/", headers=restored))


def test_page_varies_by_the_header() -> None:
    response = htmx.page_or_partial(RequestFactory().get("/"), "404.html", "none", {}, status=404)
    assert response.status_code == 404
    assert response["Vary"] == "HX-Request"
    assert b"<!doctype html>" in response.content


def test_announcement_is_escaped() -> None:
    response = htmx.announce(HttpResponse("x"), "<b>")
    assert response.content == b'x<div id="live" hx-swap-oob="innerHTML">&lt;b&gt;</div>'
