from __future__ import annotations

import copy

import pytest

from reports.rendering.layout import draw
from tests.reports.conftest import PRINT
from tests.reports.paper import is_near

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


FORMS = ("en", "zh-hans", "bilingual")


def summary_of(text: str) -> str:
    """Return the words of the summary."""
    return text.split('<section class="summary')[1].split("</section>")[0]


def test_money_of_the_summary_is_that_of_rows(paper, raw):
    text = " ".join(summary_of(paper.text).replace("\u00a0", " ").split())
    total = raw["initiatives"]["total"]["cost"]
    assert paper.say(f"MYR {total / 10**6:.2f} M", f"MYR {round(total / 10**4):,}万") in text
    case = raw["case"]
    assert paper.say(f"MYR {case['gain'] / 10**6:.2f} M", "") in text
    yearly = 12 * 24_000
    assert paper.say(f"MYR {yearly:,}", f"MYR {yearly:,}") in text
    assert f"<strong>{case['pays_in']}</strong>" in text
    assert paper.say(f"MYR {case['npv'] / 10**6:.2f} M", "") in text


def test_gravest_risks_and_how_many_there_are(paper):
    rows = list(paper.rows("risks", "risk"))
    text = " ".join(summary_of(paper.text).split())
    assert all(risk[:24] in text for risk in rows[:3])
    assert paper.say(f"3 of {len(rows)} risks shown", f"共{len(rows)}项风险，此处列出3项") in text


def test_figures_are_those_of_the_chapters(contents):
    sections = contents["rich", "blueprint"]["sections"]
    summary = sections["summary"]
    assert summary["readiness"] == sections["readiness"]["readiness"]
    assert summary["plan"] == sections["budget"]["plan"]
    assert summary["reach"] == sections["reach"]["reach"]
    assert summary["motion"] == sections["signatures"]["motion"]
    assert summary["gaps"]["open"] == sections["gaps"]["open"]
    assert len(summary["goals"]) == len(sections["goals"]["goals"])


@pytest.mark.parametrize(
    ("on_path", "behind", "said"),
    [
        (1, 1, "<strong>1</strong> of 2"),
        (1, 1, "1 behind, 4 without a path; 1 of all 6 without recent readings"),
        (0, 0, "none of the 6 can be judged yet"),
    ],
)
def test_kpi_tile_counts_what_can_be_judged(contents, on_path, behind, said):
    """The fault seen: "1 of 6 on path" where four of them have no path."""
    content = copy.deepcopy(contents["rich", "blueprint"])
    content["sections"]["summary"]["indicators"] = {
        "followed": 6,
        "on_or_ahead": on_path,
        "behind": behind,
        "without_path": 6 - on_path - behind,
        "stale": 1,
        "questions": 0,
    }
    text = draw(content, kind="blueprint", language="en", fingerprint=PRINT)
    assert said in " ".join(summary_of(text).split())


@pytest.mark.parametrize("form", FORMS)
def test_plant_that_was_never_assessed_asks_for_no_money(contents, form):
    text = draw(contents["empty", "blueprint"], kind="blueprint", language=form, fingerprint=PRINT)
    for asked in ("Approve the goals", "批准战略目标", "批准目标"):
        assert asked not in text
    wanted = {"en": "Commission the assessment", "zh-hans": "批准启动工厂评估"}
    assert wanted.get(form, "Commission the assessment") in text


def test_reach_of_the_plan_is_said_in_the_first_sentence(drawn, raw):
    text = " ".join(summary_of(drawn("blueprint", "en").text).split())
    last = list(raw["reach"].values())[-1]["overall"]
    score = text.split("and reaches <strong>")[1].split("</strong>")[0]
    assert is_near(score, last)


def test_what_the_decision_counts_is_not_listed_again_below_it(contents):
    summary = contents["rich", "board_page"]["sections"]["summary"]
    asked = {ask["code"] for ask in summary["motion"]["decision"]["asks"]}
    left = {point["code"] for point in summary["open_points"]}
    assert asked & {"conflicts", "gaps", "overdue"}
    assert left.isdisjoint(asked & {"conflicts", "gaps", "overdue"})
    assert "confirm" in left  # nobody is asked for it, so it stands below


LIFTED = {
    "en": "No level without SA-13, which does not apply.",
    "zh_hans": "SA-13不适用，否则无法定级。",
}
HELD = [{"en": "Data residency", "zh_hans": "数据驻留"}]


@pytest.mark.parametrize("form", ("en", "zh-hans"))
def test_a_level_that_rests_on_what_does_not_apply_says_so(contents, form):
    """The fault seen: the screen named the accepted "does not apply", the board read "level 1" only."""
    content = copy.deepcopy(contents["rich", "blueprint"])
    sections = content["sections"]
    for ready in (sections["summary"]["readiness"], sections["readiness"]["readiness"]):
        ready |= {"level": 1, "level_name": None, "lifted": LIFTED}
    text = draw(content, kind="blueprint", language=form, fingerprint=PRINT)
    said = LIFTED["en" if form == "en" else "zh_hans"]
    assert said in summary_of(text)
    assert said in text.split('id="readiness"')[1].split("<h1")[0]


@pytest.mark.parametrize(
    ("form", "said"), [("en", "“Data residency”."), ("zh-hans", "“数据驻留”。")]
)
def test_a_level_that_the_plan_does_not_raise_is_named(contents, form, said):
    """The fault seen: 16.8 million, 3.2 points, and nothing that says that level 1 stays."""
    content = copy.deepcopy(contents["rich", "blueprint"])
    content["sections"]["summary"]["holding"] = HELD
    content["sections"]["reach"]["reach"]["holding"] = HELD
    text = draw(content, kind="blueprint", language=form, fingerprint=PRINT)
    assert said in summary_of(text)
    assert said in text.split('id="reach"')[1].split("<table")[0]
