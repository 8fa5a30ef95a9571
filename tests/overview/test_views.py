from __future__ import annotations

import datetime as dt

import pytest

from advice.selectors.desk import load_desk
from assessment.models import Assessment
from capability.services import freeze_matrix
from core import clock
from core.base import tenant
from journey.models import PlantStage
from journey.services.stages import create_stages
from organizations.models import Plant
from overview.services import index
from packs.loader import DATA_DIR
from packs.schema import Framework
from packs.services import load_folder
from reports.selectors.measured import chosen_run
from roadmap.models import Initiative, Roadmap
from roadmap.services import sums as plan_sums
from tests.factories.assessment_runs import catalog, flagship, make_run
from tests.factories.indicators import measured
from tests.factories.journey import StageTaskFactory
from tests.factories.organizations import PlantFactory
from tests.markup import text_of

PLANT = "/plants/johor-bahru/"


@pytest.fixture
def staged_plant(scoped):
    create_stages(plant=scoped.plant)
    return scoped


def test_first_sign_in_without_a_plant_says_what_to_do(cast):
    Plant._base_manager.filter(slug="elsewhere").delete()
    with tenant(cast.organization.pk):
        pass
    page = cast.client("stranger").get("/").content.decode()
    assert "No plant is open to you yet" in page or "Add the first plant" in page


def test_portfolio_shows_scores_duties_and_milestone(filled):
    page = filled.client("cio").get("/")
    (row,) = page.context["page"].rows
    assert row.score == 2
    assert row.overdue == 1
    assert row.plan.next_milestone.due_on == clock.today()
    assert page.context["page"].overdue == 1
    assert "1 overdue duty at Johor Bahru" in page.content.decode()


def test_every_page_takes_the_run_signed_last(scoped, levels):
    late = make_run(scoped.plant, levels, title="signed late", signed=True)
    soon = make_run(scoped.plant, {**levels, "DG-06": 4}, title="signed soon", signed=True)
    late.signed_off_at = late.first_signed_at = soon.signed_off_at + dt.timedelta(days=1)
    late.save()
    client = scoped.client("cio")

    def shown():
        return {
            Assessment.objects.get(pk=client.get("/").context["page"].rows[0].standing.run).title,
            client.get(PLANT).context["page"].run.title,
            load_desk(scoped.plant, "").run.assessment.title,
            chosen_run(scoped.plant).title,
        }

    catalog()
    before_it_is_frozen = shown()
    (row,) = client.get("/").context["page"].rows
    assert row.standing.is_signed
    assert client.get(f"{PLANT}capability/").context["run"].assessment == late
    assert before_it_is_frozen == shown() == {"signed late"}


def test_next_steps_keep_the_working_order_of_the_stage(staged_plant):
    stage = PlantStage.objects.get(plant=staged_plant.plant, stage=1)
    stage.tasks.all().delete()
    for title in ("walk the lines", "ask the people", "Zip it up"):
        StageTaskFactory(plant_stage=stage, title=title)
    StageTaskFactory(plant_stage=stage, title="pay", due_on=clock.today())
    StageTaskFactory(plant_stage=PlantStage.objects.get(plant=stage.plant, stage=2), title="aim")
    page = staged_plant.client("stakeholder").get(PLANT).context["page"]
    assert [one.title for one in page.next] == [
        "pay",
        "walk the lines",
        "ask the people",
        "Zip it up",
    ]


def test_portfolio_filter_hides_other_plants(filled):
    PlantFactory(organization=filled.organization, name="Szeged", country="HU", slug="szeged")
    client = filled.client("cio")
    assert len(client.get("/").context["page"].rows) == 2
    assert [r.plant.slug for r in client.get("/?country=HU").context["page"].rows] == ["szeged"]
    assert len(client.get("/?process=nonsense&country=zzzz").context["page"].rows) == 2


def test_portfolio_fragment_has_no_frame(filled):
    page = filled.client("cio").get("/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert 'id="plants"' in page


def test_portfolio_statements_do_not_grow_with_plants(filled, levels, django_assert_num_queries):
    client = filled.client("cio")
    for number in range(3):
        plant = PlantFactory(organization=filled.organization, slug=f"more-{number}")
        make_run(plant, levels)
        if number in (0, 2):
            client.get("/")
            # One reads the duties of plants that came past the acts, one counts what is unread.
            with django_assert_num_queries(20):
                page = client.get("/")
    assert [row.standing.is_signed for row in page.context["page"].rows].count(False) == 3


def test_overview_statements_do_not_grow(filled, levels, django_assert_max_num_queries):
    client = filled.client("cio")
    client.get(PLANT)
    for code in ("SC-12", "SC-21"):
        measured(filled.plant, filled.people["cio"], code, target=None)
        with django_assert_max_num_queries(26):
            client.get(PLANT)


def test_overview_shows_the_four_figures(filled):
    page = filled.client("project_owner").get(PLANT)
    figures = {tile["name"]: str(tile["figure"]) for tile in page.context["tiles"]}
    assert figures["Readiness"] == "2.0"
    assert figures["KPIs on plan"] == "–"
    assert page.context["stages"][0]["state"] == "now"


def test_overview_names_what_is_next_for_its_owner(filled):
    mine = filled.client("business_lead").get(PLANT).context["page"].next
    assert mine[0].kind == "duty"
    assert mine[0].is_mine
    assert any(item.title == "MES pilot decision" for item in mine)


def test_stakeholder_sees_no_members_and_no_tasks_of_others(filled):
    page = filled.client("stakeholder").get(PLANT).content.decode()
    assert "Edit plant facts" not in page
    assert "Open reports" in page


def test_respondent_sees_only_what_the_role_may_see(filled):
    page = filled.client("respondent").get(PLANT)
    assert [tile["name"] for tile in page.context["tiles"]] == ["KPIs on plan"]
    assert page.context["dumbbell"] == ""


def test_portfolio_keeps_to_the_rights_of_the_role(filled):
    answer = filled.client("respondent").get("/")
    (row,) = answer.context["page"].rows
    assert (row.standing, row.plan, row.duties.applicable) == (None, None, 0)
    assert answer.context["attention"] == ()
    page = answer.content.decode()
    for word in ("Spend to date", "Duties met", "Next milestone", "Capability by plant"):
        assert word not in page
    line = filled.client("respondent").get("/export/").content.decode().splitlines()[1]
    assert line.endswith(",MYR,0,0,0")


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("johor", "Plants"),
        ("DG-06", "Questions"),
        ("主数据", "Questions"),
        ("mes core", "Initiatives"),
        ("breach", "Duties"),
    ],
)
def test_search_finds_each_kind(filled, words, group):
    page = filled.client("cio").get("/search/", {"q": words})
    assert group in [found.title for found in page.context["groups"]]


def test_search_keeps_to_the_rights_of_the_role(filled):
    page = filled.client("respondent").get("/search/", {"q": "mes core"})
    assert page.context["groups"] == []
    assert filled.client("stranger").get("/search/", {"q": "mes core"}).context["groups"] == []


@pytest.mark.parametrize("words", ["", "a", "x" * 101, "<script>", "%_"])
def test_search_takes_any_words(filled, words):
    page = filled.client("cio").get("/search/", {"q": words})
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_pages_speak_chinese(filled):
    user = filled.people["cio"]
    user.language = "zh-hans"
    user.save()
    client = filled.client("cio")
    assert "工厂总览" in client.get("/").content.decode()
    assert "您的下一步" in client.get(PLANT).content.decode()


def test_export_writes_no_formula(filled):
    filled.plant.name = "=1+1"
    filled.plant.save()
    text = filled.client("cio").get("/export/").content.decode("utf-8-sig")
    assert "'=1+1" in text


def test_plant_without_anything_is_a_sound_page(scoped):
    page = scoped.client("project_owner").get(PLANT)
    assert page.status_code == 200
    assert "No assessment yet" in page.content.decode()


def test_waiting_run_and_own_section_are_next(filled):
    from assessment.models import Assessment, SectionAssignment

    run = make_run(filled.plant, {}, title="2027 H1")
    due = {"SP": dt.date(2026, 12, 1), "DG": dt.date(2026, 11, 25), "DI": None}
    for section, day in due.items():
        SectionAssignment.objects.create(
            assessment=run, section=section, user=filled.people["project_owner"], due_on=day
        )
    found = filled.client("project_owner").get(PLANT).context["page"].next
    assert [item.due_on for item in found if item.kind == "section"] == [due["DG"]]
    Assessment.objects.filter(pk=run.pk).update(state=Assessment.State.SUBMITTED)
    kinds = [i.kind for i in filled.client("project_owner").get(PLANT).context["page"].next]
    assert "run" in kinds
    assert filled.client("cio").get("/").context["page"].waiting == 1


def test_search_finds_systems_and_indicators(filled):
    from indicators.services.plant_set import choose_indicators
    from landscape.models import System

    load_folder(DATA_DIR / "indicators" / "1.0.0")
    System.objects.create(plant=filled.plant, name="Group ERP", category="ERP")
    index.refresh("system", filled.organization.pk)
    choose_indicators(plant=filled.plant, codes=["SC-12"], by=filled.people["cio"])
    client = filled.client("cio")
    assert [g.title for g in client.get("/search/?q=group erp").context["groups"]] == ["Systems"]
    found = client.get("/search/?q=SC-12").context["groups"]
    assert [group.title for group in found] == ["Indicators"]
    tiles = {t["name"]: t for t in client.get(PLANT).context["tiles"]}
    assert tiles["KPIs on plan"]["line"] == "the indicator cannot be judged yet"


def test_many_hits_are_cut_and_said(filled):
    (group,) = [
        one
        for one in filled.client("cio").get("/search/?q=personal data").context["groups"]
        if one.title == "Duties"
    ]
    assert group.more
    assert len(group.hits) == 8


def test_provisional_run_without_a_signed_one_shows_in_portfolio(scoped, levels):
    make_run(scoped.plant, dict(list(levels.items())[:60]))
    page = scoped.client("cio").get("/")
    (row,) = page.context["page"].rows
    assert not row.standing.is_signed
    page = scoped.client("cio").get(PLANT)
    page = page.content.decode()
    assert "between these two until answered: 60 of 76 answered" in page
    assert 'class="figure provisional"' in page
    portfolio = scoped.client("cio").get("/").content.decode()
    assert "provisional" in portfolio
    assert "cell range provisional" in portfolio
    (line,) = scoped.client("cio").get("/export/").content.decode().splitlines()[1:]
    assert ",,0." in line or ",,1." in line  # no single figure, two ends


def test_signed_stage_shows_its_day(filled):
    from journey.services.stages import sign_off

    stage = filled.plant.stages.get(stage=1)
    sign_off(by=filled.people["cio"], stage=stage, version=stage.version, reason="agreed")
    page = filled.client("cio").get(PLANT)
    assert page.context["stages"][0]["state"] == "done"
    assert page.context["stages"][0]["note"].startswith("Signed off ")


def test_overdue_stage_is_flagged_where_people_look(filled):
    from journey.models import PlantStage

    PlantStage.objects.filter(stage__in=(1, 2)).update(due_on="2026-01-02")
    page = filled.client("project_owner").get(PLANT)
    assert "overdue since" in page.context["stages"][0]["note"]
    assert "Stage “Current state” is not signed off" in page.content.decode()
    assert "Stage “Goals”" not in page.content.decode()  # it waits for the first
    portfolio = filled.client("cio").get("/").content.decode()
    assert "Stage “Current state” is not signed off" in portfolio


def test_names_of_plants_are_in_the_readers_language(filled):
    Plant.objects.filter(pk=filled.plant.pk).update(local_name="柔佛新山")
    filled.people["cio"].language = "zh-hans"
    filled.people["cio"].save()
    client = filled.client("cio")
    chinese = {"accept-language": "zh-hans"}
    (line,) = client.get("/export/", headers=chinese).content.decode("utf-8-sig").splitlines()[1:]
    assert line.startswith("柔佛新山,")
    audit = client.get("/organization/audit/", headers=chinese).content.decode()
    assert ">柔佛新山</option>" in audit


def test_money_without_a_rate_is_not_added_up(filled):
    page = filled.client("cio").get("/")
    spend = page.context["page"].spend
    assert (spend.spent, spend.missing_rates) == (None, (("Johor Bahru", "MYR"),))
    words = " ".join(page.content.decode().split())
    assert "not in it: Johor Bahru, the rate from MYR to CNY is missing" in words


def test_conflict_in_the_plan_needs_attention(filled):
    from roadmap.models import BudgetYear

    roadmap = Roadmap.objects.get()
    BudgetYear.objects.create(roadmap=roadmap, year=2026, limit_amount=1)
    Initiative.objects.update(spent_amount=5, status="active", progress=90)
    plan_sums.refresh(filled.plant)
    page = filled.client("cio").get("/")
    assert "1 roadmap conflict at Johor Bahru" in page.content.decode()
    page = filled.client("project_owner").get(PLANT)
    assert "Resolve 1 roadmap conflict" in page.content.decode()
    assert "spent of" in page.content.decode()


def test_the_overview_says_the_level_and_what_holds_it(scoped, db):
    """The walk: a plant at level 0 by SA-13 showed "1.5 / 5" and no level."""
    questions = [leaf.id for leaf in flagship().read(Framework).leaves]
    levels = dict.fromkeys(questions, 2) | {"SA-13": 0}
    create_stages(plant=scoped.plant)
    run = make_run(scoped.plant, levels, dict.fromkeys(questions, 3), signed=True)
    freeze_matrix(assessment=run, by=scoped.people["cio"])
    (tile, *_others) = scoped.client("cio").get(PLANT).context["tiles"]
    assert tile["context"] == "of 5, level 0, target score 3.0"
    assert "<br>" in tile["line"].split("held at 0 by SA-13")[0]  # on a line of its own
    assert "target score 3.0" in text_of(scoped.client("cio").get("/").content.decode())


def test_a_signed_range_is_not_said_to_wait_for_answers(scoped, db):
    questions = [leaf.id for leaf in flagship().read(Framework).leaves]
    levels = dict.fromkeys(questions[2:], 2)
    create_stages(plant=scoped.plant)
    run = make_run(scoped.plant, levels, signed=True)
    freeze_matrix(assessment=run, by=scoped.people["cio"])
    (tile, *_others) = scoped.client("cio").get(PLANT).context["tiles"]
    assert tile["context"] == "of 5, no level yet"
    assert f"signed with {len(levels)} of 76 answered" in tile["line"]
