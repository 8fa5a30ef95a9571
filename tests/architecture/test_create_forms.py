"""Every form that adds something, sent twice by two clicks, adds once and answers as it did.

Addresses are asked by the rows of `tests/access_matrix/`; what needs no key stands below with its
reason.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.apps import apps
from django.urls import reverse

from core.base import every_row, tenant
from tests.architecture.test_access import addresses, matrix, value
from tests.factories.assessment import processes
from tests.factories.assessment_runs import catalog, flagship
from tests.factories.indicators import follow, record
from tests.factories.roadmap import make_bar, make_roadmap
from tests.markup import text_of
from tests.operations.forms import MULTIPART, PLAIN, WebForm, encoded, forms_on, multipart

WITHOUT = {
    "readings:reading-create": "the same value of the same month again writes nothing",
    "roadmap:roadmap-create": "a plant has one plan: whoever sends twice is led to it",
}
LEADS_ON = ("roadmap:roadmap-create",)
# Addresses that add though their name does not say so.
OTHERS = ("organizations:rate-list",)
CREATES = sorted({name for name in addresses() if name.endswith("-create")} | set(OTHERS))
# What a person enters that the page does not propose; a word for every other empty text.
ENTERED = {
    "activity:webhook-create": {
        "url": "https://hooks.example.com/one",
        "kinds": "assigned",
        "every_plant": "on",
    },
    "assessment:assessment-create": {"title": "2031 H1"},
    "questionnaire:evidence-create": {"url": "https://example.org/proof", "title": "Proof"},
    "calendars:closure-create": {"starts_on": "2027-02-05", "opens_on": "2027-02-14"},
    "calendars:milestone-create": {"reached_on": ""},
    "compliance:evidence-create": {"url": "https://example.org/proof", "title": "Proof"},
    "goals:indicator-create": {"baseline_value": "50", "target_value": "60"},
    "indicators:benchmark-create": {"year": "2025", "value": "12", "source_url": ""},
    "indicators:definition-create": {
        "code": "OWN-77",
        "lower_bound": "0",
        "upper_bound": "9",
        "title_en": "Own figure",
        "title_zh": "自定指标",
    },
    "launch:bar-create": {"one_off_amount": "1200"},
    "organizations:invitation-create": {"email": "new@example.org"},
    "organizations:plant-create": {
        "name": "Szeged",
        "headcount": "300",
        "lines": "2",
        "languages": "en",
        "annual_revenue": "",
    },
    "organizations:rate-list": {"rate": "1.62"},
    "questionnaire:link-create": {"mail": "siti@example.org", "sections": "DG"},
    "roadmap:dependency-create": {"lag_days": "0"},
    "readings:reading-create": {"value": "61.5"},
    "returns:effect-create": {
        **dict.fromkeys(("change", "plant_indicator", "benefit_low", "benefit_high"), ""),
        "benefit_amount": "1200",
        "ramp_months": "3",
    },
    "roadmap:gate-condition-create": {"bound_value": "60", "side": ""},
    "roadmap:initiative-create": {"one_off_amount": "1200", "duration": ""},
    "roadmap:milestone-create": {"reached_on": ""},
}


def two_bars(cast) -> None:
    roadmap = make_roadmap(cast.plant)
    days = dt.date(2027, 1, 4), dt.date(2027, 3, 28)
    bars = [make_bar(roadmap, "One"), make_bar(roadmap, "Two", *days)]  # the link breaks nothing
    ENTERED["roadmap:dependency-create"] |= {
        "predecessor": str(bars[0].pk),
        "successor": str(bars[1].pk),
    }


def plan_and_indicator(cast) -> None:
    make_roadmap(cast.plant)
    follow(cast.plant, "ISO-06", by=cast.people["cio"])


# What must be there before the form makes sense.
BEFORE = {
    "assessment:assessment-create": lambda _cast: flagship(),
    "goals:indicator-create": lambda cast: follow(cast.plant, "ISO-06", by=cast.people["cio"]),
    "indicators:baseline-create": lambda cast: record(
        follow(cast.plant, "ISO-06", by=cast.people["cio"])[0],
        range(60, 72),
        start=dt.date(2025, 1, 1),
    ),
    "landscape:system-create": lambda _cast: processes(),
    "roadmap:dependency-create": two_bars,
    "roadmap:gate-condition-create": plan_and_indicator,
    "roadmap:roadmap-create": lambda _cast: catalog(),
}
NEVER = ("sessions.session", "organizations.formkey", "organizations.reactioncursor")


def counts() -> dict[str, int]:
    """Return how many rows each table has, without those that say nothing about an act."""
    models = [model for model in apps.get_models() if not model._meta.proxy]
    return {
        model._meta.label_lower: every_row(model).count()
        for model in models
        if model._meta.label_lower not in NEVER
    }


def filled(form: WebForm, name: str) -> dict[str, list[str]]:
    """Return the fields of a form as a person would fill them."""
    told = ENTERED.get(name, {})
    fields = {}
    for field, values in form.fields.items():
        kind = form.kinds.get(field, "text")
        proposed = [item for item in values if item]
        if field in told:
            fields[field] = [told[field]] if told[field] else []
        elif proposed:
            fields[field] = proposed
        elif any(form.options.get(field, ())):
            fields[field] = [next(item for item in form.options[field] if item)]
        elif kind == "date":
            fields[field] = ["2026-12-31"]
        elif kind in ("text", "textarea", "email") and "amount" not in field:
            fields[field] = ["Word"]
        else:
            fields[field] = values
    return fields


def form_of(name: str, cast) -> tuple[str, WebForm]:
    """Return address and form as the page of a create address shows it to the CIO."""
    row = matrix()[name]
    with tenant(cast.organization.pk):
        if name in BEFORE:
            BEFORE[name](cast)
        address = reverse(name, kwargs=value(row.get("kwargs"), cast))
        data = value(row.get("data"), cast)
    if row.get("method") == "post":
        told = {**data, **ENTERED[name], "key": "one-and-the-same"}
        return address, WebForm(address, "post", fields={k: [str(v)] for k, v in told.items()})
    answer = cast.client("cio").get(address)
    assert answer.status_code == 200, name
    forms, _asked = forms_on(answer.content.decode(), address)
    posts = [form for form in forms if form.method == "post" and "language" not in form.action]
    return address, max(posts, key=lambda form: len(form.fields))


@pytest.mark.parametrize("name", sorted(set(CREATES) - set(WITHOUT)))
def test_form_names_its_act_by_a_key(name, cast):
    _address, form = form_of(name, cast)
    assert form.fields.get("key", [""])[0]


@pytest.mark.parametrize("name", CREATES)
def test_form_sent_twice_adds_once_and_answers_the_same(name, cast):
    _address, form = form_of(name, cast)
    fields = filled(form, name)
    body, kind = encoded(fields), PLAIN
    if form.enctype == MULTIPART:
        body, kind = multipart(fields, {}), f"{MULTIPART}; boundary=limit"
    client, seen, answers = cast.client("cio"), [counts()], []
    for _time in range(2):
        answer = client.generic("POST", form.action, body, kind)
        assert answer.status_code in (200, 302), text_of(answer.content.decode())[:1500]
        answers.append((answer.status_code, answer.get("Location", "")))
        seen.append(counts())
    added = {table for table, count in seen[1].items() if count > seen[0][table]}
    assert added - {"organizations.auditevent", "organizations.auditwords"}
    assert seen[2] == seen[1]
    if name not in LEADS_ON:
        assert answers[1] == answers[0]


# How Django itself speaks of what is there already: by the name of a constraint or of a table.
RAW = re.compile(
    r"Constraint\s*[“\"]\w+|约束\s*[“\"]\w+|[包具][含有].{1,80}已经?存在|with this .{1,80} already exists"
)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", CREATES)
def test_same_entry_under_another_key_is_told_in_words_of_the_product(name, language, cast):
    cast.people["cio"].language = language
    cast.people["cio"].save()
    _address, form = form_of(name, cast)
    client, fields = cast.client("cio"), filled(form, name)
    for key in ("first-and-other", "second-and-other"):
        fields["key"] = [key]
        body, kind = encoded(fields), PLAIN
        if form.enctype == MULTIPART:
            body, kind = multipart(fields, {}), f"{MULTIPART}; boundary=limit"
        answer = client.generic("POST", form.action, body, kind)
        assert answer.status_code < 500
        assert RAW.findall(answer.content.decode()) == []
