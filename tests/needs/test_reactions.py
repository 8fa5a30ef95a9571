"""What a signature leaves behind, and takes back with itself when it fails."""

from __future__ import annotations

import pytest

from assessment.models import Assessment, Snapshot
from core.errors import RuleError
from needs.models import Finding, Requirement
from needs.selectors.requirements import requirements
from needs.services import requirements as service
from tests.assessment.test_lifecycle import signed, small


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


def test_a_gap_becomes_a_finding_and_a_requirement(scoped, owner):
    run = small(scoped, owner)
    signed(run, owner, {"q1": 1, "q2": 4}, 3)
    finding = Finding.objects.get()
    assert (finding.question, finding.current_level, finding.target_level) == ("q1", 1, 3)
    assert (finding.assessment_id, finding.answer.question) == (run.pk, "q1")
    need = Requirement.objects.get()
    assert (need.code, need.priority, need.state) == ("REQ-q1", 1, "open")
    assert list(need.findings.all()) == [finding]
    assert list(requirements(scoped.plant)) == [need]


def test_nothing_is_signed_when_needs_cannot_be_derived(scoped, owner, monkeypatch):
    run = small(scoped, owner)

    def fail(**_given):
        raise RuleError("not today")

    monkeypatch.setattr(service, "derive", fail)
    with pytest.raises(RuleError, match="not today"):
        signed(run, owner, {"q1": 1, "q2": 4}, 3)
    assert Assessment.objects.get(pk=run.pk).state == "submitted"
    assert (Snapshot.objects.count(), Finding.objects.count()) == (0, 0)
