"""What a run says in one line: one figure or a range, the level, and why they differ."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from assessment.selectors.headline import headline, part_headlines, whole_of
from assessment.services.answering import rescore
from packs.schema import Framework
from tests.factories import assessment as make
from tests.factories.assessment_runs import flagship, make_run
from tests.markup import text_of


@pytest.fixture
def levels(db):
    return {leaf.id: 4 for leaf in flagship("1.1.0").read(Framework).leaves}


def opened(scoped, levels, **more):
    run = make_run(scoped.plant, levels, release="1.1.0", **more)
    rescore(run)
    return run


def test_open_gate_questions_make_a_range(scoped, levels):
    for question in ("SA-09", "SA-10"):
        del levels[question]
    run = opened(scoped, levels)
    part = next(part for part in part_headlines(run, "en") if part.id == "SA")
    weight = {"SA-09": None, "SA-10": None}
    assert part.is_range
    assert part.low < 4 < part.high
    assert part.shown.count("–") == 1
    assert [name[:5] for name in part.open_guards] == sorted(weight)
    assert part.level is None
    assert "83" in part.because or "open" in part.because
    whole = headline(run, "en")
    assert whole.is_range
    assert whole.level is None
    chinese = headline(run, "zh-hans")
    assert chinese.because
    assert not chinese.because.isascii()


def test_part_without_any_answer_has_no_figure(scoped, levels):
    run = opened(scoped, {name: level for name, level in levels.items() if name[:2] != "TD"})
    part = next(part for part in part_headlines(run, "en") if part.id == "TD")
    assert (part.shown, part.is_range, part.level) == ("–", False, None)
    assert headline(run, "en").is_range


def test_veto_at_1_holds_a_plant_of_fours(scoped, levels):
    run = opened(scoped, levels | {"DG-13": 1})
    whole = headline(run, "en")
    assert not whole.is_range
    assert whole.average_level == 3
    assert whole.level < 3
    assert "DG-13" in whole.because
    assert "needs" in whole.because
    assert whole.is_provisional


@pytest.mark.parametrize("release", ["1.0.0", "1.1.0"])
def test_a_held_level_is_called_by_what_holds_it(scoped, levels, release):
    """The fault seen: a plant at 3.9 held by one veto read "Manual"."""
    run = make_run(scoped.plant, levels | {"DG-13": 0}, release=release)
    rescore(run)
    framework = flagship(release).read(Framework)
    topic = framework.questions_by_id["DG-13"].topic
    for language, told in (("en", topic.en), ("zh-hans", topic.zh_hans)):
        whole = headline(run, language)
        assert whole.level == 0
        assert "DG-13" in whole.because
        assert told in whole.because
        address = f"/plants/johor-bahru/current/runs/{run.pk}/score/"
        scoped.people["cio"].language = language
        scoped.people["cio"].save()
        page = scoped.client("cio").get(address)
        quote = page.content.decode().split('id="t-quote"')[1].split("</section>")[0]
        assert told in quote
        assert framework.level_names[0].in_language(language) not in quote


def test_points_are_shown_as_points(scoped, cast):
    """The fault seen: "average level 62" in a badge of levels."""
    number = {"type": "number", "max": 100}
    group = {"id": "G", "children": [{"id": name, "answer": number} for name in ("q1", "q2")]}
    rules = [{"bands": [[0, 0], [50, 2], [75, 3]]}]
    points = make.make_release({"version": "1", "tree": [group], "level_rules": rules})
    by = cast.people["project_owner"]
    run = make.make_run(scoped.plant, by, framework=points)
    for question, value in (("q1", 60), ("q2", 64)):
        make.answer(run, question, by, value=value)
    run.refresh_from_db()
    whole = headline(run, "en")
    assert (whole.shown, whole.level, whole.average_level) == ("62.0", 2, None)
    address = f"/plants/johor-bahru/current/runs/{run.pk}/score/"
    text = text_of(scoped.client("cio").get(address).content.decode())
    assert "62.0" in text
    assert "level 62" not in text
    assert "Average reading" not in text


def test_signed_run_is_not_provisional(scoped, levels):
    run = make_run(scoped.plant, levels, release="1.1.0", signed=True)
    assert not headline(run, "en").is_provisional


def test_older_results_say_what_is_missing(scoped):
    release = flagship("1.0.0")
    words = {
        "text": {"en": "DG-13 at 1, needs 2", "zh-hans": "DG-13现为1，需达到2"},
        "code": "veto",
    }
    stored = {"score": "3.9", "coverage": "1", "level": 0, "average_level": 3, "unmet": [words]}
    assert whole_of(release, stored, "en").because == "DG-13 at 1, needs 2"
    assert whole_of(release, stored, "zh-hans").because == "DG-13现为1，需达到2"
    assert whole_of(release, {**stored, "level": 3}, "en").because == ""
    unknown = {**stored, "level": None, "unmet": [{**words, "code": "coverage_below"}]}
    assert whole_of(release, unknown, "en").because == "DG-13 at 1, needs 2"
    assert whole_of(release, {}, "en").shown == "–"


def test_figure_stands_on_no_border_it_did_not_reach(scoped):
    release = flagship("1.0.0")
    stored = {"score": "2.968", "coverage": "1"}
    assert whole_of(release, stored, "en").shown == "2.97"
    assert whole_of(release, {**stored, "score": "2.44"}, "en").shown == "2.4"


def test_start_of_a_new_version_scores_runs_under_way_again(scoped, levels, capsys):
    run = opened(scoped, levels)
    done = make_run(scoped.plant, levels, title="signed", release="1.1.0", signed=True)
    for one in (run, done):
        one.scores = {**one.scores, "engine": "1.0", "range": "gone"}
        one.save()
    call_command("rescore_runs")
    assert "Scored 1 runs" in capsys.readouterr().out
    for one, engine in ((run, "1.1"), (done, "1.0")):
        one.refresh_from_db()
        assert one.scores["engine"] == engine
    call_command("rescore_runs")
    assert capsys.readouterr().out == ""


def test_drawer_names_what_is_not_in_the_score_and_the_stated_weights(scoped, levels):
    for question in ("SA-09", "SA-10"):
        del levels[question]
    run = opened(scoped, levels)
    address = f"/plants/johor-bahru/current/runs/{run.pk}/score/?why=SA"
    page = scoped.client("cio").get(address, headers={"HX-Request": "true"}).content.decode()
    words = " ".join(page.split())
    assert "Not answered yet" in words
    assert "SA-09" in words.split("Not answered yet")[1]
    assert "weight in the dimension 0.05, of the" in words
    assert words.split('class="display">')[1].split("<")[0].count("–") == 1  # a range
