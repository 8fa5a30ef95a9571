"""Taking over the entries of a workbook: in one transaction, by the services that every answer takes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from assessment.services.batches import AnswerEntry, record_answers
from organizations.models import Plant
from questionnaire.selectors.closing import Answerer
from questionnaire.services.hearing import say_all


@transaction.atomic
def take_entries(
    *,
    plant: Plant,
    run_id: int,
    shared: Iterable[AnswerEntry],
    apart: Iterable[AnswerEntry],
    by: Answerer,
) -> None:
    """Save what a person filled in, all of it or nothing.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        shared: answers of sections with one answer for all.
        apart: what the person says in sections answered apart.
        by: the person, and what they may.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run or a section is closed to the person, or is answered another way by now.
        StaleVersionError: something was answered meanwhile.
        RuleError: an answer does not fit its question.
    """
    whole = {"plant": plant, "run_id": run_id, "by": by.person, "may_review": by.may_review}
    if said := list(apart):
        say_all(entries=said, **whole)  # type: ignore[arg-type]
    if given := list(shared):
        record_answers(entries=given, may_manage=by.may_manage, **whole)  # type: ignore[arg-type]
