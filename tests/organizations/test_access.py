from __future__ import annotations

import pytest
from django_scopes import ScopeError

from organizations.models import Plant


def test_query_outside_a_scope_raises(cast):
    with pytest.raises(ScopeError):
        Plant.objects.count()


def test_foreign_plant_answers_404(cast):
    assert cast.client("stranger").get("/plants/johor-bahru/").status_code == 404


def test_own_plant_answers_200(cast):
    assert cast.client("stakeholder").get("/plants/johor-bahru/").status_code == 200


def test_member_without_right_answers_403(cast):
    assert cast.client("respondent").get("/plants/johor-bahru/roadmap/").status_code == 403


def test_chinese_readers_see_the_plants_chinese_name(cast):
    cast.plant.local_name = "柔佛新山"
    cast.plant.save()
    user = cast.people["stakeholder"]
    assert "柔佛新山" not in cast.client("stakeholder").get("/plants/johor-bahru/").content.decode()
    user.language = "zh-hans"
    user.save()
    assert "<h1>柔佛新山" in cast.client("stakeholder").get("/plants/johor-bahru/").content.decode()
