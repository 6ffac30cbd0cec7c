r"""The MRZ of the card as readings of its fields, beside the printed ones.

An element is well formed, its status no worse than repaired, when it has numerals only, a day of the
calendar, and a check digit that does not say otherwise. Anything less is kept as the text that was there:
the resolve step decides what it can have been misread from.

>>> import datetime as dt
>>> from khmerid.recovery.issuers import CAMBODIA
>>> from khmerid.recovery.recover import align_td1
>>> lines = "IDKHM0102030402<<<<<<<<<<<<<<<\n9003152F2912316KHM<<<<<<<<<<<4\nSOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"
>>> mrz = read_card_mrz(align_td1(lines, CAMBODIA), latest_issue=dt.date(2020, 6, 1))
>>> mrz.date_of_birth.value, mrz.sex.value, mrz.composite
(datetime.date(1990, 3, 15), <Sex.F: 'F'>, <Outcome.AGREES: 'agrees'>)
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import attrs

from khmerid.fields.sex import Sex
from khmerid.mrz.check_digit import FILLER, VALUES, check_digit, weighted_sum
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import TD1
from khmerid.mrz.parsing import is_name
from khmerid.mrz.two_digit_years import read_mrz_date
from khmerid.notes import Code, Note, Status
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.recovery.alignment import BIRTH, EXPIRY, NATIONALITY, NUMBER, SEX, AlignedMrz
from khmerid.rules import DOCUMENT_CODE, HEAD, LATEST_DATE, STATE, issues_of, latest_birth
from khmerid.text.cleaning import clean
from khmerid.text.numerals import ASCII_DIGITS, KHMER_DIGITS

T = TypeVar("T")

_ALPHABET: Final = frozenset(VALUES)
_NUMERALS: Final = re.compile(r"[0-9]+")
_NUMBER_LENGTH: Final = NUMBER.stop - NUMBER.start
_DATE_LENGTH: Final = BIRTH.stop - BIRTH.start
_SEXES: Final = {"M": Sex.M, "F": Sex.F}
#: Letters of ``IDKHM`` in their places that are enough of it: most of them. Fewer, and a number of another
#: card is read at a place that is not certain; more, and a number beside a damaged head is looked for anew.
_ENOUGH_OF_HEAD: Final = 3
_STATE_PLACE: Final = slice(len(DOCUMENT_CODE), len(HEAD))
_NUMBER_ALONE = re.compile(r"(?<![0-9])[0-9]{10}$")
_FILLERS = re.compile("<.{0,2}<")
_DIGITS: Final = frozenset(ASCII_DIGITS + KHMER_DIGITS)
#: Characters that a number may have behind a lost head: ten numerals, a few too many, and what is left of the
#: head. More, and the head is read as numerals.
_LONGEST_NUMBER: Final = 16
# Where the sex is misread, seven numerals alone behind it are the expiry with its digit.
_MIDDLE = re.compile(r"(.{5,9}?)([^0-9]{1,3})([0-9]{7})(?![0-9])")
# One letter more may be noise before the code, or a filler misread behind it.
_CODE_BEHIND_EXPIRY = re.compile("(?<=[^0-9][0-9]{7})[A-Z]{3,4}")
_SEX_CELL = re.compile(r"([0-9]*)([^0-9]?)([0-9]*)")
# After two clean fillers the last character is the composite digit, not one more filler misread.
_COMPOSITE = re.compile(r".{7,11}<<([0-9])")


@attrs.frozen(kw_only=True, repr=False)
class CardMrz:
    """Readings of the elements of an MRZ, their ``raw`` the text with its check digit, blanks left out.

    ``composite_digit`` is the character in its place, mostly a numeral; it is empty where the place cannot be
    told from the fillers before it. ``issuing_state`` is the text of that code with what may belong to it,
    also where the head cannot be told; neither it nor ``nationality`` is judged here. ``is_exact`` says that
    the lines were received as an MRZ has to be: three of thirty characters, none out of place in it;
    ``is_as_printed`` that all of them but fillers and names are what the printed fields demand
    (`khmerid.mrz_as_printed`). ``is_cut`` says that the upper and the middle line have lost their first
    characters: then the name line may have, too.
    """

    is_exact: bool
    is_as_printed: bool = False
    is_cut: bool = False

    document_number: Reading[str]
    document_number_check: Outcome
    date_of_birth: Reading[dt.date]
    date_of_birth_check: Outcome
    sex: Reading[Sex]
    date_of_expiry: Reading[dt.date]
    date_of_expiry_check: Outcome
    composite_digit: str
    composite: Outcome
    head: str
    issuing_state: str
    nationality: str
    name_line: str
    surname: Reading[str]
    given_names: Reading[str]


def read_card_mrz(aligned: AlignedMrz, *, latest_issue: dt.date) -> CardMrz:
    """Read the elements from the cells of an aligned MRZ, whatever became of it as a whole.

    ``latest_issue`` bounds the century of a birth where the MRZ's own expiry cannot be read.
    """
    is_exact = aligned.as_it_stands is not None or _is_exact(aligned)
    is_cut = False
    if aligned.as_it_stands is not None:
        upper, middle, name_line = aligned.as_it_stands.lines
        number_text, birth_text, sex_text, expiry_text = (
            upper[NUMBER],
            middle[BIRTH],
            middle[SEX],
            middle[EXPIRY],
        )
        head, nationality, tail = upper[: NUMBER.start], middle[NATIONALITY], middle[NATIONALITY.stop :]
        state = head[len(DOCUMENT_CODE) :]
    else:
        up, mid, low = aligned.cells
        is_cut = all(any(line) and not line[0] for line in (up, mid))
        head, number_text = _cut_upper(up)
        state = head[len(DOCUMENT_CODE) :] or _state_of_lost_head(up)
        birth_text, sex_text, expiry_text, tail = (
            _join(span) for span in (mid[BIRTH], mid[SEX], mid[EXPIRY], mid[NATIONALITY.stop :])
        )
        nationality = _nationality(mid)
        name_line = _join(low)
        found = _MIDDLE.match(_join(mid)) if sex_text not in _SEXES else None
        birth_text, sex_text, expiry_text = (
            found.groups() if found else _share(birth_text, sex_text, expiry_text)
        )
    number, number_check = _number(number_text, () if head else _HEAD_LOST)
    expiry, expiry_check = _date(expiry_text, LATEST_DATE)
    if expiry.value is not None and expiry.is_well_formed:
        latest_issue = issues_of(expiry.value)[0]
    birth, birth_check = _date(birth_text, latest_birth(latest_issue))
    digit = composite_digit_of(tail)
    surname, given_names = read_identifiers(name_line, aligned.identifiers)
    return CardMrz(
        is_exact=is_exact,
        is_cut=is_cut,
        document_number=number,
        document_number_check=number_check,
        date_of_birth=birth,
        date_of_birth_check=birth_check,
        sex=_sex(sex_text),
        date_of_expiry=expiry,
        date_of_expiry_check=expiry_check,
        composite_digit=digit,
        composite=composite_outcome(number_text, birth_text, expiry_text, digit),
        head=head,
        issuing_state=state,
        nationality=nationality,
        name_line=name_line,
        surname=surname,
        given_names=given_names,
    )


def composite_digit_of(tail: str) -> str:
    """Return the composite digit in what is behind the nationality; ``""`` where it has no clear place."""
    composite = _COMPOSITE.fullmatch(tail)
    return composite[1] if composite else ""


def read_identifiers(
    name_line: str, identifiers: tuple[str | None, str | None]
) -> tuple[Reading[str], Reading[str]]:
    """Return the identifiers of a name line as recovered, surname and given names.

    No digit covers them: they are doubtful unless the whole line is clean.
    """
    notes = () if len(name_line) == TD1.length and is_name(name_line) else _NAME_LINE_DAMAGED
    surname, given_names = (
        Reading(text, text, notes) if text else Reading(text, None, _MISSING) for text in identifiers
    )
    return surname, given_names


def _is_exact(aligned: AlignedMrz) -> bool:
    return all(len(cell) == 1 and cell in _ALPHABET for cells in aligned.cells for cell in cells)


def _join(cells: tuple[str, ...]) -> str:
    return "".join(cells).replace(" ", "")


def _cut_upper(cells: tuple[str, ...]) -> tuple[str, str]:
    """Cut an upper line into its head and the number with its digit.

    A numeral too many on either side may be the number's own: then its place is not certain. Where the head
    cannot be told, it is empty, and the number is what stands before the fillers, with the rest of the head.
    """
    length, end = NUMBER.start, NUMBER.stop
    head, number, after = (_join(span) for span in (cells[:length], cells[NUMBER], cells[end : end + 1]))
    if sum(map(str.__eq__, head, HEAD)) >= _ENOUGH_OF_HEAD:
        return head[:length], head[length:] + number + (after if set(after) <= _DIGITS else "")
    data = _data_of(cells)
    alone = _NUMBER_ALONE.search(data)
    return "", alone[0] if alone else data[-_LONGEST_NUMBER:]


def _state_of_lost_head(cells: tuple[str, ...]) -> str:
    """Return what stands before ten characters of number and digit, without two of a document code.

    Other States' numbers are shorter or longer: the code of a State in its own place goes first.
    """
    in_its_place = _join(cells)[_STATE_PLACE]
    if in_its_place.rstrip(FILLER) in STATES:
        return in_its_place
    head = _data_of(cells)[:-_NUMBER_LENGTH]
    return head[len(DOCUMENT_CODE) :] if len(head) >= NUMBER.start else head


def _nationality(cells: tuple[str, ...]) -> str:
    """Return the text of the nationality.

    Cells are laid out for Cambodia's code, and tear another one apart: so the letters behind a clean expiry
    go first, and their place in a line of the right length.
    """
    line, in_cells = _join(cells), _join(cells[NATIONALITY])
    found = _CODE_BEHIND_EXPIRY.search(line)
    if found:
        return found[0]
    return line[NATIONALITY] if len(line) == TD1.length and in_cells != STATE else in_cells


def _data_of(cells: tuple[str, ...]) -> str:
    """Return what stands before the fillers, of which two begin them, with up to two misread between."""
    line = _join(cells)
    fillers = _FILLERS.search(line)
    return line[: fillers.start() if fillers else None].rstrip(FILLER)


def _share(birth: str, sex: str, expiry: str) -> tuple[str, str, str]:
    """Return the numerals in the cell of the sex to the dates: one too many may be their own."""
    match = _SEX_CELL.fullmatch(sex)
    return (birth + match[1], match[2], match[3] + expiry) if match else (birth, sex, expiry)


def merge_card_mrz(readings: Sequence[CardMrz]) -> CardMrz:
    """Return the MRZ that was read best, with each element that another reading has better."""
    best: dict[str, Any] = {}
    for first, *others in _READ_TOGETHER:
        mrz = min(readings, key=lambda one, name=first: _status(one, name))  # type: ignore[misc]  # a default
        best |= {name: getattr(mrz, name) for name in (first, *others)}
    whole = min(readings, key=lambda one: max(_status(one, first) for first, *_ in _READ_TOGETHER))
    return attrs.evolve(whole, is_as_printed=False, **best)


def _status(mrz: CardMrz, name: str) -> Status:
    reading: Reading[object] = getattr(mrz, name)
    return reading.status


def composite_outcome(number: str, birth: str, expiry: str, digit: str) -> Outcome:
    """Compare the composite check digit with number, birth and expiry, each with its own digit.

    Doc 9303-5, 4.2.4: upper 6-30, middle 1-7, 9-15 and 19-29; the optional data of this card are empty.
    """
    if not digit or [*map(len, (number, birth, expiry))] != [_NUMBER_LENGTH, _DATE_LENGTH, _DATE_LENGTH]:
        return Outcome.UNDECIDED
    if not _NUMERALS.fullmatch(number + birth + expiry + digit):
        return Outcome.UNDECIDED
    agrees = composite_sum(number, birth, expiry) == int(digit)
    return Outcome.AGREES if agrees else Outcome.CONFLICTS


def composite_sum(number: str, birth: str, expiry: str) -> int:
    """Return the composite check digit over number, birth and expiry, each with its own digit.

    The fifteen fillers behind the number are worth nothing, and shift no weight: fifteen is thrice five.
    """
    return weighted_sum(number + birth + expiry)


def in_mrz(value: object) -> str:
    """Return a value as the MRZ writes it before its check digit: a date is ``yymmdd``."""
    if isinstance(value, dt.date):  # a format with %y takes ten times as long
        day = value.isoformat()
        return day[2:4] + day[5:7] + day[8:]
    return str(value)


def with_check_digit(value: object) -> str:
    """Return a value as the MRZ writes it, with its check digit."""
    numerals = in_mrz(value)
    return numerals + check_digit(numerals)


def _number(text: str, head_notes: tuple[Note, ...]) -> tuple[Reading[str], Outcome]:
    return _read(text, _NUMBER_LENGTH, lambda numerals: Reading(numerals, numerals, head_notes))


def _date(text: str, latest: dt.date) -> tuple[Reading[dt.date], Outcome]:
    return _read(text, _DATE_LENGTH, lambda numerals: read_mrz_date(numerals, latest=latest))


def _read(text: str, length: int, read: Callable[[str], Reading[T]]) -> tuple[Reading[T], Outcome]:
    """Return the reading of numerals with their check digit, and what that digit says."""
    if not text:
        return Reading(text, None, _MISSING, text), Outcome.UNDECIDED
    if len(text) != length or not _NUMERALS.fullmatch(text[:-1]):
        return Reading(text, None, _UNREADABLE, clean(text)[0]), Outcome.UNDECIDED
    found, (notes, outcome) = read(text[:-1]), _check(text)
    return Reading(text, found.value, found.notes + notes, clean(text)[0]), outcome


def _check(text: str) -> tuple[tuple[Note, ...], Outcome]:
    data, digit = text[:-1], text[-1]
    if not _NUMERALS.fullmatch(digit):
        return _UNDECIDED, Outcome.UNDECIDED
    if weighted_sum(data) != int(digit):
        return _CONFLICTS, Outcome.CONFLICTS
    return (), Outcome.AGREES


def _sex(text: str) -> Reading[Sex]:
    if text in _SEXES:
        return Reading(text, _SEXES[text])
    return Reading(text, None, _UNREADABLE if text else _MISSING)


# What stands or falls together where several readings are merged; the first is how well it was read.
_READ_TOGETHER: Final = (
    ("document_number", "document_number_check"),
    ("date_of_birth", "date_of_birth_check"),
    ("date_of_expiry", "date_of_expiry_check"),
    ("sex",),
    ("surname", "given_names", "name_line", "is_cut"),
)
_MISSING: Final = (Note(Code.MISSING),)
_UNREADABLE: Final = (Note(Code.UNREADABLE),)
_HEAD_LOST: Final = (Note(Code.HEAD_LOST),)
_NAME_LINE_DAMAGED: Final = (Note(Code.NAME_LINE_DAMAGED),)
_UNDECIDED: Final = (Note(Code.MRZ_DIGIT_UNREADABLE),)
_CONFLICTS: Final = (Note(Code.MRZ_DIGIT_AGAINST),)
