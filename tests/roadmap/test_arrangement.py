"""Which rows the plan page shows, in which groups, on which axis; what an answer brings again."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from calendars.models import PlantMilestone
from core.base import tenant
from core.text import LocalizedText
from reports.sections.roadmap.collect import plan_of
from reports.selectors.record import PlantRecord
from roadmap.charts.drawing import drawing
from roadmap.models import Dependency, Initiative
from roadmap.selectors.arrangement import Wish, arranged, is_late, stretch
from roadmap.selectors.marks import by_month, plan_marks
from roadmap.selectors.plan import plan as load
from tests.factories.launch import launch_pack
from tests.factories.roadmap import make_bar, make_roadmap, picture_plan
from tests.steps.support import turn_url

HX = {"HX-Request": "true"}


def address(name, *args):
    return reverse(f"roadmap:{name}", args=["johor-bahru", *args])


@pytest.fixture
def stage(cast):
    with tenant(cast.organization.pk):
        yield picture_plan(cast.plant, cast.people["project_owner"])


def loaded(cast, today=date(2026, 11, 18)):
    return load(cast.plant, today=today)


def keys(groups):
    return [(group.key, len(group.rows)) for group in groups]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (Wish(), [("digitize", 5), ("integrate", 4), ("optimize", 3)]),
        (Wish(phase="integrate"), [("integrate", 4)]),
        (Wish(status="done"), [("digitize", 2)]),
        (Wish(text="  mes "), [("digitize", 1), ("integrate", 1)]),
        (Wish(text="能源"), [("optimize", 1)]),
        (Wish(text="ＭＥＳ"), [("digitize", 1), ("integrate", 1)]),
        (Wish(owner="none"), []),
        (Wish(group="status"), [("planned", 7), ("active", 3), ("done", 2)]),
        (Wish(late=True), []),
    ],
)
def test_wish_narrows_and_groups(cast, stage, wish, found):
    assert keys(arranged(loaded(cast), wish)) == found


def test_nobodys_rows_stand_last_and_owners_by_name(cast, stage):
    row = Initiative.objects.get(title__en="Energy optimization")
    row.owner = None
    row.save()
    groups = arranged(loaded(cast), Wish(group="owner"))
    assert [len(group.rows) for group in groups] == [11, 1]
    assert groups[1].key == "none"


def test_late_is_what_should_have_begun_or_ended(cast, stage):
    row = Initiative(status="planned", starts_on=date(2026, 5, 1), ends_on=date(2026, 9, 1))
    assert is_late(row, date(2026, 5, 2))
    assert not is_late(row, date(2026, 5, 1))
    row.status = "active"
    assert not is_late(row, date(2026, 9, 1))
    assert is_late(row, date(2026, 9, 2))
    row.status = "stopped"
    assert not is_late(row, date(2027, 1, 1))


def test_fit_takes_the_quarters_in_use(cast):
    with tenant(cast.organization.pk):
        make_bar(make_roadmap(cast.plant), start=date(2026, 5, 3), end=date(2027, 2, 1))
        whole = loaded(cast)
        assert stretch(whole, whole.initiatives).start == date(2026, 4, 1)
        assert stretch(whole, whole.initiatives).end == date(2027, 4, 1)
        assert stretch(whole, ()) == whole.frame


def test_bar_covers_its_days_on_every_axis(cast, stage):
    whole = loaded(cast)
    for zoom in ("month", "quarter", "year", "fit"):
        drawn = drawing(whole, arranged(whole, Wish()), zoom=zoom, may_edit=True, address="?")
        days = drawn.axis.span.days
        for row, _top in drawn.rows.values():
            wide = (row.right - row.left) * days / 100
            assert wide == pytest.approx((row.end - row.start).days + 1, abs=0.05)


@pytest.mark.parametrize(
    "query",
    [
        "zoom=month",
        "zoom=fit&late=1",
        "group=owner&q=MES",
        "view=list&phase=optimize",
        "view=table&group=status",
        "zoom=%00&group=x&owner=zz&status=no&q=" + "x" * 200,
        "owner=99999999999999999999&late=maybe",
    ],
)
def test_every_address_shows_a_page(cast, stage, query):
    page = cast.client("stakeholder").get(f"{address('roadmap-detail')}?{query}")
    assert page.status_code == 200


def test_filter_without_a_row_says_so(cast, stage):
    page = cast.client("stakeholder").get(address("roadmap-detail"), {"q": "nowhere"})
    text = page.content.decode()
    assert "No initiative fits this filter" in text
    assert "0 of 12 initiatives" in text


def test_one_bar_is_a_stop_of_the_tab_key(cast, stage):
    text = cast.client("project_owner").get(address("roadmap-detail")).content.decode()
    assert len(re.findall(r'class="gantt-bar"[^>]* tabindex="0"', text)) == 1
    assert len(re.findall(r'class="gantt-bar"[^>]* tabindex="-1"', text)) == 11
    first = re.search(r'class="skip" href="#(bar-\d+)"', text)[1]
    assert f'id="{first}"' in text


# --- what an answer brings again ----------------------------------------------------------------
def seen(text):
    return ";".join(f"{a}={b}" for a, b in re.findall(r'id="([\w-]+)" data-state="(\w+)"', text))


def moved(client, row, days, shown, **more):
    step = timedelta(days)
    values = {
        "starts_on": row.starts_on + step,
        "ends_on": row.ends_on + step,
        "version": row.version,
        "seen": shown,
    }
    return client.post(
        address("initiative-move", row.pk),
        values,
        headers={**HX, "HX-Current-URL": "http://x/"} | more,
    )


def test_a_move_brings_its_row_and_its_links_only(cast, stage):
    client = cast.client("project_owner")
    shown = seen(client.get(address("roadmap-detail")).content.decode())
    assert shown.count("row-") == 12
    row = Initiative.objects.get(title__en="Predictive maintenance, presses")
    answer = moved(client, row, 7, shown)
    text = answer.content.decode()
    assert answer["HX-Reswap"] == "none"
    assert re.findall(r'id="(row-\d+)"', text) == [f"row-{row.pk}"]
    link = Dependency.objects.get(successor=row)
    assert re.findall(r'id="(link-\d+)"', text) == [f"link-{link.pk}"]
    assert 'id="strips"' in text  # its money fell into other quarters
    assert 'id="gantt"' not in text
    last = Initiative.objects.get(title__en="Advanced planning and scheduling")
    text = moved(client, last, 7, seen(client.get(address("roadmap-detail")).content.decode()))
    # The end of the plan moved: what is open can slip by a week more, and says so.
    assert len(re.findall(r'id="(row-\d+)"', text.content.decode())) == 10


def test_rows_that_others_changed_come_along(cast, stage):
    client = cast.client("project_owner")
    shown = seen(client.get(address("roadmap-detail")).content.decode())
    other = Initiative.objects.get(title__en="Energy optimization")
    Initiative.objects.filter(pk=other.pk).update(title={"en": "<b>Energy</b>"}, version=9)
    row = Initiative.objects.get(title__en="Predictive maintenance, presses")
    text = moved(client, row, 7, shown).content.decode()
    assert set(re.findall(r'id="(row-\d+)"', text)) == {f"row-{row.pk}", f"row-{other.pk}"}
    assert "&lt;b&gt;Energy&lt;/b&gt;" in text
    assert "<b>Energy" not in text


@pytest.mark.parametrize("shown", ["", "gantt-body=0", "x", ";;==;", "row-1=" + "a" * 90_000])
def test_a_page_that_says_nothing_gets_the_whole_plan(cast, stage, shown):
    client = cast.client("project_owner")
    row = Initiative.objects.get(title__en="Energy optimization")
    answer = moved(client, row, -7, shown)
    assert answer["HX-Retarget"] == "#gantt"
    assert answer.content.decode().count('class="gantt-row') == 12


def test_a_row_that_leaves_the_filter_brings_the_whole_plan(cast, stage):
    client = cast.client("project_owner")
    where = "?status=planned"
    shown = seen(client.get(address("roadmap-detail") + where).content.decode())
    row = Initiative.objects.get(title__en="Energy optimization")
    values = {"version": row.version, "status": "stopped", "progress": "0", "seen": shown}
    values |= {"starts_on": row.starts_on, "ends_on": row.ends_on}
    values |= {"one_off_amount": "1", "yearly_amount": "0", "owner": ""}
    answer = client.post(
        address("initiative-row-edit", row.pk),
        values,
        headers={**HX, "HX-Current-URL": f"http://x/{where}"},
    )
    text = answer.content.decode()
    assert answer["HX-Retarget"] == "#gantt"
    assert f'id="row-{row.pk}"' not in text
    assert text.count('class="gantt-row') == 6


# --- the order of the rows ----------------------------------------------------------------------
def order_of(phase):
    rows = Initiative.objects.filter(phase=phase).order_by("order", "starts_on", "pk")
    return [row.title["en"].split()[0] for row in rows]


def test_rows_are_placed_by_hand_sorted_and_undone(cast, stage):
    client = cast.client("project_owner")
    rows = {row.title["en"].split()[0]: row for row in Initiative.objects.filter(phase="optimize")}
    assert order_of("optimize") == ["Predictive", "Advanced", "Energy"]
    place = address("initiative-place", rows["Energy"].pk)
    client.post(place, {"beside": rows["Predictive"].pk})
    assert order_of("optimize") == ["Energy", "Predictive", "Advanced"]
    client.post(place, {"beside": rows["Predictive"].pk, "behind": "on"})
    assert order_of("optimize") == ["Predictive", "Energy", "Advanced"]
    # A move leaves the order alone, and the order is no version of a row.
    rows["Energy"].refresh_from_db()
    assert rows["Energy"].version == 1
    moved(client, rows["Energy"], -30, "")
    assert order_of("optimize") == ["Predictive", "Energy", "Advanced"]
    client.post(address("roadmap-sort"))
    assert order_of("optimize") == ["Predictive", "Advanced", "Energy"]


def test_rows_of_another_phase_or_plant_are_refused(cast, stage):
    client = cast.client("project_owner")
    row = Initiative.objects.get(title__en="Energy optimization")
    other = Initiative.objects.filter(phase="digitize").first()
    place = address("initiative-place", row.pk)
    assert client.post(place, {"beside": other.pk}, headers=HX).status_code == 422
    assert client.post(place, {"beside": row.pk}, headers=HX).status_code == 422
    assert client.post(place, {"beside": "x"}, headers=HX).status_code == 422
    assert client.post(place, {"beside": 10**9}, headers=HX).status_code == 404


def test_place_in_the_list_hinders_no_undo(cast, stage):
    client = cast.client("project_owner")
    row = Initiative.objects.get(title__en="Energy optimization")
    first = Initiative.objects.get(title__en="Predictive maintenance, presses")
    moved(client, row, -30, "")
    step = re.search(r"steps/(\d+)/undo", client.get(address("change-list")).content.decode())[1]
    client.post(address("initiative-place", row.pk), {"beside": first.pk})
    client.post(turn_url("undo", step))
    row.refresh_from_db()
    assert row.starts_on == date(2028, 6, 1)
    assert order_of("optimize")[0] == "Energy"  # as it was put since


def test_float_is_outlined_named_and_listed(cast, stage):
    client = cast.client("project_owner")
    mes = Initiative.objects.get(title__en="MES core, pilot on lines 1–2")
    critical = {"Advanced planning and scheduling", "Energy optimization"}
    (data,) = Initiative.objects.filter(title__en="Data platform and indicator center")
    text = client.get(address("roadmap-detail")).content.decode()
    for row in Initiative.objects.exclude(status="done"):
        drawn = text.split(f'id="row-{row.pk}"')[1].split("</div></div>")[0].split("<h3")[0]
        drawn = drawn.split('class="gantt-row')[0]
        is_critical = row.title["en"] in critical
        assert ("on the critical path" in drawn) == is_critical
        assert ("stroke-accent" in drawn.split("grip")[0]) == is_critical
        assert ("can slip" in drawn) != is_critical
    table = client.get(address("roadmap-detail"), {"view": "table"}).content.decode()
    assert table.count("can slip") == 8
    page = client.get(address("roadmap-detail"), {"initiative": data.pk}).content.decode()
    # Data is over on 31 Jan 2028, scheduling begins on 1 Mar: 29 days between them.
    assert "<dd>can slip 29 days</dd>" in page
    Initiative.objects.filter(pk=mes.pk).update(status="stopped")
    page = client.get(address("roadmap-detail"), {"initiative": mes.pk}).content.decode()
    assert "<dt>Float</dt>" not in page


def test_screen_and_paper_mark_the_same_days(cast, stage):
    PlantMilestone.objects.create(plant=cast.plant, title="Power on", planned_on=date(2027, 5, 3))
    PlantMilestone.objects.create(plant=cast.plant, title="Far", planned_on=date(2040, 5, 3))
    cast.plant.start_of_production = date(2028, 2, 1)
    cast.plant.save()
    text = cast.client("cio").get(address("roadmap-detail")).content.decode().replace("\u00a0", " ")
    paper = plan_of(PlantRecord(cast.plant))
    assert [(one.title.en, one.day) for one in paper.marks] == [
        ("Start of production", date(2028, 2, 1)),
        ("Power on", date(2027, 5, 3)),
    ]
    assert text.count('class="axis-mark"') == len(paper.marks)
    assert "<title>Power on, 3 May 2027</title>" in text
    assert "deadline of law" in text


def test_start_of_the_facts_gives_way_to_dated_milestones(cast, stage):
    cast.plant.start_of_production = date(2026, 9, 1)
    cast.plant.save()
    PlantMilestone.objects.create(
        plant=cast.plant, key="M16", title="Start", planned_on=date(2027, 2, 15)
    )
    marks = plan_marks(cast.plant, date(2026, 11, 18))
    assert [(one.title.en, one.day) for one in marks] == [("Start", date(2027, 2, 15))]


def test_start_of_production_of_the_pack_comes_first_of_its_milestones(cast, stage):
    launch_pack()
    days = {"M7": date(2027, 1, 11), "M15": date(2027, 2, 15), "M16": date(2027, 3, 1)}
    for key, day in days.items():
        PlantMilestone.objects.create(plant=cast.plant, key=key, title=key, planned_on=day)
    marks = plan_marks(cast.plant, date(2026, 11, 18))
    assert [one.title.en for one in marks] == ["M16", "M7", "M15"]


def test_deadlines_of_a_month_are_one_mark():
    days = [date(2026, 12, 3), date(2026, 12, 9), date(2027, 1, 2), date(2027, 12, 3)]
    marks = by_month([(day, LocalizedText.of(f"Act {day}", f"法{day}")) for day in days])
    assert [(one.day, one.title.en, one.title.zh_hans) for one in marks] == [
        (days[0], "2 deadlines of law", "2项法定期限"),
        (days[2], "Act 2027-01-02", "法2027-01-02"),
        (days[3], "Act 2027-12-03", "法2027-12-03"),
    ]
