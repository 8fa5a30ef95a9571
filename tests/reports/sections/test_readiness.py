from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest

from assessment.models import Assessment
from core import clock
from core.base import tenant
from packs.schema import Framework
from reports.rendering.layout import draw
from reports.sections.gathering import gather
from reports.sections.readiness.collect import readiness
from reports.selectors.measured import measured
from reports.selectors.state import data_state
from signoff.models import KeptChallenge, KeptSignature
from tests.factories.assessment_runs import flagship, make_run
from tests.markup import text_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_level_and_what_the_next_one_needs(drawn, contents):
    ready = contents["rich", "blueprint"]["sections"]["readiness"]["readiness"]
    text = drawn("blueprint", "en").text
    assert f"What level {ready['next_level']} still needs" in text
    assert all(lack["en"] in text for lack in ready["unmet"][:12])


@pytest.mark.parametrize("language", ["en", "zh-hans", "bilingual"])
def test_a_held_level_has_no_name_of_its_own(scoped, language):
    """The fault seen: 3.9 of 5, held by one veto, printed as the level called "Manual"."""
    for release in ("1.0.0", "1.1.0"):
        framework = flagship(release).read(Framework)
        levels = {leaf.id: 4 for leaf in framework.leaves} | {"DG-13": 0}
        make_run(scoped.plant, levels, title=release, signed=True, release=release)
        content = gather(scoped.plant, "blueprint", number=1, now=clock.now()).as_plain()
        chapter = draw(content, kind="blueprint", language=language, fingerprint="0" * 64)
        words = text_of(chapter.split('id="readiness"')[1].split("<h2")[0])
        topic = framework.questions_by_id["DG-13"].topic
        for told in (f"DG-13 {topic.en}: 0", f"DG-13“{topic.zh_hans}”"):
            is_said = language == "bilingual" or told.isascii() == (language == "en")
            assert (told in words) is is_said
        for name in framework.level_names[0].as_dict().values():
            assert name not in words


def test_plant_without_a_run_says_so(contents):
    assert contents["empty", "blueprint"]["sections"]["readiness"] == {"readiness": None}


def test_signature_has_the_day_of_the_plant(cast):
    """The fault seen: signed on the 30th at 04:39 in Bangkok, printed as of the 29th."""
    with tenant(cast.organization.pk):
        cast.plant.time_zone = "Asia/Bangkok"
        cast.plant.save()
        run = make_run(cast.plant, {"SP-01": 2}, signed=True)
        run.signed_off_at = datetime(2026, 11, 29, 21, 39, tzinfo=UTC)
        run.save()
        assert readiness(measured(cast.plant)).signed_on == date(2026, 11, 30)


@pytest.mark.parametrize(("language", "kind"), [("zh-hans", "board_page"), ("en", "blueprint")])
def test_a_plant_without_a_level_says_so_and_why(contents, language, kind):
    content = deepcopy(contents["rich", kind])
    why = {"en": "at most 0: SA-13", "zh_hans": "最多0级：SA-13"}
    for section in content["sections"].values():
        if isinstance(section, dict) and section.get("readiness"):
            section["readiness"] |= {"has_level": True, "level": None, "because": why}
    text = text_of(draw(content, kind=kind, language=language, fingerprint="0" * 64))
    assert {"zh-hans": "尚未定级：最多0级：SA-13", "en": "No level yet: at most 0: SA-13"}[
        language
    ] in text


def test_the_remark_of_the_signature_stands_in_the_chapter(contents):
    content = deepcopy(contents["rich", "blueprint"])
    content["sections"]["readiness"]["readiness"]["remark"] = "Line 2 was not seen."
    text = text_of(draw(content, kind="blueprint", language="en", fingerprint="0" * 64))
    assert "Remark at sign-off: “Line 2 was not seen.”" in text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("by Li Zhen, Nurul on", "8 answers were drawn by chance", "; 7 stood.", "7 of 8")),
        ("zh-hans", ("Li Zhen、Nurul", "随机抽查 8 条答案，7 条成立。", "8 条中 7 条成立")),
    ],
)
def test_everybody_who_signed_and_what_stood_is_printed(contents, language, told):
    content = deepcopy(contents["rich", "blueprint"])
    kept = {"is_provisional": False, "signed_on": "2026-11-30", "drawn": 8, "stood": 7}
    for section in ("readiness", "signatures"):
        ready = content["sections"][section]["readiness"]
        ready |= {**kept, "signers": ["Li Zhen", "Nurul"]}
    text = text_of(draw(content, kind="blueprint", language=language, fingerprint="0" * 64))
    assert [words for words in told if words not in text.replace("\u00a0", " ")] == []


def test_what_was_kept_beside_the_seal_reaches_the_document(scoped):
    run = make_run(scoped.plant, {"SP-01": 2}, signed=True)
    before = readiness(measured(scoped.plant))
    assert (before.signers, before.drawn, before.stood) == ((), 0, 0)
    seal = run.snapshots.get()
    for role in ("project_owner", "cio"):
        person = scoped.people[role]
        KeptSignature.objects.create(snapshot=seal, signed_by=person, signed_at=seal.locked_at)
    KeptChallenge.objects.create(snapshot=seal, seed="0" * 64, drawn=8, stood=7, answers={})
    found = readiness(measured(scoped.plant))
    assert (found.signers, found.drawn, found.stood) == (("Project Owner", "Cio"), 8, 7)


def test_what_was_signed_is_told_with_its_points(scoped):
    """The walk signed 4 answers without evidence and wrote a remark; the document had neither."""
    questions = [leaf.id for leaf in flagship("1.1.0").read(Framework).leaves]
    levels = dict.fromkeys(questions, 2) | {"SA-13": 0, "SA-12": 4, "SA-14": 4}
    run = make_run(scoped.plant, levels, {"SA-14": 2}, signed=True, release="1.1.0")
    Assessment.objects.filter(pk=run.pk).update(review_note="Line 2 was not seen.")
    found = readiness(measured(scoped.plant))
    assert (found.remark, found.has_level, found.level) == ("Line 2 was not seen.", True, 0)
    assert found.because.en.startswith("held at 0 by SA-13")
    state = data_state(scoped.plant)
    assert (state.unproven, state.unreviewed, state.aimed_low) == (2, 0, 1)
