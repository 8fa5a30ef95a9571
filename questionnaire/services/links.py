"""Personal links to answer by: made, given another address, withdrawn; answers handed in by them."""

from __future__ import annotations

import secrets
import zoneinfo
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assessment.models import Assessment, SectionAssignment
from assessment.services import sections
from assessment.services.answering import lock_run
from core import clock
from core.errors import RuleError, StateError
from organizations.domain.roles import Permission
from organizations.models import Departure, Organization, Plant, User
from organizations.selectors.places import people_with, plant_today
from organizations.services import audit
from questionnaire.domain.links import MAX_DAYS, USUAL_DAYS, end_of, may_expire_on, token_hash
from questionnaire.models import AnswerLink
from questionnaire.services.functions import set_functions


@transaction.atomic
def invite(
    *,
    plant: Plant,
    run_id: int,
    name: str,
    language: str,
    wanted: Sequence[str],
    last_day: date,
    token: str,
    by: User,
    mail: str = "",
    functions: Sequence[str] = (),
) -> AnswerLink:
    """Let somebody without an account answer sections of a run, beside those who answer them now.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        name: of the person.
        language: in which they read.
        wanted: ids of the sections, one or more.
        last_day: the last day on which the link works, at the plant.
        token: the secret part of the address; only its hash is stored.
        by: who invites.
        mail: the person's address; empty if none is known.
        functions: for which the person speaks.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run is closed.
        RuleError: no section or one the run does not have, no such function, a day out of range, or
            somebody who has an account.
        ValidationError: by field.
    """
    run = lock_run(plant=plant, run_id=run_id)
    _check_day(plant, last_day)
    if not wanted:
        raise RuleError(_("Choose a section."), field="sections")
    known = people_with(plant, Permission.ASSESSMENT_ANSWER).filter(email=mail.lower())
    if mail and (found := known.first()):
        words = _("%(name)s has an account here: assign the section to them.")
        raise RuleError(words % {"name": found.name}, field="mail")
    link = AnswerLink(
        assessment=run,
        person=_person(plant, name, language),
        mail=mail,
        token_hash=token_hash(token),
        expires_at=_end(plant, last_day),
        invited_by=by,
    )
    link.full_clean()
    link.save(force_insert=True)
    _leave_at_end(plant, link)
    if functions:
        set_functions(plant=plant, rater=link.person, functions=functions, expected=0, by=by)
    for section in wanted:
        _assign(run, section, link.person, by=by)
    _record(link, by, "answer_link.made", {"sections": [None, sorted(wanted)]})
    return link


def _person(plant: Plant, name: str, language: str) -> User:
    """Make a person who signs in nowhere: no password, no role, and an address that cannot be mailed."""
    return User.objects.create_user(
        f"link-{secrets.token_hex(12)}@link.invalid",
        None,
        name=name,
        language=language,
        time_zone=plant.time_zone,
        is_active=False,
        digest=User.Digest.NONE,
    )


def _leave_at_end(plant: Plant, link: AnswerLink) -> None:
    """Let the person leave with the link, so that their name goes as that of others who left."""
    Departure.objects.update_or_create(
        organization=plant.organization,
        person=link.person,
        defaults={"left_at": link.expires_at},
    )


def _assign(run: Assessment, section: str, person: User, *, by: User) -> None:
    """Let a person answer a section beside those who answer it now."""
    held = list(run.assignments.filter(section=section).select_related("user").order_by("pk"))
    sections.assign_section(
        plant=run.plant,
        run_id=run.pk,
        section=section,
        people=[*(row.user for row in held), person],
        due_on=held[0].due_on if held else None,
        by=by,
    )


def _check_day(plant: Plant, last_day: date) -> None:
    if not may_expire_on(last_day, plant_today(plant)):
        words = _("Choose a day within the next %(n)s days.") % {"n": MAX_DAYS}
        raise RuleError(words, field="expires_on")


def _end(plant: Plant, last_day: date) -> datetime:
    return end_of(last_day, zoneinfo.ZoneInfo(plant.time_zone))


@transaction.atomic
def renew(*, link: AnswerLink, token: str, by: User) -> AnswerLink:
    """Give a link another address: the one before and every device are out.

    One that has run out, or nearly, works for 14 days more.

    Args:
        link: neither withdrawn nor handed in.
        token: the secret part of the new address; the same one again changes nothing.
        by: who acts.

    Raises:
        StateError: it is over for good.
    """
    row = lock_link(link)
    if row.token_hash == token_hash(token):
        return row
    if row.revoked_at is not None or row.handed_in_at is not None:
        raise StateError(_("This link is closed for good. Invite the person again."))
    plant = link.assessment.plant
    before = row.expires_at
    usual = end_of(plant_today(plant) + timedelta(USUAL_DAYS), zoneinfo.ZoneInfo(plant.time_zone))
    row.token_hash, row.devices, row.mailed_at = token_hash(token), [], None
    row.code_hash, row.code_made_at, row.code_asked_at = "", None, None
    row.expires_at = max(before, usual)
    row.save()
    _leave_at_end(plant, row)
    changes = audit.difference({"expires_at": before}, {"expires_at": row.expires_at})
    _record(row, by, "answer_link.renewed", changes)
    return row


@transaction.atomic
def revoke(*, link: AnswerLink, by: User) -> None:
    """Withdraw a link: what was answered stays, nobody waits for the person any more.

    Withdrawing it twice changes nothing.
    """
    run = lock_run(plant=link.assessment.plant, run_id=link.assessment_id)
    row = lock_link(link)
    if row.revoked_at is not None:
        return
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at", "updated_at"])
    if run.state == Assessment.State.OPEN:
        for part in run.assignments.filter(user=link.person, submitted_at=None).order_by("pk"):
            _release(run, part, by=by)
    _record(row, by, "answer_link.revoked", {})


def _release(run: Assessment, part: SectionAssignment, *, by: User) -> None:
    """Take a section from a person; the others who answer it keep it."""
    held = run.assignments.filter(section=part.section).select_related("user").order_by("pk")
    sections.assign_section(
        plant=run.plant,
        run_id=run.pk,
        section=part.section,
        people=[row.user for row in held if row.user_id != part.user_id],
        due_on=part.due_on,
        by=by,
    )


@transaction.atomic
def hand_in(*, link: AnswerLink) -> None:
    """Hand in what the person answered; the link closes, until a section comes back to them.

    Raises:
        StateError: the run is closed, or nothing is left to hand in.
    """
    plant = link.assessment.plant
    sections.submit_sections(plant=plant, run_id=link.assessment_id, by=link.person)
    rows = AnswerLink.objects.filter(pk=link.pk, handed_in_at=None)
    rows.update(handed_in_at=clock.now(), updated_at=clock.now())


def reopen(*, run: Assessment, section: str) -> None:
    """Open the links of those to whom a section came back; the caller's act says so."""
    people = run.assignments.filter(section=section).values("user")
    rows = AnswerLink.objects.filter(assessment=run, person__in=people)
    rows.update(handed_in_at=None, updated_at=clock.now())


def lock_link(link: AnswerLink) -> AnswerLink:
    """Return a link as it is stored now, which nobody else changes until the transaction ends."""
    rows = AnswerLink.objects.select_for_update(of=("self",))
    return rows.select_related("person").get(pk=link.pk)


def forget_mails(organization: Organization, known: Collection[str]) -> int:
    """Remove the addresses of people whose names are removed; return of how many."""
    theirs = Q(person__name__in=known) | Q(person__email__in=known)
    rows = AnswerLink.objects.filter(assessment__plant__organization=organization)
    return rows.filter(theirs).exclude(mail="").update(mail="")


def _record(row: AnswerLink, by: User, verb: str, changes: dict[str, Any]) -> None:
    plant = row.assessment.plant
    changes = {"person": row.person.name, **changes}
    audit.record(by=by, verb=verb, target=row, plant=plant, changes=changes)
