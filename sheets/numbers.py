"""How a column writes its numbers: decimal mark, groups of digits, percent; told from all cells."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.currencies import currency_codes
from sheets.values import CellValue, Percentage

_MOST_PLACES = 100  # beyond, a result might not be writable as a number
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_SPACE_GROUPS = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_LOOKS = re.compile(r"[+-]?[\d.,]*\d[\d.,]*([eE][+-]?\d{1,3})?")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_ONE_MARK = re.compile(r"[+-]?[1-9]\d*[.,]\d+")
_UNITS = {
    "千": 3,
    "万": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "万亿": 12,
    "k": 3,
    "thousand": 3,
    "M": 6,
    "mn": 6,
    "million": 6,
    "bn": 9,
    "billion": 9,
}
_COUNTED = re.compile(
    rf"(.*\d[.,]?)\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})", re.IGNORECASE
)
_BESIDE_CODE = re.compile(
    r"(?P<before>[A-Za-z]{3})?\s*(?P<amount>.*?)\s*(?P<after>(?<![A-Za-z])[A-Za-z]{3})?"
)
_SMALL_MILLION = re.compile(r"(?<=[\d.,\s])m$")


class DecimalMark(StrEnum):
    """What parts the whole from the decimals."""

    POINT = "point"
    COMMA = "comma"

    @property
    def sign(self) -> str:
        """The character."""
        return "." if self is DecimalMark.POINT else ","

    @property
    def other(self) -> DecimalMark:
        """The mark that then groups thousands."""
        return DecimalMark.COMMA if self is DecimalMark.POINT else DecimalMark.POINT


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How the numbers of a column are written.

    Attributes:
        mark: the decimal mark; None where no cell tells it (then no cell needs it, or it is asked).
        question: place of the first cell that can be read in two ways; None when all are clear.
        conflict: places of two cells that write numbers in two ways; None when they agree.
        has_groups: whether thousands are grouped.
        has_percent: whether cells carry a percent sign or an Excel percent format.
    """

    mark: DecimalMark | None = None
    question: int | None = None
    conflict: tuple[int, int] | None = None
    has_groups: bool = False
    has_percent: bool = False

    @property
    def used(self) -> DecimalMark:
        """The mark by which cells are read: where none is told, none is needed."""
        return self.mark or DecimalMark.POINT


def number_style(
    cells: Iterable[CellValue], *, chosen: DecimalMark | None = None, has_few_places: bool = False
) -> NumberStyle:
    """Tell from all cells of a column how its numbers are written.

    Evidence for a decimal mark: both marks in one number (the last is decimal), a mark before
    other than three digits, after a leading zero or more than three digits, beside groups set by
    spaces; a mark that stands twice groups. One mark before exactly three digits says nothing, and
    neither does a number cell of a workbook. Beside a Chinese word of number (1,200万) a comma groups
    and a point is decimal; a comma there is decimal before one digit (1,2亿), and unclear before another
    number of digits than these (12,00万). See docs/method.md#number-format.

    Args:
        cells: the cells of one column in their order; those that are no numbers say nothing.
        chosen: what a person answered; it counts where the cells do not tell.
        has_few_places: whether numbers here have at most two decimals, as money and counts have;
            then a mark before three digits groups, but beside a Latin word of number (1,234M).

    Returns:
        The style. With a `conflict` or a `question` the column cannot be read as it is.
    """
    seen: dict[DecimalMark, int] = {}
    unclear: int | None = None
    has_groups = has_percent = False
    for place, cell in enumerate(cells):
        has_percent = has_percent or is_percent(cell)
        if not isinstance(cell, str):
            continue
        text, _power = _counted(normalized(cell))
        has_groups = has_groups or bool(_SPACE_GROUPS.search(text))
        mark = _evidence(cell, has_few_places=has_few_places)
        if mark is not None:
            seen.setdefault(mark, place)
        elif unclear is None and _ONE_MARK.fullmatch(_ungrouped(text)):
            unclear = place
    if len(seen) == 2:
        first, second = sorted(seen.values())
        return NumberStyle(conflict=(first, second), has_percent=has_percent)
    known = next(iter(seen), None)
    mark = known or (chosen if unclear is not None else None)
    question = unclear if mark is None else None
    return NumberStyle(mark, question, None, has_groups, has_percent)


def normalized(text: str) -> str:
    """Return a number as it is compared and parsed: half width, true signs, no percent sign."""
    text = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    return text[:-1].rstrip() if text.endswith("%") else text


def _counted(text: str) -> tuple[str, int]:
    """Return a number without the word it is counted in, and the power of ten of that word."""
    found = _COUNTED.fullmatch(text)
    if found is None or found[2] == "m":  # metres, minutes, thousandths: no million
        return text, 0
    word = found[2]
    return found[1], _UNITS.get(word) or _UNITS.get(word.lower()) or _UNITS[word.upper()]


def is_percent(cell: CellValue) -> bool:
    """Tell whether a cell is a percentage, by its sign or by the format Excel shows it in."""
    if isinstance(cell, str):
        return unicodedata.normalize("NFKC", cell).rstrip().endswith("%")
    return isinstance(cell, Percentage)


def _ungrouped(text: str) -> str:
    return _SPACE_GROUPS.sub("", text)


def _evidence(cell: str, *, has_few_places: bool) -> DecimalMark | None:
    """Return the decimal mark that one number proves; None when it proves none."""
    whole = normalized(cell)
    text, power = _counted(whole)
    plain = _ungrouped(text)
    if not _LOOKS.fullmatch(plain):
        return None
    marks = {mark: plain.count(mark.sign) for mark in DecimalMark}
    here = [mark for mark, count in marks.items() if count]
    if not here:
        return None
    if len(here) == 2:
        return max(here, key=lambda mark: plain.rfind(mark.sign))
    mark = here[0]
    if marks[mark] > 1:
        return mark.other
    if plain != text or not _ONE_MARK.fullmatch(plain):
        return mark
    return _of_one_mark(
        plain, mark, has_few_places=has_few_places, word=whole[-1:] if power else ""
    )


def _of_one_mark(
    plain: str, mark: DecimalMark, *, has_few_places: bool, word: str
) -> DecimalMark | None:
    """Return what a number with one mark proves, `word` being the end of what it is counted in."""
    if word and not word.isascii():
        return _beside_chinese(plain, mark)
    if not _EITHER.fullmatch(plain):
        return mark
    return mark.other if has_few_places and not word else None


def _beside_chinese(plain: str, mark: DecimalMark) -> DecimalMark | None:
    """Return what one mark proves beside a Chinese word of number: there a comma groups."""
    if mark is DecimalMark.POINT or _EITHER.fullmatch(plain):
        return DecimalMark.POINT
    return mark if len(plain.partition(mark.sign)[2]) == 1 else None


def read_number(cell: CellValue, mark: DecimalMark) -> Decimal | None:
    """Return the number of a cell in a column whose decimal mark is known.

    Args:
        cell: a cell; text may use full-width digits and signs, a true minus, groups of three set
            by the other mark, spaces or apostrophes, one percent sign, or the word that it is
            counted in (1.2亿, 3000万, 1.5M).
        mark: the decimal mark of the column.

    Returns:
        The number, of percentages the percent (61.2 for 61.2 % and for 0.612 shown as 61.2 %);
        None for an empty cell.

    Raises:
        ValueError: not a finite number written in this way.
    """
    if isinstance(cell, Percentage):
        return cell.points
    if isinstance(cell, bool | dt.date):
        raise ValueError("not a number")  # noqa: TRY004 -- the caller names the cell
    if cell is None:
        return None
    if isinstance(cell, int | float | Decimal):
        return _finite(repr(cell) if isinstance(cell, float) else str(cell))
    if not cell.strip():
        return None
    text, power = _counted(normalized(cell))
    text = _ungrouped(text)
    group = mark.other.sign
    if group in text:
        whole, sign, part = text.partition(mark.sign)
        if not re.fullmatch(rf"[+-]?\d{{1,3}}(\{group}\d{{3}})+", whole):
            raise ValueError("digit groups do not fit")
        text = f"{whole.replace(group, '')}{sign}{part}"
    number = _finite(text.replace(mark.sign, ".") if text.count(mark.sign) == 1 else text)
    return _finite(f"{number.scaleb(power):f}") if power else number


def read_typed(text: str, *, has_few_places: bool = False) -> Decimal | None:
    """Return a number that a person typed into a field, a column of one cell.

    A point is decimal, as the product itself writes numbers into fields.

    Args:
        text: what was typed.
        has_few_places: see `number_style`.

    Returns:
        The number; None for an empty entry.

    Raises:
        TwoReadingsError: a lone comma before three digits, where it could be either.
        ValueError: not a number.
    """
    style = number_style([text], has_few_places=has_few_places)
    if style.question is None or "," not in normalized(text):
        return read_number(text, style.used)
    raise TwoReadingsError(*readings_of(text))


def read_money(text: str, currency: str = "") -> Decimal | None:
    """Return an amount that a person typed into a field of money.

    The code of the field's own currency may stand beside it ("MYR 700,000"), and a small m counts
    millions: nobody types metres of money.

    Args:
        text: what was typed.
        currency: of the field; empty where it has none.

    Raises:
        OtherCurrencyError: the code of another currency stands beside it.
        TwoReadingsError: see `read_typed`.
        ValueError: not a number.
    """
    found = _BESIDE_CODE.fullmatch(normalized(text))
    if found:
        named = {code.upper() for code in (found["before"], found["after"]) if code}
        named &= set(currency_codes())
        if named - {currency}:
            raise OtherCurrencyError
        if named:
            text = found["amount"]
    return read_typed(_SMALL_MILLION.sub("M", normalized(text)), has_few_places=True)


class OtherCurrencyError(ValueError):
    """An amount with the code of a currency that its field does not count in."""


class TwoReadingsError(ValueError):
    """A number that can be read in two ways; `readings` are both."""

    def __init__(self, *readings: Decimal) -> None:
        self.readings = readings
        super().__init__("two readings")


def readings_of(cell: str) -> tuple[Decimal, Decimal]:
    """Return what a cell means if its mark groups thousands, and if it is decimal."""
    text, power = _counted(normalized(cell))
    text = _ungrouped(text)
    mark = DecimalMark.COMMA if "," in text else DecimalMark.POINT
    whole, fine = Decimal(text.replace(mark.sign, "")), Decimal(text.replace(mark.sign, "."))
    return (whole.scaleb(power), fine.scaleb(power)) if power else (whole, fine)


def _finite(text: str) -> Decimal:
    if not _PLAIN.fullmatch(text):
        raise ValueError("not a number")
    number = Decimal(text)
    if number and abs(number.adjusted()) > _MOST_PLACES:
        raise ValueError("not a number of a usable size")
    return number
