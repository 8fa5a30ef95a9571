"""Removing words about people from the audit trail and from what still names them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core import clock
from core.base import tenant
from core.errors import StateError
from organizations.domain.words import ACTOR, ADDRESS, AFTER, BEFORE, CHANGES, OBJECT, Removal
from organizations.models import (
    AuditWords,
    Departure,
    Invitation,
    Membership,
    Organization,
    User,
    WrongTries,
)
from organizations.models.user import FORMER, FormerName
from organizations.selectors.personal import declared, left_of
from organizations.services import audit
from organizations.services.accounts import close_account

BATCH = 200
Choice = Callable[[AuditWords], Iterable[str]]


def remove_words(row: AuditWords, keys: Iterable[str], why: Removal) -> bool:
    """Blank words of one event; those that are gone already stay as they are.

    Returns:
        Whether there was anything to blank.
    """
    gone = [key for key in keys if key in row.words]
    if not gone:
        return False
    row.words = {key: word for key, word in row.words.items() if key not in gone}
    row.removed = {**row.removed, **dict.fromkeys(gone, why.value)}
    row.keeps_address = ADDRESS in row.words
    row.save(update_fields=["words", "removed", "keeps_address"])
    return True


def _remove_everywhere(rows: models.QuerySet[AuditWords], choose: Choice, why: Removal) -> int:
    """Blank words of many events, some at a time; what is done stays done if it stops midway.

    Args:
        rows: the events' words.
        choose: the keys to blank in a row.
        why: what is said in their place.

    Returns:
        The number of events with blanked words.
    """
    count, last = 0, 0
    manager = AuditWords._base_manager  # noqa: SLF001 -- words of every tenant
    while keys := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        with transaction.atomic():
            batch = manager.select_for_update(of=("self",)).filter(pk__in=keys)
            batch = batch.select_related("event").order_by("pk")
            count += sum(remove_words(row, choose(row), why) for row in batch)
        last = keys[-1]
    return count


def remove_addresses(*, before: datetime) -> int:
    """Blank the network addresses of events older than a moment; returns how many."""
    rows = AuditWords._base_manager.filter(keeps_address=True, event__happened_at__lt=before)  # noqa: SLF001 -- words of every tenant
    return _remove_everywhere(rows, lambda _row: [ADDRESS], Removal.AGE)


def forget_departed(*, before: datetime) -> int:
    """Forget everybody who left before a moment and has not come back; returns how many."""
    due = Departure._base_manager.filter(left_at__lt=before, forgotten_at__isnull=True)  # noqa: SLF001 -- people of every tenant
    count = 0
    for departure in due.select_related("organization", "person").order_by("pk"):
        with tenant(departure.organization_id):
            forget_in(organization=departure.organization, person=departure.person)
        _forget_account(departure.person)
        count += 1
    return count


def forget_person(*, person: User, reason: str) -> int:
    """Forget somebody at once, in every organization, as a law may ask for.

    Returns:
        The number of events with removed words.

    Raises:
        StateError: the person still takes part somewhere.
    """
    if Membership._base_manager.filter(user=person).exists():  # noqa: SLF001 -- roles of every tenant
        message = _("This person still has a role. Close them on the page of members first.")
        raise StateError(message)
    if person.closed_at is None:
        close_account(person)
    count = 0
    for organization in Organization.objects.order_by("pk"):
        with tenant(organization.pk):
            count += forget_in(
                organization=organization, person=person, why=Removal.REQUEST, reason=reason
            )
    _forget_account(person)
    return count


def forget_in(
    *, organization: Organization, person: User, why: Removal = Removal.LEFT, reason: str = ""
) -> int:
    """Remove a person's names and addresses from the records of one organization.

    It may be called again after it stopped midway: the departure is marked last.

    Args:
        organization: the open tenant.
        person: who is forgotten.
        why: what is said in place of the words.
        reason: why it was asked for, in the trail; empty when the period is over.

    Returns:
        The number of events with removed words.
    """
    known = names_of(person)
    count = _forget_in_trail(organization, person, known, why)
    with transaction.atomic():
        emptied = _forget_in_fields(organization, known)
        left = Departure.objects.filter(organization=organization, person=person)
        is_marked = bool(left.update(forgotten_at=clock.now()))
        if count or emptied or is_marked:
            changes: dict[str, Any] = {"events": count, "reason": reason}
            audit.record(
                by=None,
                verb="person.forgotten",
                target=User(pk=person.pk, name=FORMER),
                organization=organization,
                changes={name: value for name, value in changes.items() if value != ""},
            )
    return count


def names_of(person: User) -> frozenset[str]:
    """Return the names and addresses a person is and was known by."""
    words = AuditWords._base_manager.order_by()  # noqa: SLF001 -- trails of every tenant
    acted = words.filter(event__actor=person).values_list("words__actor__value", flat=True)
    own = words.filter(_about(person)).values_list("words__object__value", flat=True)
    addresses = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    found = {person.name, person.email, *acted.distinct(), *own.distinct(), *addresses}
    return frozenset(
        name for name in found if name and name != FORMER and not isinstance(name, FormerName)
    )


def _about(person: User) -> Q:
    label = person._meta.label_lower  # noqa: SLF001 -- Django's public meta data
    return Q(event__object_type=label, event__object_id=str(person.pk))


def _forget_in_trail(
    organization: Organization, person: User, known: Collection[str], why: Removal
) -> int:
    concerned = Q(event__actor=person) | _about(person)
    for key in _personal_keys():
        concerned |= Q(**{f"words__{key}__value__in": list(known)})

    def choose(row: AuditWords) -> list[str]:
        own = {ACTOR, ADDRESS} if row.event.actor_id == person.pk else set()
        others = row.words.keys() - {ACTOR, ADDRESS}
        return [*own, *(key for key in others if _names(key, row.words[key]["value"], known))]

    rows = AuditWords.objects.filter(event__organization=organization).filter(concerned)
    return _remove_everywhere(rows, choose, why)


def _personal_keys() -> list[str]:
    fields = {name for names in declared("personal").values() for name in names}
    return [f"{CHANGES}{name}{side}" for name in sorted(fields) for side in ("", BEFORE, AFTER)]


def _names(key: str, value: Any, known: Collection[str]) -> bool:
    """Tell whether a word is a person's name; a label may hold it beside other words."""
    if key == OBJECT:
        return any(name in value for name in known)
    return isinstance(value, str) and value in known


def _forget_in_fields(organization: Organization, known: Collection[str]) -> int:
    """Empty the fields for names in which somebody wrote exactly this one; see `left_of`.

    What an app keeps besides, in rows of its own making, goes by the function named in its `forgets`.
    """
    mine = Invitation.objects.filter(organization=organization, email__in=known)
    count = mine.delete()[0]
    for label, names in declared("personal").items():
        model: Any = apps.get_model(label)
        columns = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001 -- Django's public meta data
        for name in names:
            column = columns.get(name)
            if model is User or not isinstance(column, models.CharField):
                continue
            rows = model.objects.filter(**{model.TENANT: organization, f"{name}__in": known})
            count += rows.update(**{name: left_of(column)})
    for config in apps.get_app_configs():
        if path := getattr(config, "forgets", ""):
            count += import_string(path)(organization, known)
    return count


def _forget_account(person: User) -> None:
    """Empty the account's own row once no organization knows the person any more."""
    roles = Membership._base_manager.filter(user=person)  # noqa: SLF001 -- roles of every tenant
    waiting = Departure._base_manager.filter(person=person, forgotten_at__isnull=True)  # noqa: SLF001 -- as above
    if roles.exists() or waiting.exists():
        return
    with transaction.atomic():
        WrongTries.objects.filter(person=person).delete()
        EmailAddress.objects.filter(user=person).delete()
        person.name = FormerName(FORMER)
        person.email = f"former-{person.pk}@removed.invalid"
        person.save(update_fields=["name", "email"])
