from __future__ import annotations

from organizations.selectors.editors import last_editor
from organizations.services import audit


def test_last_editor_is_the_newest_of_the_acts_asked_for(scoped):
    def record(who, verb):
        audit.record(
            by=scoped.people[who],
            verb=verb,
            target=scoped.plant,
            organization=scoped.organization,
            plant=scoped.plant,
        )

    assert last_editor(scoped.plant) == ""
    record("it_lead", "plant.edited")
    record("cio", "plant.edited")
    record("respondent", "indicators.chosen")
    assert last_editor(scoped.plant) == "Respondent"
    assert last_editor(scoped.plant, "plant.created", "plant.edited") == "Cio"
    assert last_editor(scoped.plant, "plant.created") == ""
    assert last_editor(scoped.organization) == ""
