"""Files that the place of publication reads: their form, and that what they call exists."""

from __future__ import annotations

import json
import re
import subprocess

import jsonschema
import pytest
import yaml

from tests.operations.schemas import schema
from tests.plugin import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))


def loaded(path):
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))
    text = re.sub(r"^on:", '"on":', path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return yaml.safe_load(text)  # YAML 1.1 reads a bare `on` as true


def check(instance, name):
    published = schema(name)
    jsonschema.validators.validator_for(published)(published).validate(instance)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_has_the_published_form(path):
    found = loaded(path)
    check(found, "github-workflows")
    assert found["permissions"]
    assert all(job["timeout-minutes"] <= 30 for job in found["jobs"].values())


def test_a_misspelt_key_of_a_workflow_is_refused():
    wrong = {"on": "push", "jobs": {"test": {"runs-on": "x", "stepz": []}}}
    with pytest.raises(jsonschema.ValidationError):
        check(wrong, "github-workflows")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_calls_what_is_there(path):
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"(?<![\w./])(?:\.ci|scripts)/[\w./-]+", text):
        assert (ROOT / name).is_file(), name
    for target in re.findall(r"run: make ([\w-]+)", text):
        subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=True)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_form_of_an_issue_has_the_published_form(path):
    check(loaded(path), "github-issue-forms")


def test_choice_of_issue_forms_has_the_published_form():
    check(loaded(ROOT / ".github/ISSUE_TEMPLATE/config.yml"), "github-issue-config")


def test_renewal_of_packages_has_the_published_form():
    found = loaded(ROOT / "renovate.json")
    check(found, "renovate")
    held = next(rule for rule in found["packageRules"] if "allowedVersions" in rule)
    bound = f"django>=5.2,{held['allowedVersions']}"
    assert bound in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_every_python_of_the_matrix_is_one_the_project_takes():
    matrix = loaded(ROOT / ".github/workflows/ci.yml")["jobs"]["versions"]["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">={matrix["python"][0]}"' in text


def test_hooks_before_a_commit_run_what_is_there():
    [repository] = loaded(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"  # nothing is downloaded
    for hook in repository["hooks"]:
        program, *words = hook["entry"].split()
        assert (ROOT / program).exists(), hook["id"]
        assert all((ROOT / word).exists() for word in words if word.startswith("scripts/"))
