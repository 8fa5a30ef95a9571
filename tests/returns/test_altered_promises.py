"""A promise that was changed outside the product counts as nothing, and a form signs one effect."""

# ruff: noqa: F811 -- fixtures of the other file
from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessment.domain.sealing import seal
from launcher.archive.rows import triggers_away
from returns.models import Effect, Promise
from returns.selectors.promises import ledger
from tests.returns.test_promises import (  # noqa: F401 -- fixtures
    BEFORE,
    bar,
    client,
    effect,
    indicator,
    sign,
    text_of,
    told,
    url,
)


def _spoil(row, digest=True, **content):
    data = row.content | content
    with triggers_away():
        Promise._base_manager.filter(pk=row.pk).update(
            content=data, digest=row.digest if digest else seal(data)
        )


@pytest.mark.parametrize(
    ("keeps_digest", "content"),
    [
        (True, {"change": "-40"}),
        (False, {"change": "NaN"}),
        (False, {"indicator": {"key": "x"}}),
        (False, {"baseline": 7}),
        (False, {"due_on": "x", "starts_on": None}),
    ],
)
def test_a_record_changed_outside_counts_as_nothing(
    client,
    effect,
    indicator,
    keeps_digest,
    content,
    capsys,
):
    told(indicator, [v - 2 for v in (*BEFORE, 40, 41)])
    sign(client, effect)
    row = Promise.objects.get()
    _spoil(row, keeps_digest, **content)
    found = ledger(effect.initiative.roadmap.plant)
    assert (found.rows, [one.pk for one in found.altered]) == ((), [row.pk])
    assert found.totals.promised == 0
    words = "changed outside the product"
    assert words in text_of(client)
    assert words in text_of(client, "promise-detail", row.pk)
    assert words in client.get(reverse("returns:plant-list")).content.decode()
    home = client.get(url("case-detail"), {"initiative": effect.initiative_id}).content.decode()
    assert words in home
    assert client.get(url("promise-withdraw", row.pk)).status_code == 200
    with pytest.raises(SystemExit):
        call_command("verify_audit")
    assert f"promise {row.pk} of johor-bahru" in capsys.readouterr().err
    sign(client, effect, key="anew", reason="The record was changed")
    assert len(ledger(effect.initiative.roadmap.plant).standing) == 1


def test_a_form_of_another_effect_signs_nothing(client, effect, bar, indicator):
    sign(client, effect)
    other = Effect.objects.create(
        initiative=bar, title="Other", plant_indicator=indicator, change=Decimal(-1)
    )
    answer = sign(client, other)  # the same key
    assert answer.status_code == 422
    assert "for another effect" in answer.content.decode()
    assert Promise.objects.get().effect_key == effect.pk
