"""The whole way of a plan: from the start of production over hands, keys and signatures to the papers."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect

from calendars.selectors.calendars import work_calendar
from core import clock
from planning.domain.lengths import read_length
from returns.models import Promise
from returns.services.effects import add_effect
from roadmap.models import Milestone
from steps.models import Step
from tests.e2e.conftest import PLAN
from tests.e2e.plan import accept, arrives, bar, dates, drag
from tests.factories.indicators import follow
from tests.interchange.calendar_lines import events
from tests.interchange.project_file import lines
from tests.reports.slides import DeckFile
from tests.returns.support import EFFECT

# Once more on PostgreSQL and Redis, though it stands beside journeys that are not.
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.data,
    pytest.mark.django_db(transaction=True),
]
PILOT = "MES core, pilot on lines 1–2"
CHAIN = ("MES roll-out, lines 3–6", "Predictive maintenance, presses")
AFTER = [(date(2027, 7, 12), date(2028, 3, 24)), (date(2028, 3, 25), date(2028, 12, 23))]
WORDS = {
    "en": {
        "critical": "on the critical path",
        "changed": "Cio changed this in the meantime",
        "length": "6 months",
        "day": "24 Mar 2028",
    },
    "zh-hans": {
        "critical": "位于关键路径",
        "changed": "Cio在此期间",
        "length": "20个工作日",
        "day": "2028-03-24",
    },
}


def pressed(page, selector):
    """Press a button of a form and wait for the page that follows."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def soon():
    """Return a day of a start of production."""
    return clock.today() + timedelta(days=400)


def set_start(page):
    """Set the start of production and return the last responsible start of the MES in words."""
    page.goto(f"{PLAN}launch/edit/?kind=leased_hall&on={soon().isoformat()}")
    pressed(page, "main form[method=post] button.btn-primary")
    return page.locator("#need-K-19 td").nth(1).inner_text()


def stored(page):
    """Send the form in the drawer; the card closes by itself."""
    page.click("#drawer .btn-primary")
    page.locator("#drawer dialog").wait_for(state="detached")


def fill(page, row, **values):
    """Open the form of a bar by its key and fill fields in."""
    bar(page, row).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer input[name=title]")
    for name, value in values.items():
        page.fill(f"#drawer [name={name}]", value)


def sign(enter, role, stone):
    """Sign a milestone as a role, for its side."""
    side = role.partition("_")[0]
    page = enter(role, path=f"{PLAN}milestones/{stone.pk}/sign/{side}/")
    pressed(page, "main form[method=post] .btn-primary")
    page.context.close()


def paper(page, kind, language):
    """Ask for a document, wait for it, and return its bytes."""
    page.goto(f"/plants/johor-bahru/reports/new/?kind={kind}")
    page.check(f"main [name=kind][value={kind}]")
    page.check(f"main [name=language][value={language}]")
    pressed(page, "main form .btn-primary")
    link = page.locator(f"#report-row-{kind}[data-state=ready] a[href*=download]").first
    link.wait_for()
    with page.expect_download() as waiting:
        link.click()
    return Path(waiting.value.path()).read_bytes()


def exported(page, kind):
    """Take a file of the plan out."""
    answer = page.request.get(f"/plants/johor-bahru/interchange/plans/export/{kind}/")
    assert answer.status == 200
    return answer.body()


def pdf_text(data):
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u00a0", " ")


def moved_by_keys(page, rows):
    """Move two bars together, with what follows them."""
    page.goto(PLAN)
    pilot, chain = rows[PILOT], [rows[name] for name in CHAIN]
    for row in (pilot, rows["End-to-end traceability"]):
        bar(page, row).focus()
        page.keyboard.press("x")
    bar(page, pilot).focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".gantt-crowd .gantt-ghost")).to_have_count(3)
    accept(page)
    page.locator(f"#bar-{pilot.pk}[data-start='2026-07-01']").wait_for()
    assert dates(chain[0])[0] > dates(pilot)[1]
    expect(bar(page, pilot)).to_be_focused()
    page.keyboard.press("Escape")  # nothing stays chosen


def moved_by_hand(page, rows, critical):
    """Pull an end: what waits follows, the critical path runs elsewhere, and back, and again."""
    pilot, chain = rows[PILOT], [rows[name] for name in CHAIN]
    start, end = dates(pilot)
    before = dates(chain[1])
    drag(page, pilot, ".grip-end", (date(2027, 7, 11) - end).days, snap=True)
    expect(page.locator(".gantt-crowd .gantt-ghost")).to_have_count(3)
    accept(page)
    arrives(page, chain[1], *AFTER[1])
    assert [dates(row) for row in (pilot, chain[0])] == [(start, date(2027, 7, 11)), AFTER[0]]
    expect(bar(page, pilot)).to_have_attribute("aria-label", critical)
    expect(bar(page, pilot)).to_be_focused()
    page.keyboard.press("u")
    arrives(page, chain[1], *before)
    expect(bar(page, pilot)).not_to_have_attribute("aria-label", critical)
    expect(bar(page, pilot)).to_be_focused()
    page.keyboard.press("r")
    arrives(page, chain[1], *AFTER[1])
    assert Step.objects.filter(verb="initiatives.moved").count() == 2


def two_at_once(page, enter, audit, energy, changed):
    """Merge what two changed in other fields; ask about the same field with both values."""
    other = enter("cio")
    fill(page, energy, progress="10")
    fill(other, energy, one_off_amount="700000")
    stored(other)
    stored(page)
    expect(page.locator("#toasts")).to_contain_text("Cio")
    energy.refresh_from_db()
    assert (energy.progress, energy.one_off_amount) == (10, 700_000)
    other.goto(PLAN)
    fill(page, energy, progress="20")
    fill(other, energy, progress="30")
    stored(other)
    page.click("#drawer .btn-primary")
    card = page.locator("#drawer .conflict")
    expect(card).to_contain_text(changed)
    assert {"20", "30"} <= set(re.findall(r"\d+", card.inner_text()))
    audit(page)
    page.click("#drawer [name=on_conflict][value=mine]")
    page.locator("#drawer dialog").wait_for(state="detached")
    energy.refresh_from_db()
    assert energy.progress == 20
    other.context.close()


def typed_duration(page, plant, energy, text):
    """Say a duration as people type it."""
    fill(page, energy, duration=text)
    page.click("#drawer .btn-primary")
    page.locator("#drawer [name=duration]").wait_for(state="detached")
    if page.locator("#drawer [data-first]").count():
        accept(page)
    page.locator(f"#bar-{energy.pk}:not([data-version='{energy.version}'])").wait_for()
    energy.refresh_from_db()
    assert energy.dates.effective(work_calendar(plant)) == read_length(text)


def signed_and_broken(page, enter, audit, erp):
    """Sign a milestone by both sides; an edit breaks both signatures, and that is seen."""
    stone = Milestone.objects.get(initiative=erp)
    Milestone.objects.filter(pk=stone.pk).update(acceptance="The books of October are closed.")
    for role in ("business_lead", "it_lead"):
        sign(enter, role, stone)
    page.goto(f"{PLAN}?initiative={erp.pk}")
    signed = page.locator("#drawer .signatures")
    expect(signed.locator(".chip.good")).to_have_count(2)
    page.locator(f"#drawer a[href*='milestones/{stone.pk}/edit']").click()
    page.fill("#drawer [name=acceptance]", "The books of November are closed.")
    page.click("#drawer .btn-primary")  # the initiative comes back with its milestones
    expect(signed.locator(".chip.bad")).to_have_count(2)
    audit(page)


def promised(page, audit, cast, energy):
    """Promise what an effect brings; it stays as it was signed."""
    owner = cast.people["project_owner"]
    (indicator,) = follow(cast.plant, "SC-12", by=owner)
    values = {"title": "Less downtime", "plant_indicator": indicator, "change": Decimal(-4)}
    effect = add_effect(initiative=energy, values=EFFECT | values, by=owner)
    page.goto(f"{PLAN}case/effects/{effect.pk}/promise/")
    pressed(page, "main form[method=post] .btn-primary")
    page.goto(f"{PLAN}case/promises/")
    expect(page.locator("main table").first).to_contain_text("Less downtime")
    page.wait_for_load_state()
    audit(page)
    assert Promise.objects.count() == 1


def on_paper(page, language, day):
    """Find the plan as it is now in every file and paper."""
    task = next(line for line in lines(exported(page, "xml")) if line.finish.date() == AFTER[0][1])
    assert task.start.date() == AFTER[0][0]
    days = {entry.get("DTSTART;VALUE=DATE") for entry in events(exported(page, "ics"))}
    assert "20280324" in days
    assert day in pdf_text(paper(page, "implementation", language))
    deck = DeckFile(paper(page, "board_deck", language))
    named = "\n".join(name for slide in deck.slides for name in slide.names)
    assert day in named.replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_from_the_start_to_the_papers(cast, enter, rows, launching, audit, start_worker, language):
    launching(language)
    words, energy = WORDS[language], rows["Energy optimization"]
    start_worker()
    page = enter(path=f"{PLAN}launch/")
    assert re.search(r"20\d\d", set_start(page))
    moved_by_keys(page, rows)
    moved_by_hand(page, rows, re.compile(words["critical"]))
    two_at_once(page, enter, audit, energy, words["changed"])
    typed_duration(page, cast.plant, energy, words["length"])
    signed_and_broken(page, enter, audit, rows["ERP finance with local statutory setup"])
    promised(page, audit, cast, energy)
    on_paper(page, language, words["day"])


def test_the_same_by_keys(enter, rows, launching):
    launching("zh-hans")
    page = enter(path=f"{PLAN}launch/edit/?kind=leased_hall&on={soon().isoformat()}")
    page.locator("main form[method=post] button.btn-primary").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#need-K-19 td").nth(1)).to_contain_text("20")
    page.goto(PLAN)
    pilot, after = rows["MES core, pilot on lines 1–2"], rows["MES roll-out, lines 3–6"]
    old, waiting = dates(pilot), dates(after)
    bar(page, pilot).focus()
    page.keyboard.press("Shift+ArrowRight")
    accept(page)
    page.locator(f"#bar-{pilot.pk}[data-start='2026-07-01']").wait_for()
    moved = dates(after)
    assert moved[0] == dates(pilot)[1] + timedelta(1)
    for key, there in (("u", waiting), ("r", moved), ("u", waiting)):
        expect(bar(page, pilot)).to_be_focused()
        page.keyboard.press(key)
        arrives(page, after, *there)
    assert dates(pilot) == old

    # Into the form, a duration as it is spoken, out by Enter; what follows is accepted.
    expect(bar(page, pilot)).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#drawer [name=duration]").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("9个月")
    page.keyboard.press("Enter")
    accept(page)
    arrives(page, pilot, old[0], date(2027, 2, 28))
    assert dates(after)[0] == date(2027, 3, 1)


def test_on_a_phone_a_bar_moves_by_its_form(enter, rows, launching, audit):
    launching("zh-hans")
    page = enter(width="phone")
    pilot, after = rows["MES core, pilot on lines 1–2"], rows["MES roll-out, lines 3–6"]
    page.locator(f".quarter-list a[href*='initiative={pilot.pk}']").first.tap()
    page.locator("#drawer a.btn-primary").tap()
    page.fill("#drawer [name=duration]", "9个月")
    page.locator("#drawer .btn-primary").tap()
    button = page.locator("#drawer [data-first]")
    expect(button).to_be_focused()
    audit(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button.tap()
    page.locator("#drawer dialog").wait_for(state="detached")
    expect(page.locator("#toasts .toast")).to_be_visible()
    assert dates(pilot) == (date(2026, 6, 1), date(2027, 2, 28))
    assert dates(after)[0] == date(2027, 3, 1)
