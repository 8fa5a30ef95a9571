"""The questionnaire in a real browser: saving, a lost network, a reload, a conflict, keys."""

from __future__ import annotations

import contextlib

import pytest
from django.conf import settings
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from assessment.models import Answer
from core.base import tenant
from tests.e2e.conftest import forgive_axe, pausing
from tests.factories import assessment as make
from tests.factories.landscape import SystemFactory
from tests.plugin import wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ANSWER = "**/answer/"
KEPT = "caches.open('landfall-kept').then((kept) => kept.keys()).then((keys) => keys.length)"
UNSENT = "JSON.parse(localStorage.getItem('landfall-unsent') || '[]')"


@pytest.fixture
def run(live_server, cast):
    """A run with some answers, of a plant in which the project owner may answer everything."""
    with tenant(cast.organization.pk):
        make.processes()
        run = make.make_run(cast.plant, cast.people["project_owner"])
        for question, level in {"DG-01": 2, "DG-02": 3, "SP-01": 1}.items():
            make.answer(run, question, cast.people["project_owner"], value=level, target=4)
    return run


@pytest.fixture
def signed_in(surfer, cast, live_server):
    """Open browsers in which a person of a role is signed in."""

    def open_page(role: str = "project_owner", **more):
        page = surfer.open(**more)
        cookie = cast.client(role).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return page

    return open_page


def address(run, question: str) -> str:
    return f"/plants/johor-bahru/current/runs/{run.pk}/questions/{question}/"


def stored(cast, run, question: str):
    with tenant(cast.organization.pk):
        return Answer.objects.filter(assessment=run, question=question).first()


def becomes(page, cast, run, question: str, **wanted) -> None:
    """Wait until the stored answer holds the values, and nothing more is on its way."""

    def is_stored() -> bool:
        answer = stored(cast, run, question)
        return answer is not None and {n: getattr(answer, n) for n in wanted} == wanted

    wait_until(is_stored, f"{question} as {wanted}", pausing(page))
    wait_until(lambda: page.evaluate(UNSENT) == [], "the last sending", pausing(page))
    assert is_stored()


def card(page):
    return page.locator(".q-card:not([hidden])")


def choose(page, level: int) -> None:
    card(page).locator(f'input[name="value"][value="{level}"]').check()


def ready(page) -> None:
    page.wait_for_selector("#questionnaire[data-whole]", state="attached")


def test_answer_is_saved_as_it_is_given(signed_in, cast, run):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)
    choose(page, 2)
    expect(page.locator("#save-state")).to_contain_text("Saved")
    expect(page.locator("#section-nav")).to_contain_text("4 of 76")
    card(page).locator("textarea[name=note]").fill("SAP codes exist for raw material only.")
    expect(page.locator("#by-DG-06")).to_contain_text("Last saved")
    note = "SAP codes exist for raw material only."
    becomes(page, cast, run, "DG-06", value=2, note=note)


def test_answers_survive_a_lost_network_and_are_sent_once(signed_in, cast, run, surfer):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)
    page.context.set_offline(True)
    choose(page, 3)
    page.get_by_role("button", name="Next question").locator("visible=true").click()
    expect(card(page)).to_have_attribute("data-question", "DG-07")
    choose(page, 1)
    choose(page, 2)
    expect(page.locator("#offline-banner")).to_contain_text("2 answers are kept on this device")
    assert stored(cast, run, "DG-06") is None
    page.context.set_offline(False)
    expect(page.locator("#save-state")).to_contain_text("Saved")
    expect(page.locator("#offline-banner")).to_be_hidden()
    becomes(page, cast, run, "DG-06", value=3, version=1)
    becomes(page, cast, run, "DG-07", value=2)


def test_answers_survive_a_reload(signed_in, cast, run, surfer):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)
    page.context.route(ANSWER, lambda route: route.abort())
    choose(page, 4)
    expect(page.locator("#offline-banner")).to_be_visible()
    page.reload()
    ready(page)
    expect(card(page).locator('input[name="value"][value="4"]')).to_be_checked()
    with page.expect_request(ANSWER):
        page.locator("[data-retry]").click()
    page.context.unroute(ANSWER)  # from here the page may send by itself before anybody clicks
    expect(page.locator("#save-state")).to_contain_text("Saved")
    becomes(page, cast, run, "DG-06", value=4)


NOTED = """(radio) => {
  radio.click();
  const names = Object.keys(localStorage).filter((name) => name.startsWith("landfall-note:"));
  return names.map((name) => [name, localStorage.getItem(name)]);
}"""


def test_questions_open_without_a_network_and_nothing_stays_after_signing_out(
    signed_in, cast, run, surfer
):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)
    wait_until(lambda: page.evaluate(KEPT) == 1, "what the device keeps", pausing(page))
    page.context.set_offline(True)
    page.goto(address(run, "DG-07"))
    expect(page.get_by_text("as this device keeps them")).to_be_visible()
    expect(page.locator("#question-DG-07")).to_be_visible()
    choose(page, 3)
    page.locator('.section-nav [data-section="SP"]').click()
    expect(page.locator("#question-SP-01")).to_be_visible()
    assert not card(page).locator('input[name="value"]:checked').count()
    page.reload()
    page.goto(address(run, "DG-07"))
    expect(page.locator('#question-DG-07 input[name="value"][value="3"]')).to_be_checked()
    page.context.set_offline(False)
    expect(page.get_by_text("as this device keeps them")).to_have_count(0)  # the real page again
    becomes(page, cast, run, "DG-07", value=3)
    page.goto("/accounts/logout/")
    page.locator("main form button").click()
    wait_until(lambda: page.evaluate(KEPT) == 0, "nothing to be kept", pausing(page))
    page.context.set_offline(True)
    with pytest.raises(PlaywrightError):
        page.goto(address(run, "DG-07"))


def test_answer_is_kept_in_the_moment_it_is_given(signed_in, cast, run, surfer):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)
    page.context.set_offline(True)
    notes = card(page).locator('input[name="value"][value="4"]').evaluate(NOTED)
    assert len(notes) == 1
    page.close()

    # A browser in which nothing but the note is left, as after a crash right after the click.
    again = signed_in()
    again.goto("/profile/")
    again.evaluate("(notes) => notes.forEach(([name, text]) => localStorage[name] = text)", notes)
    again.goto("/")  # a message would be missing where the page that closed had sent it after all
    becomes(again, cast, run, "DG-06", value=4, version=1)
    left = "Object.keys(localStorage).filter((name) => name.startsWith('landfall-note:')).length"
    wait_until(lambda: again.evaluate(left) == 0, "the end of the note", pausing(again))


def test_other_pages_send_what_was_left_behind(signed_in, cast, run, surfer):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)
    page.context.route(ANSWER, lambda route: route.abort())
    choose(page, 3)
    expect(page.locator("#offline-banner")).to_be_visible()
    with page.expect_event("requestfailed"):
        page.goto(f"/plants/johor-bahru/current/runs/{run.pk}/")
    page.context.unroute(ANSWER)
    expect(page.locator("#toasts")).to_contain_text("1 answer kept on this device was saved now")
    becomes(page, cast, run, "DG-06", value=3)
    page.reload(wait_until="networkidle")
    expect(page.locator("#toasts .toast")).to_have_count(0)
    assert page.evaluate(UNSENT) == []


def test_lost_answer_of_the_server_changes_nothing_twice(signed_in, cast, run, surfer):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)

    def take_and_drop(route):
        route.fetch()
        route.abort()

    page.context.route(ANSWER, take_and_drop)
    choose(page, 2)
    expect(page.locator("#offline-banner")).to_be_visible()
    choose(page, 3)
    page.context.unroute(ANSWER)
    with contextlib.suppress(PlaywrightError):  # the page tries again by itself, maybe sooner
        page.locator("[data-retry]").click(timeout=1000)
    expect(page.locator("#save-state")).to_contain_text("Saved")
    becomes(page, cast, run, "DG-06", value=3, version=2)


def test_conflict_shows_both_values_and_keeps_the_chosen_one(signed_in, cast, run):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)
    with tenant(cast.organization.pk):
        make.answer(run, "DG-06", cast.people["it_lead"], value=4)
    choose(page, 1)
    conflict = page.locator("#conflict-DG-06")
    expect(conflict).to_contain_text("It Lead changed this in the meantime")
    expect(conflict).to_contain_text("4, Connected with HQ")
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("#save-state")).to_contain_text("Saved")
    expect(conflict).to_be_empty()
    becomes(page, cast, run, "DG-06", value=1, version=2)


def test_evidence_first_and_then_the_level_is_no_conflict(signed_in, cast, run):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)
    card(page).locator(".q-add summary").click()
    card(page).locator('.evidence-form input[name="url"]').fill("https://wiki.example.org/codes")
    card(page).get_by_role("button", name="Add evidence").click()
    expect(page.locator("#save-state")).to_contain_text("Evidence added")
    for level in (2, 3):
        with page.expect_response(ANSWER) as caught:
            choose(page, level)
        assert caught.value.status == 200
    expect(page.locator("#conflict-DG-06")).to_be_empty()
    assert (stored(cast, run, "DG-06").value, stored(cast, run, "DG-06").version) == (3, 2)


def test_keys_answer_and_walk(signed_in, cast, run):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)
    page.keyboard.press("3")
    expect(card(page).locator('input[name="value"][value="3"]')).to_be_checked()
    page.keyboard.press("t")
    page.keyboard.press("5")
    expect(card(page).locator('input[name="target"][value="5"]')).to_be_checked()
    expect(card(page).locator("[data-to-go]")).to_have_text("2 levels to go")
    page.keyboard.press("n")
    page.keyboard.type("3 j t")
    expect(card(page).locator("textarea[name=note]")).to_have_value("3 j t")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(card(page)).to_have_attribute("data-question", "DG-07")
    page.keyboard.press("k")
    expect(card(page)).to_have_attribute("data-question", "DG-06")
    becomes(page, cast, run, "DG-06", value=3, target=5, note="3 j t")


def test_signing_out_with_unsent_answers_asks_first(signed_in, run, surfer):
    page = signed_in()
    page.goto(address(run, "DG-06"))
    ready(page)
    page.context.route(ANSWER, lambda route: route.abort())
    choose(page, 4)
    expect(page.locator("#offline-banner")).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator('[popovertarget="menu-person"]').click()
    page.get_by_role("button", name="Sign out").locator("visible=true").click()
    assert len(asked) == 1
    assert "/questions/" in page.url


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_heads_of_parts_take_the_focus_only_where_they_can_be_pressed(
    signed_in, run, width, surfer
):
    page = signed_in(width=width)
    page.goto(address(run, "DG-02"))
    ready(page)
    heads = card(page).locator(".q-part > summary")
    stops = heads.evaluate_all("heads => heads.map((head) => head.tabIndex)")
    assert stops == [0 if width == "phone" else -1] * 3


@pytest.mark.parametrize("width", ["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_questionnaire_is_accessible(
    signed_in, accessible, cast, run, width, language, surfer, shot
):
    for theme in ("light", "dark"):
        page = signed_in(width=width, theme=theme)
        with tenant(cast.organization.pk):
            cast.people["project_owner"].language = "en" if language == "en" else "zh-hans"
            cast.people["project_owner"].save()
        page.goto(address(run, "DG-06"))
        ready(page)
        shot(page, f"questionnaire-{width}-{language}-{theme}")
        if width == "phone":
            # At the end of the page the sticky bar lies where it belongs and covers no control;
            # at a desk the bar is on top, and the page is looked at from there.
            page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        accessible(page)
        forgive_axe(page, surfer)


PAGES = (
    "current/",
    "current/runs/new/",
    "current/runs/{run}/",
    "current/runs/{run}/sections/DG/",
    "current/runs/{run}/submit/",
    "current/runs/{run}/review/",
    "current/runs/{run}/sign-off/",
    "current/runs/{run}/score/?why=DG",
    "needs/requirements/",
    "landscape/systems/",
    "landscape/systems/new/",
    "landscape/systems/import/",
)


@pytest.mark.parametrize(
    ("width", "theme", "language"), [("desk", "light", "en"), ("phone", "dark", "zh-hans")]
)
def test_pages_of_the_area_are_accessible(
    signed_in, accessible, cast, run, width, theme, language, surfer, shot
):
    with tenant(cast.organization.pk):
        SystemFactory(plant=cast.plant, name="Kingdee K3")
        cast.people["project_owner"].language = language
        cast.people["project_owner"].save()
    page = signed_in(width=width, theme=theme)
    for place in PAGES:
        page.goto(f"/plants/johor-bahru/{place.format(run=run.pk)}")
        name = place.split("?")[0].strip("/").replace("/", "-").replace("-{run}", "") or "list"
        shot(page, f"{name}-{width}-{language}")
        accessible(page)
        forgive_axe(page, surfer)
