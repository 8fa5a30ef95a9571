"""A row of another plant is not found, whatever is sent to it: also by a part of a page, also rubbish."""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from core.base import tenant
from tests.architecture.test_access import addresses, client_of, matrix, value
from tests.factories.organizations import PlantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast):
    """A plant with its rows, and another one of the same group."""
    with tenant(cast.organization.pk):
        PlantFactory(organization=cast.organization, name="Szeged", slug="szeged")
    return cast


def answers(url: str, client: Client, told: dict[str, str]) -> dict[tuple[str, bool], int]:
    """Return the answer to each way of asking: by which method, and whether for a part of a page."""
    return {
        (method, is_part): getattr(client, method)(
            url,
            told if method == "post" else {},
            headers={"HX-Request": "true"} if is_part else {},
        ).status_code
        for method in ("get", "post")
        for is_part in (True, False)
    }


@pytest.mark.parametrize("told", [{}, {"version": "1", "kind": "levels", "key": "k" * 16}], ids=str)
def test_row_under_another_plant_is_not_found(told, stage):
    client, found, tried = client_of(stage, "cio"), {}, 0
    for name in sorted(addresses()):
        with transaction.atomic():
            try:
                with transaction.atomic(), tenant(stage.organization.pk):
                    kwargs = value(matrix()[name].get("kwargs"), stage)
            except (DatabaseError, ObjectDoesNotExist, ValidationError):
                kwargs = {}  # its row cannot stand beside the others
            if "slug" in kwargs and {"pk", "run"} & set(kwargs):
                url = reverse(name, kwargs={**kwargs, "slug": "szeged"})
                seen = set(answers(url, client, told).items())
                wrong = {(way, status) for way, status in seen if status not in (404, 405)}
                found |= {name: wrong} if wrong else {}
                tried += 1
            transaction.set_rollback(True)
    assert found == {}
    assert tried > 50
