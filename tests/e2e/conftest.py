"""Browser journeys: a real Chromium against the product as `manage.py up` starts it.

`site` is the product running in its own processes with packs and demo, once per run, on SQLite and
the embedded queue or on the servers of this run. `page` is a browser that counts every breach of
the content security policy, every script error and every answer of 500, and fails the test for it.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect

from core.base import tenant
from launcher.supervisor import web_answers
from launcher.system import browser as installed_browser
from roadmap.models import Initiative
from tests.factories.launch import launch_pack
from tests.factories.roadmap import picture_plan
from tests.plugin import PATIENCE, ROOT, Process, on_servers, wait_until

LONGEST = 240_000  # milliseconds; the one limit of every wait in a browser
expect.set_options(timeout=LONGEST)
AXE_RULES = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
PLAN = "/plants/johor-bahru/roadmap/"
WIDTHS = {"phone": (390, 844), "tablet": (1024, 768), "desk": (1440, 900)}
WATCH = """
document.addEventListener("securitypolicyviolation", event => window.landfallBreach(
  `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile || ""}:${event.lineNumber}`));
"""


# --- the product ------------------------------------------------------------------------------
@dataclass
class Site:
    """The running product."""

    url: str
    var: Path
    process: Process
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command on the site's data and return what it printed."""
        log = self.var / "manage.log"
        log.write_text("")
        process = Process([sys.executable, "manage.py", *arguments], log, self.environment)
        assert process.popen.wait(PATIENCE) == 0, process.text()
        return process.text()


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def server_database(name: str) -> str:
    """Make an empty database on the server of this run and return its address."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        line.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(parts._replace(path=f"/{name}"))


def drop_database(name: str) -> None:
    """Remove the site's database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def site_environment(var: Path, port: int) -> dict[str, str]:
    """Return the environment of the product: its own data folder, the servers of this run."""
    ours = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "VALKEY_SOCKET")
    kept = {key: value for key, value in os.environ.items() if key not in ours}
    environment = {
        **kept,
        "LANDFALL_VAR": str(var),
        "LANDFALL_HTTPS": "no",
        "ALLOWED_HOSTS": "*",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "WEB_WORKERS": "1",
        "QUEUE_NAME": f"landfall-e2e-{os.getpid()}",
    }
    if on_servers():
        environment["DATABASE_URL"] = server_database(f"landfall_e2e_{os.getpid()}")
        environment["REDIS_URL"] = os.environ["REDIS_URL"]
    return environment


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Start the product with packs and demo; it ends with the run."""
    var = tmp_path_factory.mktemp("site")
    (var / "assets").symlink_to(ROOT / "var" / "assets")
    port = free_port()
    environment = site_environment(var, port)
    command = [sys.executable, "manage.py", "up", "--demo"]
    process = Process(command, var / "up.log", environment)
    running = Site(f"http://127.0.0.1:{port}", var, process, environment)
    try:
        wait_until(
            lambda: process.says("Landfall runs") and web_answers(port, "127.0.0.1"),
            "the site",
        )
        yield running
    finally:
        process.end()
        if on_servers():
            drop_database(f"landfall_e2e_{os.getpid()}")
        shutil.rmtree(var, ignore_errors=True)


# --- the browser ------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Drive the machine's own Chromium; nothing is downloaded."""
    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    quiet += " --disable-background-networking --disable-component-update"
    return {
        **browser_type_launch_args,
        "executable_path": installed_browser(),
        "args": quiet.split(),
    }


@dataclass
class Watch:
    """What went wrong in a browser; a test may forgive what it provoked itself."""

    breaches: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def forgive(self, pattern: str) -> None:
        """Take out the errors that match."""
        self.errors = [text for text in self.errors if not re.search(pattern, text)]

    def check(self) -> None:
        """Fail when anything is left."""
        assert (self.breaches, self.errors, self.outside) == ([], [], [])


class Surfer:
    """Opens browsers that talk to the site only and are watched."""

    def __init__(self, browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.watch = Watch()
        self.contexts = []

    def open(self, *, width: str = "desk", language: str = "en", theme: str = "light", **more):
        """Return a fresh page: phone, tablet or desk; en or zh-CN; light or dark."""
        across, down = WIDTHS[width]
        phone = {"is_mobile": True, "has_touch": True} if width == "phone" else {}
        context = self.browser.new_context(
            base_url=self.base,
            viewport={"width": across, "height": down},
            locale=language,
            timezone_id="Asia/Kuala_Lumpur",
            color_scheme=theme,
            reduced_motion="reduce",
            **{**phone, **more},
        )
        context.set_default_timeout(LONGEST)
        context.set_default_navigation_timeout(LONGEST)
        self.contexts.append(context)
        context.route("**/*", self.guard)
        context.expose_function("landfallBreach", self.note_breach)
        context.add_init_script(WATCH)
        context.on("page", self.listen)
        return context.new_page()

    def guard(self, route) -> None:
        """Let nothing leave the site."""
        url = route.request.url
        if url.startswith((self.base, "data:", "blob:")):
            route.continue_()
        else:
            self.watch.outside.append(url)
            route.abort()

    def listen(self, page) -> None:
        """Note script errors and broken answers."""
        page.on("pageerror", lambda error: self.watch.errors.append(f"script: {error}"))
        page.on("response", self.note_answer)

    def note_breach(self, told: str) -> None:
        """Note a breach of the policy."""
        self.watch.breaches.append(told)

    def note_answer(self, answer) -> None:
        """Note an answer of 500 and above."""
        if answer.status >= 500:
            self.watch.errors.append(f"{answer.status} {answer.url}")

    def close(self) -> None:
        """Close every browser."""
        for context in self.contexts:
            context.close()


@pytest.fixture
def base_url(request):
    """Return the address of the site, or of pytest-django's server where a test asks for it."""
    if "live_server" in request.fixturenames:
        return request.getfixturevalue("live_server").url
    return request.getfixturevalue("site").url


@pytest.fixture
def surfer(browser, base_url):
    """Open watched browsers; at the end nothing may have gone wrong in any of them."""
    with closing(Surfer(browser, base_url)) as opened:
        yield opened
        opened.watch.check()


@pytest.fixture
def page(surfer):
    """Open one browser at a desk, in English, light."""
    return surfer.open()


def pausing(page):
    """Return a pause for `wait_until` during which the browser is served."""
    return lambda seconds: page.wait_for_timeout(seconds * 1000)


def settle(page) -> None:
    """Let the page draw twice and hand over the events it has noted until now."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() =>"
        " requestAnimationFrame(() => setTimeout(done))))"
    )


def forgive_axe(page, surfer) -> None:
    """Take out what axe itself does: it writes style sheets to look into imported ones."""
    settle(page)
    ours = [told for told in surfer.watch.breaches if "style-src-elem inline" not in told]
    surfer.watch.breaches = ours


@pytest.fixture
def sign_in():
    """Return a function that signs a person in through the form."""

    def act(page, email: str, password: str) -> None:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/accounts/login" not in url)

    return act


@pytest.fixture
def accessible():
    """Return a function that fails with every accessibility rule a page breaks."""

    def check(page, *, without: str = "") -> None:
        options = {**AXE_RULES}
        if without:
            options["rules"] = {rule: {"enabled": False} for rule in without.split()}
        page.wait_for_load_state()  # words are there before the styles
        found = Axe().run(page, options=options).response["violations"]
        told = [f"{row['id']}: {[node['target'] for node in row['nodes']][:5]}" for row in found]
        assert told == []

    return check


@pytest.fixture
def offline():
    """Return a function that cuts or mends the network of a page."""

    def act(page, cut: bool = True) -> None:
        page.context.set_offline(cut)

    return act


@pytest.fixture
def shot(request):
    """Return a function that takes a picture into the folder named by SCREENSHOTS, if any."""

    def take(page, name: str) -> None:
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return take


@pytest.fixture
def queue_name() -> str:
    """Return the queue of this run."""
    return settings.CELERY_TASK_DEFAULT_QUEUE


# --- the plan of the picture -------------------------------------------------------------------
@pytest.fixture
def rows(cast):
    with tenant(cast.organization.pk):
        picture_plan(cast.plant, cast.people["project_owner"])
        yield {row.title["en"]: row for row in Initiative.objects.all()}


@pytest.fixture
def enter(cast, surfer, live_server, rows):
    """Return a function that opens the plan as a role, in a browser of its own."""

    def act(role="project_owner", path=PLAN, **more):
        page = surfer.open(**more)
        cookie = next(iter(cast.client(role).cookies.values()))
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        page.goto(path)
        return page

    return act


@pytest.fixture
def launching(cast, rows):
    """Return a function that gives the owner a language; the launch pack is loaded."""
    with tenant(cast.organization.pk):
        launch_pack()

        def act(language):
            owner = cast.people["project_owner"]
            owner.language = language
            owner.save()

        yield act


@pytest.fixture
def audit(surfer, accessible):
    """Return the accessibility check; the style sheets it adds itself are no breach of ours."""

    def act(page):
        before = list(surfer.watch.breaches)
        accessible(page)
        settle(page)
        added = surfer.watch.breaches[len(before) :]
        surfer.watch.breaches = before + [t for t in added if "style-src-elem inline" not in t]

    return act
