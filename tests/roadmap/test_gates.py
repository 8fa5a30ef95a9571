"""Gates that name indicators: the owner's conditions, readings, and every place that tells them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.errors import StaleVersionError
from organizations.models import AuditEvent
from packs.schema import Framework
from readings.models import Indicator
from roadmap.models import GateCondition, Initiative
from roadmap.selectors.gates import behind_gates, plan_gates
from roadmap.selectors.plan import plan
from roadmap.selectors.reach import plan_run
from roadmap.services import gates
from steps.models import Step
from tests.factories.assessment_runs import flagship, make_run
from tests.factories.indicators import follow, record
from tests.factories.roadmap import make_bar
from tests.markup import flat
from tests.roadmap.support import TODAY, undo_last

D = Decimal
PAGE = "/plants/johor-bahru/roadmap/"
GATES = f"{PAGE}gates/"


def url(name, *args):
    return reverse(f"roadmap:{name}", args=["johor-bahru", *args])


@pytest.fixture
def quality(at, owner):
    """Master data completeness: higher is better, in percent."""
    return follow(at.plant, "DQ-07", by=owner)[0]


def condition(roadmap, owner, row, bound=90, **more):
    values = {"phase": "integrate", "plant_indicator": row, "side": "", "bound_value": D(bound)}
    return gates.add_condition(roadmap=roadmap, values=values | more, by=owner)


def state(at):
    found = plan_gates(at.plant, plan_run(at.plant), today=TODAY)
    return {gate.phase: gate.is_open for gate in found}


def levels(level):
    return {leaf.id: level for leaf in flagship().read(Framework).leaves}


def test_a_condition_opens_when_a_recent_reading_reaches_it(at, owner, roadmap, quality):
    condition(roadmap, owner, quality)
    assert state(at) == {"integrate": False}  # no reading is unknown, and unknown is not reached
    record(quality, ["95"], date(2026, 5, 1))
    assert state(at) == {"integrate": False}  # five months old
    record(quality, ["89.5"], date(2026, 9, 1))
    assert state(at) == {"integrate": False}
    (last,) = record(quality, ["90"], date(2026, 10, 1))
    assert state(at) == {"integrate": True}
    last.is_excluded, last.cause = True, "wrong file"
    last.save()
    assert state(at) == {"integrate": False}  # what is left out counts for nothing


def test_lower_is_better_where_the_indicator_says_so(at, owner, roadmap):
    (row,) = follow(at.plant, "SC-12", by=owner)
    made = condition(roadmap, owner, row, 30)
    assert made.side == "at_most"
    record(row, ["31"], date(2026, 9, 1))
    assert state(at) == {"integrate": False}
    record(row, ["29"], date(2026, 10, 1))
    assert state(at) == {"integrate": True}


def test_the_worse_side_and_what_no_reading_can_reach_are_refused(at, owner, roadmap, quality):
    def refused(**more):
        with pytest.raises(ValidationError) as error:
            condition(roadmap, owner, quality, **more)
        return error.value.message_dict

    assert refused(side="at_most") == {
        "side": ["Higher is better for this indicator: choose “at least”."]
    }
    assert "bound_value" in refused(bound=101)
    assert "bound_value" in refused(bound=-1)
    Indicator.objects.filter(pk=quality.indicator_id).update(direction="target")
    quality.indicator.refresh_from_db()
    assert "target value is best" in refused()["side"][0]
    assert condition(roadmap, owner, quality, side="at_most").side == "at_most"
    assert refused(side="at_most") == {"__all__": ["The gate asks this indicator already."]}
    assert "phase" in refused(side="at_most", phase="digitize")


def test_the_indicator_of_another_plant_is_refused(at, owner, roadmap, quality):
    quality.plant_id += 1
    with pytest.raises(ValidationError, match="does not follow"):
        condition(roadmap, owner, quality)


def test_the_indicator_that_the_model_asks_for_is_read_today(at, owner, roadmap, quality):
    """Runs know no readings: "DQ-07 not measured" stood beside a plant that measures it monthly."""
    make_run(at.plant, levels(4), signed=True)
    before = plan_gates(at.plant, plan_run(at.plant), today=TODAY)[-1]
    assert [limit.name.en[:5] for limit in before.short] == ["DQ-07"]
    record(quality, ["92"], date(2026, 10, 1))
    after = plan_gates(at.plant, plan_run(at.plant), today=TODAY)[-1]
    assert (after.short, after.limits[0].value) == ((), 92)
    quality.unit = {"en": "points", "zh-hans": "分"}
    quality.deviation = "another scale"
    quality.save()
    other = plan_gates(at.plant, plan_run(at.plant), today=TODAY)[-1]
    assert other.short[0].value is None  # 92 points are not 92 %


def test_a_gate_of_the_model_behind_a_closed_one_is_closed(at, owner, roadmap, quality):
    make_run(at.plant, levels(4), signed=True)
    record(quality, ["92"], date(2026, 10, 1))
    condition(roadmap, owner, quality, 95)
    first, second = plan_gates(at.plant, plan_run(at.plant), today=TODAY)
    assert (first.is_open, bool(first.unmet)) == (False, False)
    assert second.behind.subject == "integrate"


def test_gates_are_read_in_a_fixed_number_of_statements(
    at, owner, roadmap, quality, django_assert_num_queries
):
    with django_assert_num_queries(1):
        plan_gates(at.plant, None, today=TODAY)
    condition(roadmap, owner, quality)
    condition(roadmap, owner, quality, phase="optimize")
    with django_assert_num_queries(3):
        plan_gates(at.plant, None, today=TODAY)


def test_bar_notice_table_and_card_name_the_closed_gate(at, owner, roadmap, quality):
    bar = make_bar(roadmap, "API", date(2027, 2, 1), date(2027, 6, 30), phase="integrate")
    other = make_bar(roadmap, "Base", date(2027, 2, 1), date(2027, 6, 30))
    client = at.client("project_owner")
    assert "gate-integrate" not in client.get(PAGE).content.decode()
    record(quality, ["88"], date(2026, 10, 1))
    condition(roadmap, owner, quality)
    page = flat(client.get(PAGE).content.decode())
    note = page.split('id="gate-integrate"')[1].split("</details>")[0]
    assert "The gate of “Integrate” is closed by indicators." in note
    assert "1 condition of the gate is not met" in note
    assert "at 88 % in Oct 2026, needs 90 % or more" in note.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    words = "behind the closed gate of “Integrate”"
    assert page.count(words) == 2  # the bar's name for listeners and its title
    assert 'class="gate' in page
    for more in ({"view": "table"}, {"initiative": bar.pk, "view": "list"}):
        assert words in flat(client.get(PAGE, more).content.decode())
    edits = {"chosen": f"{other.pk}:{other.version}", "phase": "integrate"}
    card = client.post(url("roadmap-bulk"), edits, headers={"HX-Request": "true"})
    assert "Base stands behind the closed gate of “Integrate”" in flat(card.content.decode())
    loaded = plan(at.plant, today=TODAY)
    assert behind_gates(loaded, plan_gates(at.plant, None, today=TODAY)) == {bar.pk: "integrate"}
    Initiative.objects.update(status="done", progress=100)
    assert words not in flat(client.get(PAGE).content.decode())


def test_words_tell_who_closes_a_gate_in_both_languages(at, owner, roadmap, quality):
    make_bar(roadmap, "API", date(2027, 2, 1), date(2027, 6, 30), phase="integrate")
    make_bar(roadmap, "AI", date(2027, 2, 1), date(2027, 6, 30), phase="optimize")
    make_run(at.plant, levels(2) | {"DG-13": 1}, signed=True)
    condition(roadmap, owner, quality)
    page = flat(at.client("project_owner").get(PAGE).content.decode())
    assert "“Integrate” is closed by the assessment 2026 H2 and by indicators." in page
    at.people["cio"].language = "zh-hans"
    at.people["cio"].save()
    chinese = flat(at.client("cio").get(GATES).content.decode())
    assert "未测量" in chinese
    assert "集成”阶段关口" in chinese


def test_a_condition_is_added_changed_and_removed_on_its_page(at, owner, roadmap, quality):
    client = at.client("project_owner")
    data = {"phase": "integrate", "plant_indicator": quality.pk, "side": "", "bound_value": "90"}
    wrong = client.post(url("gate-condition-create"), data | {"side": "at_most", "key": "k" * 32})
    assert wrong.status_code == 422
    assert "choose “at least”" in flat(wrong.content.decode())
    page = client.get(url("gate-condition-create"), {"phase": "optimize"})
    assert '<option value="optimize" selected>' in flat(page.content.decode())
    key = page.context["form"]["key"].value()
    assert client.post(url("gate-condition-create"), data | {"key": key}).status_code == 302
    row = GateCondition.objects.get()
    assert "condition of the plan’s owner" in client.get(GATES).content.decode()
    edit = url("gate-condition-edit", row.pk)
    assert client.post(edit, data | {"bound_value": "85", "version": 1}).status_code == 302
    stale = client.post(edit, data | {"bound_value": "80", "version": 1})
    assert stale.status_code == 409
    row.refresh_from_db()
    assert (row.bound_value, row.version) == (85, 2)
    remove = url("gate-condition-delete", row.pk)
    asked = client.post(remove, {"version": 1})
    assert asked.status_code == 409
    sides = asked.context["sides"]
    assert [(side["mine"], side["theirs"]) for side in sides] == [("90", "85")]
    assert client.post(remove, {"version": 2}).status_code == 302
    assert not GateCondition.objects.exists()
    verbs = list(AuditEvent.objects.filter(verb__startswith="gate_").values_list("verb", flat=True))
    assert sorted(verbs) == [f"gate_condition.{name}" for name in ("added", "edited", "removed")]
    undo_last(at.plant, owner)
    assert GateCondition.objects.get().bound_value == 85
    for _ in Step.objects.filter(undone_at=None):
        undo_last(at.plant, owner)
    assert not GateCondition.objects.exists()


def test_a_stale_removal_is_refused(at, owner, roadmap, quality):
    row = condition(roadmap, owner, quality)
    with pytest.raises(StaleVersionError):
        gates.remove_condition(row=row, version=7, by=owner)


def test_without_a_plan_the_page_shows_what_the_model_asks_and_offers_nothing(at):
    make_run(at.plant, levels(1), signed=True)
    page = at.client("project_owner").get(GATES).content.decode()
    assert "gates/create" not in page
    assert "asked by the model" in page
    assert at.client("project_owner").get(url("gate-condition-create")).status_code == 404


def test_the_condition_of_another_plan_is_not_found(at, owner, roadmap, quality):
    row = condition(roadmap, owner, quality)
    client = at.client("project_owner")
    assert client.get(url("gate-condition-edit", row.pk + 9)).status_code == 404
    assert client.post(url("gate-condition-delete", row.pk + 9)).status_code == 404
