"""The product as started: it answers, asks for a sign-in, and keeps its own rules in a browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest

from launcher.supervisor import web_answers
from tests.e2e.conftest import pausing
from tests.plugin import ROOT, wait_until


def test_first_page_asks_for_a_sign_in(page):
    answer = page.goto("/")
    assert answer.status == 200
    assert "/accounts/login/" in page.url
    assert page.title()


def test_sign_in_page_is_accessible_in_both_languages_and_themes(surfer, accessible):
    for language in ("en", "zh-CN"):
        for theme in ("light", "dark"):
            page = surfer.open(language=language, theme=theme)
            page.goto("/accounts/login/")
            accessible(page)


def test_every_answer_carries_the_policy(page):
    answer = page.goto("/accounts/login/")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_inline_script_would_be_caught(surfer):
    page = surfer.open()
    page.goto("/accounts/login/")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.bad = 1';"
        " document.body.append(s); }"
    )
    wait_until(lambda: surfer.watch.breaches, "the breach", pausing(page))
    surfer.watch.breaches.clear()


def child(site, name: str) -> int:
    """Return the process id of a child of the supervisor."""
    listed = subprocess.run(
        ["ps", "--ppid", str(site.process.popen.pid), "-o", "pid=,args="],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return next(int(line.split()[0]) for line in listed.splitlines() if name in line)


@pytest.mark.slow
def test_a_killed_web_process_comes_back(site):
    port = int(site.url.rsplit(":", 1)[1])
    before = child(site, "gunicorn")
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: "web ended" in site.process.text(), "the supervisor's notice")
    wait_until(lambda: web_answers(port, "127.0.0.1"), "the web process")
    assert child(site, "gunicorn") != before


@pytest.mark.slow
def test_a_second_start_is_refused_with_the_process(site):
    done = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.search(rf"runs here already \(process {site.process.popen.pid}\)", done.stderr)


@pytest.mark.slow
def test_assets_are_served_compressed_and_for_ever(page):
    seen = []

    def note(answer):
        seen.append(answer)

    page.on("response", note)
    page.goto("/accounts/login/", wait_until="networkidle")
    sheets = [a for a in seen if a.url.endswith(".css") and "/static/" in a.url]
    assert sheets
    for answer in sheets:
        assert answer.headers["content-encoding"] in {"br", "gzip"}
        assert "immutable" in answer.headers["cache-control"]
