"""Rules of the scripts, by node's own runner: queue of answers, guard, drafts, days of the drawing.

Journeys in a browser prove that they are wired; these say which part broke, in a second.
"""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.plugin import ROOT

NODE = shutil.which("node")
TSC = shutil.which("tsc")
FOLDER = ROOT / "tests" / "browser"
RULES = sorted(FOLDER.glob("*.test.mjs"))


@pytest.mark.skipif(NODE is None, reason="node is not on this machine")
@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name.partition(".")[0])
def test_rules_of_scripts_hold(path, tmp_path):
    for file in (path, path.with_name("page.mjs")):
        shutil.copy(file, tmp_path)
    shutil.copytree(ROOT / "static" / "js", tmp_path / "js")
    (tmp_path / "js" / "package.json").write_text('{"type": "module"}')
    command = [NODE, "--test", path.name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_scripts_that_name_their_types_are_the_ones_that_are_checked():
    marked = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "static" / "js").rglob("*.js")
        if path.read_text(encoding="utf-8").startswith("// @ts-check\n")
    }
    listed = json.loads((FOLDER / "tsconfig.json").read_text(encoding="utf-8"))["files"]
    assert {name.removeprefix("../../") for name in listed if name.endswith(".js")} == marked
    assert len(marked) >= 4


@pytest.mark.skipif(TSC is None, reason="the compiler of TypeScript is not on this machine")
def test_types_of_scripts_hold():
    done = subprocess.run([TSC, "-p", FOLDER], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
