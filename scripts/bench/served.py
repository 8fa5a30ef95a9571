"""The product and the bare site behind the same web server: processor time, writers, memory."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench.measure import Work, interleaved, percentile
from bench.product import (
    ROOT,
    Product,
    ProductError,
    children,
    free_port,
    proportional,
    seconds_of,
)

TOKEN = "a" * 32  # any will do: cookie and form say the same
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE = 120  # seconds until a web server answers


def stage(product: Product, **wanted: int) -> dict[str, Any]:
    """Let another process grow the data and say what there is to measure.

    Raises:
        ProductError: it failed.
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.stage", json.dumps(wanted)],
        cwd=ROOT,
        env=product.environment | {"LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProductError("the data could not be grown, see above")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


class Site:
    """A web server, and a person who is signed in to it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, session: str) -> None:
        self.process, self.port = process, port
        self.head = {
            "Cookie": f"landfall_session={session}; landfall_csrf={TOKEN}",
            "Accept-Encoding": "gzip",
            "Accept-Language": "en",
        }

    def ask(self, method: str, url: str, form: dict[str, Any] | None = None) -> Any:
        """Send a request over a connection of its own; return the answer, its body in `data`."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = None if form is None else urlencode({**form, "csrfmiddlewaretoken": TOKEN})
        head = self.head if form is None else {**self.head, **FORM, "HX-Request": "true"}
        line.request(method, url, body, head)
        answer: Any = line.getresponse()
        answer.data = answer.read()
        line.close()
        return answer

    def get(self, url: str) -> Any:
        """Open a page.

        Raises:
            ProductError: it is not shown.
        """
        answer = self.ask("GET", url)
        if answer.status != http.HTTPStatus.OK:
            raise ProductError(f"{url} answers {answer.status}")
        return answer

    def post(self, url: str) -> None:
        """Ask for something.

        Raises:
            ProductError: it is refused.
        """
        answer = self.ask("POST", url, {})
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            raise ProductError(f"{url} answers {answer.status}")

    def processor(self) -> float:
        """Return the processor seconds of the processes that answer."""
        return sum(seconds_of(pid) for pid in children(self.process.pid))

    def memory(self) -> float:
        """Return the memory of the largest of them [MiB PSS]."""
        return max(proportional(pid) for pid in children(self.process.pid))


@contextlib.contextmanager
def serving(
    product: Product, session: str, *, bare: bool = False, workers: int = 1
) -> Iterator[Site]:
    """Serve the product, or the bare site, by the product's own settings of the web server.

    Raises:
        ProductError: it does not answer.
    """
    port = free_port()
    own = {"PORT": str(port), "BIND": "127.0.0.1", "WEB_WORKERS": str(workers)}
    own |= {"LOG_LEVEL": "ERROR"}
    if bare:
        own["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    log = product.var / f"{'bare' if bare else 'web'}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "gunicorn", "-c", "python:config.gunicorn"],
            cwd=ROOT,
            env=product.environment | own,
            stdout=out,
            stderr=out,
        )
    site = Site(process, port, session)
    try:
        for _ in range(PATIENCE * 10):
            with contextlib.suppress(OSError):
                if site.ask("GET", "/healthz").status == http.HTTPStatus.OK:
                    break
            time.sleep(0.1)
        else:
            raise ProductError(f"no answer\n{log.read_text()[-2000:]}")
        yield site
    finally:
        process.terminate()
        process.wait()


def database_clock(address: str) -> Callable[[], float]:
    """Return what tells the processor seconds of a PostgreSQL database's processes; SQLite has none."""
    if not address:
        return lambda: 0.0
    line = psycopg.connect(address, autocommit=True)

    def spent() -> float:
        found = line.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return sum(seconds_of(pid) for (pid,) in found)

    return spent


class Saver:
    """Saves one answer again and again, at the version it was given."""

    def __init__(self, site: Site, url: str, question: str, version: int) -> None:
        self.site, self.url, self.version = site, url.replace("QUESTION", question), version
        self.value = 1

    def __call__(self) -> bool:
        """Save another value; say whether it was taken."""
        self.value = 3 - self.value
        form = {"kind": "levels", "key": uuid.uuid4().hex, "value": self.value}
        answer = self.site.ask("POST", self.url, {**form, "version": self.version})
        if answer.status != http.HTTPStatus.OK:
            return False
        self.version = int(answer.headers["X-Answer-Version"])
        return True


def pages(product: Product, facts: dict[str, Any], names: list[str]) -> dict[str, float]:
    """Measure pages in bare pages, and the save in bare saves where it is named.

    Args:
        product: the data.
        facts: what `stage` said.
        names: keys of pages, and `save`, `audit_check`, `audit_export`.

    Returns:
        By key, with `bare_page_ms` and `bare_save_ms`.
    """
    with (
        serving(product, facts["session"], bare=True) as bare,
        serving(product, facts["session"]) as site,
    ):
        outside = database_clock(product.database)
        key, question, version = facts["answers"][0]
        works = {"bare_page": Work(lambda: bare.get("/bare/page/"))}
        if "save" in names:
            url = f"/bare/{key}/"
            works["bare_save"] = Work(lambda: bare.ask("POST", url, {"value": "2"}), repeat=25)
            saver = Saver(site, facts["save"], question, version)
            works["save"] = Work(saver, repeat=25)
        for name in names:
            if name in facts["pages"]:
                works[name] = Work(lambda url=facts["pages"][name]: site.get(url), repeat=6)  # type: ignore[misc]
            if name.startswith("audit_"):
                url = f"/organization/audit/{name.removeprefix('audit_')}/"
                works[name] = Work(lambda url=url: site.post(url), repeat=3)  # type: ignore[misc]
        found = interleaved(works, clock=lambda: bare.processor() + site.processor() + outside())
        if "compliance" in names:
            found["compliance_nodes"] = nodes(site, facts["pages"]["compliance"])
        if "save" in names:
            facts["answers"][0][2] = saver.version
    return ratios(found)


def ratios(found: dict[str, float]) -> dict[str, float]:
    """Return milliseconds as multiples of the bare page, the save as one of the bare save."""
    kept = {"compliance_nodes": found["compliance_nodes"]} if "compliance_nodes" in found else {}
    bare = {f"{name}_ms": found[name] for name in ("bare_page", "bare_save") if name in found}
    rest = set(found) - {"bare_page", "bare_save", "compliance_nodes"}
    limit = {name: found["bare_save" if name == "save" else "bare_page"] for name in rest}
    figures = {name: found[name] / limit[name] for name in rest}
    return {name: round(value, 2) for name, value in (figures | kept | bare).items()}


class Counter(HTMLParser):
    """Counts the elements of a page."""

    count = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- the signature
        """Count one."""
        self.count += 1


def nodes(site: Site, url: str) -> int:
    """Return the number of elements of a page."""
    site.head.pop("Accept-Encoding")
    counter = Counter()
    counter.feed(site.get(url).data.decode())
    site.head["Accept-Encoding"] = "gzip"
    return counter.count


def memory(product: Product, facts: dict[str, Any], requests: int = 1000) -> float:
    """Return the memory of a web process after so many requests by four people [MiB PSS]."""
    urls = [*facts["pages"].values(), *facts["others"]]
    with serving(product, facts["session"], workers=2) as site:

        def work(first: int) -> None:
            for number in range(first, requests, 4):
                site.get(urls[number % len(urls)])

        together(work, 4)
        return round(site.memory(), 1)


def together(work: Callable[[int], None], people: int) -> None:
    """Let people work at the same time, each with a number."""
    threads = [threading.Thread(target=work, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def writers(
    product: Product, facts: dict[str, Any], people: int, seconds: float
) -> dict[str, float]:
    """Let people save answers of their own for a while.

    Returns:
        `p95` and `max` [ms], `saves`, and `lost`: refused, failed, or not stored as acknowledged.
    """
    took: list[float] = []
    refused: list[str] = []
    with serving(product, facts["session"], workers=2) as site:
        mine = facts["answers"][1:]

        def work(number: int) -> None:
            _, question, version = mine[number % len(mine)]
            saver = Saver(site, facts["save"], question, version)
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                began = time.monotonic()
                try:
                    taken = saver()
                except (OSError, http.client.HTTPException):
                    taken = False
                if not taken:
                    refused.append(question)
                    return
                took.append((time.monotonic() - began) * 1000)
            mine[number % len(mine)][2] = saver.version

        together(work, min(people, len(mine)))
    return {
        "p95": round(percentile(took, 95), 1),
        "max": round(max(took), 1),
        "saves": len(took),
        "lost": len(refused),
    }
