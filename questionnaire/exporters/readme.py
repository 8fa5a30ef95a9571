"""The first sheet of a workbook of answers: whose it is, how it is filled in, what is kept."""

from __future__ import annotations

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from core.wording.texts import lt
from questionnaire.selectors.filling import Filling
from sheets.entry import HEAD, PLAIN, EntryCell, EntrySheet


def readme_sheet(tab: str, filling: Filling, made: str) -> EntrySheet:
    """Return the sheet to read first, in the active language.

    Args:
        tab: its name.
        filling: what stands in the workbook.
        made: when, in words with the zone.
    """
    run = filling.run
    count = len(list(filling.questions))
    asked = ngettext("%(n)s question", "%(n)s questions", count) % {"n": count}
    release = f"{lt(run.framework.title)} {run.framework.release}"
    facts = (
        (_("Person"), filling.who.person.name),
        (_("Plant"), run.plant.name),
        (_("Run"), run.title),
        (_("Framework"), release),
        (_("Language"), str(get_language_info(filling.language)["name_local"])),
        (_("Made at"), made),
        (_("Questions"), asked),
    )
    rows = [[EntryCell(_("Workbook of answers"), HEAD), EntryCell(look=HEAD)]]
    rows += [[EntryCell(name), EntryCell(value)] for name, value in facts]
    for head, lines in ((_("How to fill it in"), _how()), (_("What is kept"), _kept())):
        rows += [[], [EntryCell(head, HEAD), EntryCell(look=HEAD)]]
        rows += [[EntryCell(), EntryCell(line, PLAIN)] for line in lines]
    return EntrySheet(tab, rows, (26, 96))


def _how() -> list[str]:
    return [
        _("Only the yellow cells can be changed; where there is a list, choose from it."),
        _("A blank cell keeps what is stored. A dash (–) takes it away."),
        _("Where a question does not apply, choose Yes and say why."),
        _(
            "A question with several rows needs its answer in each of them, unless they are options."
        ),
        _("Formulas count as text: write the value itself."),
        _("Send the file back on the page of the run. It first shows what would change."),
    ]


def _kept() -> list[str]:
    return [
        _("Nothing is stored before you confirm, and only questions that are good."),
        _("What was answered elsewhere since this file was made stays, until you say otherwise."),
        _("The file is yours: nobody else can send it back, and it fits this run only."),
        _(
            "Hidden cells tell the questions apart. A row whose hidden cells were changed is refused."
        ),
        _("Evidence is not in this file: add it on the page of the question."),
    ]
