"""Rows of ``khmerid mrz``: a row of JSON in, what its zone says as a row of JSON out.

>>> row = answer(1, b'{"id": "a", "lines": ["", "", ""]}', None, strict=True)
>>> row["outcome"], row["lines"], row["checks"]["composite"]
('nothing', None, 'undecided')
>>> answer(2, b'{"id": "b"}', None, strict=False)
{'id': 'b', 'error': {'code': 'no_lines', 'message': 'lines is not a text or a list of texts'}}

"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from khmerid.batch.rows import LONGEST_ROW
from khmerid.mrz.parsing import CheckDigits, Td1, parse_td1
from khmerid.notes import Code
from khmerid.reading import Reading
from khmerid.recovery.issuers import Issuer
from khmerid.recovery.recover import recover_td1
from khmerid.recovery.recovered import FIELDS, UNDECIDED, Recovery, RecoveryOutcome, fields_of

Row = dict[str, Any]

_SPELLED: Final = {"primary_identifier": "surname", "secondary_identifier": "given_names"}
_WITH_A_DIGIT: Final = ("document_number", "date_of_birth", "date_of_expiry")


def answer(
    number: int, text: bytes, issuer: Issuer | None, *, strict: bool, longest: int = LONGEST_ROW
) -> Row:
    """Return the answer to one row, or an error row where it has no lines; ``number`` counts from 1."""
    identity: object = f"row {number}"
    if len(text.rstrip(b"\n")) > longest:
        return _error(identity, "row_too_long", f"the row is longer than {longest} bytes")
    try:
        row = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _error(identity, "not_json", "the row is not JSON")
    lines = row
    if isinstance(row, dict):
        identity = row.get("id", identity)
        lines = row.get("lines")
    if not isinstance(lines, str) and not (
        isinstance(lines, list) and all(line is None or isinstance(line, str) for line in lines)
    ):
        return _error(identity, "no_lines", "lines is not a text or a list of texts")
    return zone_row(identity, lines, issuer, strict=strict)


def zone_row(
    identity: object, lines: str | Sequence[str | None], issuer: Issuer | None, *, strict: bool
) -> Row:
    """Return what a zone says as one JSON object."""
    if strict:
        return _of_reading(identity, parse_td1(lines))
    return _of_recovery(identity, recover_td1(lines, issuer))


def _error(identity: object, code: str, message: str) -> Row:
    return {"id": identity, "error": {"code": code, "message": message}}


def _of_recovery(identity: object, recovery: Recovery) -> Row:
    return {
        "id": identity,
        "outcome": str(recovery.outcome),
        "lines": None if recovery.lines is None else list(recovery.lines),
        "fields": _fields(recovery.fields),
        "checks": _checks(recovery.checks),
        "certain": [_SPELLED.get(name, name) for name in FIELDS if name in recovery.certain],
        "repairs": [attrs.asdict(repair) for repair in recovery.repairs],
        "candidates": [list(zone) for zone in recovery.candidates],
    }


def _of_reading(identity: object, reading: Reading[Td1]) -> Row:
    zone = reading.value
    if zone is None:
        is_missing = any(note.code is Code.MISSING for note in reading.notes)
        return {
            "id": identity,
            "outcome": str(RecoveryOutcome.NOTHING if is_missing else RecoveryOutcome.INVALID),
            "lines": None,
            "fields": _fields(dict.fromkeys(FIELDS)),
            "checks": _checks(UNDECIDED),
            "certain": [],
            "repairs": [],
            "candidates": [],
        }
    checks = _checks(zone.checks)
    return {
        "id": identity,
        "outcome": str(RecoveryOutcome.VALID if zone.verified else RecoveryOutcome.INVALID),
        "lines": list(zone.lines),
        "fields": _fields(fields_of(zone)),
        "checks": checks,
        "certain": [name for name in _WITH_A_DIGIT if checks[name] == "agrees"],
        "repairs": [],
        "candidates": [],
    }


def _fields(fields: Mapping[str, str | None]) -> dict[str, str | None]:
    return {_SPELLED.get(name, name): fields[name] for name in FIELDS}


def _checks(checks: CheckDigits) -> dict[str, str]:
    return {name: str(outcome) for name, outcome in attrs.asdict(checks).items()}
