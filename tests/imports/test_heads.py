"""What an organization said about the heads of its files."""

from __future__ import annotations

from imports.models import HeadChoice
from imports.selectors.heads import remembered_heads
from imports.services.heads import remember_heads
from organizations.models import AuditEvent


def test_heads_are_remembered_by_kind_of_rows_and_said_anew(scoped):
    def say(heads, subject="landscape.system"):
        remember_heads(
            organization=scoped.organization,
            subject=subject,
            heads=heads,
            by=scoped.people["it_lead"],
        )
        return remembered_heads(scoped.organization, "landscape.system")

    assert say({"Ｔｙｐｅ ": "category", "x" * 121: "note"}) == {"type": "category"}
    assert say({"type": "", "State": "note"}) == {"type": "", "state": "note"}
    assert say({"State": "name"}, "other") == {"type": "", "state": "note"}
    said = AuditEvent.objects.filter(verb="heads.remembered")
    assert said.count() == 3
    assert say({"type": ""}) == {"type": "", "state": "note"}
    assert said.count() == 3  # nothing new was said
    assert str(HeadChoice.objects.get(head="state", subject="other")) == "state → name"


def test_nothing_said_is_no_act(scoped):
    remember_heads(
        organization=scoped.organization, subject="x", heads={}, by=scoped.people["it_lead"]
    )
    assert not AuditEvent.objects.filter(verb="heads.remembered").exists()
