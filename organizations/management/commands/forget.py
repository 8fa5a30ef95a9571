"""Remove words about a person, or one note of the audit trail, at once and for good.

    manage.py forget --person zhang.wei@example.org --reason "Erasure request of 2026-05-04"
    manage.py forget --event 4711 --field note --reason "Names a patient"

A person must have left first: close them on the page of members. A note goes from the audit trail
only; the record it was written in is changed in the product.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.base import tenant
from core.errors import RuleError
from organizations.domain.words import field_of
from organizations.models import AuditEvent, User
from organizations.selectors.mentions import mentions
from organizations.selectors.trail import redactable
from organizations.services import forgetting, redaction

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Remove a person's names and addresses, or one note of the audit trail."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--person", metavar="EMAIL", help="e-mail address of who is forgotten")
        what.add_argument("--event", type=int, help="number of the event that holds a note")
        parser.add_argument("--field", help="recorded name of the note, for example note or reason")
        parser.add_argument("--reason", required=True, help="why; stays in the audit trail")

    def handle(self, **options: Any) -> None:
        is_note = options["event"] is not None
        if is_note and not options["field"]:
            raise CommandError("Name the note with --field.", returncode=BAD_INPUT)
        try:
            if is_note:
                self.forget_note(options["event"], options["field"], options["reason"])
            else:
                self.forget_person(options["person"], options["reason"])
        except RuleError as error:
            raise CommandError(error.message, returncode=BAD_INPUT) from error

    def forget_person(self, email: str, reason: str) -> None:
        """Forget somebody, and say where others have written the name into a text."""
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.", returncode=BAD_INPUT)
        known = forgetting.names_of(person)
        count = forgetting.forget_person(person=person, reason=reason)
        self.stdout.write(f"Removed from {count} events; the account is empty.")
        for place in mentions(known):
            self.stdout.write(f"still in {place.table}.{place.column}: {place.rows} rows")

    def forget_note(self, number: int, field: str, reason: str) -> None:
        """Redact the note of an event: both sides, where it was changed."""
        event = AuditEvent._base_manager.filter(pk=number).first()  # noqa: SLF001 -- of any tenant
        if event is None:
            raise CommandError(f"There is no event {number}.", returncode=BAD_INPUT)
        with tenant(event.organization_id):
            count = self.redact(event, field, reason)
        if not count:
            words = f"Event {number} has no note {field} that can be removed."
            raise CommandError(words, returncode=BAD_INPUT)
        self.stdout.write(f"Removed from {count} events; the chain keeps its hash.")

    def redact(self, event: AuditEvent, field: str, reason: str) -> int:
        """Redact one side after the other; the same text in both goes at once."""
        count = 0
        while keys := [key for key in redactable(event) if field_of(key) == field]:
            count += redaction.redact(by=None, event=event, key=keys[0], reason=reason)
            event = AuditEvent.objects.get(pk=event.pk)
        return count
