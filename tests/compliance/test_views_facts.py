from __future__ import annotations

import datetime as dt

import pytest

from compliance.services import tracking
from organizations.selectors.places import plant_today
from tests.factories.compliance import make_release, obligation_data, set_row, text, tracked

URL = "/plants/johor-bahru/compliance/"
CLOCK = {"fact": "biometric_time_clock", "equals": "yes"}


@pytest.fixture
def editor(scoped):
    return scoped.people["it_lead"]


def page(cast, path, role="project_owner") -> str:
    response = cast.client(role).get(URL + path)
    assert response.status_code == 200
    return response.content.decode()


def test_due_list_says_what_comes_when(scoped, editor):
    today = plant_today(scoped.plant)
    law = today + dt.timedelta(days=40)
    late, review, ask, _ = tracked(
        scoped.plant,
        editor,
        obligation_data("my.late", text=text("Late duty")),
        obligation_data("my.review", text=text("Reviewed duty")),
        obligation_data("my.ask", confidence="M", text=text("Open question")),
        obligation_data("my.law", effective_on=law.isoformat(), text=text("New law")),
    )
    set_row(late, due_on=today - dt.timedelta(days=3))
    set_row(review, state="met", met_on=today, review_on=today + dt.timedelta(days=5))
    set_row(ask, due_on=today - dt.timedelta(days=3))
    html = page(scoped, "due/")
    assert "4 dates: past or within 90 days" in html
    order = [html.index(words) for words in ("Late duty", "Open question", "Reviewed duty")]
    assert order == sorted(order)
    assert "comes into force" in html
    assert "question to confirm by" in html
    assert html.count('class="when bad"') == 1


def test_empty_due_list_offers_the_checklist(scoped, editor):
    assert "Start with the checklist" in page(scoped, "due/")
    tracked(scoped.plant, editor)
    assert "each suggests one" in page(scoped, "due/")


def test_unknown_facts_come_first_with_what_waits_for_them(scoped, editor):
    tracked(
        scoped.plant,
        editor,
        obligation_data("my.a", applies_if=CLOCK),
        obligation_data("my.b", applies_if={"any": [CLOCK, {"fact": "lines", "at_least": 3}]}),
        obligation_data("my.c", applies_if={"fact": "einvoice_rule", "equals": "mandatory"}),
        facts={"einvoice_rule": "mandatory"},
    )
    html = page(scoped, "facts/")
    assert html.index("Time clocks use") < html.index("Production lines")
    assert "1 fact not known yet" in html
    assert "/plants/johor-bahru/edit/#id_biometric_time_clock" in html
    assert "from the country’s checklists" in html
    assert "mandatory" in html
    assert "/edit/#id_" not in page(scoped, "facts/", role="stakeholder")


def test_fact_page_tells_doubt_about_facts_from_doubt_about_the_law(scoped, editor):
    tracked(
        scoped.plant,
        editor,
        obligation_data("my.ask", confidence="M", applies_if={"fact": "lines", "at_least": 1}),
        obligation_data("my.clock", applies_if=CLOCK),
        obligation_data("my.sure"),
    )
    html = page(scoped, "facts/")
    assert "1 duty waits not for a fact but for somebody who confirms the law" in html


def test_fact_page_without_checklists_says_so(scoped):
    assert "No checklist for this country yet" in page(scoped, "facts/")


def test_changes_of_the_last_check_are_listed(scoped, editor):
    tracked(scoped.plant, editor, obligation_data("my.a", applies_if=CLOCK, text=text("Clock")))
    scoped.plant.biometric_time_clock = "yes"
    scoped.plant.save()
    make_release(
        obligation_data("my.a", applies_if=CLOCK, text=text("Clock")),
        obligation_data("my.b"),
        release="2026.4",
    )
    response = scoped.client("it_lead").post(f"{URL}refresh/", follow=True)
    html = response.content.decode()
    assert response.redirect_chain[-1][0] == f"{URL}facts/"
    assert "2 duties are new or changed" in html
    assert "To be confirmed → Applies" in html
    assert "not tracked before → Applies" in html


def test_checking_again_says_that_nothing_changed(scoped, editor):
    tracked(scoped.plant, editor)
    html = scoped.client("it_lead").post(f"{URL}refresh/", follow=True).content.decode()
    assert "nothing has changed" in html


def test_first_check_by_hand_leads_to_the_list(scoped):
    make_release(obligation_data("my.one"))
    response = scoped.client("it_lead").post(f"{URL}refresh/", follow=True)
    assert response.redirect_chain[-1][0] == URL


def test_change_of_a_duty_that_is_gone_is_left_out(scoped, editor):
    tracked(scoped.plant, editor)
    check = tracking.refresh(plant=scoped.plant, by=editor).check
    check.changes = [{"duty": 999999, "before": "yes", "after": "no"}]
    check.save()
    assert "What the last check changed" not in page(scoped, "facts/")


@pytest.mark.parametrize("path", ["due/", "facts/"])
def test_number_of_queries_does_not_grow(scoped, editor, django_assert_num_queries, path):
    count = {"due/": 9, "facts/": 12}[path]
    tracked(scoped.plant, editor, obligation_data("my.a", applies_if=CLOCK))
    client = scoped.client("it_lead")
    client.get(URL + path)
    with django_assert_num_queries(count):
        client.get(URL + path)
    tracked(
        scoped.plant,
        editor,
        *(obligation_data(f"my.{name}", applies_if=CLOCK) for name in "abc"),
        release="2026.4",
    )
    client.get(URL + path)
    with django_assert_num_queries(count):
        client.get(URL + path)
