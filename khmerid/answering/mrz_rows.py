"""One row in, one row out, for MRZs: of a card (TD1), a larger card (TD2) or a passport (TD3).

>>> row = read_mrz_row(InputRow(1, b'{"id": "a", "lines": ["", "", ""]}'), None, strict=True)
>>> row["id"], row["format"], row["outcome"], row["lines"], row["checks"]["composite"]
('a', 'TD1', 'nothing', None, 'undecided')
>>> upper = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
>>> row = read_mrz([upper, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"], None, strict=False)
>>> row["format"], row["outcome"], row["fields"]["document_number"]
('TD3', 'valid', 'L898902C3')
"""

from collections.abc import Mapping, Sequence

from khmerid.adapters import adapt
from khmerid.answering.input_row import LONGEST_ROW, InputRow, Row, answer, error_row, refusal
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.misreading import SHIPPED
from khmerid.mrz.formats import FORMATS
from khmerid.mrz.parsing import parse_mrz
from khmerid.notes import Code
from khmerid.recovery.issuers import Issuer, rules_for
from khmerid.recovery.recover import recover_mrz
from khmerid.recovery.recovered import Recovery, RecoveryOutcome, fields_of, risks_as_read
from khmerid.report.plain import to_plain

Lines = str | Sequence[str | None]


def read_mrz_row(row: InputRow, issuer: Issuer | None, *, strict: bool, longest: int = LONGEST_ROW) -> Row:
    """Read the MRZ of a row: its lines, or a response as `examine_row` takes it."""

    def read(parsed: object) -> Row:
        lines = parsed.get("lines") if isinstance(parsed, Mapping) else parsed
        if isinstance(lines, str) or (
            isinstance(lines, list) and all(line is None or isinstance(line, str) for line in lines)
        ):
            return read_mrz(lines, issuer, strict=strict)
        if not isinstance(parsed, Mapping) or ("lines" in parsed and not isinstance(lines, list)):
            return error_row("no_lines", "lines is not a text or a list of texts")
        try:
            return read_mrz(adapt(parsed.get("response", parsed)).mrz, issuer, strict=strict)
        except ApiError as error:
            return refusal(error)
        except UnexpectedResponseError:
            return error_row("no_lines", "the row has no lines, and is no response of a known OCR")

    return answer(row, read, longest=longest)


def read_mrz(lines: Lines, issuer: Issuer | None, *, strict: bool) -> Row:
    """Return what an MRZ says, as a row without its ``id``. A strict reading repairs nothing."""
    row: Row = to_plain(_by_the_letter(lines, issuer) if strict else recover_mrz(lines, issuer))
    return row


def _by_the_letter(lines: Lines, issuer: Issuer | None) -> Recovery:
    readings = [(table, parse_mrz(lines, table)) for table in FORMATS]
    for table, reading in readings:
        mrz = reading.value
        if mrz is not None:
            return Recovery(
                outcome=RecoveryOutcome.VALID if mrz.verified else RecoveryOutcome.INVALID,
                format=table,
                mrz=mrz,
                fields=fields_of(mrz),
                checks=mrz.checks,
                risks=risks_as_read(mrz, rules_for(mrz, issuer), SHIPPED),
                notes=reading.notes,
            )
    notes = readings[0][1].notes  # a card's, where no format says which it is
    is_missing = any(note.code is Code.MISSING for note in notes)
    outcome = RecoveryOutcome.NOTHING if is_missing else RecoveryOutcome.INVALID
    return Recovery(outcome=outcome, notes=notes)
