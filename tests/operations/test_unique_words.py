"""What is there already is said in the reader's language, by the name of the field."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db.models import UniqueConstraint
from django.utils import translation

from core.base import TimestampedModel
from organizations.models import ExchangeRate

# Constraints that no entry of a person meets in the words of the model, and why.
SAID_OTHERWISE = {
    "a_section_is_assigned_once": "the service assigns what is missing only",
    "one_answer_per_question": "an answer is made with its question",
    "one_status_per_duty": "rows are made from the checklist",
    "baseline_versions_count_up": "the service counts",
    "one_row_per_stage": "rows are made with the plant",
    "one_gap_per_question": "gaps are made by the engine",
    "requirement_code_is_unique": "the service counts",
    "one_definition_per_name": "the service names the definition that has it",
    "one_definition_per_chinese_name": "the service names the definition that has it",
    "an_indicator_once": "the form offers what is not followed",
    "one_value_per_period": "the service says that the period has a reading",
    "one_report_per_number": "the service counts",
    "one_limit_per_year": "the form has one field for each year of the plan",
    "a_catalog_item_is_planned_once": "the advice offers what is not planned",
    "an_indicator_is_linked_once": "a choice of rows holds each once",
    "one_link_per_pair": "the service says that the link exists",
    "a_role_is_held_once": "the service says that the role is held",
    "a_group_role_is_held_once": "the service says that the role is held",
    "a_key_names_one_milestone_of_a_plant": "keys come from the pack, people write none",
    "a_notice_is_sent_once": "rows are made with the notice",
    "one_notice_of_one_thing": "told again, the notice is made new",
    "functions_once_per_person": "the page has one form for each person",
    "one_voice_per_person": "an answer is made with its question and its person",
    "an_answer_is_drawn_once": "a draw puts no question back",
    "one_agreement_per_question": "an agreement is made with its question",
    "one_open_feed_per_reader": "making a feed again revokes the open one",
    "one_open_inbox_feed_per_reader": "as above",
    "evidence_is_added_once": "a second sending shows the first",
    "evidence_is_linked_once": "the same content shows what is there",
    "duty_evidence_is_added_once": "a second sending shows the first",
    "duty_evidence_is_linked_once": "the same content shows what is there",
}
RATE = {"currency": "MYR", "rate": "1.62", "dated_on": "2026-01-01", "source": "central bank"}


def constraints():
    for model in apps.get_models():
        if issubclass(model, TimestampedModel):
            for found in model._meta.constraints:
                if isinstance(found, UniqueConstraint):
                    yield pytest.param(model, found, id=found.name)


def said(model, fields, language):
    with translation.override(language):
        return " ".join(model().unique_error_message(model, fields).messages)


@pytest.mark.parametrize(("model", "constraint"), list(constraints()))
def test_every_constraint_that_a_person_meets_has_words_in_both_languages(model, constraint):
    if constraint.name in SAID_OTHERWISE:
        return
    assert constraint.condition is None, "Django says the name of a constraint with a condition"
    english, chinese = (said(model, constraint.fields, code) for code in ("en", "zh-hans"))
    assert "_" not in english
    assert english.startswith("There is already an entry")
    assert not re.search("[A-Za-z]", chinese), chinese


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "There is already an entry with the same value here: currency, date."),
        ("zh-hans", "已有相同的记录，重复的字段：币种、日期。"),
    ],
)
def test_second_rate_of_a_day_names_the_fields(cast, language, words):
    cast.people["cio"].language = language
    cast.people["cio"].save()
    client = cast.client("cio")
    assert client.post("/organization/rates/", RATE).status_code == 302
    answer = client.post("/organization/rates/", {**RATE, "rate": "1.7"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert ExchangeRate._base_manager.count() == 1
