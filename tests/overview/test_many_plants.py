"""The portfolio of many plants: pages, order, rows that are kept, the switcher, nights."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.core.management import call_command
from django_scopes import scopes_disabled

from assessment.selectors.headline import headline, part_headlines
from capability.services import freeze_matrix
from compliance.selectors.duties import plant_totals
from core import clock
from journey.services.stages import create_stages
from overview.selectors.portfolio import shown_matrices
from overview.services import stored
from overview.tasks import refresh_stored
from overview.views import drawing
from roadmap.models import Initiative, StoredSums
from roadmap.selectors.plan import plan
from roadmap.services.initiatives import edit_initiative
from tests.factories.assessment_runs import make_run
from tests.factories.organizations import PlantFactory
from tests.markup import flat

PLANT = "/plants/johor-bahru/"
portfolio_views = import_module("overview.views.portfolio")  # its name is a view's, too


def test_many_plants_come_in_pages_with_totals_over_all(filled, monkeypatch):
    monkeypatch.setattr(portfolio_views, "PER_PAGE", 2)
    for number in range(4):
        PlantFactory(organization=filled.organization, name=f"Penang {number}", country="MY")
    client = filled.client("cio")
    first, last = client.get("/"), client.get("/?page=3")
    assert [len(page.context["drawn"]) for page in (first, last)] == [2, 1]
    assert [len(page.context["page"].rows) for page in (first, last)] == [5, 5]
    assert first.context["page"].overdue == last.context["page"].overdue == 1
    assert "1 to 2 of 5" in flat(first.content.decode())
    assert len(client.get("/?q=PENANG 3").context["page"].rows) == 1


@pytest.mark.parametrize("order", ["readiness", "overdue", "milestone"])
def test_plants_are_put_in_order(filled, order):
    PlantFactory(organization=filled.organization, name="Aachen")
    client = filled.client("cio")
    names = [one.name for one in client.get("/").context["drawn"]]
    assert names == ["Aachen", "Johor Bahru"]
    names = [one.name for one in client.get(f"/?sort={order}").context["drawn"]]
    assert names == ["Johor Bahru", "Aachen"]


def test_a_drawn_row_is_kept_until_something_in_it_changes(filled, monkeypatch):
    client = filled.client("cio")
    before = client.get("/").context["drawn"]
    with monkeypatch.context() as asleep:
        asleep.setattr(drawing, "_drawn", lambda *_: 1 / 0)
        assert client.get("/").context["drawn"] == before
    bar = Initiative.objects.get()
    edit_initiative(
        initiative=bar,
        version=bar.version,
        values={"spent_amount": 777},
        by=filled.people["cio"],
    )
    assert "777" in client.get("/").context["drawn"][0].row
    filled.plant.local_name = "柔佛工厂"
    filled.plant.save()
    filled.people["cio"].language = "zh-hans"
    filled.people["cio"].save()
    assert "柔佛工厂" in client.get("/").context["drawn"][0].row


def test_the_portfolio_says_what_the_rows_say(filled):
    """The figures of old, summed from raw rows another way."""
    row = filled.client("cio").get("/").context["page"].rows[0]
    today, whole = clock.today(), plan(filled.plant, today=clock.today())
    assert (row.plan.planned_to_date, row.plan.spent) == (whole.planned_to_date, whole.spent)
    assert (row.plan.totals, row.plan.conflicts) == (whole.totals, whole.conflicts)
    totals = plant_totals([filled.plant], today)[filled.plant.pk]
    assert (row.duties, row.next_duty_on) == (totals.total, totals.next_due_on)
    _run, matrix = shown_matrices([filled.plant])[filled.plant.pk]
    assert (row.score, row.standing.target) == (matrix.overall.current, matrix.overall.target)


def test_a_signed_score_that_is_a_range_is_one_on_every_page(scoped, levels):
    """SP-01 and SP-11 are open: strategy used to be a solid dot on the plant's page."""
    create_stages(plant=scoped.plant)
    known = {name: 1 for name in levels if name not in {"SP-01", "SP-11"}}
    run = make_run(scoped.plant, known, signed=True)
    freeze_matrix(assessment=run, by=scoped.people["cio"])
    _run, matrix = shown_matrices([scoped.plant])[scoped.plant.pk]
    rows = {row.dimension: row.whole for row in matrix.rows}
    assert rows["SP"].shown.now == part_headlines(run, "en")[0].shown
    assert (rows["SP"].ends is None, rows["SA"].ends) == (False, None)
    assert matrix.overall.shown.now == headline(run, "en").shown
    client = scoped.client("cio")
    assert rows["SP"].shown.now in client.get(PLANT).context["dumbbell"]
    mean = client.get("/").context["page"].mean
    assert (mean.value, mean.ranging) == (None, (scoped.plant.name,))


def test_the_switcher_is_fetched_when_it_is_opened(filled):
    client = filled.client("cio")
    page = client.get(PLANT).content.decode()
    assert 'hx-get="/switch/?at=johor-bahru"' in page
    menu = client.get("/switch/?at=johor-bahru").content.decode()
    assert 'href="/plants/johor-bahru/"' in flat(menu)
    assert "Johor Bahru" in menu
    assert "Johor Bahru" not in filled.client("stranger").get("/switch/").content.decode()


def test_the_night_refreshes_what_is_stored(filled, monkeypatch):
    asked = []
    monkeypatch.setattr(stored, "bring_up_to_date", lambda *args: asked.append(args))
    refresh_stored()
    assert (filled.organization.pk, clock.today()) in asked


def test_a_start_stores_after_a_new_version_a_restore_or_a_missed_night(
    filled, monkeypatch, settings
):
    today, asked = clock.today(), []
    call_command("refresh_stored")
    real = stored.bring_up_to_date
    monkeypatch.setattr(stored, "bring_up_to_date", lambda *args: asked.append(args) or real(*args))

    def start():
        asked.clear()
        call_command("refresh_stored", due=True)
        return bool(asked)

    assert not start()
    settings.APP_VERSION = "0.2.1"
    assert start()
    assert not start()
    stored.forget_version()
    assert start()
    with scopes_disabled():
        StoredSums.objects.filter(roadmap__plant=filled.plant).update(
            from_day=today - timedelta(days=2)
        )
    assert start()
    with scopes_disabled():
        StoredSums.objects.filter(roadmap__plant=filled.plant).delete()
    assert start()
    assert not start()
