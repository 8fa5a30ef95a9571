"""Check packs: schema, references, weights, levels, worked cases; one line per finding."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from packs.checks import cross_problems, head_problems
from packs.checks.problem import Problem
from packs.loader import DATA_DIR, Pack, PackError, find_packs, load_pack

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Checks the packs that come with the product, or those below the folders named."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        roots = options["folders"] or [DATA_DIR]
        folders = [folder for root in roots for folder in find_packs(root)]
        lines = list(check(folders, is_published=not options["folders"]))
        if not folders:
            lines = [f"{root}: -: no pack.yaml found" for root in roots]
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise SystemExit(BAD_INPUT)
        self.stdout.write(f"{len(folders)} packs checked, no findings")


def check(folders: list[Path], *, is_published: bool) -> Iterator[str]:
    """Yield `file: item: error` for every finding."""
    packs: list[Pack] = []
    for folder in folders:
        try:
            pack = load_pack(folder)
        except PackError as error:
            yield from (_line(folder, problem) for problem in error.problems)
            continue
        packs.append(pack)
        if is_published:
            yield from (_line(folder, problem) for problem in head_problems(pack.content))
    place = {id(pack.content): pack.folder for pack in packs}
    for content, problem in cross_problems(pack.content for pack in packs):
        yield _line(place[id(content)], problem)


def _line(folder: Path, problem: Problem) -> str:
    return str(problem.in_file((folder / (problem.file or "pack.yaml")).as_posix()))
