"""Labels: rows that a person reads from the card, as a small file to fill in, and the values read back.

The file shows no value that a machine read: whoever is shown one tends to accept it. A field that cannot be
read on the card stays empty.

>>> row = json.loads(blank(17))
>>> [name for name, text in row.items() if text == ""][:3]
['document_number', 'date_of_birth', 'sex']
>>> values = read_label(row | {"date_of_birth": "១៥.០៣.១៩៩០", "sex": "ស្រី"})
>>> values["date_of_birth"].isoformat(), str(values["sex"]), "surname" in values
('1990-03-15', 'F', False)
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from khmerid.fields.dates import read_date
from khmerid.fields.document_number import read_document_number
from khmerid.fields.sex import Sex, read_sex
from khmerid.json_text import with_escapes, without_duplicates
from khmerid.report.plain import from_plain
from khmerid.text.numerals import to_khmer_digits

_NAMES: Final = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")

Values = Mapping[str, Any]  # by field of the report, what is printed; without those that are not known
Id = str | int  # of a row


def _number_in(text: str) -> str | None:
    return read_document_number(text).well_formed


def _day_in(text: str) -> dt.date | None:
    try:
        return from_plain(text, dt.date)
    except ValueError:
        return read_date(to_khmer_digits(text)).well_formed  # whichever numerals a person types


def _sex_in(text: str) -> Sex | None:
    return read_sex(text).well_formed


def _names_in(text: str) -> str | None:
    """Return a surname or given names: Latin letters, with one blank between names."""
    return text.upper() if _NAMES.fullmatch(text) else None


#: What a label may have, and how it is read: as it is printed, or as a report has it.
LABEL_READERS: Final[dict[str, Callable[[str], object]]] = {
    "document_number": _number_in,
    "date_of_birth": _day_in,
    "sex": _sex_in,
    "date_of_issue": _day_in,
    "date_of_expiry": _day_in,
    "surname": _names_in,
    "given_names": _names_in,
}


def blank(name: Id) -> str:
    """Return the line of a row that is to be labelled."""
    return with_escapes(json.dumps({"id": name, **dict.fromkeys(LABEL_READERS, "")}, ensure_ascii=False))


def read_label(row: object) -> Values:
    """Return what a label says is printed.

    Raises ``ValueError``, which quotes no value, for what is no label.
    """
    if not isinstance(row, Mapping) or not _is_id(row.get("id")):
        message = "a label is an object with an id"
        raise ValueError(message)
    if unknown := [key for key in row if key != "id" and key not in LABEL_READERS]:
        message = f"a label has id, {', '.join(LABEL_READERS)}, and {len(unknown)} other"
        raise ValueError(message)
    return {
        field: _value_of(field, row[field]) for field in LABEL_READERS if row.get(field) not in ("", None)
    }


def _value_of(field: str, text: object) -> object:
    value = LABEL_READERS[field](text) if isinstance(text, str) else None
    if value is None:
        message = f"{field} cannot be read: it is given as it is printed, or as a report has it"
        raise ValueError(message)
    return value


def read_labels(lines: Iterable[bytes]) -> dict[Id, Values]:
    """Return the labels of a file, a JSON object on each line, by the ids of their rows.

    A blank line is none. Raises ``ValueError``, with the number of the line, for what is no label, or the
    second of one id.
    """
    found: dict[Id, Values] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"), object_pairs_hook=without_duplicates)
        except (ValueError, RecursionError):
            row = None
        try:
            values = read_label(row)
        except ValueError as error:
            message = f"line {number}: {error}"
            raise ValueError(message) from None
        if row["id"] in found:
            message = f"line {number}: its id has a label already"
            raise ValueError(message)
        found[row["id"]] = values
    return found


def _is_id(name: object) -> bool:
    return isinstance(name, str | int) and not isinstance(name, bool)
