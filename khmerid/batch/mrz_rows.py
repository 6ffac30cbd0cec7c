"""One row in, one row out, for MRZs: of a card (TD1), a larger card (TD2) or a passport (TD3).

>>> row = read_mrz_row(1, b'{"id": "a", "lines": ["", "", ""]}', None, strict=True)
>>> row["id"], row["format"], row["outcome"], row["lines"], row["checks"]["composite"]
('a', 'TD1', 'nothing', None, 'undecided')
>>> upper = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
>>> row = read_mrz([upper, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"], None, strict=False)
>>> row["format"], row["outcome"], row["fields"]["document_number"]
('TD3', 'valid', 'L898902C3')
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from khmerid.adapters import adapt
from khmerid.batch.answering import answer, error_row, refusal
from khmerid.batch.files import LONGEST_ROW, Row
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.misreading import SHIPPED
from khmerid.mrz.formats import COMMON, TD1, TD2, TD3, MrzFormat
from khmerid.mrz.parsing import Mrz, Td1, parse_td1, parse_td2, parse_td3
from khmerid.notes import Code
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.recovery.issuers import Issuer
from khmerid.recovery.recover import recover_td1
from khmerid.recovery.recovered import Recovery, RecoveryOutcome, Repair, fields_of
from khmerid.recovery.upper_and_middle import is_told_apart
from khmerid.report.plain import NAME_PARTS, to_plain

Lines = str | Sequence[str | None]

#: How each format is read by the letter.
PARSERS: Final[Mapping[str, Callable[[Lines], Reading[Td1] | Reading[Mrz]]]] = {
    TD1.name: parse_td1,
    TD2.name: parse_td2,
    TD3.name: parse_td3,
}
_OF_TWO_LINES: Final = (TD3, TD2)
_WITH_A_DIGIT: Final = ("document_number", "date_of_birth", "date_of_expiry")
#: Characters more or fewer by which two lines still are those of a format, where nothing else was read in
#: them. Set by hand: more, and the rest of a card's MRZ is called that of a passport.
_ABOUT: Final = 3


def read_mrz_row(
    number: int, text: bytes, issuer: Issuer | None, *, strict: bool, longest: int = LONGEST_ROW
) -> Row:
    """Read the MRZ of the row with this number: its lines, or a response as `examine_row` takes it."""

    def read(row: object) -> Row:
        lines = row.get("lines") if isinstance(row, Mapping) else row
        if isinstance(lines, str) or (
            isinstance(lines, list) and all(line is None or isinstance(line, str) for line in lines)
        ):
            return read_mrz(lines, issuer, strict=strict)
        if not isinstance(row, Mapping) or ("lines" in row and not isinstance(lines, list)):
            return error_row("no_lines", "lines is not a text or a list of texts")
        try:
            return read_mrz(adapt(row.get("response", row)).mrz, issuer, strict=strict)
        except ApiError as error:
            return refusal(error)
        except UnexpectedResponseError:
            return error_row("no_lines", "the row has no lines, and is no response of a known OCR")

    return answer(number, text, longest, read)


def read_mrz(lines: Lines, issuer: Issuer | None, *, strict: bool) -> Row:
    """Return what an MRZ says, as a row without its ``id``.

    One of two lines is read by the letter, but for blanks and lines that run together. A strict reading
    repairs nothing.
    """
    texts = [line or "" for line in (lines.splitlines() if isinstance(lines, str) else lines)]
    for table in _OF_TWO_LINES:
        taken, repairs = (texts, []) if strict else _taken_apart(texts, table)
        if mrz := PARSERS[table.name](taken).value:
            return _row_of(mrz, repairs)
    found = _as_recovery(parse_td1(lines)) if strict else recover_td1(lines, issuer)
    named = None if found.certain else _named(texts)
    if named:
        return _unread(named)
    plain: Row = {"format": TD1.name} | to_plain(found)
    return plain


def _taken_apart(texts: Iterable[str], table: MrzFormat) -> tuple[list[str], list[Repair]]:
    """Return the lines without blanks, two where they run together, and what that changed."""
    lines = [line for line in texts if line.strip()]
    repairs = [
        Repair(number, at + 1, " ", "", "blank")
        for number, line in enumerate(lines, 1)
        for at, character in enumerate(line.strip())
        if character.isspace()
    ]
    lines = ["".join(line.split()) for line in lines]
    if len(lines) == 1 and len(lines[0]) == table.lines * table.length:
        lines = [lines[0][: table.length], lines[0][table.length :]]
        repairs = [Repair(0, 0, "", "", "rearranged")]
    return lines, repairs


def _named(texts: Iterable[str]) -> MrzFormat | None:
    """Return the format of two lines of about its length, whatever is in them."""
    lengths = [len("".join(line.split())) for line in texts if line.strip()]
    for table in _OF_TWO_LINES:
        if len(lengths) == table.lines and all(abs(length - table.length) <= _ABOUT for length in lengths):
            return table
    return None


def _row_of(mrz: Mrz, repairs: Sequence[Repair]) -> Row:
    """Return the row of an MRZ of two lines; a number with look-alikes in it is not certain."""
    certain = {name for name in _WITH_A_DIGIT if getattr(mrz.checks, name) is Outcome.AGREES}
    if not (mrz.verified and is_told_apart(mrz.document_number, SHIPPED.look_alikes)):
        certain.discard("document_number")
    good = RecoveryOutcome.REPAIRED if repairs else RecoveryOutcome.VALID
    return _unread(mrz.format) | {
        "outcome": str(good if mrz.verified else RecoveryOutcome.INVALID),
        "lines": list(mrz.lines),
        "fields": {NAME_PARTS.get(name, name): getattr(mrz, name) for name in _elements(mrz.format)},
        "checks": to_plain(mrz.checks),
        "certain": [name for name in _WITH_A_DIGIT if name in certain],
        "repairs": to_plain(repairs),
    }


def _unread(table: MrzFormat) -> Row:
    """Return the row of an MRZ of two lines of which no more is known than its format."""
    row: Row = to_plain(Recovery(outcome=RecoveryOutcome.INVALID))
    names = (NAME_PARTS.get(name, name) for name in _elements(table))
    return {"format": table.name} | row | {"fields": dict.fromkeys(names)}


def _elements(table: MrzFormat) -> tuple[str, ...]:
    return (*COMMON, *NAME_PARTS, *table.optional)


def _as_recovery(reading: Reading[Td1]) -> Recovery:
    mrz = reading.value
    if mrz is None:
        is_missing = any(note.code is Code.MISSING for note in reading.notes)
        return Recovery(outcome=RecoveryOutcome.NOTHING if is_missing else RecoveryOutcome.INVALID)
    return Recovery(
        outcome=RecoveryOutcome.VALID if mrz.verified else RecoveryOutcome.INVALID,
        mrz=mrz,
        fields=fields_of(mrz),
        checks=mrz.checks,
        certain=frozenset(name for name in _WITH_A_DIGIT if getattr(mrz.checks, name) is Outcome.AGREES),
    )
