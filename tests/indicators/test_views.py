"""The pages of one plant: what they show, what they refuse."""

from __future__ import annotations

import json
import re

import pytest

from core.base import tenant
from organizations.models import Plant
from readings.models import PlantIndicator
from tests.factories.indicators import catalog, follow, measured, record
from tests.factories.organizations import PlantFactory

BASE = "/plants/johor-bahru/indicators/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def row(scoped) -> PlantIndicator:
    return measured(scoped.plant, scoped.people["cio"])


def text(response) -> str:
    """Return the words of a page without its marks."""
    plain = re.sub(
        r"<(script|svg)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL
    )
    return " ".join(plain.replace("\u00a0", " ").split())


def test_empty_plant_offers_the_first_step(scoped):
    assert "Choose indicators" in text(scoped.client("cio").get(BASE))
    assert "The project owner" in text(scoped.client("stakeholder").get(BASE))


def test_list_says_how_each_stands(scoped, row):
    page = text(scoped.client("cio").get(BASE))
    assert "Unplanned downtime: Oct 2026 lies above the upper limit." in page
    assert "52.8" in page
    assert "Outside limits" in page


@pytest.mark.parametrize(
    ("show", "count"), [("behind", 1), ("questions", 1), ("stale", 1), ("nonsense", 2)]
)
def test_list_is_narrowed_by_state(scoped, row, show, count):
    new = follow(scoped.plant, "SC-12", "SC-21", by=scoped.people["cio"])[1]
    record(new, [1, 2])
    page = scoped.client("cio").get(BASE, {"show": show}, headers=HTMX)
    assert len(page.context["lines"]) == count
    assert "<html" not in page.content.decode()


def test_statements_of_the_list_do_not_grow(scoped, row, django_assert_num_queries):
    client = scoped.client("cio")
    client.get(BASE)
    with django_assert_num_queries(10):
        client.get(BASE)
    for code in ("SC-21", "SC-22"):
        measured(scoped.plant, scoped.people["cio"], code, target=None)
    with django_assert_num_queries(10):
        client.get(BASE)


def test_detail_shows_the_picture(scoped, row):
    page = text(scoped.client("stakeholder").get(f"{BASE}{row.pk}/"))
    for words in ("33.5 – 48.5", "mean ± 2.66 × 2.8", "Target, Dec 2027", "target path 37.7"):
        assert words in page
    assert "Explain this reading" not in page
    assert "Moved by" not in page


def test_chart_draws_the_numbers(scoped, row):
    page = scoped.client("cio").get(f"{BASE}{row.pk}/").content.decode()
    assert 'data-series="readings"' in page
    assert "upper limit 48.5" in page
    assert "target 32.8, −20\u00a0%" in page


@pytest.mark.parametrize("shown", ["12", "target", "all", "nonsense"])
@pytest.mark.parametrize("view", ["", "table"])
def test_every_stretch_opens_as_chart_and_table(scoped, row, shown, view):
    url = f"{BASE}{row.pk}/?range={shown}&view={view}"
    assert scoped.client("cio").get(url).status_code == 200
    part = scoped.client("cio").get(url, headers={**HTMX, "HX-Target": "indicator-chart"})
    assert part.content.decode().strip().startswith("<section")


def test_readings_are_paged(scoped, row):
    page = scoped.client("cio").get(
        f"{BASE}{row.pk}/?page=2", headers={**HTMX, "HX-Target": "readings"}
    )
    assert "Oct 2025" in text(page)
    assert "Oct 2026" not in text(page)


def test_chart_is_handed_out_for_exploring(scoped, row):
    found = json.loads(scoped.client("cio").get(f"{BASE}{row.pk}/chart/").content)
    assert [trace["uid"] for trace in found["data"]] == ["readings", "path"]


def test_indicator_without_readings_offers_the_first_step(scoped):
    (new,) = follow(scoped.plant, "SC-21", by=scoped.people["cio"])
    client = scoped.client("cio")
    assert "No readings yet" in text(client.get(f"{BASE}{new.pk}/"))
    assert "No readings yet" in text(client.get(f"{BASE}{new.pk}/baselines/new/"))
    assert client.get(f"{BASE}{new.pk}/chart/").status_code == 404


def test_quarterly_indicator_speaks_of_quarters(scoped):
    (new,) = follow(scoped.plant, "DIG-05", by=scoped.people["cio"])
    record(new, [40, None, None, 45, None, None, 50])
    page = text(scoped.client("cio").get(f"{BASE}{new.pk}/?view=table"))
    assert "Q3 2025" in page
    assert "Quarter" in page


@pytest.mark.parametrize("tail", ["", "?explain=1", "chart/", "readings/new/", "target/"])
def test_indicator_of_another_plant_is_not_found(scoped, tail):
    other = Plant._base_manager.get(slug="elsewhere")
    with tenant(other.organization_id):
        (foreign,) = follow(other, "SC-12", by=scoped.people["stranger"])
    assert scoped.client("cio").get(f"{BASE}{foreign.pk}/{tail}").status_code == 404


def test_reading_of_another_indicator_is_not_found(scoped, row):
    other = measured(scoped.plant, scoped.people["cio"], "SC-21", target=None)
    reading = other.measurements.first().pk
    for tail in (
        f"?explain={reading}",
        f"readings/{reading}/edit/",
        f"readings/{reading}/explain/",
    ):
        assert scoped.client("cio").get(f"{BASE}{row.pk}/{tail}").status_code == 404


def test_drawer_explains_a_reading(scoped, row):
    last = row.measurements.last()
    url = f"{BASE}{row.pk}/?explain={last.pk}"
    drawer = scoped.client("cio").get(url, headers={**HTMX, "HX-Target": "drawer"})
    assert drawer.content.decode().strip().startswith("<dialog")
    assert "Oct 2026: 52.8" in text(drawer)
    assert "Save the explanation" in text(scoped.client("cio").get(url))
    assert "Nobody has explained" in text(scoped.client("stakeholder").get(url))


# --- choosing and keeping ------------------------------------------------------------------------


def test_starter_set_is_proposed_to_an_empty_plant(scoped):
    catalog()
    page = scoped.client("cio").get(f"{BASE}choose/")
    chosen = [
        item.code for _k, _t, items in page.context["groups"] for item in items if item.is_chosen
    ]
    assert len(chosen) == 9
    assert "SC-12" in chosen


def test_without_a_catalog_the_page_says_so(scoped):
    assert "No catalog is loaded" in text(scoped.client("cio").get(f"{BASE}choose/"))


def test_set_is_saved(scoped):
    catalog()
    client = scoped.client("cio")
    assert client.post(f"{BASE}choose/", {"codes": ["SC-12", "ISO-06"]}).status_code == 302
    assert PlantIndicator.objects.count() == 2
    assert client.post(f"{BASE}choose/", {"codes": ["XX-9"]}).status_code == 422
    assert len(client.get(f"{BASE}choose/?set=starter").context["starter"]) == 9


def test_clash_of_names_is_told_when_choosing(scoped):
    catalog()
    client = scoped.client("cio")
    client.post("/indicators/new/", own(title_en="Unplanned downtime"))
    client.post("/indicators/new/", own(title_en="Own downtime"))
    PlantIndicator.objects.all().delete()
    assert client.post(f"{BASE}choose/", {"codes": ["OWN-01"]}).status_code == 302


def test_owner_and_source_are_saved_under_their_version(scoped, row):
    client, url = scoped.client("cio"), f"{BASE}{row.pk}/edit/"
    owner = scoped.people["it_lead"].pk
    data = {"owner": owner, "source": "MES", "deviation": "", "unit_en": "", "unit_zh": ""}
    assert client.post(url, {**data, "version": row.version}).status_code == 302
    stale = client.post(url, {**data, "source": "ERP", "version": row.version})
    assert stale.status_code == 409
    assert "MES" in text(stale)
    assert client.post(url, {"on_conflict": "theirs"}).status_code == 302
    half = client.post(url, {**data, "unit_en": "h", "version": row.version + 1})
    assert half.status_code == 422
    bare = {**data, "unit_en": "h", "unit_zh": "小时", "version": row.version + 1}
    assert "how this differs" in text(client.post(url, bare))


# --- the center ----------------------------------------------------------------------------------


def own(**changes) -> dict[str, str]:
    return {
        "code": "own-01", "title_en": "Own speed", "title_zh": "自有速度", "definition_en": "Fast.",
        "definition_zh": "快。", "formula_en": "a/b", "formula_zh": "a/b", "unit_en": "u",
        "unit_zh": "件", "unit_kind": "rate", "direction": "up", "frequency": "month",
        "lower_bound": "0", "upper_bound": "", "owner_name": "", "source": "", **changes,
    }  # fmt: skip


def test_center_is_empty_at_first_and_filled_by_choosing(scoped):
    client = scoped.client("cio")
    assert "No definitions yet" in text(client.get("/indicators/"))
    measured(scoped.plant, scoped.people["cio"])
    page = text(client.get("/indicators/"))
    assert "Unplanned downtime" in page
    assert "Johor Bahru" in page


def test_center_names_no_plant_that_the_reader_may_not_know(scoped):
    other = PlantFactory(organization=scoped.organization, name="Monterrey", slug="monterrey")
    measured(other, scoped.people["cio"])
    assert "Monterrey" in text(scoped.client("cio").get("/indicators/"))
    page = text(scoped.client("respondent").get("/indicators/"))
    assert "Unplanned downtime" in page
    assert "Monterrey" not in page
    assert "monterrey" not in page


@pytest.mark.parametrize(
    ("query", "count"),
    [("q=downtime", 1), ("q=停机", 1), ("q=zzz", 0), ("direction=up", 1), ("direction=x", 2),
     ("kind=own", 1), ("kind=catalog", 1), ("q=own&kind=own", 1)],
)  # fmt: skip
def test_center_is_searched_and_filtered(scoped, row, query, count):
    client = scoped.client("cio")
    client.post("/indicators/new/", own())
    page = client.get(f"/indicators/?{query}")
    assert page.context["page"].paginator.count == count


def test_center_names_some_plants_and_counts_the_others(scoped, row):
    for name in "ABCD":
        plant = PlantFactory(organization=scoped.organization, name=f"Plant {name}")
        PlantIndicator.objects.create(plant=plant, indicator=row.indicator)
    page = text(scoped.client("cio").get("/indicators/"))
    assert [name in page for name in ("Johor Bahru", "Plant A", "Plant B", "Plant C")] == [
        *(True, True, True, False)
    ]
    assert "5 plants in all" in page


def test_statements_of_the_center_do_not_grow(scoped, row, django_assert_num_queries):
    client = scoped.client("cio")
    client.get("/indicators/")
    with django_assert_num_queries(10):
        client.get("/indicators/")
    follow(scoped.plant, "SC-12", "SC-21", "SC-22", by=scoped.people["cio"])
    with django_assert_num_queries(10):
        client.get("/indicators/")


def test_definition_is_added_once(scoped):
    client = scoped.client("it_lead")
    assert client.post("/indicators/new/", own()).status_code == 302
    again = client.post("/indicators/new/", own(code="OWN-02"))
    assert again.status_code == 422
    assert "This name is defined already, as OWN-01." in text(again)


@pytest.mark.parametrize(
    "changes",
    [{"code": "a b"}, {"code": ""}, {"lower_bound": "x"}, {"lower_bound": "5", "upper_bound": "4"},
     {"unit_kind": "x"}, {"title_zh": ""}, {"lower_bound": "9" * 14}],
)  # fmt: skip
def test_definition_with_a_wrong_field_is_refused(scoped, changes):
    assert scoped.client("cio").post("/indicators/new/", own(**changes)).status_code == 422


def test_definition_is_edited_and_a_stale_edit_refused(scoped):
    client = scoped.client("cio")
    client.post("/indicators/new/", own())
    from readings.models import Indicator

    url = f"/indicators/{Indicator.objects.get().pk}/edit/"
    assert client.get(url).status_code == 200
    data = own(title_en="Own pace", version="1")
    assert client.post(url, data).status_code == 302
    stale = client.post(url, {**data, "title_en": "Third", "direction": "down"})
    assert stale.status_code == 409
    assert "Own pace" in text(stale)
    rows = {row["label"]: (row["theirs"], row["mine"]) for row in stale.context["conflict"]["rows"]}
    assert rows["Direction"] == ("Higher is better", "Lower is better")
    same = client.post(url, data)
    assert same.context["conflict"] == {"rows": [], "who": "Cio", "version": 2}
    assert "Keep mine" in text(same)
    assert client.post(url, {"on_conflict": "theirs"}).status_code == 302
    assert client.post(url, {**data, "unit_kind": "x"}).status_code == 422


def test_clashing_edit_is_told(scoped, row):
    client = scoped.client("cio")
    client.post("/indicators/new/", own())
    from readings.models import Indicator

    url = f"/indicators/{Indicator.objects.get(code='OWN-01').pk}/edit/"
    clash = client.post(url, own(title_en="Unplanned downtime", version="1"))
    assert "SC-12" in text(clash)


def test_single_plant_cannot_redefine_what_others_use(scoped, row):
    from readings.models import Indicator
    from tests.factories.organizations import PlantFactory

    url = f"/indicators/{Indicator.objects.get(code='SC-12').pk}/edit/"
    assert scoped.client("it_lead").get(url).status_code == 200
    other = PlantFactory(organization=scoped.organization)
    follow(other, "SC-12", by=scoped.people["cio"])
    assert scoped.client("it_lead").get(url).status_code == 403


# --- language ------------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["", "choose/", "{pk}/", "{pk}/target/", "{pk}/baselines/new/"])
def test_page_is_chinese_throughout(scoped, row, tail):
    user = scoped.people["cio"]
    user.language = "zh-hans"
    user.save()
    page = text(scoped.client("cio").get(BASE + tail.format(pk=row.pk)))
    for english in ("Unplanned", "Readings", "Baseline", "Target", "Choose", "limits", "median"):
        assert english not in page


@pytest.mark.parametrize(("kind", "way"), [("percent", "percent"), ("", "value")])
def test_stored_target_comes_back_with_its_way(scoped, row, kind, way):
    PlantIndicator.objects.filter(pk=row.pk).update(target_kind=kind)
    page = scoped.client("cio").get(f"{BASE}{row.pk}/target/").content.decode()
    chosen = re.search(r"<input[^>]*name=\"way\"[^>]*checked[^>]*>", page)
    assert chosen is not None
    assert f'value="{way}"' in chosen.group()


def test_row_shows_the_newest_reading_that_counts_and_names_the_one_left_out(scoped, row):
    """52.8 of October is left out: the row stands for 36.6 of September, as documents do."""
    newest = row.measurements.order_by("-period").first()
    newest.is_excluded, newest.cause = True, "Flood"
    newest.save()
    page = text(scoped.client("cio").get(BASE))
    assert re.search(r"36\.6 Sep 2026 without 52\.8 of Oct 2026", page)
