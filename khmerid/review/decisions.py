r"""Decisions: what a reviewer typed and decided of a card, a JSON object on each line of a file.

>>> line = {"format": 1, "id": 17, "row": "sha256:" + 64 * "0", "reviewer": "SK", "second": False,
...         "at": "2026-11-27T08:30:00Z", "seconds": 12.3, "keys": 14, "decision": "accept", "note": "",
...         "fields": {"date_of_birth": {"typed": ["១០.០៧.១៩៩៩"], "value": "1999-07-10",
...                                      "agrees": ["viz"], "shown": False}}}
>>> decision, = read_decisions([json.dumps(line).encode()])
>>> decision
CardDecision(accept, 1 fields)
>>> decision.fields["date_of_birth"].value
'1999-07-10'

What was typed is read here anew: a value that is not what was typed is refused, as a value is that is none.
"""

import datetime as dt
import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NoReturn

import attrs

from khmerid.calibration.labels import LABEL_READERS, Id
from khmerid.explained import Word
from khmerid.fields.dates import read_date
from khmerid.fields.height import read_height
from khmerid.fields.marks import read_marks
from khmerid.fields.names import read_name_khmer
from khmerid.fields.places import read_address, read_place
from khmerid.json_text import without_duplicates
from khmerid.notes import Code
from khmerid.report.plain import to_plain
from khmerid.text.numerals import to_khmer_digits, to_western_digits

#: The version of the format.
FORMAT: Final = 1
#: A line may have a note and what was typed, and nothing that takes more.
LONGEST_LINE: Final = 256 * 1024
LONGEST_TEXT: Final = 1000
LONGEST_NOTE: Final = 10_000
_LONGEST_NAME: Final = 200
_MOST_ATTEMPTS: Final = 100
_DIGEST: Final = re.compile("sha256:[0-9a-f]{64}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z")
_STATE: Final = re.compile("[A-Z]{1,3}")
_LATIN: Final = re.compile("[A-Z][A-Z '-]*")
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: The values that are hidden from whoever types.
HIDDEN: Final = ("machine", "viz", "mrz")


class Verdict(Word):
    """What a reviewer decided of a card."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNREADABLE = "unreadable"
    SKIP = "skip"


@attrs.frozen(kw_only=True, repr=False)
class KeyedField:
    """What was typed of a field, first to last, and the value that it is, as the JSON of a report has it.

    ``value`` is ``None`` where it cannot be read. ``no_such_day`` says that what was typed has the form of a
    day and is none of the calendar. ``shown`` says that the machine's value was to be seen before.
    """

    typed: tuple[str, ...]
    value: Any
    shown: bool
    no_such_day: bool = False

    def __repr__(self) -> str:
        return f"KeyedField({len(self.typed)} attempts)"

    @property
    def is_blind(self) -> bool:
        """Whether something was typed, and nothing was shown before."""
        return bool(self.typed) and not self.shown


@attrs.frozen(kw_only=True, repr=False)
class CardDecision:
    """What one reviewer decided of one version of a row. ``at`` is a moment of UTC."""

    id: Id
    row: str
    reviewer: str
    at: dt.datetime
    decision: Verdict
    second: bool = False
    seconds: float | None = None
    keys: int | None = None
    fields: Mapping[str, KeyedField]

    def __repr__(self) -> str:
        return f"CardDecision({self.decision}, {len(self.fields)} fields)"

    @property
    def who(self) -> str:
        """The reviewer, however they wrote their name."""
        return " ".join(self.reviewer.split()).casefold()


def row_digest(row: Mapping[str, object]) -> str:
    """Return the digest of a row, by which a decision says of which version of it it is."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def read_decisions(lines: Iterable[bytes]) -> Iterator[CardDecision]:
    """Yield the decisions of a file; a blank line is none.

    Raises ``ValueError``, with the number of the line and without quoting it, for what is no decision.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield read_decision(parse_line(line, "a decision"))
            except ValueError as error:
                message = f"line {number}: {error}"
                raise ValueError(message) from None


def parse_line(line: bytes, what: str) -> dict[str, Any]:
    """Return the object of JSON on a line; raise ``ValueError``, which quotes nothing, for what is none."""
    if len(line) > LONGEST_LINE:
        message = f"longer than {LONGEST_LINE} bytes"
        raise ValueError(message)
    try:
        found = json.loads(
            line.decode("utf-8-sig"), object_pairs_hook=without_duplicates, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError):
        found = None  # the error of json holds the whole line
    if not isinstance(found, dict):
        message = f"{what} is one object of JSON in UTF-8, with no key twice"
        raise ValueError(message)  # noqa: TRY004 - of a file, not of an argument
    return found


def read_decision(said: Mapping[str, Any]) -> CardDecision:
    """Return the decision that an object of JSON is; raise ``ValueError``, which quotes nothing."""
    if said.get("format") != FORMAT or isinstance(said["format"], bool):
        message = f"not of format {FORMAT}: it is by another version of khmerid"
        raise ValueError(message)
    if unknown := said.keys() - _KEYS.keys():
        message = f"a decision has no other keys than {', '.join(_KEYS)}; here are {len(unknown)} more"
        raise ValueError(message)
    found = {key: read(key, said[key] if key in said else _missing(key)) for key, read in _NEEDED.items()}
    found |= {key: read(key, said[key]) for key, read in _OPTIONAL.items() if said.get(key) is not None}
    found.pop("note", None)  # which stays in the file
    found.pop("format")
    return CardDecision(**found)


def read_value(field: str, text: str) -> Any:
    """Return the value of a field as the JSON of a report has it, from a text as printed or as JSON has it.

    ``None`` where the text is none.

    >>> read_value("date_of_birth", "១០.០៧.១៩៩៩"), read_value("document_number", "០១០២០៣០៤០")
    ('1999-07-10', '010203040')
    """
    return _READERS[field](text.strip())


def _plain(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: to_plain(read(text))


def _number_in(text: str) -> Any:
    return LABEL_READERS["document_number"](to_western_digits(text))


def _height_in(text: str) -> Any:
    return read_height(text).value


def _state_in(text: str) -> Any:
    return text.upper() if _STATE.fullmatch(text.upper()) else None


def _latin_in(text: str) -> Any:
    """Return a name; those of other countries have signs that no label of a card has."""
    name = " ".join(text.upper().split())
    return name if _LATIN.fullmatch(name) else None


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    **{field: _plain(read) for field, read in LABEL_READERS.items()},
    "document_number": _number_in,
    "surname": _latin_in,
    "given_names": _latin_in,
    "name_khmer": _plain(lambda text: read_name_khmer(text).value),
    "height_cm": _height_in,
    "place_of_birth": _plain(lambda text: read_place(text).value),
    "address": _plain(lambda text: read_address(text).value),
    "issuing_state": _state_in,
    "nationality": _state_in,
    "distinguishing_marks": _plain(lambda text: read_marks(text).value),
}
_DATES: Final = ("date_of_birth", "date_of_issue", "date_of_expiry")
#: What may be typed and is no value of ours: a day of no calendar, a name that is not Khmer.
_UNREAD: Final = {**dict.fromkeys(_DATES, _DAY), "name_khmer": re.compile(r"[\s\S]*\S[\s\S]*")}


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError  # NaN and the infinities are no JSON


def _missing(key: str) -> NoReturn:
    message = f"{key} is missing"
    raise ValueError(message)


def _wrong(key: str, wanted: str) -> NoReturn:
    message = f"{key} is {wanted}"
    raise ValueError(message)


def _any(_key: str, value: Any) -> Any:
    return value


def _an_id(key: str, value: Any) -> Id:
    if not isinstance(value, str | int) or isinstance(value, bool):
        _wrong(key, "a text or a whole number")
    return value


def _a_digest(key: str, value: Any) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        _wrong(key, "sha256: and 64 hexadecimal digits")
    return value


def _a_name(key: str, value: Any) -> str:
    # Khmer is typed with characters between words that cannot be seen.
    seen = "".join(one for one in value if one.isprintable()).strip() if isinstance(value, str) else ""
    if not seen or len(seen) > _LONGEST_NAME:
        _wrong(key, f"a name of at most {_LONGEST_NAME} characters")
    return seen


def _a_moment(key: str, value: Any) -> dt.datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return dt.datetime.fromisoformat(f"{value[:19]}+00:00")
        except ValueError:
            pass
    _wrong(key, "a moment of UTC such as 2026-11-27T08:30:00Z")


def _a_bool(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        _wrong(key, "true or false")
    return value


def _a_duration(key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        _wrong(key, "a number from 0 on")
    return float(value)


def _a_count(key: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        _wrong(key, "a whole number from 0 on")
    return value


def _a_verdict(key: str, value: Any) -> Verdict:
    if value not in [str(one) for one in Verdict]:
        _wrong(key, f"one of {', '.join(map(str, Verdict))}")
    return Verdict(value)


def _a_note(key: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NOTE:
        _wrong(key, f"a text of at most {LONGEST_NOTE} characters")
    return value


def _keyed_fields(key: str, value: Any) -> dict[str, KeyedField]:
    if not isinstance(value, dict):
        _wrong(key, "an object, by field")
    if unknown := value.keys() - _READERS.keys():
        message = f"{key} has {len(unknown)} that a report has not"
        raise ValueError(message)
    return {field: _keyed(field, said) for field, said in value.items()}


def _keyed(field: str, said: Any) -> KeyedField:
    if not isinstance(said, dict) or said.keys() - {"typed", "value", "agrees", "shown"}:
        _wrong(field, "an object of typed, value, agrees and shown")
    typed, agrees = said.get("typed", []), said.get("agrees", [])
    if not _are_texts(typed) or len(typed) > _MOST_ATTEMPTS:
        _wrong(f"{field}.typed", f"at most {_MOST_ATTEMPTS} texts of at most {LONGEST_TEXT} characters")
    if not _are_texts(agrees) or not set(agrees) <= set(HIDDEN):
        _wrong(f"{field}.agrees", f"a list of {', '.join(HIDDEN)}")  # what it agrees with is found out anew
    shown = _a_bool(f"{field}.shown", said["shown"] if "shown" in said else _missing(f"{field}.shown"))
    value = _value_of(field, said["value"] if "value" in said else _missing(f"{field}.value"))
    typed = [one for one in typed if one.strip()]
    text = typed[-1] if typed else ""
    last = read_value(field, text) if text else None
    if value is not None and last is not None and not same_value(value, last):
        _wrong(f"{field}.value", "not what was typed last")
    no_such_day = value is None and field in _DATES and _is_no_day(text)
    return KeyedField(typed=tuple(typed), value=value, shown=shown, no_such_day=no_such_day)


def _is_no_day(text: str) -> bool:
    """Return whether a text has the form of a day and no calendar has it."""
    return any(note.code is Code.NO_SUCH_DAY for note in read_date(to_khmer_digits(text)).notes)


def _value_of(field: str, value: Any) -> Any:
    """Return the value, read by the field's own reader; a day that no calendar has is none."""
    if value is None:
        return None
    if isinstance(value, dict):  # of a place or of marks, what is printed tells the rest
        value = value.get("text")
    if field == "height_cm" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    found = read_value(field, value) if isinstance(value, str) and len(value) <= LONGEST_TEXT else None
    is_unread = field in _UNREAD and isinstance(value, str) and _UNREAD[field].fullmatch(value[:LONGEST_TEXT])
    if found is not None or is_unread:
        return found
    _wrong(f"{field}.value", "not a value of that field")


def same_value(one: Any, other: Any) -> bool:
    """Return whether two values are the same; of places, whether they are the same units.

    >>> same_value({"text": "ភូមិ ក", "commune": None}, {"text": "ភូមិ ខ", "commune": None})
    False
    """
    return bool(_told(one) == _told(other))


def _told(value: Any) -> Any:
    is_known = isinstance(value, dict) and value.get("commune") is not None
    return {key: part for key, part in value.items() if key != "text"} if is_known else value


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and len(one) <= LONGEST_TEXT for one in value)


_Read = Callable[[str, Any], Any]
_NEEDED: Final[Mapping[str, _Read]] = {
    "format": _any,
    "id": _an_id,
    "row": _a_digest,
    "reviewer": _a_name,
    "at": _a_moment,
    "decision": _a_verdict,
    "fields": _keyed_fields,
}
_OPTIONAL: Final[Mapping[str, _Read]] = {
    "second": _a_bool,
    "seconds": _a_duration,
    "keys": _a_count,
    "note": _a_note,
}
_KEYS: Final = {**_NEEDED, **_OPTIONAL}
