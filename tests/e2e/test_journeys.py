"""Three journeys through the running product: the CIO's, the project owner's, the stakeholder's."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from exchange.services.demo import PASSWORD
from tests.e2e.plan import accept
from tests.questionnaire.books import AnswerBook

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PEOPLE = ("li.zhen", "nurul.hassan", "zhao.min", "eszter.kovacs")
CIO, OWNER, READER, SECOND = (f"{name}@qinghe.example" for name in PEOPLE)


def produce(page, plant: str, kind: str = "blueprint", language: str = "en") -> None:
    """Ask for a report and wait until its row offers the file."""
    page.goto(f"/plants/{plant}/reports/new/?kind={kind}")
    page.check(f"main [name=kind][value={kind}]")
    page.check(f"main [name=language][value={language}]")
    page.click("main form .btn-primary")
    page.wait_for_url(lambda url: "/new/" not in url)
    row = page.locator(f"#report-row-{kind}")
    asked_for = row.get_attribute("data-version")
    done = page.locator(f"#report-row-{kind}[data-state=ready][data-version='{asked_for}']")
    done.locator("a[href*=download]").wait_for()


def download(page, selector: str) -> str:
    """Take the PDF of a link and return its text."""
    with page.expect_download() as waiting:
        page.locator(selector).first.click()
    data = waiting.value.path().read_bytes()
    return "\n".join(part.extract_text() for part in PdfReader(io.BytesIO(data)).pages)


def found_plant(page, name: str) -> str:
    """Fill in the form of a new plant and return its name in the address."""
    page.goto("/plants/new/")
    page.fill("[name=name]", name)
    page.select_option("[name=country]", "MY")
    page.fill("[name=city]", "Penang")
    page.select_option("[name=time_zone]", "Asia/Kuala_Lumpur")
    page.select_option("[name=currency]", "MYR")
    page.fill("[name=industry]", "castings")
    page.fill("[name=headcount]", "320")
    page.fill("[name=lines]", "3")
    languages = page.locator("[name=languages]")
    if languages.first.get_attribute("type") == "checkbox":
        page.locator("[name=languages][value=en]").check()
    else:
        languages.first.select_option("en")
    page.locator("form.plant-form .btn-primary").click()
    page.wait_for_url(re.compile(r"/plants/[a-z-]+/$"))
    return page.url.rstrip("/").rsplit("/", 1)[1]


def answer(page, count: int, level: int = 3) -> None:
    """Answer questions by key, one after the other."""
    card = page.locator(".q-card:not([hidden])")
    for _ in range(count):
        page.wait_for_selector("#questionnaire[data-whole]", state="attached")
        question = card.get_attribute("data-question")
        page.keyboard.press(str(level))
        expect(card.locator(f'input[name="value"][value="{level}"]')).to_be_checked()
        page.keyboard.press("j")
        expect(card).not_to_have_attribute("data-question", question)


def answer_by_workbook(page, base: str, file: Path, level: int = 3) -> None:
    """Take the workbook, fill in what is open, check it and store it."""
    page.goto(f"{base}workbook/")
    with page.expect_download() as handed:
        page.locator('a[href$="/workbook/file/"]').click()
    handed.value.save_as(file)
    book = AnswerBook(file.read_bytes())
    for question in book.open_questions():
        book.set(question, level)
    file.write_bytes(book.data)
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[enctype] button").click()
    page.locator('form[action$="/confirm/"] button').click()
    page.wait_for_url(lambda url: url.endswith(base))


def submit(page, base: str) -> None:
    page.goto(f"{base}submit/")
    page.click("main form .btn-primary")
    page.wait_for_url(lambda url: "submit" not in url)


def sign(page, base: str) -> None:
    """Tick every box and sign."""
    page.goto(f"{base}sign-off/")
    for box in page.locator("main form [type=checkbox]").all():
        box.check()
    page.click("main form .btn-primary")


def invite(page, email: str) -> str:
    """Follow the way to an invitation that the page offers; return the link to hand over."""
    page.locator('main a[href*="/members/invite/"]').click()
    page.fill("[name=email]", email)
    page.select_option("[name=role]", "project_owner")
    page.click("main form .btn-primary")
    return page.input_value("#invitation-link")


def accept_role(page, link: str) -> None:
    page.goto(link)
    page.click("main form .btn-primary")
    page.wait_for_url(lambda url: "/invitations/" not in url)


def test_cio_from_new_plant_to_blueprint(surfer, sign_in, offline, tmp_path):
    page = surfer.open()
    sign_in(page, CIO, PASSWORD)
    plant = found_plant(page, "Penang Castings")

    page.goto(f"/plants/{plant}/current/runs/new/")
    page.fill("[name=title]", "First run")
    page.fill("[name=target_on]", "2028-12-31")
    page.click("main form .btn-primary")
    page.wait_for_url(re.compile(r"/runs/\d+/"))
    base = re.search(r"/plants/.+/runs/\d+/", page.url)[0]

    page.goto(f"{base}questions/")
    page.wait_for_selector("#questionnaire[data-whole]", state="attached")
    page.locator("h1").click()
    answer(page, 5)
    # The line drops in the middle of a section: eight answers wait on the device.
    offline(page)
    answer(page, 8, level=2)
    expect(page.locator("#offline-banner")).to_be_visible()
    offline(page, cut=False)
    expect(page.locator("#offline-banner")).to_be_hidden()
    answer(page, 7)
    nav = page.locator("#section-nav")
    expect(nav).to_contain_text(re.compile(r"20\D+\d\d"))
    whole = int(re.findall(r"20\D+(\d\d)", nav.inner_text())[0])
    answer_by_workbook(page, base, tmp_path / "mine.xlsx")
    page.goto(f"{base}questions/")
    expect(page.locator("#section-nav")).to_contain_text(re.compile(rf"{whole}\D+{whole}"))
    # Whoever answered never signs alone: somebody who did not is invited and signs, too.
    submit(page, base)
    sign(page, base)
    expect(page.locator("#signatures .chip.good")).to_be_visible()
    link, second = invite(page, SECOND), surfer.open()
    sign_in(second, SECOND, PASSWORD)
    accept_role(second, link)
    sign(second, base)
    second.wait_for_url(lambda url: "sign-off" not in url)

    page.goto(f"/plants/{plant}/capability/?view=table")
    scores = re.findall(r"\b[23]\.\d\d\b", page.locator("table tbody tr.total").inner_text())
    assert scores

    produce(page, plant)
    text = download(page, "#report-row-blueprint a[href*=download]")
    assert "Penang Castings" in text
    assert "First run" in text
    tenth = f"{float(scores[-1]):.1f}"
    assert tenth in text
    surfer.watch.forgive("Failed to fetch|NetworkError")


def test_owner_moves_a_bar_and_the_blueprint_follows(surfer, sign_in):
    page = surfer.open()
    sign_in(page, OWNER, PASSWORD)
    page.goto("/plants/johor-bahru/advice/initiatives/")
    expect(page.locator("main")).to_contain_text("DG-")

    page.goto("/plants/johor-bahru/roadmap/")
    bar = page.locator('[id^=bar-][aria-label^="Advanced planning and scheduling"]')
    before = bar.get_attribute("aria-label")

    # By hand: two months to the left, before the data platform is finished.
    bar.scroll_into_view_if_needed()
    box = bar.locator("rect").first.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 20, middle, steps=4)
    page.mouse.move(box["x"] + box["width"] / 2 - 45, middle, steps=4)
    page.mouse.up()
    accept(page)
    expect(page.locator("#conflict-banner .banner")).to_be_visible()
    expect(bar).to_have_attribute("aria-label", re.compile("too early"))

    bar.focus()
    page.keyboard.press("u")
    expect(page.locator("#conflict-banner .banner")).to_have_count(0)
    expect(bar).to_have_attribute("aria-label", before)

    # By keys: one week later; the PDF shows the new start.
    bar.focus()
    page.keyboard.press("ArrowRight")
    expect(bar).not_to_have_attribute("aria-label", before)
    day = re.search(r", (\d+)\W(\w{3})\W(\d{4}) to", bar.get_attribute("aria-label"))
    moved = date(2028, 3, 8)
    assert (int(day[1]), day[2], int(day[3])) == (moved.day, "Mar", moved.year)

    produce(page, "johor-bahru")
    text = download(page, "#report-row-blueprint a[href*=download]").replace("\u00a0", " ")
    assert "8 Mar 2028" in text


def test_stakeholder_reads_one_document_by_link_and_nothing_else(surfer, sign_in):
    owner = surfer.open()
    sign_in(owner, OWNER, PASSWORD)
    produce(owner, "johor-bahru", "indicator_baseline")
    owner.locator("#report-row-indicator_baseline a[href*=share]").first.click()
    owner.fill("[name=label]", "Board members")
    passphrase = owner.input_value("[name=passphrase]") or "tidal harbor 42 lamps"
    owner.fill("[name=passphrase]", passphrase)
    owner.click("main form .btn-primary")
    address = owner.input_value("#share-link")

    reader = surfer.open()
    reader.goto(address)
    assert "Johor Bahru" not in reader.content()
    reader.fill("[name=passphrase]", "not the passphrase")
    reader.click("main form button")
    assert "Johor Bahru" not in reader.content()
    reader.fill("[name=passphrase]", passphrase)
    reader.click("main form button")
    expect(reader.locator("main")).to_contain_text("Johor Bahru")
    text = download(reader, "main a.btn-primary")
    assert "SC-12" in text
    for path in ("/", "/plants/johor-bahru/", "/plants/johor-bahru/reports/"):
        reader.goto(path)
        assert "/accounts/login" in reader.url


def test_reader_role_downloads_but_changes_nothing(surfer, sign_in):
    page = surfer.open()
    sign_in(page, READER, PASSWORD)
    page.goto("/plants/johor-bahru/reports/")
    expect(page.locator("main")).not_to_contain_text("生成报告")
    answer_of = page.goto("/plants/johor-bahru/current/")
    assert answer_of.status == 403
    assert page.goto("/plants/szeged/").status == 404
