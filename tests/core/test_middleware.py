"""Ids of requests, the line each leaves in the log, and what never stands there."""

from __future__ import annotations

import json
import logging
import secrets

import pytest
import structlog
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils.module_loading import import_string
from structlog.contextvars import bound_contextvars, get_contextvars
from structlog.testing import capture_logs

from config.logs import logging_settings
from core import middleware
from core.middleware import SecretsOut, StrangersDown, masked_path, request_id

TOKEN = secrets.token_urlsafe(32)


def fails(request):
    raise RuntimeError("on purpose")


def waits_too_long(request):
    raise OperationalError("database is locked: the line of writers did not move in time")


def tells(request):
    return HttpResponse(f"{request.scheme} {sorted(set(request.META) & FORGED.keys())}")


FORGED = {
    "HTTP_X_FORWARDED_FOR": "192.0.2.1",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_REAL_IP": "192.0.2.1",
    "HTTP_FORWARDED": "for=192.0.2.1",
}
urlpatterns = [path("fails/", fails), path("busy/", waits_too_long), path("tells/", tells)]
handler500 = "organizations.views.errors.server_error"


def answered(request, *, status=200, seen=None):
    """Send a request through the middleware alone; return the answer and the lines."""

    def view(inner):
        if seen is not None:
            seen.update(get_contextvars())
        return HttpResponse("done", status=status)

    with capture_logs() as lines:
        response = request_id(view)(request)
    return response, lines


@pytest.mark.parametrize("given", ["proxy-7f3a.2026_1", "a" * 64, "00000000"])
def test_a_sane_id_of_the_proxy_is_kept(given):
    response, _ = answered(RequestFactory().get("/", headers={"X-Request-ID": given}))
    assert response["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "id with spaces", "1234567\n", "<script>1"]
)
def test_anything_else_is_replaced(given):
    request = RequestFactory().get("/", HTTP_X_REQUEST_ID=given)
    response, _ = answered(request)
    assert response["X-Request-ID"] == request.request_id != given
    assert len(request.request_id) == 16


def test_ids_differ():
    made = {answered(RequestFactory().get("/"))[0]["X-Request-ID"] for _ in range(5)}
    assert len(made) == 5


def test_one_line_says_status_and_time():
    _, lines = answered(RequestFactory().post("/plants/"), status=422)
    assert [(line["event"], line["status"], line["ms"] >= 0) for line in lines] == [
        ("request", 422, True)
    ]


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/static/css/app.css"])
def test_quiet_addresses_are_logged_when_they_fail(address):
    assert answered(RequestFactory().get(address))[1] == []
    assert len(answered(RequestFactory().get(address), status=503)[1]) == 1


def test_all_that_is_logged_on_the_way_carries_the_request():
    seen = {}
    with bound_contextvars(outer=1):
        response, _ = answered(RequestFactory().get("/plants/?q=secret"), seen=seen)
        assert get_contextvars() == {"outer": 1}
    assert seen == {
        "outer": 1,
        "request_id": response["X-Request-ID"],
        "method": "GET",
        "path": "/plants/",
        "user_id": None,
    }


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/invitations/TOKEN/", "/invitations/…/"),
        ("/share/TOKEN", "/share/…"),
        ("/accounts/password/reset/key/3-cx1abc-0123456789abcdef0123/", "/reset/key/…/"),
        ("/plants/overseas-plant-number-2026/roadmap/", None),
        ("/assets/", None),
    ],
)
def test_secrets_in_an_address_are_left_out(address, logged):
    address = address.replace("TOKEN", TOKEN)
    expected = address if logged is None else logged
    assert masked_path(address).endswith(expected)
    assert TOKEN not in masked_path(address)


def test_secrets_are_left_out_of_what_django_logs():
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 1, "%s: %s (%d)", ("Error", f"/s/{TOKEN}/", 5), None
    )
    assert SecretsOut().filter(record)
    assert record.getMessage() == "Error: /s/…/ (5)"
    record.args = {"a": 1}
    assert SecretsOut().filter(record)
    assert record.args == {"a": 1}


@override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["landfall.example.org"])
def test_rubbish_of_strangers_is_a_warning_in_one_line(db, capsys):
    """A stranger could fill the log with errors and their traces, by the name of a host."""
    found = logging_settings(level="INFO")
    handler = logging.StreamHandler()
    form = found["formatters"]["json"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=form["processor"], foreign_pre_chain=form["foreign_pre_chain"]
        )
    )
    for name in found["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(found["filters"][name]["()"])())
    logger = logging.getLogger("django.security")
    logger.addHandler(handler)
    try:
        assert Client().get("/tells/", HTTP_HOST="evil.example").status_code == 400
    finally:
        logger.removeHandler(handler)
    (line,) = (json.loads(text) for text in capsys.readouterr().err.splitlines() if "evil" in text)
    assert line["level"] == "warning"
    assert "evil.example" in line["event"]
    assert "exception" not in line


def test_own_errors_stay_errors():
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "broke", (), None)
    assert StrangersDown().filter(record)
    assert (record.levelno, record.levelname) == (logging.ERROR, "ERROR")


@override_settings(ROOT_URLCONF=__name__)
def test_lines_of_a_request_are_json_with_the_number_of_the_person(cast, capsys):
    formatter = logging_settings(level="INFO")["formatters"]["json"]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=formatter["processor"], foreign_pre_chain=formatter["foreign_pre_chain"]
        )
    )
    logger = logging.getLogger("landfall.request")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        response = cast.client("cio").get("/no-such-page/?mail=a@example.org")
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert line["user_id"] == cast.people["cio"].pk
    assert (line["request_id"], line["status"]) == (response["X-Request-ID"], 404)
    assert (line["method"], line["path"]) == ("GET", "/no-such-page/")
    assert "example.org" not in json.dumps(line)
    assert "user_id" not in get_contextvars()


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("language", "words"), [("en", "Reference"), ("zh-hans", "参考编号")])
def test_the_error_page_names_the_reference(db, language, words):
    client = Client(raise_request_exception=False)
    response = client.get("/fails/", headers={"Accept-Language": language})
    page = response.content.decode()
    assert response.status_code == 500
    assert f"{words} {response['X-Request-ID']}" in page
    assert f'<html lang="{language}"' in page


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("language", "words"), [("en", "is not saved"), ("zh-hans", "未保存")])
def test_a_write_whose_turn_did_not_come_is_asked_for_again(db, language, words):
    client = Client(raise_request_exception=False)
    response = client.get("/busy/", headers={"Accept-Language": language})
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert words in response.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_every_answer_carries_the_security_headers(db):
    response = Client().get("/nowhere/")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]


# --- who sent it ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("proxies", "peer", "counts"),
    [
        ([], "127.0.0.1", False),
        (["127.0.0.1", "::1"], "127.0.0.1", True),
        (["127.0.0.1", "::1"], "172.18.0.1", False),
        (["172.16.0.0/12"], "172.18.0.1", True),
        (["172.16.0.0/12"], "172.32.0.1", False),
        (["172.16.0.0/12"], "::ffff:172.18.0.1", True),
        (["::1"], "::1", True),
        (["0.0.0.0/0"], "", False),
    ],
)
def test_only_named_proxies_say_who_sent_a_request(db, settings, proxies, peer, counts):
    settings.ROOT_URLCONF = __name__
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = proxies
    answer = Client(REMOTE_ADDR=peer, **FORGED).get("/tells/").content.decode()
    assert answer == (f"https {sorted(FORGED)}" if counts else "http []")


def test_operator_who_forgot_the_setting_finds_it_in_the_log(settings, monkeypatch):
    monkeypatch.setattr(middleware, "_told", set())
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    pass_on = middleware.forwarded_headers(lambda _request: HttpResponse())
    with capture_logs() as lines:
        for _ in range(3):
            pass_on(RequestFactory().get("/", REMOTE_ADDR="172.18.0.1", **FORGED))
    assert [line["event"] for line in lines] == ["forwarded_headers_ignored"]
    assert (lines[0]["setting"], lines[0]["peer"]) == ("TRUSTED_PROXIES", "172.18.0.1")


# --- what browsers may keep -------------------------------------------------------------------
def test_no_browser_keeps_a_page_of_somebody_signed_in(cast):
    client = cast.client("cio")
    for address in ("/", "/profile/", "/organization/roles/", "/nowhere/"):
        assert client.get(address).headers["Cache-Control"] == "no-store", address
    part = client.get("/plants/johor-bahru/", headers={"HX-Request": "true"})
    assert part.headers["Cache-Control"] == "no-store"


def test_files_and_pages_that_say_more_keep_their_word(cast):
    export = cast.client("cio").get("/export/")
    assert export.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in export.headers["Cache-Control"]
    assert b"".join(export) if export.streaming else export.content


def test_public_pages_say_nothing_of_their_own(client, db):
    assert not client.get("/texts.js").has_header("Cache-Control")
    assert "no-store" not in client.get("/static/js/copy.js").headers.get("Cache-Control", "")
