from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reports.rendering.layout import draw
from reports.sections.phases.collect import collect
from reports.selectors.record import PlantRecord
from roadmap.models import Dependency, Initiative, Milestone
from tests.factories.roadmap import picture_plan
from tests.markup import text_of
from tests.reports.conftest import PRINT

pytestmark = pytest.mark.django_db


@pytest.fixture
def chapter(scoped):
    picture_plan(scoped.plant, scoped.people["project_owner"])
    return collect(PlantRecord(scoped.plant))


def test_phases_are_counted_from_their_rows(chapter):
    assert [phase.name for phase in chapter.phases] == ["digitize", "integrate", "optimize"]
    for phase in chapter.phases:
        rows = list(Initiative.objects.filter(phase=phase.name))
        stones = Milestone.objects.filter(initiative__in=rows)
        assert phase.start == min(row.starts_on for row in rows)
        assert phase.end == max(row.ends_on for row in rows)
        assert phase.initiatives == len(rows)
        assert phase.done == sum(row.status == "done" for row in rows)
        assert phase.milestones == stones.count()
        assert phase.reached == stones.exclude(reached_on=None).count()
        assert phase.cost == sum(row.one_off_amount for row in rows)  # none states running cost


def test_every_link_is_told_with_what_it_waits_for(chapter):
    links = list(Dependency.objects.all())
    assert len(chapter.links) == len(links) == 4
    told = {(line.before_title.en, line.after_title.en): line for line in chapter.links}
    for link in links:
        line = told[link.predecessor.title["en"], link.successor.title["en"]]
        if link.kind == "SS":
            assert line.words.en == f"{link.lag_days} days after the start of {line.before}"
        else:
            assert line.words.en == f"after {line.before}"
    keys = [line.after for line in chapter.links]
    assert keys == sorted(keys)


def test_a_broken_link_says_so(scoped, chapter):
    first = Dependency.objects.order_by("pk").first()
    Initiative.objects.filter(pk=first.successor_id).update(starts_on=date(2026, 7, 1))
    again = collect(PlantRecord(scoped.plant))
    assert sum(line.is_broken for line in again.links) == 1
    assert not any(line.is_broken for line in chapter.links)


def test_a_plant_without_a_plan_has_no_phase(scoped):
    chapter = collect(PlantRecord(scoped.plant))
    assert (chapter.phases, chapter.links, chapter.scale("en").currency) == ((), (), "")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh-hans", "bilingual"])
def test_the_document_names_phases_links_owners_and_criteria(contents, language):
    content = contents["rich", "implementation"]
    plan = content["sections"]["roadmap"]["plan"]
    markup = draw(content, kind="implementation", language=language, fingerprint=PRINT)
    text = " ".join(text_of(markup).split())
    assert markup.count("<svg") >= 3  # cover, bars, money
    name = "zh_hans" if language == "zh-hans" else "en"
    for row in plan["initiatives"]:
        assert row["title"][name] in text
        assert row["owner"] in text
        for stone in row["milestones"]:
            assert " ".join(stone["acceptance"][name].split()) in text
    links = content["sections"]["phases"]["links"]
    assert links
    assert all(line["words"][name] in text for line in links)
    costs = [Decimal(phase["cost"]) for phase in content["sections"]["phases"]["phases"]]
    assert sum(costs) == Decimal(plan["budget"]["total"])


@pytest.mark.slow
def test_an_empty_plant_says_what_is_missing(contents):
    text = draw(
        contents["empty", "implementation"], kind="implementation", language="en", fingerprint=PRINT
    )
    assert "There is no roadmap yet; its phases" in text
