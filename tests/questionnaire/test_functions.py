from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.selectors.runs import framework_of
from assessment.services.evidence import add_evidence
from core.errors import RuleError, StaleVersionError
from organizations.models import Evidence
from questionnaire.models import RaterFunctions
from questionnaire.selectors.moderating import moderated_sections
from questionnaire.services.functions import set_functions
from tests.factories import assessment as make
from tests.questionnaire.conftest import assign, speak

BASE = "/plants/johor-bahru/current/functions/"


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def run(scoped, owner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.make_run(scoped.plant, owner)


def give(run, cast, name, *functions, expected=0):
    return set_functions(
        plant=run.plant,
        rater=cast.people[name],
        functions=functions,
        expected=expected,
        by=cast.people["cio"],
    )


def test_functions_are_set_by_a_form(run, cast):
    client, person = cast.client("project_owner"), cast.people["respondent"]
    assert person.name in client.get(BASE).content.decode()
    address = f"{BASE}{person.pk}/"
    form = {"functions": ["it_local", "plant_mgr"], "version": 0}
    assert client.post(address, form).status_code == 302
    assert RaterFunctions.objects.get().functions == ["it_local", "plant_mgr"]
    assert client.post(address, form).status_code == 409
    assert client.post(address, {"functions": ["cook"], "version": 1}).status_code == 422
    assert client.post(address, {"functions": [], "version": 1}).status_code == 302
    assert RaterFunctions.objects.get().functions == []
    stranger = cast.people["stakeholder"]
    assert client.get(f"{BASE}{stranger.pk}/").status_code == 404


def test_service_refuses_what_no_questionnaire_asks_for(run, cast):
    with pytest.raises(RuleError, match="no function"):
        give(run, cast, "respondent", "cook")
    give(run, cast, "respondent", "it_local")
    with pytest.raises(StaleVersionError):
        give(run, cast, "respondent", "plant_mgr")


def row_of(run, reader):
    (part,) = moderated_sections(run, reader, "en", by_number=True)
    return next(row for row in part.rows if row.card.id == "DG-06")


def test_how_sure_an_answer_is_rests_on_agreement_evidence_and_functions(run, cast, owner):
    wanted = framework_of(run.framework).questions_by_id["DG-06"].roles
    assign(run, cast, owner)
    run.refresh_from_db()
    speak(run, cast.people["it_lead"], 4)
    speak(run, cast.people["respondent"], 4)
    row = row_of(run, owner)
    assert (row.sure, len(row.unheard)) == (0, len(wanted))
    give(run, cast, "it_lead", *wanted)
    row = row_of(run, owner)
    assert (row.unheard, str(row.sure)) == ((), "0.4")  # two agree, every function, no evidence
    proof = add_evidence(
        plant=run.plant,
        run_id=run.pk,
        question="DG-06",
        by=owner,
        key="k" * 16,
        file=SimpleUploadedFile("list.txt", b"item;owner"),
        may_manage=True,
    )
    assert str(row_of(run, owner).sure) == "0.7"
    Evidence.objects.filter(pk=proof.evidence_id).update(is_accepted=True)
    assert str(row_of(run, owner).sure) == "1"
    speak(run, cast.people["respondent"], 2, expected=1)
    assert str(row_of(run, owner).sure) == "0.6"  # below level 3 evidence does not count
    give(run, cast, "it_lead", wanted[0], expected=1)
    row = row_of(run, owner)
    assert row.sure == Decimal("0.6") / len(wanted)
    assert len(row.unheard) == len(wanted) - 1
