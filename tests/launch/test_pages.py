"""The page of the start of production: days, date list, what if, slip, a bar for a need."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from django_scopes import scopes_disabled

from calendars.models import PlantClosure, PlantMilestone
from core.errors import RuleError, StateError
from core.wording.dates import day
from launch.selectors.plants import plant_launch
from launch.services.starts import set_start
from organizations.models import Plant
from steps.models import Step
from steps.selectors.changes import step_words
from tests.factories.roadmap import make_bar
from tests.launch.domain.cases import DAY, SOP, days, pack
from tests.launch.support import HOME, day_of, set_days, url, words

STATEMENTS = 13
PLAN = 8  # the plan, whose bars a slip is asked about
STAYING = (
    "Site or lease",
    "Company registered",
    "Tax number, bank account, signature certificate",
    "Entry of the hall, or ground-breaking",
)


@pytest.fixture
def client(at):
    return at.client("project_owner")


def test_without_a_pack_the_page_says_who_loads_it(client, at):
    assert "No launch pack is loaded" in words(client.get(url(HOME)))
    assert client.get(url("start-edit")).status_code == 404


def test_before_the_start_has_a_day(client, ahead):
    page = client.get(url(HOME))
    assert "The start of production has no day yet" in words(page)
    assert url("start-edit") in page.content.decode()
    reader = ahead.client("stakeholder").get(url(HOME)).content.decode()
    assert url("start-edit") not in reader
    form = client.get(url("start-edit"))
    assert "Store the milestones" not in words(form)


def test_owner_sets_the_start_by_kind_and_day(client, ahead):
    asked = {"kind": "leased_hall", "on": SOP.isoformat()}
    page = client.get(url("start-edit"), asked)
    assert "16–22 weeks before the start 14 Jun 2027 – 26 Jul 2027" in words(page)
    form = page.context["form"]
    assert {key: form.initial[key] for key in days()} == days()
    given = {key: on.isoformat() for key, on in days().items()}
    done = client.post(url("start-edit"), {**given, "M8": "", "version": 1})
    assert done.headers["Location"] == url(HOME)
    stored = {row.key: row for row in PlantMilestone.objects.all()}
    assert {key: row.planned_on for key, row in stored.items()} == {
        key: on for key, on in days().items() if key != "M8"
    }
    assert [key for key, row in stored.items() if row.is_fixed] == [f"M{n}" for n in range(7)]
    assert stored["M7"].both("title").zh_hans == "网络开通"
    assert Step.objects.get().verb == "plant_milestones.set"
    text = words(client.get(url(HOME)))
    assert "Interfaces in the factory acceptance" in text  # due at M8, which has no day
    assert "Not counted, because a milestone has no day" in text


def test_days_that_are_stored_stand_in_the_form_until_others_are_asked_for(client, ahead, owner):
    set_days(ahead.plant, owner, M10=date(2027, 8, 2))
    PlantMilestone.objects.filter(key="M8").delete()
    form = client.get(url("start-edit")).context["form"]
    assert (form.initial["M10"], form.initial["M8"]) == (date(2027, 8, 2), None)
    anew = {"kind": "leased_hall", "on": SOP.isoformat(), "days": "usual"}
    form = client.get(url("start-edit"), anew).context["form"]
    assert (form.initial["M10"], form.initial["M8"]) == (days()["M10"], days()["M8"])


def test_one_step_of_undo_takes_all_days_back(client, dated):
    step = Step.objects.get()
    undo = reverse("steps:step-undo", args=["johor-bahru", step.pk])
    assert undo in client.get(url(HOME)).content.decode()
    assert client.post(undo).headers["Location"] == url(HOME)
    assert not PlantMilestone.objects.exists()


def test_date_list_by_last_responsible_start(client, dated):
    PlantClosure.objects.create(
        plant=dated.plant, title="Tết", starts_on=DAY("2027-02-01"), opens_on=DAY("2027-02-15")
    )
    page = client.get(url(HOME))
    rows = page.context["rows"]
    assert [shown.row.entry.need.id for shown in rows][:4] == ["K-03", "K-13", "K-01", "K-02"]
    fibre = next(shown for shown in rows if shown.row.entry.need.id == "K-05")
    assert fibre.row.safe.late.start == DAY("2027-01-26")
    assert fibre.row.brave.late.start == DAY("2027-04-13")
    text = words(page)
    assert "27 days missing" in text
    assert "26 Jan 2027" in text
    assert "it waits for “Company registered”" in text
    chain = page.context["chain"]
    assert [title.en for title in chain.items][-1] == "Master data, buying and stock"
    assert "from memory, not checked" not in text  # no works council in Viet Nam
    assert "Ecovis Law Vietnam" in text
    assert "judgment" in text


def test_states_come_from_the_bars(client, dated, roadmap):
    bar = {"catalog_id": "D05", "need": "K-05"}
    row = make_bar(roadmap, "Fibre", date(2027, 2, 1), date(2027, 5, 31), **bar)
    late = make_bar(
        roadmap, "Labels", date(2027, 8, 20), date(2027, 9, 30), catalog_id="D15", need="K-18"
    )
    shown = {one.row.entry.need.id: one for one in client.get(url(HOME)).context["rows"]}
    assert (shown["K-05"].work.state, shown["K-18"].work.state) == ("planned", "planned")
    assert shown["K-18"].is_late
    assert shown["K-13"].asks
    assert not shown["K-05"].asks
    row.status, row.progress, row.starts_on = "active", 10, date(2026, 11, 2)
    row.save()
    shown = {one.row.entry.need.id: one for one in client.get(url(HOME)).context["rows"]}
    assert shown["K-05"].work.state == "under_way"
    assert shown["K-05"].row.safe.early.end == date(2027, 6, 1)  # the day after its last
    row.status, row.progress = "done", 100
    row.save()
    late.status = "stopped"
    late.save()
    page = client.get(url(HOME))
    shown = {one.row.entry.need.id: one for one in page.context["rows"]}
    assert "K-05" not in shown
    assert [need.id for need in page.context["standing"]] == ["K-05"]
    assert shown["K-18"].asks


def test_whole_initiatives_that_are_done_meet_their_needs(client, dated, roadmap):
    done = {"status": "done", "progress": 100}
    make_bar(roadmap, "Network", date(2026, 1, 1), date(2026, 6, 30), catalog_id="D05", **done)
    make_bar(roadmap, "MES", date(2026, 1, 1), date(2026, 6, 30), catalog_id="D16", **done)
    standing = [need.id for need in client.get(url(HOME)).context["standing"]]
    assert standing == ["K-01", "K-04", "K-05", "K-06", "K-07", "K-19", "K-23"]


def test_the_page_says_how_starts_are_counted(client, dated):
    assert "a start may fall on a weekend" in words(client.get(url(HOME)))


def test_what_is_missing_at_the_start_is_the_first_line(client, dated, owner):
    soon = days(start=date(2027, 5, 3))
    set_days(dated.plant, owner, **soon)
    assert "Missing at the start of production on 3 May 2027: MES of line 1" in words(
        client.get(url(HOME))
    )


def test_what_if_nothing_starts_before_a_day(client, dated):
    page = client.get(url(HOME), {"not_before": "2027-06-01"})
    assert "MES of line 1" in [title.en for title in page.context["looked"]["safe"]]
    assert len(page.context["looked"]["brave"]) < len(page.context["looked"]["safe"])
    assert "if nothing begins before 1 Jun 2027" in words(page)
    gaps = {shown.gap.milestone for shown in page.context["looked"]["gaps"]}
    assert {"M7", "M10", "M16"} < gaps  # not the start alone
    now = client.get(url(HOME), {"not_before": "2026-01-01"}).context
    assert [shown.gap for shown in now["looked"]["gaps"]] == [shown.gap for shown in now["gaps"]]


@pytest.mark.parametrize(
    "query",
    [
        {"not_before": "x"},
        {"not_before": "1899-01-01"},
        {"slip": "9999"},
        {"slip": "six"},
        {"not_before": "2100-12-31"},
    ],
)
def test_what_if_refuses_what_cannot_be_computed(client, dated, query):
    page = client.get(url(HOME), query)
    assert page.status_code == 200
    assert "looked" not in page.context
    assert "slip" not in page.context
    assert page.context["look"].errors


def test_slip_shows_two_columns_and_is_accepted_in_one_step(client, dated):
    page = client.get(url(HOME), {"slip": 6})
    shown = page.context["slip"]["shown"]
    assert {move.days for move in shown.stones} == {42}
    assert len(shown.staying_stones) == 7
    due = {row.row.entry.need.id: row for row in page.context["rows"]}
    assert {move.title.en for move in shown.staying_starts} == {
        row.row.entry.need.title.en for row in due.values() if row.due.en in STAYING
    } - {"Law screening"}  # it may come later, because ERP finance does
    version = plant_launch(dated.plant).version
    done = client.post(url("start-move"), {"weeks": 6, "version": version})
    assert done.headers["Location"] == url(HOME)
    assert day_of(dated.plant, "M16") == date(2027, 12, 27)
    assert day_of(dated.plant, "M5") == days()["M5"]
    last = Step.objects.latest("pk")
    assert step_words(last) == "Moved the milestones of the plant: SOP moved by 6 weeks"
    with translation.override("zh-hans"):
        assert step_words(last).endswith("：投产推迟6周")
    assert "SOP moved by 6 weeks" in words(client.get(url(HOME)))
    client.post(reverse("steps:step-undo", args=["johor-bahru", last.pk]))
    assert day_of(dated.plant, "M16") == SOP


def test_fixed_and_reached_milestones_stay(client, dated):
    PlantMilestone.objects.filter(key="M9").update(is_fixed=True)
    PlantMilestone.objects.filter(key="M2").update(is_fixed=False)
    PlantMilestone.objects.filter(key="M1").update(is_fixed=False, reached_on=date(2026, 11, 2))
    version = plant_launch(dated.plant).version
    client.post(url("start-move"), {"weeks": -1, "version": version})
    moved = [key for key, on in days().items() if day_of(dated.plant, key) != on]
    assert moved == ["M2", "M7", "M8", *(f"M{number}" for number in range(10, 19))]
    assert not PlantMilestone.objects.get(key="M2").is_fixed


def test_stale_slip_is_refused_with_what_would_move_now(client, dated, owner):
    version = plant_launch(dated.plant).version
    set_days(dated.plant, owner, M16=date(2027, 11, 29))
    stale = client.post(url("start-move"), {"weeks": 6, "version": version})
    assert stale.status_code == 409
    assert "Somebody changed the milestones" in words(stale)
    assert stale.context["slip"]["weeks"] == 6
    assert day_of(dated.plant, "M16") == date(2027, 11, 29)


@pytest.mark.parametrize(
    "given", [{}, {"weeks": "x", "version": 1}, {"weeks": 105, "version": 1}, {"weeks": 1}]
)
def test_wrong_slip_is_told(client, dated, given):
    answer = client.post(url("start-move"), given)
    assert answer.status_code == 422
    assert "Enter whole weeks, for example 6." in words(answer)


def test_slip_out_of_the_calendar_is_told(client, dated, owner):
    set_days(dated.plant, owner, M18=date(2100, 12, 1))
    version = plant_launch(dated.plant).version
    assert client.get(url(HOME), {"slip": 100}).context["look"].errors["slip"]
    answer = client.post(url("start-move"), {"weeks": 100, "version": version})
    assert answer.status_code == 422
    assert answer.context["look"].errors["slip"]


def test_slip_without_a_start_is_told(client, ahead):
    assert client.post(url("start-move"), {"weeks": 1, "version": 1}).status_code == 422


def test_stale_days_show_both_sides(client, dated, owner):
    version = plant_launch(dated.plant).version
    set_days(dated.plant, owner, M16=date(2027, 11, 29))
    given = {key: on.isoformat() for key, on in days().items()}
    stale = client.post(url("start-edit"), {**given, "version": version})
    assert stale.status_code == 409
    (difference,) = stale.context["conflict"]["rows"]
    assert difference["theirs"] == day(date(2027, 11, 29))
    assert difference["mine"] == day(SOP)
    theirs = {**given, "version": version, "on_conflict": "theirs"}
    assert client.post(url("start-edit"), theirs).headers["Location"] == url(HOME)
    mine = {**given, "version": stale.context["conflict"]["version"], "on_conflict": "mine"}
    assert client.post(url("start-edit"), mine).status_code == 302
    assert day_of(dated.plant, "M16") == SOP


def test_days_anew_keep_what_is_fixed_or_reached(client, dated, owner):
    PlantMilestone.objects.filter(key="M0").update(reached_on=date(2026, 10, 1))
    page = client.get(url("start-edit"), {"kind": "leased_hall", "on": "2028-01-10"})
    form = page.context["form"]
    assert "M0" not in form.fields
    assert form.initial["M5"] == days()["M5"]
    assert form.initial["M7"] == days(start=date(2028, 1, 10))["M7"]
    anew = {"kind": "own_building", "on": "2028-01-10", "days": "usual"}
    anew = client.get(url("start-edit"), anew).context["form"].initial
    assert anew["M5"] == days()["M5"]
    assert anew["M7"] != form.initial["M7"]


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "castle", "on": "2027-11-15"},
        {"kind": "leased_hall", "on": "x"},
        {"on": "1900-01-02"},
    ],
)
def test_proposal_refuses_in_words(client, ahead, query):
    page = client.get(url("start-edit"), {"kind": "leased_hall", **query})
    assert page.status_code == 200
    assert page.context["form"] is None
    assert page.context["query"].errors


@pytest.mark.parametrize(
    "given", [{"M16": ""}, {"M16": "x"}, {"M16": "1899-12-31"}, {"version": ""}]
)
def test_days_refuse_in_words(client, ahead, given):
    sent = {"M16": SOP.isoformat(), "version": 1, **given}
    asked = {"kind": "leased_hall", "on": SOP.isoformat()}
    answer = client.post(f"{url('start-edit')}?kind=leased_hall&on={asked['on']}", sent)
    assert answer.status_code == 422
    assert not PlantMilestone.objects.exists()


def test_a_start_whose_days_lie_outside_is_refused_in_the_readers_words(client, ahead, at):
    person = at.people["project_owner"]
    person.language = "zh-hans"
    person.save()
    page = client.get(url("start-edit"), {"kind": "leased_hall", "on": "2100-12-31"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "投产各节点会超出1900年至2100年的范围" in text
    assert "days from" not in text
    assert 'name="on"' in text


def test_days_at_the_edge_of_the_calendar_are_told(client, dated, owner):
    set_days(dated.plant, owner, M1=date(1900, 1, 1))
    page = client.get(url(HOME), {"slip": 2, "not_before": "2027-01-01"})
    assert "lead out of the years 1900 to 2100" in words(page)
    assert client.get(url("bar-create", "K-05")).status_code == 404  # there is no plan yet


def test_unknown_needs_and_foreign_plants_are_not_found(client, dated, roadmap):
    assert client.get(url("bar-create", "K-99")).status_code == 404
    with scopes_disabled():
        assert Plant.objects.filter(slug="elsewhere").exists()
    for name in (HOME, "start-edit"):
        assert client.get(url(name, slug="elsewhere")).status_code == 404
    assert client.post(url("start-move", slug="elsewhere")).status_code == 404


def test_pages_read_chinese(client, dated):
    dated.people["project_owner"].language = "zh-hans"
    dated.people["project_owner"].save()
    text = words(client.get(url(HOME), {"slip": 6, "not_before": "2027-06-01"}))
    assert "投产" in text
    assert "最迟须于" in text
    assert "网络开通" in words(client.get(url("start-edit")))


def test_statements_do_not_grow_with_the_rows(client, dated, roadmap, django_assert_num_queries):
    query = {"slip": 6, "not_before": "2027-06-01"}
    client.get(url(HOME), query)
    with django_assert_num_queries(STATEMENTS + PLAN):
        client.get(url(HOME), query)
    for need, name in (("K-05", "D05"), ("K-13", "D10"), ("K-19", "D16")):
        make_bar(roadmap, need, date(2027, 1, 1), date(2027, 6, 30), catalog_id=name, need=need)
    PlantMilestone.objects.update(owner=dated.people["it_lead"])
    with django_assert_num_queries(STATEMENTS + PLAN):
        client.get(url(HOME), query)


def test_a_milestone_without_a_start_is_not_enough(client, ahead, owner):
    with pytest.raises(RuleError, match="needs a day"):
        set_start(plant=ahead.plant, days={"M7": SOP}, version=1, by=owner)


def test_without_a_pack_nothing_is_set(at, owner):
    with pytest.raises(StateError, match="No launch pack is loaded"):
        set_start(plant=at.plant, days={"M16": SOP}, version=1, by=owner)


def test_when_everything_stands_nothing_decides(client, dated, roadmap):
    every = {name for need in pack().needs for name in need.initiatives}
    for number, name in enumerate(sorted(every)):
        done = {"status": "done", "progress": 100, "catalog_id": name}
        make_bar(roadmap, f"Whole {number}", date(2026, 1, 1), date(2026, 6, 30), **done)
    page = client.get(url(HOME), {"slip": -2})
    assert page.context["chain"] is None
    assert "Nothing is left to plan." in words(page)
    assert "The start comes 2 weeks earlier" in words(page)
    assert client.get(url("bar-create", "K-19")).context["form"].initial["initiative"] == "D16"
