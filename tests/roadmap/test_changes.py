"""The list of changes says of each step what it changed: field, before and after."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.urls import reverse

from roadmap.models import Initiative
from roadmap.services import initiatives
from steps.models import Step
from steps.selectors.fields import OPENED, SHOWN, fields_of
from tests.factories.roadmap import make_bar
from tests.markup import flat

LIST = reverse("roadmap:change-list", args=["johor-bahru"])


def edited(row, by, **changes):
    stored = Initiative.objects.get(pk=row.pk)
    initiatives.edit_initiative(initiative=stored, version=stored.version, values=changes, by=by)


def listed(client):
    page = flat(client.get(LIST).content.decode()).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_fields_are_said_with_names_and_sums_and_the_rest_is_counted(at, roadmap):
    client, owner = at.client("project_owner"), at.people["it_lead"]
    row = make_bar(roadmap, "A", date(2027, 9, 1), date(2027, 11, 30))
    edited(row, owner, owner=owner, one_off_amount=Decimal(120000))
    text = listed(client)
    assert f"Owner not set → {owner.name}" in text
    assert re.search(r"One-off cost MYR [\d,.]+ → MYR 120,000", text)
    edited(
        row,
        owner,
        owner=None,
        title={"en": "B", "zh-hans": "B"},
        starts_on=date(2027, 9, 8),
        ends_on=date(2027, 12, 7),
        one_off_amount=Decimal(130000),
        note="x" * 300,
    )
    said = fields_of(Step.objects.order_by("-pk")[:1])
    (one,) = said.values()
    assert len(one.fields) == 3
    assert one.more >= 2
    assert [field.label for field in one.fields[:2]] == ["Start", "End"]  # days before the title
    assert len(one.rest) == one.more
    assert one.unsaid == 0
    text = listed(client)
    assert f"and {one.more} more" in text
    assert "A → B" in text  # it opens


def test_of_very_many_changes_those_beyond_a_bound_are_counted(at, roadmap):
    rows = [make_bar(roadmap, str(n), date(2027, 9, 1), date(2027, 11, 30)) for n in range(3)]
    edited(rows[0], at.people["cio"], owner=at.people["it_lead"])
    step = Step.objects.get()
    (before,), (after,) = step.before, step.after
    numbers = range(SHOWN + OPENED + 4)
    step.before = [{**before, "id": n} for n in numbers]
    step.after = [{**after, "id": n} for n in numbers]
    step.save()
    (one,) = fields_of([step]).values()
    assert (len(one.rest), one.more, one.unsaid) == (OPENED, OPENED + 4, 4)
    text = listed(at.client("project_owner"))
    assert f"and {OPENED + 4} more" in text
    assert "and 4 more" in text


def test_a_step_of_several_rows_names_each(at, roadmap):
    rows = [make_bar(roadmap, name, date(2027, 9, 1), date(2027, 11, 30)) for name in "AB"]
    client = at.client("project_owner")
    given = {"initiative": [row.pk for row in rows]}
    for row in rows:
        given |= {
            f"{row.pk}-version": row.version,
            f"{row.pk}-starts_on": "2027-09-02",
            f"{row.pk}-ends_on": "2027-12-01",
        }
    accepted = reverse("roadmap:roadmap-accept", args=["johor-bahru"])
    assert client.post(accepted, given).status_code in (200, 302)
    assert Initiative.objects.filter(starts_on=date(2027, 9, 2)).count() == 2
    text = listed(client)
    assert "A, Start 1 Sep 2027 → 2 Sep 2027" in text
    assert "B, Start 1 Sep 2027 → 2 Sep 2027" in text
    assert "and 1 more" in text


def test_what_was_removed_since_and_what_is_new_need_no_words(at, roadmap):
    row = make_bar(roadmap, "A", date(2027, 9, 1), date(2027, 11, 30))
    edited(row, at.people["cio"], owner=at.people["it_lead"])
    step = Step.objects.get()
    step.after[0]["values"]["owner_id"] = 10**9
    step.before.append({"table": "initiative", "id": 10**9, "values": {"title": {}}})
    step.after.append({"table": "initiative", "id": 10**9, "values": None})
    step.after.append({"table": "no_such", "id": 1, "values": {"title": ""}})
    (field,) = fields_of([step])[step.pk].fields
    assert (field.of, field.before, field.after) == ("", "not set", "–")
