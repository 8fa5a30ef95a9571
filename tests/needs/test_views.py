"""The list of requirements: a place in the order, the number beside it."""

from __future__ import annotations

from decimal import Decimal

from assessment.selectors.result import result
from needs.domain.requirements import holding, rank
from needs.models import Requirement
from needs.services.requirements import derive
from tests.factories.assessment_runs import make_run
from tests.markup import text_of


def test_equal_priorities_share_a_place():
    wanted = [(1, Decimal("0.04")), (2, Decimal("0.08")), (3, Decimal("0.04")), (4, Decimal(0))]
    assert rank(wanted) == {2: 1, 1: 2, 3: 2, 4: 4}


def test_priority_is_a_place_in_the_order(scoped):
    for code, priority, state in (
        ("A", "0.04", "open"),
        ("B", "0.004", "open"),
        ("C", "0.9", "met"),
    ):
        Requirement.objects.create(
            plant=scoped.plant,
            code=code,
            title={"en": f"Need {code}", "zh-hans": f"需求{code}"},
            priority=Decimal(priority),
            state=state,
        )
    page = scoped.client("cio").get("/plants/johor-bahru/needs/requirements/")
    assert [(row["need"].code, row["rank"]) for row in page.context["rows"]] == [
        ("C", None),
        ("A", 1),
        ("B", 2),
    ]
    assert "readiness +0.004" in text_of(page.content.decode())


def test_needs_that_come_first_keep_their_order_among_themselves():
    wanted = [(1, Decimal("0.9")), (2, Decimal("0.1")), (3, Decimal("0.2"))]
    assert rank(wanted, {2, 3}) == {3: 1, 2: 2, 1: 3}


def test_a_veto_that_holds_the_plant_stands_first(scoped):
    # All at 2 but SA-13 at 0: it alone holds the plant at level 0, and it weighs little.
    run = make_run(scoped.plant, {}, signed=False)
    questions = result(run).framework.questions_by_id
    run.delete()
    levels = dict.fromkeys(questions, 2) | {"SA-13": 0}
    targets = dict.fromkeys(questions, 5) | {"SA-13": 1}
    run = make_run(scoped.plant, levels, targets, signed=True)
    said = result(run)
    assert holding(said.reading) == {"SA-13"}
    derive(run=run, gaps=said.gaps)
    page = scoped.client("cio").get("/plants/johor-bahru/needs/requirements/")
    first, second = page.context["rows"][:2]
    assert (first["need"].question, first["rank"], first["holds"]) == ("SA-13", 1, True)
    assert (second["rank"], second["holds"]) == (2, False)
    assert first["need"].priority < second["need"].priority
    assert text_of(page.content.decode()).count("veto: holds") == 1
    assert holding(None) == frozenset()
