"""Every field that may hold words about people is declared, or stands here with its reason."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from organizations.models import User
from organizations.selectors.personal import declared, is_note, is_word
from organizations.services.handover import kinds

OWN = [c.label for c in apps.get_app_configs() if (settings.BASE_DIR / c.label).is_dir()]
MODELS = [model for label in OWN for model in apps.get_app_config(label).get_models()]

# Text that is never a recorded value, or not about people.
OTHER_TEXT = {
    "assessment.answerrevision.note": "its answer's event holds the same words",
    "assessment.answerrevision.reason": "as above",
    "overview.searchentry.terms": "folded words of plants, plans, systems and indicators",
}
OTHER_NAMES = {
    "activity.webhook.name": "of a group chat",
    "landscape.system.name": "of a system",
    "indicators.benchmark.source_name": "of a publication",
    "readings.readingimport.file_name": "of a file",
    "organizations.organization.local_name": "of an organization",
    "organizations.organization.name": "of an organization",
    "organizations.plant.local_name": "of a plant",
    "organizations.plant.name": "of a plant",
}
# Who did something once; their name goes with the account, no work is open.
DID = {
    *(
        "added_by",
        "agreed_by",
        "answered_by",
        "changed_by",
        "checked_by",
        "decided_by",
        "drawn_by",
        "imported_by",
        "invited_by",
        "locked_by",
        "made_by",
    ),
    *("opened_by", "recorded_by", "requested_by", "reviewed_by", "saved_by", "signed_by"),
    "signed_off_by",
    *("revoked_by", "stated_by", "submitted_by", "undone_by", "withdrawn_by"),
}
NO_WORK = {
    "activity.comment.author": "whose words they are; nobody else goes on with them",
    "activity.inboxfeed.reader": "whose calendar it is; closed with their account",
    "activity.notice.recipient": "who is told; it goes when they leave",
    "organizations.auditevent.actor": "who acted",
    "organizations.departure.person": "who left",
    "interchange.planfeed.reader": "whose calendar it is; closed when they leave",
    "organizations.formkey.person": "whose form was sent once",
    "organizations.departure.successor": "who took the work on then",
    "questionnaire.answerlink.person": "made with the link; the assigned section is the work",
    "questionnaire.raterfunctions.rater": "for whom they speak, as a role says it",
    "questionnaire.rateranswer.rater": "what they said once; the assigned section is the work",
    "organizations.membership.user": "ends when the person is closed",
    "organizations.wrongtries.person": "at whose secret somebody guessed; the row goes by itself",
}


def columns(kind):
    """Yield model, label and field of every column of a kind."""
    for model in MODELS:
        for field in model._meta.local_concrete_fields:
            if isinstance(field, kind):
                label = model._meta.label_lower
                yield label, field.name, f"{label}.{field.name}"


def is_long_text(label, name):
    return not apps.get_model(label)._meta.get_field(name).choices


TEXTS = [item for item in columns(models.TextField) if is_long_text(*item[:2])]
NAMES = [
    item
    for item in columns(models.CharField)
    if isinstance(apps.get_model(item[0])._meta.get_field(item[1]), models.EmailField)
    or item[1].endswith(("name", "_contact"))
]
PEOPLE = [
    item
    for item in columns(models.ForeignKey)
    if apps.get_model(item[0])._meta.get_field(item[1]).related_model is User
]


@pytest.mark.parametrize(("label", "name", "key"), TEXTS)
def test_free_text_is_a_note(label, name, key):
    assert is_note(label, name) != (key in OTHER_TEXT)


@pytest.mark.parametrize(("label", "name", "key"), NAMES)
def test_names_and_addresses_are_personal(label, name, key):
    assert is_word(label, name) != (key in OTHER_NAMES)


@pytest.mark.parametrize(("label", "name", "key"), PEOPLE)
def test_who_owns_work_hands_it_over(label, name, key):
    owned = {f"{kind.model.lower()}.{kind.column}" for kind in kinds()}
    assert [key in owned, name in DID, key in NO_WORK].count(True) == 1


def test_lists_name_no_field_that_is_gone():
    assert set(OTHER_TEXT) <= {key for _label, _name, key in TEXTS}
    assert set(OTHER_NAMES) <= {key for _label, _name, key in NAMES}
    assert set(NO_WORK) <= {key for _label, _name, key in PEOPLE}
    assert {name for _label, name, _key in PEOPLE} >= DID


@pytest.mark.parametrize("attribute", ["personal", "notes"])
def test_declared_models_exist_and_belong_to_their_app(attribute):
    for config in apps.get_app_configs():
        for model in getattr(config, attribute, {}):
            assert model == apps.get_model(model)._meta.label_lower
            assert model.partition(".")[0] == config.label
    assert declared(attribute)


def test_looking_a_field_up():
    assert is_word("organizations.membership", "person")
    assert is_word("roadmap.roadmap", "initiative 7: note")
    assert is_word("steps.step", "roadmap.initiative 7: note")  # of a row that a step put back
    assert not is_word("organizations.plant", "name")
    assert not is_word("readings.plantindicator", "note_of_nobody")
    assert not is_word("gone.model", "note")
    assert not is_note("organizations.user", "name")
