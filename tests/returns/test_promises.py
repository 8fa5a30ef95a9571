"""Promises by page: signed, broken, replaced, withdrawn, judged, summed; refused by name."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django_scopes import scopes_disabled

from core.errors import StaleVersionError, StateError
from organizations.models import AuditEvent, ExchangeRate, Plant
from readings.models import PlantIndicator
from returns.models import Effect, Promise
from returns.selectors.promises import ledger
from returns.services.promises import promise_effect, withdraw_promise
from roadmap.models import Initiative
from roadmap.services.initiatives import delete_initiative
from tests.factories.indicators import follow as measure
from tests.factories.indicators import make_baseline, record
from tests.factories.roadmap import make_bar, make_roadmap
from tests.roadmap.support import undo_last

BEFORE = (40, 41, 42, 40, 41, 42, 40, 42)
LATE_2025 = date(2025, 9, 1)
STATEMENTS = {"promise-list": 13, "plant-list": 14}


def url(name, *args, slug="johor-bahru"):
    return reverse(f"returns:{name}", args=[slug, *args])


@pytest.fixture
def client(at):
    return at.client("business_lead")


@pytest.fixture
def bar(roadmap):
    return make_bar(
        roadmap, "Downtime boards", LATE_2025, date(2025, 12, 31), status="done", progress=100
    )


@pytest.fixture
def indicator(at, owner):
    (row,) = measure(at.plant, "SC-12", by=owner)
    return row


@pytest.fixture
def effect(bar, indicator):
    return Effect.objects.create(
        initiative=bar,
        title="Less downtime",
        plant_indicator=indicator,
        change=Decimal(-4),
        benefit_amount=Decimal(120_000),
    )


def told(indicator, after):
    record(indicator, (*BEFORE, 38, 38, 38, 38, *after), date(2025, 1, 1))


def digest_on(page):
    return re.search(r'name="digest" value="([0-9a-f]{64})"', page.content.decode())[1]


def sign(client, effect, key="first", **more):
    page = client.get(url("promise-create", effect.pk))
    posted = {"digest": digest_on(page), "key": f"promise-{key}", **more}
    return client.post(url("promise-create", effect.pk), posted)


def text_of(client, name="promise-list", *args):
    return client.get(url(name, *args)).content.decode().replace("\xa0", " ")


def test_nothing_promised_is_said(client, roadmap):
    assert "Nothing is promised yet" in text_of(client)
    assert "Nothing is promised yet" in client.get(reverse("returns:plant-list")).content.decode()


def test_a_promise_is_frozen_with_its_hash(client, effect, indicator, at, owner):
    told(indicator, ())
    make_baseline(indicator, owner, date(2025, 1, 1), date(2025, 8, 1))
    for _twice in range(2):  # a double click signs once
        answer = sign(client, effect)
    row = Promise.objects.get()
    assert answer.headers["Location"] == url("promise-detail", row.pk)
    assert (row.signed_by, row.reason, row.replaces) == (at.people["business_lead"], "", None)
    assert row.content["baseline"]["value"] == "41"
    assert (row.content["change"], row.content["due_on"]) == ("-4", "2026-01-01")
    event = AuditEvent.objects.get(verb="promise.made")
    assert event.changes["digest"] == [None, row.digest]
    home = client.get(url("case-detail"), {"initiative": effect.initiative_id}).content.decode()
    assert url("promise-detail", row.pk) in home
    assert url("promise-create", effect.pk) not in home
    assert "when it was due already" in text_of(client)
    with pytest.raises(DatabaseError), transaction.atomic():
        Promise.objects.update(digest="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        Promise.objects.all().delete()


def test_only_who_accepts_for_business_sees_the_button(at, effect):
    for role, may in (("business_lead", True), ("it_lead", False), ("stakeholder", False)):
        page = at.client(role).get(url("case-detail"), {"initiative": effect.initiative_id})
        assert (url("promise-create", effect.pk) in page.content.decode()) is may
    assert at.client("it_lead").post(url("promise-create", effect.pk)).status_code == 403


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"plant_indicator": None, "change": None}, "A promise needs an indicator"),
        ({"change": None}, "A promise needs the change"),
        ({"change": Decimal(0)}, "by nothing"),
        ({"change": Decimal(4)}, "makes the indicator worse"),
    ],
)
def test_what_lacks_is_named(client, effect, values, words):
    digest = digest_on(client.get(url("promise-create", effect.pk)))
    Effect.objects.update(**values)
    page = client.get(url("promise-create", effect.pk)).content.decode()
    assert words in page
    assert "Sign the promise" not in page
    answer = client.post(url("promise-create", effect.pk), {"digest": digest, "key": "once-and-k"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Promise.objects.exists()


def test_a_target_that_is_best_is_needed(client, effect, indicator):
    indicator.indicator.direction = "target"
    indicator.indicator.save()
    assert "it has none: set it first" in text_of(client, "promise-create", effect.pk)
    PlantIndicator.objects.update(target_value=Decimal(37), target_on=date(2027, 1, 1))
    told(indicator, [38] * 10)
    sign(client, effect)
    (row,) = ledger(effect.initiative.roadmap.plant).standing
    assert row.delivery.ratio == Decimal(3) / 4
    assert "of the distance to the target" in text_of(client, "promise-detail", row.promise.pk)


def test_of_stopped_work_nothing_is_promised(client, effect):
    Initiative.objects.update(status="stopped")
    page = client.get(url("case-detail"), {"initiative": effect.initiative_id}).content.decode()
    assert url("promise-create", effect.pk) not in page
    assert "The initiative is stopped" in text_of(client, "promise-create", effect.pk)


def test_what_was_changed_meanwhile_is_not_signed(client, effect, owner):
    digest = digest_on(client.get(url("promise-create", effect.pk)))
    Effect.objects.update(change=Decimal(-5))
    answer = client.post(url("promise-create", effect.pk), {"digest": digest, "key": "once-and-k"})
    assert answer.status_code == 409
    assert "−5.00" in answer.content.decode()
    for odd in ("", "x", "0" * 65, "0" * 64):
        posted = {"digest": odd, "key": "once-and-k"}
        assert client.post(url("promise-create", effect.pk), posted).status_code in (409, 422)
    gone = Effect(pk=9999, initiative=effect.initiative)
    with pytest.raises(StaleVersionError):
        promise_effect(effect=gone, digest=digest, by=owner)
    assert not Promise.objects.exists()


def test_an_edit_breaks_it_visibly_and_a_new_one_replaces_it(client, effect, at):
    sign(client, effect)
    first = Promise.objects.get()
    again = sign(client, effect, key="other", reason="Why not")
    assert again.status_code == 422
    assert "Just this is promised already" in again.content.decode()
    Effect.objects.update(change=Decimal(-3), benefit_amount=None, kind="soft", ramp_months=2)
    page = text_of(client)
    assert "Change: promised −4.00" in page
    assert "now −3.00" in page
    assert "Benefit a year: promised MYR 120" in page
    assert "Kind: promised as hard, now soft" in page
    assert "Due: promised 1 Jan 2026, now 1 Mar 2026" in page
    assert sign(client, effect, key="third").status_code == 422  # without a reason
    sign(client, effect, key="fourth", reason="Measured anew")
    second = Promise.objects.get(replaces=first)
    assert "Measured anew" in text_of(client, "promise-detail", second.pk)
    old = text_of(client, "promise-detail", first.pk)
    assert url("promise-detail", second.pk) in old
    page = text_of(client)
    assert "Replaced" in page
    assert "Change: promised" not in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.create(
            plant=at.plant,
            initiative_key=1,
            effect_key=effect.pk,
            content={},
            signed_by=first.signed_by,
            signed_at=first.signed_at,
        )


def test_withdrawn_with_a_reason_only_and_once(client, effect, owner):
    sign(client, effect)
    row = Promise.objects.get()
    there = url("promise-withdraw", row.pk)
    assert client.get(there).status_code == 200
    assert client.post(there, {"reason": " ", "key": "once-and-k"}).status_code == 422
    answer = client.post(there, {"reason": "The line was sold", "key": "once-and-k2"})
    assert answer.headers["Location"] == url("promise-detail", row.pk)
    page = text_of(client)
    assert "Withdrawn and replaced" in page
    assert "Standing promises" not in page
    assert "The line was sold" in text_of(client, "promise-detail", row.pk)
    again = client.post(there, {"reason": "Twice", "key": "once-and-k3"})
    assert again.status_code == 409
    assert "stands no more" in again.content.decode()
    with pytest.raises(StateError):
        withdraw_promise(promise=row, reason="x", by=owner)
    act = Promise.objects.get(act="withdrawn")
    assert client.get(url("promise-detail", act.pk)).status_code == 404
    assert client.get(url("promise-withdraw", act.pk)).status_code == 404
    sign(client, effect, key="anew", reason="Kept after all")
    assert Promise.objects.get(replaces=act).act == "promised"
    assert (
        "promised by"
        in client.get(url("case-detail"), {"initiative": effect.initiative_id}).content.decode()
    )


def test_a_removed_initiative_keeps_its_promise_and_finds_it_again(client, effect, at, owner):
    sign(client, effect)
    bar = Initiative.objects.get()
    delete_initiative(initiative=bar, version=bar.version, by=owner)
    assert "Initiative removed" in text_of(client)
    assert client.get(url("promise-detail", Promise.objects.get().pk)).status_code == 200
    undo_last(at.plant, owner)
    page = text_of(client)
    assert "Initiative removed" not in page
    assert "No readings" in page


@pytest.mark.parametrize(
    ("after", "words", "delivered"),
    [
        ([v - 2 for v in (*BEFORE, 40, 41)], ("Proved", "8 readings before, 10 after"), 60_000),
        ([36, 37, 38, 39, 37], ("Too early", "5 of 8 readings since it is due"), 0),
        ((*BEFORE, 41), ("Not shown",), 0),
        ((), ("No readings", "none since it is due"), 0),
    ],
)
def test_what_came_of_it(client, effect, indicator, after, words, delivered):
    told(indicator, after)
    sign(client, effect)
    found = ledger(effect.initiative.roadmap.plant)
    assert (found.totals.promised, found.totals.delivered) == (120_000, delivered)
    page = text_of(client)
    for word in words:
        assert word in page
    detail = text_of(client, "promise-detail", Promise.objects.get().pk)
    assert "<svg" in detail
    assert ("promised 37" in detail) or not after
    assert "before the start" in detail
    assert found.years[0].year == 2026
    assert found.years[0].promised == 100_000  # ten months have passed
    assert found.years[0].delivered == delivered * 10 / 12


def test_no_readings_at_all_and_no_indicator_any_more(client, effect, indicator):
    sign(client, effect)
    there = Promise.objects.get().pk
    assert "nothing can be drawn" in text_of(client, "promise-detail", there)
    indicator.delete()
    page = text_of(client)
    assert "the plant no longer has this indicator" in page
    assert "Indicator: promised SC-12, now none" in page
    Effect.objects.all().delete()
    assert "The effect was removed since" in text_of(client, "promise-detail", there)


def test_late_work_is_overdue_and_moved_work_shows_it(client, effect):
    Initiative.objects.update(status="active", progress=50)
    sign(client, effect)
    page = text_of(client)
    assert "Overdue" in page
    assert "promised for 1 Jan 2026" in page
    Initiative.objects.update(ends_on=date(2027, 3, 31))
    assert "Due: promised 1 Jan 2026, now 1 Apr 2027" in text_of(client)


def test_money_of_another_currency_without_a_rate_is_in_no_sum(client, effect, at):
    Initiative.objects.update(currency="HUF")
    sign(client, effect)
    page = text_of(client)
    assert "1 promise is in no sum" in page
    assert "HUF" in page
    group = client.get(reverse("returns:plant-list")).content.decode()
    assert "1 without a rate" in group


def test_soft_and_silent_promises_are_in_no_sum(client, effect):
    Effect.objects.update(kind="soft")
    sign(client, effect)
    assert "soft" in text_of(client)
    assert ledger(effect.initiative.roadmap.plant).totals.count == 0
    Effect.objects.update(benefit_amount=None)
    sign(client, effect, key="b", reason="No money")
    assert ledger(effect.initiative.roadmap.plant).years == ()


def test_one_line_for_each_plant(client, effect, indicator, at):
    told(indicator, [v - 2 for v in (*BEFORE, 40, 41)])
    ExchangeRate.objects.create(
        organization=at.plant.organization,
        currency="MYR",
        rate=Decimal("1.5"),
        dated_on=date(2026, 1, 1),
        source="Bank",
    )
    sign(client, effect)
    page = client.get(reverse("returns:plant-list")).content.decode()
    assert url("promise-list") in page
    assert "180,000" in page  # at 1.5
    assert "90,000" in page


def test_another_plants_promises_are_not_found(client, effect, at):
    with scopes_disabled():
        elsewhere = Plant.objects.get(slug="elsewhere")
        other = make_bar(make_roadmap(elsewhere), "Other")
        foreign = Effect.objects.create(initiative=other, title="E")
        row = Promise.objects.create(
            plant=elsewhere,
            initiative_key=other.pk,
            effect_key=foreign.pk,
            content={},
            signed_by=at.people["cio"],
            signed_at="2026-01-01T00:00Z",
        )
    for name, key in (
        ("promise-create", foreign.pk),
        ("promise-detail", row.pk),
        ("promise-withdraw", row.pk),
    ):
        assert client.get(url(name, key)).status_code == 404
    assert client.get(url("promise-list", slug="elsewhere")).status_code == 404


def test_pages_read_chinese(client, effect, indicator, at):
    told(indicator, [v - 2 for v in (*BEFORE, 40, 41)])
    sign(client, effect)
    at.people["business_lead"].language = "zh-hans"
    at.people["business_lead"].save()
    assert "已证实" in text_of(client)
    assert "承诺" in text_of(client, "promise-detail", Promise.objects.get().pk)


@pytest.mark.parametrize("name", ["promise-list", "plant-list"])
def test_statements_do_not_grow_with_the_rows(
    client, effect, indicator, roadmap, name, django_assert_num_queries
):
    told(indicator, [38] * 10)
    there = reverse("returns:plant-list") if name == "plant-list" else url(name)
    sign(client, effect)
    client.get(there)
    with django_assert_num_queries(STATEMENTS[name]):
        client.get(there)
    for number in range(4):
        row = make_bar(roadmap, f"More {number}", LATE_2025, date(2025, 12, 31))
        more = Effect.objects.create(
            initiative=row, title="E", plant_indicator=indicator, change=Decimal(-1)
        )
        sign(client, more, key=str(number))
    with django_assert_num_queries(STATEMENTS[name]):
        client.get(there)
