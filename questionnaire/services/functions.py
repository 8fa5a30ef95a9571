"""Saying for which functions a person speaks at a plant."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import RuleError, StaleVersionError
from organizations.models import Plant, User
from organizations.services import audit
from questionnaire.models import RaterFunctions
from questionnaire.selectors.functions import function_names
from questionnaire.services.writing import UNSEEN, write


@transaction.atomic
def set_functions(
    *, plant: Plant, rater: User, functions: Sequence[str], expected: int, by: User
) -> RaterFunctions:
    """Say for which functions a person speaks; scores and answers stay as they are.

    Args:
        plant: where.
        rater: who may answer there.
        functions: keys of the question packs, each once.
        expected: version that was seen, 0 for a person without any so far.
        by: who says so.

    Raises:
        StaleVersionError: somebody else said something since.
        RuleError: there is no such function.
    """
    if unknown := sorted(set(functions) - set(function_names(plant))):
        words = _("There is no function “%(name)s”.") % {"name": unknown[0][:60]}
        raise RuleError(words, field="functions")
    row = RaterFunctions.objects.filter(plant=plant, rater=rater).first()
    row = row or RaterFunctions(plant=plant, rater=rater, version=UNSEEN)
    if row.version != expected:
        message = "somebody else changed these functions in the meantime"
        raise StaleVersionError(message)
    before = row.functions
    write(row, {"functions": sorted(set(functions))})
    said = audit.difference({"functions": before}, {"functions": row.functions})
    changes = {"person": rater.name, **said}
    audit.record(by=by, verb="functions.set", target=row, plant=plant, changes=changes)
    return row
