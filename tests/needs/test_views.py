"""The list of requirements: a place in the order, the number beside it."""

from __future__ import annotations

from decimal import Decimal

from needs.domain.requirements import rank
from needs.models import Requirement
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
