"""What is larger than anything taken here is refused in words that name the limit."""

from __future__ import annotations

import http.client
import os
import sys
import time

import pytest

from organizations.views import errors
from tests.e2e.conftest import free_port
from tests.plugin import Process, wait_until, worker_environment

RATES = "/organization/rates/"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "was larger than 6 MB without its files, so nothing of it was saved"),
        ("zh-hans", "6 MB"),
    ],
)
def test_body_over_the_limit_names_it(cast, language, words):
    cast.people["cio"].language = language
    cast.people["cio"].save()
    answer = cast.client("cio").post(RATES, {"source": "x" * 6_800_000})
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (413, True)
    body = "source=" + "x" * 6_800_000
    kind = "application/x-www-form-urlencoded"
    assert cast.client("cio").post(RATES, body, content_type=kind).status_code == 413


@pytest.mark.parametrize("count", [2001, 2500])
def test_too_many_fields_name_the_limit(cast, count):
    sent = {f"x{number}": "1" for number in range(count)}
    answer = cast.client("cio").post(RATES, sent)
    assert answer.status_code == 413
    assert "had more than 2000 fields" in answer.content.decode()


def test_what_is_merely_not_understood_keeps_its_page(cast, rf):
    answer = errors.bad_request(rf.get("/"), ValueError("x"))
    assert (answer.status_code, "could not be read" in answer.content.decode()) == (400, True)


def test_a_line_that_breaks_off_is_answered_all_the_same(rf, monkeypatch):
    request = rf.post("/", {"a": "b"})

    def broken(_size):
        raise OSError

    monkeypatch.setattr(request, "read", broken)
    too_big = errors.RequestDataTooBig()
    assert errors.bad_request(request, too_big).status_code == 413


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_browser_that_sends_it_all_reads_the_answer(tmp_path):
    """Way taken: gunicorn on this test's rows and a body of 6.5 MB over a real line."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "2", "--no-control-socket"]
    server = Process(command, tmp_path / "web.log", {**worker_environment(), **os.environ})
    try:
        wait_until(lambda: server.says("Booting worker"), "the web server", time.sleep)
        line = http.client.HTTPConnection("127.0.0.1", port)
        body = b"next=" + b"x" * 6_500_000
        heads = {"Content-Type": "application/x-www-form-urlencoded"}
        heads["Cookie"] = "landfall_csrf=" + "a" * 32  # else the form is refused unread
        line.request("POST", "/language/", body, heads)
        answer = line.getresponse()
        assert (answer.status, b"6 MB" in answer.read()) == (413, True)
    finally:
        server.kill()
