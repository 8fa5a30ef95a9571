"""What the pages say of the law they cover, of headquarters' part, and of claims without proof."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from compliance.selectors.coverage import coverages, plant_coverage
from compliance.selectors.duties import plant_totals
from compliance.services import sums, tracking
from organizations.models import Plant
from organizations.selectors.places import plant_today
from tests.factories.compliance import make_release, obligation_data, set_row, text, tracked
from tests.factories.evidence import prove
from tests.factories.organizations import PlantFactory
from tests.markup import flat

URL = "/plants/johor-bahru/compliance/"
SENT = {"fact": "headquarters_exports_from_china", "equals": "yes"}
NO_LAW = "Thailand: no checklist covers the law of this country. Ask counsel."


@pytest.fixture
def editor(scoped):
    return scoped.people["it_lead"]


def page(cast, address=URL, role="it_lead") -> str:
    response = cast.client(role).get(address)
    assert response.status_code == 200
    return flat(response.content.decode())


@pytest.fixture
def thai(scoped, editor):
    """Return the plant moved to a country without a checklist, tracked by the other lists."""
    Plant.objects.filter(pk=scoped.plant.pk).update(country="TH")
    plant = Plant.objects.get(pk=scoped.plant.pk)
    make_release(obligation_data("my.one"))
    tracked(plant, editor, obligation_data("int.one"), jurisdiction="INT", name="int")
    return plant


@pytest.mark.parametrize(
    "address",
    [URL, f"{URL}due/", f"{URL}facts/", "/plants/johor-bahru/", "/"],
)
def test_a_country_without_a_checklist_says_so(scoped, thai, address) -> None:
    assert NO_LAW in page(scoped, address, role="cio")


@pytest.mark.parametrize("address", ["/plants/johor-bahru/", "/"])
def test_who_may_not_see_duties_reads_nothing_of_their_law(scoped, thai, address) -> None:
    assert "Ask counsel" not in page(scoped, address, role="respondent")


@pytest.mark.parametrize("address", [URL, "/plants/johor-bahru/", "/"])
def test_a_country_with_its_checklist_says_nothing(scoped, editor, address) -> None:
    tracked(scoped.plant, editor, obligation_data("my.one"))
    assert "Ask counsel" not in page(scoped, address, role="cio")


def test_coverage_of_many_plants_is_one_query(scoped, django_assert_num_queries) -> None:
    make_release(obligation_data("my.one"))
    plants = [
        scoped.plant,
        *(PlantFactory(organization=scoped.organization, country="DE") for _ in "ab"),
    ]
    with django_assert_num_queries(1):
        found = coverages(plants)
    assert [found[plant.pk].is_whole for plant in plants] == [True, False, False]
    assert plant_coverage(scoped.plant).gap is None


def test_a_withdrawn_or_draft_checklist_covers_nothing(scoped) -> None:
    release = make_release(obligation_data("my.one"))
    type(release).objects.filter(pk=release.pk).update(is_current=False)
    assert not plant_coverage(scoped.plant).is_whole


def test_headquarters_part_stands_apart(scoped, editor) -> None:
    Plant.objects.filter(pk=scoped.plant.pk).update(headquarters_exports_from_china="yes")
    plant = Plant.objects.get(pk=scoped.plant.pk)
    tracked(plant, editor, obligation_data("my.one", text=text("Local duty")))
    duty = obligation_data("cn.one", text=text("Export duty"), applies_if=SENT)
    tracked(plant, editor, duty, jurisdiction="CN", name="cn-test")
    html = page(scoped)
    table = html[html.index('id="duty-table"') :]
    local, part, export = (
        table.index(word) for word in ("Local duty", "Headquarters’ part", "Export duty")
    )
    assert local < part < export
    assert "Applies: headquarters is the exporter" in html
    assert "The score covers: Malaysia 0/1, headquarters’ part 0/1" in html
    totals = plant_totals([plant], plant_today(plant))[plant.pk]
    assert {layer.value: one.applicable for layer, one in totals.layers.items()} == {
        "country": 1,
        "headquarters": 1,
    }


@pytest.fixture
def claims(scoped, editor):
    """Return three met duties; one has proof, one is to be reviewed, one is overdue."""
    names = ("my.proven", "my.claimed", "my.review", "my.late")
    found = tracked(
        scoped.plant, editor, *(obligation_data(name, text=text(name)) for name in names)
    )
    today = plant_today(scoped.plant)
    rows = {duty.row.obligation: duty for duty in found}
    later, before = today + dt.timedelta(days=200), today - dt.timedelta(days=3)
    for name in names[:3]:
        set_row(rows[name], state="met", met_on=before, review_on=later)
    set_row(rows["my.review"], review_on=before)
    set_row(rows["my.late"], due_on=before)
    for name in ("my.proven", "my.review"):
        prove(rows[name].row)
    return rows


def test_met_without_evidence_is_counted_apart(scoped, claims) -> None:
    totals = plant_totals([scoped.plant], plant_today(scoped.plant))[scoped.plant.pk].total
    assert (totals.met, totals.applicable, totals.unproven) == (3, 4, 1)
    html = page(scoped)
    assert "3 of 4 duties that count are met" in html
    assert "1 of them without evidence" in html
    assert html.count("without evidence") == 2
    narrowed = page(scoped, f"{URL}?evidence=none")
    assert "my.claimed" in narrowed
    assert "my.proven" not in narrowed
    assert "1 met without evidence" in page(scoped, "/plants/johor-bahru/")
    sums.refresh(scoped.plant.pk)
    assert "1 met without evidence" in page(scoped, "/", role="cio")


def test_overdue_has_one_meaning(scoped, claims) -> None:
    html = page(scoped, f"{URL}due/")
    late, review = html.index(">Overdue<"), html.index(">Met, review due<")
    assert late < html.index("my.late") < review < html.index("my.review")
    assert "1 overdue" in html
    assert "1 overdue" in page(scoped)


def test_met_without_evidence_is_warned_of_when_saved(scoped, claims, editor) -> None:
    duty = claims["my.late"]
    address = f"{URL}obligations/{duty.row.pk}/"
    data = {"version": duty.row.version, "state": "met", "note": "", "review_on": ""}
    response = scoped.client("it_lead").post(address, data, follow=True)
    assert "Saved as met, but without evidence" in flat(response.content.decode())
    duty.row.refresh_from_db()
    address = f"{URL}obligations/{duty.row.pk}/edit/"
    data = {"version": duty.row.version, "state": "met", "owner": editor.pk}
    response = scoped.client("it_lead").post(address, data, headers={"HX-Request": "true"})
    assert "Saved as met, but without evidence" in response.content.decode()


def folded(html: str) -> list[str]:
    return re.findall(r'id="fold-([a-z_]+)" checked', html)


def test_a_long_list_opens_folded_but_for_what_is_late(scoped, editor) -> None:
    many = [obligation_data(f"my.a{number}") for number in range(30)]
    more = [obligation_data(f"my.b{number}", topic="labour") for number in range(11)]
    found = tracked(scoped.plant, editor, *many, *more)
    assert folded(page(scoped)) == ["privacy", "labour"]
    assert folded(page(scoped, f"{URL}?topic=labour")) == []
    yesterday = plant_today(scoped.plant) - dt.timedelta(days=1)
    set_row(found[0], due_on=yesterday)
    assert folded(page(scoped)) == ["labour"]
    make_release(*many, release="2026.4")
    tracking.refresh(plant=scoped.plant, by=editor)
    assert folded(page(scoped)) == []
