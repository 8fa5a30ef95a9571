"""Voices written as a table with a row for each question: strict, with the place of every error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.bounds import LARGEST
from core.errors import RuleError
from scoring.domain.answer_files import NOT_APPLICABLE
from scoring.domain.confidence import Proof, Steps, Voice, confidence
from scoring.domain.numbers import ONE, ZERO
from scoring.domain.tables import TableFileError, read_table
from scoring.domain.undefined import Statistic, Undefined
from sheets.numbers import is_percent, read_typed

COLUMNS = ("item", "voices")
OPTIONAL = ("weight", "roles", "evidence")
SMALLEST = Decimal("1e-18")


@dataclass(frozen=True, slots=True)
class VoicedQuestion:
    """A question with all that says how sure its level is."""

    item: str
    voices: tuple[Voice, ...]
    weight: Decimal = ONE
    roles: tuple[str, ...] = ()
    proof: Proof = Proof.NONE
    applies: bool = True

    def sure(self, steps: Steps | None) -> Statistic:
        """Return its confidence; undefined where it does not apply."""
        if not self.applies:
            return Undefined.NOT_APPLICABLE
        return confidence(self.voices, steps, roles=self.roles, proof=self.proof)


def read_voices(text: str, steps: Steps | None) -> tuple[VoicedQuestion, ...]:
    """Return the questions of a CSV table with the columns item and voices.

    Args:
        text: the text of the file. Voices are `role:level` or `role:level:weight`, joined by `;`,
            or "na"; who speaks for several roles names them with `+`. Roles are joined by `;`.
        steps: the levels that voices can say; None where they have no order.

    Raises: TableFileError for a table that cannot be read, a question named twice, and a voice, a
        weight or an evidence of no such form.
    """
    found: dict[str, VoicedQuestion] = {}
    for line, cells in read_table(text, COLUMNS, optional=OPTIONAL):
        item = cells["item"]
        if not item or item in found:
            what = f"{item} stands there twice" if item else "empty"
            raise TableFileError(f"line {line}, column item: {what}", field="item")
        column = "voices"
        try:
            said = NOT_APPLICABLE.sub("na", cells["voices"])
            voices = () if said == "na" else tuple(_voice(part, steps) for part in _parts(said))
            column = "weight"
            weight = read_weight(cells.get("weight") or "1")
            column = "evidence"
            proof = _proof(cells.get("evidence") or Proof.NONE)
        except RuleError as error:
            message = f"line {line}, column {column}: {error}"
            raise TableFileError(message, field=column) from error
        roles = tuple(_parts(cells.get("roles", "")))
        found[item] = VoicedQuestion(item, voices, weight, roles, proof, said != "na")
    return tuple(found.values())


def _parts(text: str, sign: str = ";") -> Iterator[str]:
    return (part.strip() for part in text.replace("；", ";").split(sign) if part.strip())


def _proof(text: str) -> Proof:
    if text not in set(Proof):
        raise RuleError(f"evidence is {', '.join(Proof)}, not {text}")
    return Proof(text)


def _voice(text: str, steps: Steps | None) -> Voice:
    role, sign, rest = text.replace("：", ":").partition(":")
    level, _, weight = rest.partition(":")
    if not sign:
        raise RuleError(f"a voice is written role:level, not {text}")
    step = read_whole(level)
    if steps is not None:
        steps.check(step)
    return Voice(step, frozenset(_parts(role, "+")), read_weight(weight) if weight else ONE)


def read_weight(text: str) -> Decimal:
    """Return a weight.

    Raises: RuleError for another text, and for a number below zero.
    """
    weight = read_amount(text)
    if weight < ZERO:
        raise RuleError(f"{text} is no weight")
    return weight


def read_amount(text: str) -> Decimal:
    """Return a number of a cell or an option.

    Raises: RuleError for another text.
    """
    try:
        number = None if is_percent(text) else read_typed(text)
    except ValueError:
        number = None
    if number is None:
        raise RuleError(f"not a number: {text}")
    if number and not SMALLEST <= abs(number) < LARGEST:
        raise RuleError(f"a number lies between 1e-18 and 1e12, unlike {text}")
    return number


def read_whole(text: str) -> int:
    """Return a level.

    Raises: RuleError for another text, and for a number with a fraction.
    """
    number = read_amount(text)
    if number != number.to_integral_value():
        raise RuleError(f"{text} is not a whole level")
    return int(number)
