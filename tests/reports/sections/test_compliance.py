from __future__ import annotations

import copy
import datetime as dt
from types import SimpleNamespace

import pytest

from compliance.domain.coverage import layer_of
from compliance.domain.status import Status
from core import clock
from core.text import LocalizedText
from organizations.models import Plant
from reports.rendering.layout import draw
from reports.sections.compliance.collect import _urgency
from reports.sections.compliance.content import Compliance, JurisdictionLine
from reports.sections.gathering import gather
from reports.sections.kinds import KINDS
from tests.markup import text_of
from tests.reports.conftest import PRINT
from tests.reports.paper import day_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
WORDS = LocalizedText.of("a", "甲")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "zh-hans", "bilingual"])
def test_every_document_says_whose_law_no_checklist_covers(scoped, kind, language):
    """The fault seen: a plant in Thailand, 76 duties, and no word of Thai law."""
    Plant.objects.filter(pk=scoped.plant.pk).update(country="TH")
    plant = Plant.objects.select_related("organization").get(pk=scoped.plant.pk)
    content = gather(plant, kind, number=1, now=clock.now()).as_plain()
    text = text_of(draw(content, kind=kind, language=language, fingerprint=PRINT))
    english, chinese = (
        "Thailand: no checklist covers the law of this country",
        "泰国：尚无清单覆盖该国法律",
    )
    assert (english in text) is (language != "zh-hans")
    assert (chinese in text) is (language != "en")


def test_duties_by_jurisdiction(paper, raw):
    rows = {key.split(" ")[0]: row for key, row in paper.rows("jurisdictions", "name").items()}
    wanted = raw["jurisdictions"]
    shown = {code: {name: int(row[name]) for name in wanted[code]} for code, row in rows.items()}
    assert shown == wanted
    # No two columns of the country agree, and none is empty: a figure under a wrong head shows.
    assert len(set(wanted["MY"].values())) == len(wanted["MY"])
    assert 0 not in wanted["MY"].values()


def test_open_duties(paper, raw):
    rows = paper.rows("duties", "text")
    assert len(rows) == 40
    for text, row in rows.items():
        shown = day_in(row["due"])
        found = [duty for duty in raw["duties"][text] if duty["code"] == row["code"]]
        assert any(duty["due"] in (shown, None) for duty in found)


def test_duties_to_confirm_do_not_count():
    one = JurisdictionLine(
        "MY",
        WORDS,
        met=3,
        in_progress=1,
        not_started=2,
        overdue=1,
        to_confirm=9,
        review_due=1,
        unproven=2,
    )
    two = JurisdictionLine(
        "CN",
        WORDS,
        met=1,
        in_progress=0,
        not_started=0,
        overdue=0,
        to_confirm=1,
        review_due=1,
        unproven=1,
    )
    state = Compliance((one, two), (), 0)
    assert one.applicable == 7
    assert (state.applicable, state.met, state.overdue, state.to_confirm) == (8, 4, 1, 10)
    assert (state.review_due, state.unproven) == (2, 3)


def test_open_duties_stand_by_date(paper):
    """The fault seen: 9 Jan 2027 in progress stood before 1 Jan 2027 not started."""
    rows = paper.rows("duties", "text").values()
    asked = [row["--"] == paper.say("To confirm", "待确认") for row in rows]
    dates = [day_in(row["due"]) or dt.date.max for row in rows]
    assert asked == sorted(asked)
    known = [day for day, is_asked in zip(dates, asked, strict=True) if not is_asked]
    assert known == sorted(known)


def duty(country, jurisdiction, due, suggested, effective=Status.NOT_STARTED):
    row = SimpleNamespace(due_on=due, obligation=f"{jurisdiction}-1")
    layer = layer_of(jurisdiction, country)
    return SimpleNamespace(row=row, layer=layer, suggested_due_on=suggested, effective=effective)


def test_law_of_the_country_stands_before_lists_and_suggested_dates_order_it():
    """The fault seen: forty rows of an international list, and the 45 duties of the country beyond."""
    near, far = dt.date(2027, 1, 29), dt.date(2027, 6, 1)
    rows = [
        duty("VN", "INT", None, near),
        duty("VN", "CN", None, near),
        duty("VN", "VN", None, far),
        duty("VN", "VN", None, near),
        duty("VN", "INT", far, near),
        duty("VN", "VN", None, near, Status.TO_CONFIRM),
    ]
    found = [rows.index(row) for row in sorted(rows, key=_urgency)]
    assert found == [4, 3, 2, 1, 0, 5]


@pytest.mark.parametrize(("form", "said"), [("en", "no checklist covers"), ("zh-hans", "尚无清单")])
def test_chapter_says_at_its_head_whose_law_no_checklist_covers(contents, form, said):
    """The fault seen: "0 of 34 duties met" of Thailand, where no Thai law was looked at."""
    content = copy.deepcopy(contents["rich", "blueprint"])
    gap = {
        "en": "Thailand: no checklist covers the law.",
        "zh_hans": "泰国：尚无清单覆盖该国法律。",
    }
    content["sections"]["compliance"]["compliance"]["law_gap"] = gap
    text = draw(content, kind="blueprint", language=form, fingerprint=PRINT)
    chapter = text.split('id="compliance"')[1]
    assert said in chapter.split("<table")[0]


@pytest.mark.parametrize("kind", ["blueprint", "board_page"])
def test_met_duties_say_what_is_due_for_review_and_unproven(contents, kind):
    """The fault seen: "63 of 88 met" on paper, and nine of them without evidence on the screen."""
    content = copy.deepcopy(contents["rich", kind])
    sections = content["sections"]
    sections["summary"]["duties"] |= {"review_due": 4, "unproven": 9}
    if kind == "blueprint":
        for line in sections["compliance"]["compliance"]["lines"]:
            line |= {"review_due": 0, "unproven": 0}
        line |= {"review_due": 4, "unproven": 9}
    text = " ".join(draw(content, kind=kind, language="en", fingerprint=PRINT).split())
    assert "4 to review, 9 unproven" in text
    said = "Of those met 4 are due for review, and 9 lack evidence."
    assert (said in text) == (kind == "blueprint")
