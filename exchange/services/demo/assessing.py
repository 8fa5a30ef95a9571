"""Runs, answers by several people, evidence, review and sign-off; and the systems in use."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from assessment.models import Assessment
from assessment.services import answering, evidence, lifecycle, sections, signing
from exchange.services.demo.clock import at
from exchange.services.demo.people import DemoCast
from landscape.selectors.systems import advise
from landscape.services import inventory
from organizations.models import Plant, User
from packs.models import PackRelease, current_release
from packs.schema import Framework
from questionnaire.selectors.functions import functions_of
from questionnaire.services.functions import set_functions

# Which person answers for a role of the questionnaire; the project owner answers for the others.
VOICES: dict[str, dict[str, str]] = {
    "johor-bahru": {
        "it_local": "tan",
        "arch": "tan",
        "sec": "tan",
        "ot_eng": "ravi",
        "prod": "ravi",
        "maint": "ravi",
        "wh": "ravi",
        "fin": "lim",
        "proc": "lim",
        "sales": "lim",
        "hr": "aishah",
        "ehs": "aishah",
        "legal": "farah",
        "dpo": "farah",
        "qa": "farah",
        "steward": "farah",
    },
    "binh-duong": {
        "it_local": "minh",
        "sec": "minh",
        "ot_eng": "minh",
        "fin": "chen",
        "hr": "chen",
    },
    "monterrey": {"it_local": "lucia", "sec": "lucia", "fin": "lucia", "prod": "lucia"},
    "szeged": {"it_local": "gabor", "ot_eng": "gabor", "prod": "gabor", "fin": "gabor"},
}
FRAMEWORK = "overseas-plant-readiness"
LISTED = dt.date(2026, 11, 9)
PROVEN_FROM = 3  # evidence is mandatory from this level


def add_run(stage: DemoCast, row: dict[str, Any]) -> Assessment:
    """Open a run, let its people answer, and take it as far as the story says."""
    plant = stage.plants[row["plant"]]
    owner = stage.owner(row["plant"])
    due = row["due_on"]
    with at(due - dt.timedelta(days=38), zone=plant.time_zone):
        _speak_for(stage, plant, owner)
        run = lifecycle.open_run(
            plant=plant,
            framework=_release(row),
            title=row["title"],
            by=owner,
            period_from=row["period"][0],
            period_to=row["period"][1],
            scope=row.get("scope", ""),
            due_on=due,
            target_on=row.get("target_on"),
        )
        framework = run.framework.read(Framework)
        speakers = {name: _speaker(stage, plant, framework, name, owner) for name in row["levels"]}
        _assign(plant, run, framework, speakers, owner)
    _answer(plant, run, row, speakers, due - dt.timedelta(days=24))
    _propose(plant, run, row.get("does_not_apply", {}), owner, due - dt.timedelta(days=18))
    if "sign_off" in row:
        _close(stage, plant, run, row, owner)
    run.refresh_from_db()
    return run


def _speak_for(stage: DemoCast, plant: Plant, owner: User) -> None:
    """Say once for which functions the people of a plant speak."""
    held: dict[str, list[str]] = {}
    for role, name in VOICES[plant.slug].items():
        held.setdefault(name, []).append(role)
    known = functions_of(plant)
    for name, roles in held.items():
        rater = stage.people[name]
        if rater.pk not in known:
            set_functions(plant=plant, rater=rater, functions=roles, expected=0, by=owner)


def _release(row: dict[str, Any]) -> PackRelease:
    """Return the framework of a run: the release that the story names, else the current one."""
    if "release" not in row:
        return current_release(PackRelease.Kind.FRAMEWORK, FRAMEWORK)
    return PackRelease.objects.get(
        kind=PackRelease.Kind.FRAMEWORK, identifier=FRAMEWORK, release=row["release"]
    )


def _speaker(
    stage: DemoCast, plant: Plant, framework: Framework, question: str, owner: User
) -> User:
    voices = VOICES[plant.slug]
    for role in framework.questions_by_id[question].roles:
        if role in voices:
            return stage.people[voices[role]]
    return owner


def _assign(
    plant: Plant,
    run: Assessment,
    framework: Framework,
    speakers: dict[str, User],
    owner: User,
) -> None:
    teams: dict[str, dict[int, User]] = {}
    for question, person in speakers.items():
        section = framework.questions_by_id[question].dimension
        teams.setdefault(section, {})[person.pk] = person
    for section, people in teams.items():
        sections.assign_section(
            plant=plant,
            run_id=run.pk,
            section=section,
            people=list(people.values()),
            due_on=run.due_on,
            by=owner,
        )


def _answer(
    plant: Plant,
    run: Assessment,
    row: dict[str, Any],
    speakers: dict[str, User],
    first_day: dt.date,
) -> None:
    notes, targets = row.get("notes", {}), row.get("targets", {})
    per_day = 12
    for number, (question, level) in enumerate(row["levels"].items()):
        day = first_day + dt.timedelta(days=number // per_day)
        with at(day, zone=plant.time_zone, hour=9 + number % per_day // 2, minute=number % 2 * 25):
            answering.record_answer(
                plant=plant,
                run_id=run.pk,
                question=question,
                given=answering.Given(
                    value=level, target=targets.get(question), note=notes.get(question, "")
                ),
                expected=0,
                key=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{plant.slug}/{run.title}/{question}")),
                by=speakers[question],
            )
            if level >= PROVEN_FROM and "sign_off" in row:
                _prove(plant, run, question, speakers[question])


def _propose(
    plant: Plant, run: Assessment, reasons: dict[str, str], by: User, day: dt.date
) -> None:
    """Let the project owner propose that questions do not apply; an assessor has yet to decide."""
    with at(day, zone=plant.time_zone, hour=16):
        for question, reason in reasons.items():
            answering.record_answer(
                plant=plant,
                run_id=run.pk,
                question=question,
                given=answering.Given(not_applicable=True, reason=reason),
                expected=0,
                key=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{plant.slug}/{run.title}/{question}")),
                by=by,
                may_manage=True,
            )


def _prove(plant: Plant, run: Assessment, question: str, by: User) -> None:
    framework = run.framework.read(Framework)
    topic = framework.questions_by_id[question].evidence
    evidence.add_evidence(
        plant=plant,
        run_id=run.pk,
        question=question,
        by=by,
        key=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{plant.slug}/{run.title}/{question}/evidence")),
        title=topic.in_language(by.language)[:120],
        url=f"https://files.qinghe.example/{plant.slug}/{question.lower()}",
    )


def _close(
    stage: DemoCast, plant: Plant, run: Assessment, row: dict[str, Any], owner: User
) -> None:
    assessor, cio = stage.people["wei"], stage.people["zhen"]
    with at(row["due_on"], zone=plant.time_zone, hour=17):
        lifecycle.submit_run(plant=plant, run_id=run.pk, by=owner)
    if row.get("is_reviewed"):
        _review(plant, run, assessor, row["sign_off"] - dt.timedelta(days=1))
    with at(row["sign_off"], zone=plant.time_zone, hour=15):
        signing.sign_off(plant=plant, run_id=run.pk, by=cio, note=row.get("review_note", ""))


def _review(plant: Plant, run: Assessment, assessor: User, day: dt.date) -> None:
    """Let the assessor accept every piece of evidence of a run."""
    with at(day, zone=plant.time_zone, hour=10):
        for link in run.evidence.order_by("question", "pk"):
            evidence.review_evidence(
                plant=plant,
                run_id=run.pk,
                link_id=link.pk,
                accepted=True,
                note="",
                by=assessor,
            )


def add_systems(stage: DemoCast, rows: list[dict[str, Any]]) -> None:
    """List the systems; a disposition without a reason of its own takes the proposal's."""
    for row in rows:
        values = {
            key: value
            for key, value in row.items()
            if key not in {"plant", "disposition", "reason"}
        }
        plant, owner = stage.plants[row["plant"]], stage.owner(row["plant"])
        if "yearly_cost_amount" in values:
            values["yearly_cost_amount"] = Decimal(values["yearly_cost_amount"])
        with at(LISTED, zone=plant.time_zone):
            system = inventory.add_system(plant=plant, by=owner, **values)
            if row["disposition"] == "undecided":
                continue
            proposed = advise(system, LISTED).reason.in_language(owner.language)
            inventory.edit_system(
                system=system,
                expected=system.version,
                by=owner,
                disposition=row["disposition"],
                disposition_reason=row.get("reason", proposed),
            )
