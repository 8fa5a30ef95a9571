"""How sure the scores are on paper: figures worked out once more, from what people said."""

from __future__ import annotations

import json
import re

import krippendorff
import pytest

from assessment.services import sections
from assessment.services.answering import Given
from core import clock
from organizations.models import User
from packs.schema import Framework
from questionnaire.services.hearing import agree, say
from reports.rendering.layout import draw
from reports.sections.gathering import gather
from tests.factories import assessment as make
from tests.questionnaire.conftest import assign
from tests.reports.paper import LANGUAGES, Paper, is_near

RATERS = ("it_lead", "respondent", "business_lead")
SAID = {"DG-06": (2, 3, 4), "DG-07": (1, 1, 2), "DG-08": (0, 3, 3)}
AGREED = {"DG-06": 3, "DG-08": 3}
REASON = "Seen on the line together"


@pytest.fixture
def run(cast, scoped):
    """A run in which three people answered three questions apart, and talked about two."""
    by = cast.people["project_owner"]
    run = make.make_run(cast.plant, by)
    assign(run, cast, by, RATERS)
    for question, levels in SAID.items():
        for name, level in zip(RATERS, levels, strict=True):
            speak(run, question, cast.people[name], level)
    for name in RATERS:
        sections.submit_sections(plant=cast.plant, run_id=run.pk, by=cast.people[name])
    for question, level in AGREED.items():
        agree(
            plant=cast.plant,
            run_id=run.pk,
            question=question,
            value=level,
            reason=REASON,
            expected=0,
            by=cast.people["assessor"],
        )
    run.refresh_from_db()
    return run


def speak(run, question: str, person: User, level: int) -> None:
    say(
        plant=run.plant,
        run_id=run.pk,
        question=question,
        given=Given(value=level),
        expected=0,
        key=f"{question}-{person.pk}-key",
        by=person,
    )


def report(plant, language: str) -> Paper:
    document = gather(plant, "assessment", number=1, now=clock.now())
    content = json.loads(json.dumps(document.as_plain()))
    markup = draw(content, kind="assessment", language=language, fingerprint="0" * 64)
    return Paper(markup, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dimension_prints_how_far_people_agree_and_what_is_proven(run, language):
    paper = report(run.plant, language)
    framework = run.framework.read(Framework)
    title = framework.nodes["DG"].title.in_language(language)
    row = paper.rows("confidence", "name")[title]
    units = [list(map(float, levels)) for levels in zip(*SAID.values(), strict=True)]
    oracle = krippendorff.alpha(reliability_data=units, level_of_measurement="ordinal")
    assert is_near(row["alpha"], str(round(oracle, 6)))
    assert row["now"] == paper.rows("dimensions", "name")[title]["now"]
    assert re.fullmatch(r"\d\.\d–\d\.\d", row["band"])
    assert row["heard"] == "0.00"  # nobody has a function at the plant
    assert row["sure"] == "0.00"
    asked = [name for name, level in {"DG-07": 1, **AGREED}.items() if level >= 3]
    assert row["proven"] == f"0 / {len(asked)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_agreed_on_stands_with_reason_and_ends_and_no_single_voice(run, language, cast):
    paper = report(run.plant, language)
    rows = paper.rows("agreed", "question")
    assert list(rows) == list(AGREED)
    assert [row["voices"] for row in rows.values()] == ["3 (2–4)", "3 (0–3)"]
    assert all(REASON in row["reason"] for row in rows.values())
    assert all(cast.people["assessor"].name in row["reason"] for row in rows.values())
    names = [cast.people[name].name for name in RATERS]
    assert not any(name in paper.text for name in names)


def test_report_speaks_of_the_run_alone(run):
    document = gather(run.plant, "assessment", number=1, now=clock.now())
    codes = {point.code for point in document.frame.open_points}
    assert "signature" in codes
    assert not {"plan", "goals"} & codes


def test_without_a_run_it_says_so(scoped):
    assert "There are no scores yet" in report(scoped.plant, "en").text
