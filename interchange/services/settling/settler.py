"""What the rows of a file meet: the stored plan, and what the rows above them would make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from calendars.selectors.calendars import kept
from core.errors import RuleError
from interchange.selectors.rows import FIXED, REFERS, PlanRow, PlanRows, followed, key_of, said
from interchange.services.drafts import DraftProblem, DraftRow, PlanTurn, RowTurn
from organizations.models import User
from organizations.selectors.places import plant_people
from planning.domain.calendars import WorkCalendar
from readings.models import PlantIndicator
from sheets.values import folded, to_text

# What others point at, or count by, comes before them.
ORDER = (
    *("plant_milestones", "week", "closures", "goals", "figures"),
    *("initiatives", "links", "milestones", "limits", "gate_conditions"),
)
SHEET_OF = {"I": "initiatives", "S": "plant_milestones", "G": "goals"}
# Fields of the models whose columns have other names.
COLUMN_OF = {"weekend": "day_1", "opens_on": "last_day", "plant_indicator": "indicator"}
NEW = "N"
Clash = RuleError | ValidationError
Values = Mapping[str, Any]


class Settler:
    """Holds rows against the stored ones and remembers what it met.

    Attributes:
        rows: the plan as it is stored.
        turn: what the file does.
        stored: by sheet and key.
        taken: the same rows as they would be, and the new ones.
        met: sheet and key of each row of the file.
    """

    def __init__(self, rows: PlanRows) -> None:
        self.rows = rows
        self.turn = PlanTurn()
        self.stored: dict[str, dict[str, Any]] = {
            sheet: {key_of(row): row for row in rows.of(sheet)} for sheet in ORDER
        }
        self.taken = {sheet: dict(found) for sheet, found in self.stored.items()}
        self.met: set[tuple[str, str]] = set()

    @cached_property
    def calendar(self) -> WorkCalendar:
        """When the plant works by the file; asked for once its calendar is taken."""
        return kept(next(iter(self.taken["week"].values()), None), self.taken["closures"].values())

    @cached_property
    def indicators(self) -> Mapping[str, PlantIndicator]:
        """What the plant follows, by code; read where a figure is new."""
        return followed(self.rows.roadmap)

    @cached_property
    def _people(self) -> Mapping[str, list[User]]:
        found: dict[str, list[User]] = {}
        for one in plant_people(self.rows.roadmap.plant):
            found.setdefault(folded(one.name), []).append(one)
        return found

    # --- what a row says ----------------------------------------------------------------------

    def values_of(self, draft: DraftRow, stored: PlanRow | None) -> dict[str, Any]:
        """Return the values of a row with its owner found by name.

        Raises:
            RuleError: nobody here has the name, or two people have.
        """
        values = dict(draft.values)
        if "owner" in values:
            values["owner"] = self._person(values["owner"], getattr(stored, "owner", None))
        return values

    def _person(self, name: str, mine: User | None) -> User:
        if mine is not None and folded(mine.name) == folded(name):
            return mine
        found = self._people.get(folded(name), [])
        if len(found) == 1:
            return found[0]
        message = _("Two people have this name. Leave the cell blank and choose on the page.")
        if not found:
            message = _("Nobody of this name has a role at this plant.")
        raise RuleError(message, field="owner")

    def found(self, draft: DraftRow, name: str) -> Any:
        """Return the row that a column names by its key, as it would be.

        Raises:
            RuleError: neither the plan nor the file has it.
        """
        letter, key = REFERS[name], draft.values[name]
        row = self.taken[SHEET_OF[letter]].get(key)
        if row is None:
            words = {
                "I": _("No initiative of this plan or sheet has the key %(key)s."),
                "S": _("No milestone of this plant or sheet has the key %(key)s."),
                "G": _("No goal of this plant, or above this row, has the key %(key)s."),
            }
            raise RuleError(words[letter] % {"key": key}, field=name)
        return row

    def need(self, draft: DraftRow, *names: str) -> None:
        """Refuse a new row without a value.

        Raises:
            RuleError: names the first that is missing.
        """
        for name in names:
            if draft.values.get(name) is None:
                raise RuleError(_("A new row needs this."), field=name)

    # --- what it does -------------------------------------------------------------------------

    def differs(self, draft: DraftRow, stored: PlanRow, values: Values) -> bool:
        """Tell whether a row says something else than is stored; one that does must be fresh.

        Raises:
            RuleError: the stored row was changed since the export, or an end of it would move.
        """
        changed = changed_in(stored, values)
        if not changed:
            self.turn.turns.append(RowTurn(draft, stored, {}, {}, is_new=False))
            return False
        if draft.version != self.rows.version_of(stored):
            raise RuleError(_("The row was changed since the export."), field="version")
        moved = next((name for name in changed if name in FIXED), "")
        if moved:
            words = _("A stored row keeps its initiative. Add a new row instead.")
            if moved in ("goal", "indicator"):
                words = _("A stored row keeps its goal and its indicator. Add a new row instead.")
            if draft.sheet == "gate_conditions":
                words = _("A stored row keeps its indicator. Add a new row instead.")
            raise RuleError(words, field=moved)
        return True

    def done(self, draft: DraftRow, stored: PlanRow | None, row: PlanRow, values: Values) -> None:
        """Note what a row does, and keep it for those that name it."""
        self.taken[draft.sheet][name_of(draft)] = row
        self.turn.turns.append(turned(draft, stored, row, values))

    def clash(self, draft: DraftRow, error: Clash) -> None:
        """Note what a rule of the plan refuses."""
        if isinstance(error, RuleError):
            self.wrong(draft, _column_of(draft, error.field), error.message)
            return
        for name, messages in error.message_dict.items():
            self.wrong(draft, _column_of(draft, name), " ".join(messages))

    def wrong(self, draft: DraftRow, name: str, message: str) -> None:
        """Note a wrong cell."""
        self.turn.problems.append(DraftProblem(draft.sheet, draft.number, name, message))

    # --- row by row ---------------------------------------------------------------------------

    def take(self, draft: DraftRow, taker: Taker) -> None:
        """Take one row: unchanged, changed, new, or wrong."""
        stored = self.stored[draft.sheet].get(draft.key)
        if draft.key and (draft.sheet, draft.key) in self.met:
            self.wrong(draft, _place_of_key(draft), _("This key stands in the sheet twice."))
            return
        self.met.add((draft.sheet, draft.key))
        if stored is None and _is_of_export(draft):
            message = _("No row of this plan has the key %(key)s, or it is gone.")
            self.wrong(draft, "key", message % {"key": draft.key})
            return
        try:
            taker(self, draft, stored)
        except (RuleError, ValidationError) as error:
            self.clash(draft, error)


Taker = Callable[[Settler, DraftRow, Any], None]


def turned(draft: DraftRow, stored: PlanRow | None, row: PlanRow, values: Values) -> RowTurn:
    """Return what a row of a file does."""
    if stored is None:
        return RowTurn(draft, row, {}, dict(values), is_new=True)
    changed = changed_in(stored, values)
    before = {name: said(stored, name) for name in changed}
    return RowTurn(draft, row, before, {name: values[name] for name in changed}, is_new=False)


def changed_in(stored: PlanRow, values: Values) -> list[str]:
    """Return the names of the values that are not those stored."""
    return [name for name, value in values.items() if not is_same(stored, name, value)]


def is_same(row: PlanRow, name: str, value: Any) -> bool:
    """Compare with what is stored, texts as a file gives them back."""
    stored = said(row, name)
    return bool((to_text(stored) if isinstance(stored, str) else stored) == value)


def name_of(draft: DraftRow) -> str:
    """Return the key of a row, or what stands for it where a new one has none."""
    return draft.key or f"row {draft.number}"


def titles_beside(rows: Iterable[Any], row: Any) -> set[str]:
    """Return the titles of the other rows."""
    return {one.title for one in rows if one is not row and (row.pk is None or one.pk != row.pk)}


def _is_of_export(draft: DraftRow) -> bool:
    """Tell whether a key is none of N1, N2 …, which people give to new rows."""
    return draft.sheet != "limits" and bool(draft.key) and not draft.key.startswith(NEW)


def _place_of_key(draft: DraftRow) -> str:
    return "year" if draft.sheet == "limits" else "key"


def _column_of(draft: DraftRow, name: str) -> str:
    """Return the column of a field of the model; a row as a whole is named by its key."""
    if not name or name == "__all__":
        return _place_of_key(draft)
    return COLUMN_OF.get(name, name)
