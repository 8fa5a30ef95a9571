"""A filled-in workbook from its bytes to the run: checked, then taken over by the services."""

from __future__ import annotations

from collections.abc import Collection

from assessment.models import Assessment
from core.errors import StateError
from questionnaire.importers.answers import CheckedQuestion, FileCheck, check_answers
from questionnaire.importers.cells import read_answer_file
from questionnaire.selectors.closing import Answerer, run_closed
from questionnaire.selectors.filling import filling
from questionnaire.services.workbooks import take_entries


def check_file(data: bytes, *, run: Assessment, who: Answerer) -> FileCheck:
    """Return what a workbook would do; nothing is stored.

    Args:
        data: the whole XLSX file.
        run: with its plant.
        who: the person.

    Raises:
        StateError: the person can answer nothing of the run.
        WorkbookError: the file cannot be read, or is of another plant, run, release or person.
    """
    if words := run_closed(run, who):
        raise StateError(words)
    file = read_answer_file(data, run=run, person=who.person)
    return check_answers(file, filling(run, who, file.seal.language))


def take_over(check: FileCheck, chosen: Collection[str] = ()) -> list[CheckedQuestion]:
    """Store what is good of a checked file, and the answers that were chosen; all of it or nothing.

    Args:
        check: of the file.
        chosen: questions answered since the export of which the answer of the file holds.

    Returns:
        What was taken over.

    Raises:
        StateError: the run or a section was closed meanwhile.
        StaleVersionError: something was answered meanwhile.
        RuleError: an answer does not fit any more.
    """
    run = check.filling.run
    taken = [*check.made, *(one for one in check.conflicts if one.id in chosen)]
    take_entries(
        plant=run.plant,
        run_id=run.pk,
        shared=[one.entry for one in taken if not one.question.is_apart],
        apart=[one.entry for one in taken if one.question.is_apart],
        by=check.filling.who,
    )
    return taken
