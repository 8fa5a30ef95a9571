"""What a workbook says of itself, signed: whose it is, of which run, and each of its rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.core import signing
from django.utils.translation import gettext as _

from assessment.models import Assessment
from organizations.models import User
from sheets.archive import WorkbookError

BOOK_SALT, ROW_SALT = "questionnaire.workbook", "questionnaire.workbook.row"
PIECE = 30_000  # letters of one cell


@dataclass(frozen=True, slots=True)
class BookOwner:
    """Whose workbook it is, and of what.

    Attributes:
        organization, plant, run, person: their ids.
        release: digest of the framework's release.
    """

    organization: int
    plant: int
    run: int
    release: str
    person: int

    @classmethod
    def of(cls, run: Assessment, person: User) -> BookOwner:
        """Return whose workbook of a run it is."""
        plant = run.plant
        return cls(plant.organization_id, plant.pk, run.pk, run.framework.digest, person.pk)


@dataclass(frozen=True, slots=True)
class BookSeal:
    """What the hidden sheet says.

    Attributes:
        owner: whose it is.
        language: of its words.
        made_at: when it was exported, ISO 8601 in UTC.
        questions: ids of those that stand in it.
    """

    owner: BookOwner
    language: str
    made_at: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowMark:
    """What the hidden cells of a row say.

    Attributes:
        question: id.
        part: key of the part of the answer.
        version: of the answer, as the export found it.
        seen: mark of what the export wrote into the cells of the question.
    """

    question: str
    part: str
    version: int
    seen: str


def sealed(seal: BookSeal) -> list[str]:
    """Return the text of the hidden sheet, in pieces that a cell can hold."""
    text = signing.dumps(asdict(seal), salt=BOOK_SALT, compress=True)
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)]


def unsealed_book(pieces: Iterable[str]) -> BookSeal:
    """Return what the hidden sheet of a workbook says.

    Raises:
        WorkbookError: nothing that the product wrote.
    """
    try:
        data = signing.loads("".join(pieces), salt=BOOK_SALT)
    except signing.BadSignature as error:
        raise WorkbookError(
            _("This is no workbook of answers, or its hidden sheet was changed. Export it again.")
        ) from error
    owner = BookOwner(**data["owner"])
    return BookSeal(owner, data["language"], data["made_at"], tuple(data["questions"]))


def require_own(owner: BookOwner, wanted: BookOwner) -> None:
    """Refuse a workbook of another plant, run, release or person.

    Args:
        owner: whose it is.
        wanted: whose it must be.

    Raises:
        WorkbookError: it says which of them is another.
    """
    reasons = (
        (owner.organization != wanted.organization, _("This workbook is of another organization.")),
        (owner.plant != wanted.plant, _("This workbook is of another plant.")),
        (owner.run != wanted.run, _("This workbook is of another run.")),
        (
            owner.person != wanted.person,
            _("This workbook is of another person. Everybody fills in their own."),
        ),
        (
            owner.release != wanted.release,
            _(
                "The run moved to another release of its framework since. Export the workbook again."
            ),
        ),
    )
    for is_foreign, words in reasons:
        if is_foreign:
            raise WorkbookError(words)


class RowSigner:
    """Signs the rows of a workbook, and knows them again."""

    def __init__(self, owner: BookOwner) -> None:
        self.start = json.dumps(asdict(owner), sort_keys=True)
        self.signer = signing.Signer(salt=ROW_SALT)

    def mark(self, row: RowMark) -> str:
        """Return the signature of a row."""
        return self.signer.signature(self._text(row))

    def is_own(self, row: RowMark, mark: str) -> bool:
        """Tell whether a row is of this workbook and as it was written; older keys count too."""
        try:
            self.signer.unsign(f"{self._text(row)}{self.signer.sep}{mark}")
        except signing.BadSignature:
            return False
        return True

    def _text(self, row: RowMark) -> str:
        fields: Sequence[str | int] = (row.question, row.part, row.version, row.seen)
        return f"{self.start}{json.dumps(fields)}"
