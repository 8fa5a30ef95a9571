"""Requests, scores and documents measured inside one process, on the data folder of the product.

    LANDFALL_VAR=… python -m benchmarks.inside '{"sizes": [100, 1000], "only": []}'

Prints JSON. What the demo lacks, or what cannot be opened, is listed under `not_measured`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from django.core.management import CommandError, call_command  # noqa: E402 -- after the set-up
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import NoReverseMatch, reverse  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402

from assessment.models import Answer, Assessment  # noqa: E402
from benchmarks.grow import grow  # noqa: E402
from benchmarks.measure import Work, interleaved  # noqa: E402
from core.base import tenant  # noqa: E402
from organizations.models import Membership  # noqa: E402
from packs.loader import builtin_packs, load_pack  # noqa: E402
from packs.schema.framework import Framework  # noqa: E402
from scoring.domain.engine import score  # noqa: E402

FRAMEWORK = "overseas-plant-readiness"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TICKS = os.sysconf("SC_CLK_TCK")
HEADERS = {"accept-encoding": "gzip", "accept-language": "en"}
# Page -> name of its address, and whether it needs a run and a question.
PAGES = {
    "portfolio page": ("overview:portfolio", ()),
    "plant page": ("overview:plant-detail", ("slug",)),
    "question page": ("assessment:question-detail", ("slug", "run", "question")),
    "matrix page": ("capability:matrix-detail", ("slug",)),
    "roadmap page": ("roadmap:roadmap-detail", ("slug",)),
    "compliance page": ("compliance:obligation-list", ("slug",)),
    "indicators page": ("indicators:indicator-list", ("slug",)),
}


class DemoMissingError(Exception):
    """The demo organization, or a part of it that is measured, is not there."""


class WorkSetting:
    """The demo's people and places that the works act on."""

    def __init__(self) -> None:
        with scopes_disabled():
            running = Assessment.objects.filter(state=Assessment.State.OPEN, answered_count__gt=0)
            run = running.select_related("plant").order_by("-answered_count").first()
            signed = Assessment.objects.filter(state=Assessment.State.SIGNED_OFF)
            whole = signed.select_related("plant").order_by("plant__slug", "-pk").first()
            if run is None or whole is None:
                raise DemoMissingError("no run being answered, or none signed off: load_demo first")
            self.run, self.plant, self.ready = run, run.plant, whole.plant
            memberships = Membership.objects.filter(
                organization=self.plant.organization, plant=None, role="cio"
            )
            first = memberships.select_related("user").first()
            if first is None:
                raise DemoMissingError("nobody holds the role of the CIO: load_demo first")
            self.person = first.user
            rows = Answer.objects.filter(assessment=run, not_applicable=False)
            answer = rows.exclude(value=None).order_by("question").first()
            if answer is None:
                raise DemoMissingError("the open run has no answer: load_demo first")
            self.answer = answer
        self.client = Client(headers=HEADERS)
        self.client.force_login(self.person, backend=BACKEND)

    def address(self, name: str, needs: tuple[str, ...]) -> str:
        """Return a page's address; pages that need no run show the plant with a signed one."""
        slug = self.plant.slug if "run" in needs else self.ready.slug
        values = {"slug": slug, "run": self.run.pk, "question": self.answer.question}
        return reverse(name, kwargs={part: values[part] for part in needs})

    def save(self) -> Callable[[], object]:
        """Return a save of one answer, each with another value and the version it was read at."""
        url = self.address("assessment:answer-save", ("slug", "run", "question"))
        state = {"version": self.version(), "value": 1}

        def run() -> None:
            state["value"] = 3 - state["value"]
            data = {"kind": "levels", "key": uuid.uuid4().hex, **state}
            response = self.client.post(url, data, headers={"hx-request": "true"})
            if response.status_code != 200:
                raise DemoMissingError(f"saving an answer gave {response.status_code}")
            state["version"] = int(response["X-Answer-Version"])

        return run

    def version(self) -> int:
        """Return the stored version of the answer."""
        with scopes_disabled():
            return Answer.objects.values_list("version", flat=True).get(pk=self.answer.pk)

    def bare_save(self) -> Callable[[], object]:
        """Return the least that saves something."""
        url = reverse("bare-save", args=[self.answer.pk])
        return lambda: self.client.post(url, {"value": "2"})

    def get(self, url: str) -> Callable[[], object]:
        """Return the opening of a page."""
        return lambda: self.client.get(url)


def statements(work: Callable[[], object]) -> int:
    """Return how many statements a work sends to the database."""
    seen = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        work()
    return len(seen)


def database_seconds() -> float:
    """Return the processor time of this connection's server process; 0 for SQLite."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    with suppress(OSError):
        pid = connection.connection.info.backend_pid
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0


def requests(stage: WorkSetting, not_measured: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Measure the save and the pages against their bare limits."""
    works = {
        "bare request": Work(stage.get(reverse("bare")), repeat=40),
        "bare save": Work(stage.bare_save(), repeat=40),
    }
    sizes: dict[str, int] = {}
    with_save: dict[str, Callable[[], object]] = {}
    try:
        with_save["save an answer"] = stage.save()
        with_save["save an answer"]()
    except (DemoMissingError, NoReverseMatch, KeyError) as error:
        not_measured["save an answer"] = str(error)
    else:
        works["save an answer"] = Work(with_save["save an answer"], repeat=40)
    for title, (name, needs) in PAGES.items():
        try:
            url = stage.address(name, needs)
            response = stage.client.get(url)
        except Exception as error:  # noqa: BLE001 -- a page that fails is reported, the rest go on
            not_measured[title] = f"{type(error).__name__}: {error}"
            continue
        if response.status_code != 200:
            not_measured[title] = f"{url} answers {response.status_code}"
            continue
        sizes[title] = len(response.content)
        works[title] = Work(stage.get(url), repeat=10)
    measured = interleaved(works, elsewhere=database_seconds)
    for title, work in works.items():
        measured[title]["sql"] = statements(work.run)
        if title in sizes:
            measured[title]["gzip_kB"] = round(sizes[title] / 1000, 1)
    for title, figures in measured.items():
        bare = measured["bare save" if title == "save an answer" else "bare request"]
        figures["times_bare"] = round(figures["cpu_ms"] / bare["cpu_ms"], 2)
    return measured


def scoring() -> dict[str, dict[str, Any]]:
    """Measure the score of a whole run against one weighted mean of the same answers."""
    folder = next(path for path in builtin_packs() if path.parent.name == FRAMEWORK)
    framework = load_pack(folder).content
    if not isinstance(framework, Framework):
        raise TypeError(FRAMEWORK)
    answers = {leaf.id: place % 6 for place, leaf in enumerate(framework.leaves)}
    weights = [Decimal(1) / len(answers)] * len(answers)
    values = [Decimal(value) for value in answers.values()]

    def mean() -> Decimal:
        return sum((w * v for w, v in zip(weights, values, strict=True)), Decimal(0))

    works = {
        "bare weighted mean": Work(mean, repeat=200),
        "score after an answer": Work(
            lambda: score(framework, answers, profile="discrete", with_cells=False)
        ),
        "score of a whole run": Work(lambda: score(framework, answers, profile="discrete")),
    }
    measured = interleaved(works)
    for figures in measured.values():
        figures["times_bare"] = round(
            figures["cpu_ms"] / measured["bare weighted mean"]["cpu_ms"], 1
        )
        figures["answers"] = len(answers)
    return measured


def blueprint(stage: WorkSetting) -> dict[str, Any]:
    """Measure a blueprint, collected and printed, against WeasyPrint alone on the same HTML."""
    import weasyprint  # noqa: PLC0415 -- slow import

    seen: dict[str, Any] = {}
    render, write = weasyprint.HTML.render, weasyprint.Document.write_pdf

    def remember_render(*arguments: Any, **named: Any) -> Any:
        seen["render"] = (arguments, named)
        return render(*arguments, **named)

    def remember_write(document: Any, *arguments: Any, **named: Any) -> Any:
        seen["write"], seen["pages"] = (arguments, named), len(document.pages)
        return write(document, *arguments, **named)

    out = Path(tempfile.mkdtemp()) / "blueprint.pdf"
    command = ("render", "blueprint", "--plant", stage.ready.slug, "--language", "en")

    def whole() -> None:
        call_command(*command, "--out", str(out), stdout=StringIO())

    with (
        mock.patch.object(weasyprint.HTML, "render", remember_render),
        mock.patch.object(weasyprint.Document, "write_pdf", remember_write),
    ):
        whole()
    (arguments, named), (given_write, named_write) = seen["render"], seen["write"]

    def alone() -> None:
        write(render(*arguments, **named), *given_write, **named_write)

    works = {"bare WeasyPrint": Work(alone, repeat=1), "blueprint": Work(whole, repeat=1)}
    measured = interleaved(works)
    bare = measured["bare WeasyPrint"]["cpu_ms"]
    for figures in measured.values():
        figures["times_bare"] = round(figures["cpu_ms"] / bare, 2)
        figures["pages"] = seen["pages"]
    measured["blueprint"]["kB"] = round(out.stat().st_size / 1000, 1)
    shutil.rmtree(out.parent)
    return measured


def measure(sizes: list[int]) -> dict[str, Any]:
    """Return all figures; each size of the organization by its number of assessments."""
    not_measured: dict[str, str] = {}
    result: dict[str, Any] = {"scoring": scoring(), "not_measured": not_measured, "requests": {}}
    stage = WorkSetting()
    with scopes_disabled():
        now = Assessment.objects.filter(plant__organization=stage.plant.organization_id).count()
    for count in (now, *(size for size in sizes if size > now)):
        with tenant(stage.plant.organization_id):
            grow(stage.run, count)
        result["requests"][str(count)] = requests(stage, not_measured)
    try:
        result["blueprint"] = blueprint(stage)
    except (CommandError, ImportError, KeyError) as error:
        not_measured["blueprint"] = f"{type(error).__name__}: {error}"
    return result


if __name__ == "__main__":
    wanted = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    try:
        print(json.dumps(measure(wanted.get("sizes", []))))
    except DemoMissingError as error:
        print(json.dumps({"scoring": scoring(), "not_measured": {"requests": str(error)}}))
