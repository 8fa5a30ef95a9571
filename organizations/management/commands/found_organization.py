"""Found an organization with its first person, a CIO: the first step of a new installation.

    manage.py found_organization "Qinghe Motion" --email zhen@example.org --name "Li Zhen"

Everybody else is invited in the product. The password is asked for twice; `--password-stdin` reads
it from standard input instead, for scripts.
"""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.text import slugify

from core.base import tenant
from organizations.models import User
from organizations.services import membership, organizations

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Found an organization and its first person, who can then invite everybody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organization", help="name of the organization")
        parser.add_argument("--email", required=True, help="e-mail address of the first person")
        parser.add_argument("--name", required=True, help="name of the first person")
        parser.add_argument("--slug", help="short name in addresses (default: from the name)")
        parser.add_argument("--currency", default="CNY", help="reporting currency (CNY)")
        parser.add_argument("--language", default="en", help="en or zh-hans (en)")
        parser.add_argument("--password-stdin", action="store_true", help="read it from there")

    def handle(self, **options: Any) -> None:
        password = sys.stdin.readline().strip() if options["password_stdin"] else ask_twice()
        try:
            validate_password(password, User(email=options["email"], name=options["name"]))
            found(password=password, **{key: options[key] for key in NEEDED})
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=BAD_INPUT) from error
        self.stdout.write(f"{options['organization']} is founded; sign in as {options['email']}.")


NEEDED = ("organization", "email", "name", "slug", "currency", "language")


def ask_twice() -> str:
    """Ask for the password without showing it."""
    try:
        password = getpass.getpass("Password: ")
        again = getpass.getpass("Password again: ")
    except EOFError as error:
        words = "Nobody is there to type the password; give it with --password-stdin."
        raise CommandError(words, returncode=BAD_INPUT) from error
    if again != password:
        message = "The two passwords differ."
        raise CommandError(message, returncode=BAD_INPUT)
    return password


@transaction.atomic
def found(
    *,
    organization: str,
    email: str,
    name: str,
    slug: str | None,
    currency: str,
    language: str,
    password: str,
) -> None:
    """Make organization, person and membership, or nothing.

    Raises:
        ValidationError: what cannot be used.
    """
    group = organizations.create_organization(
        by=None,
        name=organization,
        slug=slug or slugify(organization) or "organization",
        reporting_currency=currency,
        default_language=language,
    )
    person = User.objects.create_user(email, password, name=name, language=language)
    with tenant(group.pk):
        membership.add_membership(by=None, organization=group, user=person, role="cio", plant=None)
