"""Holding the rows of a file against the stored plan: what each would do, and what forbids it.

The rules are those of the forms of the plan; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.errors import RuleError
from core.text import LocalizedText
from core.workbook.values import folded, to_text
from interchange.selectors.rows import ENDS, PlanRow, PlanRows, said
from interchange.services.drafts import DraftProblem, DraftRow, PlanTurn, RowTurn
from organizations.models import User
from organizations.selectors.places import plant_people
from planning.domain.plans import PlanLink, horizon, years
from roadmap.domain.schedule import circle
from roadmap.models import BudgetYear, Dependency, Initiative, Milestone
from roadmap.services.initiatives import assign, check_dates
from roadmap.services.links import check_lag
from roadmap.services.milestones import check_due, check_reached

LETTERS = {"initiatives": "I", "links": "L", "milestones": "M"}
NEW = "N"
Clash = RuleError | ValidationError


def settle(rows: PlanRows, drafts: Iterable[DraftRow]) -> PlanTurn:
    """Return what the rows of a file would do to a plan.

    Args:
        rows: the plan as it is stored.
        drafts: the rows of the file, in its order.
    """
    settler = _Settler(rows)
    drafts = list(drafts)
    for sheet in (
        "initiatives",
        "links",
        "milestones",
        "limits",
    ):  # ends before what points at them
        for draft in drafts:
            if draft.sheet == sheet:
                settler.take(draft)
    settler.refuse_circle()
    return settler.turn


class _Settler:
    """Takes row after row and remembers what it met."""

    def __init__(self, rows: PlanRows) -> None:
        self.rows = rows
        self.turn = PlanTurn()
        self.stored: dict[str, dict[str, PlanRow]] = {
            sheet: {f"{letter}{row.pk}": row for row in rows.of(sheet)}
            for sheet, letter in LETTERS.items()
        }
        self.stored["limits"] = {str(row.year): row for row in rows.limits}
        self.works: dict[str, Initiative] = {f"I{row.pk}": row for row in rows.initiatives}
        self.pairs = {(f"I{row.predecessor_id}", f"I{row.successor_id}") for row in rows.links}
        self.met: set[tuple[str, str]] = set()
        self.people = _by_name(plant_people(rows.roadmap.plant))
        self.takers: dict[str, Callable[[DraftRow, PlanRow | None], None]] = {
            "initiatives": self._work,
            "links": self._link,
            "milestones": self._stone,
            "limits": self._limit,
        }

    def take(self, draft: DraftRow) -> None:
        """Take one row: unchanged, changed, new, or wrong."""
        stored = self.stored[draft.sheet].get(draft.key)
        if draft.key and (draft.sheet, draft.key) in self.met:
            self._wrong(draft, _place_of_key(draft), _("This key stands in the sheet twice."))
            return
        self.met.add((draft.sheet, draft.key))
        if stored is None and _is_of_export(draft):
            message = _("No row of this plan has the key %(key)s, or it is gone.")
            self._wrong(draft, "key", message % {"key": draft.key})
            return
        try:
            self.takers[draft.sheet](draft, stored)
        except (RuleError, ValidationError) as error:
            self._clash(draft, error)

    def refuse_circle(self) -> None:
        """Refuse the links that would let initiatives wait for each other in a circle."""
        links = [PlanLink(before, after) for before, after in sorted(self.pairs)]
        found = set(circle(links))
        for turn in self.turn.turns if found else ():
            row = turn.row
            if turn.is_new and isinstance(row, Dependency):
                ends = {turn.draft.values["predecessor"], turn.draft.values["successor"]}
                if ends <= found:
                    message = _("This link closes a circle: its initiatives wait for each other.")
                    self._wrong(turn.draft, "successor", message)

    # --- one kind of row each -----------------------------------------------------------------

    def _work(self, draft: DraftRow, stored: PlanRow | None) -> None:
        values = self._of_work(draft, stored)
        if stored is not None and not self._differs(draft, stored, values):
            return
        row = copy(stored) if isinstance(stored, Initiative) else self._new_work(draft)
        self.works[draft.key or f"row {draft.number}"] = row
        assign(row, _titled(row, values))
        check_dates(self.rows.roadmap, row.starts_on, row.ends_on)
        row.clean_fields(exclude={"roadmap", "owner"})
        self._done(draft, stored, row, values)

    def _new_work(self, draft: DraftRow) -> Initiative:
        self._need(draft, "title_en", "phase", "starts_on", "ends_on", "one_off_amount")
        roadmap, phase = self.rows.roadmap, draft.values["phase"]
        place = sum(row.phase == phase for row in self.works.values())
        return Initiative(roadmap=roadmap, currency=roadmap.currency, title={}, order=place)

    def _of_work(self, draft: DraftRow, stored: PlanRow | None) -> dict[str, Any]:
        """Return the values of a row with its owner found by name."""
        values = dict(draft.values)
        if "owner" in values:
            mine = stored.owner if isinstance(stored, Initiative) else None
            values["owner"] = self._person(values["owner"], mine)
        return values

    def _person(self, name: str, mine: User | None) -> User:
        if mine is not None and folded(mine.name) == folded(name):
            return mine
        found = self.people.get(folded(name), [])
        if len(found) == 1:
            return found[0]
        message = _("Two people have this name. Leave the cell blank and choose on the page.")
        if not found:
            message = _("Nobody of this name has a role at this plant.")
        raise RuleError(message, field="owner")

    def _link(self, draft: DraftRow, stored: PlanRow | None) -> None:
        if stored is not None and not self._differs(draft, stored, draft.values):
            return
        row = copy(stored) if isinstance(stored, Dependency) else self._new_link(draft)
        row.kind = draft.values.get("kind", row.kind)
        row.lag_days = draft.values.get("lag_days", row.lag_days)
        check_lag(row.lag_days)
        self._done(draft, stored, row, draft.values)

    def _new_link(self, draft: DraftRow) -> Dependency:
        self._need(draft, "predecessor", "successor")
        pair = (draft.values["predecessor"], draft.values["successor"])
        before, after = self._end(draft, "predecessor"), self._end(draft, "successor")
        if before is after:
            raise RuleError(_("An initiative cannot wait for itself."), field="successor")
        if pair in self.pairs:
            raise RuleError(_("This link exists already."), field="successor")
        self.pairs.add(pair)
        return Dependency(predecessor=before, successor=after)

    def _stone(self, draft: DraftRow, stored: PlanRow | None) -> None:
        if stored is not None and not self._differs(draft, stored, draft.values):
            return
        if isinstance(stored, Milestone):
            row = copy(stored)
            row.initiative = self.works[f"I{stored.initiative_id}"]  # with the dates of the file
        else:
            self._need(draft, "initiative", "title", "due_on")
            row = Milestone(initiative=self._end(draft, "initiative"))
        due = row.due_on
        for name in ("title", "due_on", "reached_on", "acceptance"):
            if name in draft.values:
                setattr(row, name, draft.values[name])
        row.clean_fields(exclude={"initiative"})
        check_reached(row)
        if row.due_on != due:
            check_due(row)
        self._done(draft, stored, row, draft.values)

    def _limit(self, draft: DraftRow, stored: PlanRow | None) -> None:
        allowed = {span.start.year for span in years(horizon(self.rows.roadmap.starts_on))}
        if draft.values["year"] not in allowed:
            words = _("%(year)s lies outside the plan.") % {"year": draft.values["year"]}
            raise RuleError(words, field="year")
        given = draft.values.get("limit_amount")
        if given is None:
            return  # it keeps what is stored
        values = {"limit_amount": given}
        if stored is not None and not self._differs(draft, stored, values):
            return
        row = copy(stored) if isinstance(stored, BudgetYear) else self._new_limit(draft)
        row.limit_amount = given
        row.clean_fields(exclude={"roadmap"})
        self._done(draft, stored, row, values)

    def _new_limit(self, draft: DraftRow) -> BudgetYear:
        return BudgetYear(roadmap=self.rows.roadmap, year=draft.values["year"])

    # --- what they have in common -------------------------------------------------------------

    def _differs(self, draft: DraftRow, stored: PlanRow, values: Mapping[str, Any]) -> bool:
        """Tell whether a row says something else than is stored; one that does must be fresh.

        Raises:
            RuleError: the stored row was changed since the export, or an end of it would move.
        """
        changed = [name for name, value in values.items() if not _is_same(stored, name, value)]
        if not changed:
            self.turn.turns.append(RowTurn(draft, stored, {}, {}, is_new=False))
            return False
        if draft.version != self.rows.version_of(stored):
            raise RuleError(_("The row was changed since the export."), field="version")
        moved = next((name for name in changed if name in ENDS), "")
        if moved:
            words = _("A stored row keeps its initiative. Add a new row instead.")
            raise RuleError(words, field=moved)
        return True

    def _done(
        self, draft: DraftRow, stored: PlanRow | None, row: PlanRow, values: Mapping[str, Any]
    ) -> None:
        if stored is None:
            self.turn.turns.append(RowTurn(draft, row, {}, dict(values), is_new=True))
            return
        changed = [name for name, value in values.items() if not _is_same(stored, name, value)]
        before = {name: said(stored, name) for name in changed}
        after = {name: values[name] for name in changed}
        self.turn.turns.append(RowTurn(draft, row, before, after, is_new=False))

    def _need(self, draft: DraftRow, *names: str) -> None:
        for name in names:
            if draft.values.get(name) is None:
                raise RuleError(_("A new row needs this."), field=name)

    def _end(self, draft: DraftRow, name: str) -> Initiative:
        found = self.works.get(draft.values[name])
        if found is None:
            words = _("No initiative of this plan or sheet has the key %(key)s.")
            raise RuleError(words % {"key": draft.values[name]}, field=name)
        return found

    def _clash(self, draft: DraftRow, error: Clash) -> None:
        if isinstance(error, RuleError):
            self._wrong(draft, _column_of(draft, error.field), error.message)
            return
        for name, messages in error.message_dict.items():
            self._wrong(draft, _column_of(draft, name), " ".join(messages))

    def _wrong(self, draft: DraftRow, name: str, message: str) -> None:
        self.turn.problems.append(DraftProblem(draft.sheet, draft.number, name, message))


def _is_same(row: PlanRow, name: str, value: Any) -> bool:
    """Compare with what is stored, texts as a file gives them back."""
    stored = said(row, name)
    return bool((to_text(stored) if isinstance(stored, str) else stored) == value)


def _titled(row: Initiative, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the service: one title in both languages."""
    found = {name: value for name, value in values.items() if not name.startswith("title_")}
    if "title_en" in values or "title_zh" in values:
        english = values.get("title_en") or row.title.get("en", "")
        chinese = values.get("title_zh") or row.title.get("zh-hans") or english
        found["title"] = LocalizedText(english, chinese).as_dict()
    return found


def _by_name(people: Iterable[User]) -> dict[str, list[User]]:
    found: dict[str, list[User]] = {}
    for one in people:
        found.setdefault(folded(one.name), []).append(one)
    return found


def _is_of_export(draft: DraftRow) -> bool:
    """Tell whether a key is none of N1, N2 …, which people give to new rows."""
    return draft.sheet != "limits" and bool(draft.key) and not draft.key.startswith(NEW)


def _place_of_key(draft: DraftRow) -> str:
    return "year" if draft.sheet == "limits" else "key"


def _column_of(draft: DraftRow, name: str) -> str:
    """Return the column of a field of the model; a row as a whole is named by its key."""
    return name if name and name != "__all__" else _place_of_key(draft)
