"""Who gets which answer from the pages of assessments and systems."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.models import SectionAssignment
from core.base import tenant
from questionnaire.models import AnswerLink
from tests.factories import assessment as make
from tests.factories.answer_links import TOKEN, invite
from tests.factories.landscape import SystemFactory

SLUG = "johor-bahru"


def plant(cast):
    return {"slug": cast.plant.slug}


def run(cast):
    """Return the arguments of a page of one open run, which is made once per test."""
    with tenant(cast.organization.pk):
        found = cast.plant.assessments.filter(signed_off_at=None).first() or make.make_run(
            cast.plant, cast.people["project_owner"]
        )
    return {"slug": cast.plant.slug, "run": found.pk}


def question(cast):
    return {**run(cast), "question": "DG-06"}


def section(cast):
    return {**run(cast), "section": "DG"}


def own_section(cast):
    """Return the arguments of a section that everybody who may answer is asked for."""
    arguments = section(cast)
    with tenant(cast.organization.pk):
        for role in VIEW:
            place = {"assessment_id": arguments["run"], "section": "DG"}
            SectionAssignment.objects.get_or_create(**place, user=cast.people[role])
    return arguments


def proof(cast):
    """Return the arguments of a page of one link to evidence (a file)."""
    from assessment.models import AnswerEvidence
    from assessment.services.evidence import add_evidence

    arguments = run(cast)
    with tenant(cast.organization.pk):
        found = AnswerEvidence.objects.first() or add_evidence(
            plant=cast.plant,
            run_id=arguments["run"],
            question="DG-06",
            by=cast.people["project_owner"],
            key="k" * 16,
            file=SimpleUploadedFile("list.txt", b"item;owner"),
            may_manage=True,
        )
    return {"slug": cast.plant.slug, "pk": found.pk}


def rater(cast):
    return {"slug": cast.plant.slug, "pk": cast.people["respondent"].pk}


def link(cast):
    """Return the arguments of a page about one personal link, which is made once per test."""
    return {**run(cast), "pk": made(cast)[0].pk}


def door(cast):
    """Return the arguments of a page of that link itself."""
    return {"token": made(cast)[1]}


def made(cast):
    arguments = run(cast)
    with tenant(cast.organization.pk):
        found = AnswerLink.objects.filter(assessment=arguments["run"]).first()
        return found or invite(cast, arguments["run"]), TOKEN


def asked(cast):
    return {**door(cast), "question": "DG-06"}


def system(cast):
    with tenant(cast.organization.pk):
        found = cast.plant.systems.first() or SystemFactory(plant=cast.plant)
    return {"slug": cast.plant.slug, "pk": found.pk}


def row(kwargs, allowed, status=200, *, method="get", data=None):
    """Return a row: `allowed` roles get the status, members without the right 403."""
    roles = (
        "respondent",
        "assessor",
        "business_lead",
        "it_lead",
        "project_owner",
        "cio",
        "stakeholder",
    )
    expect = {"anonymous": 302, "stranger": 404}
    expect |= {role: status if role in allowed else 403 for role in roles}
    return {"method": method, "kwargs": kwargs, "data": data or {}, "expect": expect}


LEADS = {"business_lead", "it_lead", "project_owner", "cio"}
TEAM = LEADS | {"assessor"}
VIEW = TEAM | {"respondent"}
MANAGE = {"project_owner", "cio"}
REVIEW = {"assessor", "project_owner", "cio"}


def open_to_all(kwargs, status=200, *, method="get"):
    """Return a row of a page that asks for the address of a link and for nobody's role."""
    everybody = ("anonymous", "stranger", *VIEW, "stakeholder")
    return {
        "method": method,
        "kwargs": kwargs,
        "data": {},
        "expect": dict.fromkeys(everybody, status),
    }


ANSWER = {"kind": "levels", "value": "2", "version": "0", "key": "abcdefgh"}
MATRIX = {
    "assessment:assessment-list": row(plant, VIEW),
    "assessment:assessment-create": row(plant, MANAGE),
    "assessment:assessment-detail": row(run, VIEW),
    "assessment:assessment-edit": row(run, MANAGE),
    "assessment:assessment-delete": row(run, MANAGE, 302, method="post"),
    "assessment:assessment-widen": row(run, MANAGE, 302, method="post"),
    "assessment:facts-refresh": row(run, MANAGE, 302, method="post"),
    "assessment:assessment-move": row(run, MANAGE, 302),
    "assessment:assignment-edit": row(section, MANAGE),
    "questionnaire:section-submit": row(run, VIEW),
    "questionnaire:section-hand-on": row(own_section, VIEW),
    "questionnaire:section-reopen": row(run, VIEW, 302, method="post"),
    "assessment:assessment-submit": row(run, MANAGE),
    "assessment:review-detail": row(run, REVIEW),
    "assessment:section-return": row(run, REVIEW, 302, method="post"),
    "assessment:assessment-withdraw": row(run, MANAGE, 302),
    "assessment:score-detail": row(run, VIEW),
    "questionnaire:question-open": row(run, VIEW, 302),
    "questionnaire:kept-detail": row(run, VIEW),
    "questionnaire:worker": open_to_all({}),
    "questionnaire:question-detail": row(question, VIEW),
    "questionnaire:answer-save": row(question, VIEW, 302, method="post", data=ANSWER),
    "assessment:exclusion-review": row(question, REVIEW, 302, method="post"),
    "questionnaire:function-list": row(plant, MANAGE),
    "questionnaire:function-edit": row(rater, MANAGE),
    "questionnaire:answer-agree": row(question, REVIEW, 404, method="post"),
    "questionnaire:moderation-detail": row(run, REVIEW),
    "questionnaire:workbook-import": row(run, VIEW),
    "questionnaire:workbook-export": row(run, VIEW),
    "questionnaire:workbook-import-marked": row(run, VIEW, 302, method="post"),
    "questionnaire:workbook-import-confirm": row(run, VIEW, 302, method="post"),
    "questionnaire:link-list": row(run, MANAGE),
    "questionnaire:link-create": row(run, MANAGE),
    "questionnaire:link-renew": row(link, MANAGE, 200, method="post"),
    "questionnaire:link-revoke": row(link, MANAGE, 302, method="post"),
    "questionnaire:code-make": row(link, MANAGE, 200, method="post"),
    # Whoever has the address sees who asks for what; the questions open on a bound device only.
    "questionnaire:by-link": open_to_all(door),
    "questionnaire:by-link-open": open_to_all(door, 302, method="post"),
    "questionnaire:by-link-code": open_to_all(door, 302),
    "questionnaire:by-link-code-ask": open_to_all(door, 302, method="post"),
    "questionnaire:by-link-question": open_to_all(asked, 302),
    "questionnaire:by-link-save": open_to_all(asked, 302, method="post"),
    "questionnaire:by-link-kept": open_to_all(door, 302),
    "questionnaire:by-link-hand-in": open_to_all(door, 302),
    "questionnaire:evidence-create": row(question, VIEW, 302, method="post"),
    "questionnaire:evidence-delete": row(proof, VIEW, 302, method="post"),
    "assessment:evidence-review": row(proof, REVIEW, 302, method="post"),
}
