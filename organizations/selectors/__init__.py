"""Reads of people, organizations, plants and their audit trail."""

from organizations.selectors.places import (
    Grants,
    grants,
    group_people,
    members,
    open_invitations,
    plant_facts,
    plant_people,
    rate,
    rates,
    stage_track,
    stage_tracks,
    visible_plants,
)
from organizations.selectors.trail import (
    Change,
    Described,
    act_words,
    audit_verbs,
    changes_in_words,
    describe,
    known_acts,
    last_editor,
)

__all__ = [
    "Change",
    "Described",
    "Grants",
    "act_words",
    "audit_verbs",
    "changes_in_words",
    "describe",
    "grants",
    "group_people",
    "known_acts",
    "last_editor",
    "members",
    "open_invitations",
    "plant_facts",
    "plant_people",
    "rate",
    "rates",
    "stage_track",
    "stage_tracks",
    "visible_plants",
]
