"""Single faults by name: one thing wrong with a response, everything else as it was.

Each takes the service's answer or lines in the neutral shape and returns a copy; the same seed does the same.
A response in which there is nothing to do this to raises ``ValueError``.

>>> from khmerid.testing import make_specimen
>>> response = make_specimen(seed=1).response()
>>> len(drop_filler(response, seed=2)["result"]["machine_code1"]) < 30
True
"""

import copy
import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from khmerid.mrz.parsing import Td1, parse_td1
from khmerid.mrz.writing import format_td1
from khmerid.testing.choosing import RandomChooser
from khmerid.testing.damage import TextKind, TextSlot, digits_misread_as_digits, letters_for, slots_of
from khmerid.testing.specimen import to_printed_date
from khmerid.text.numerals import to_western_digits

_DATE = re.compile(r"([០-៩]{2})\.([០-៩]{2})\.([០-៩]{4})")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_NUMERAL = re.compile("[0-9]")
_FILLERS = re.compile("<{5,}")
_LEAST_DAYS, _MOST_DAYS = 1, 3650

MRZ_FIELDS: Final = ("document_number", "date_of_birth", "sex", "date_of_expiry")


def drop_filler(response: Mapping[str, Any], *, seed: int = 0) -> dict[str, Any]:
    """Leave out one to three fillers of a line of the MRZ: it is shorter than thirty characters."""
    damaged, slots, choose = _copy(response, seed)
    slot, match = choose.choice(_found(slots, _FILLERS, mrz=True))
    count = choose.integer(1, 3)
    slot.write(slot.text[: match.start()] + slot.text[match.start() + count :])
    return damaged


def letter_for_digit(response: Mapping[str, Any], *, seed: int = 0) -> dict[str, Any]:
    """Read one numeral of the MRZ as a letter that looks like it.

    >>> from khmerid.testing import make_specimen
    >>> response = make_specimen(seed=1).response()
    >>> letter_for_digit(response)["result"] != response["result"]
    True
    """
    damaged, slots, choose = _copy(response, seed)
    slot, match = choose.choice(_found(slots, _NUMERAL, mrz=True))
    _replace(slot, match.start(), choose.choice(letters_for(match[0])[:3]))
    return damaged


def khmer_digit_misread(response: Mapping[str, Any], *, seed: int = 0) -> dict[str, Any]:
    """Read one digit of a printed date as another Khmer digit, whether that makes a day or not.

    >>> from khmerid.testing import make_specimen
    >>> response = make_specimen(seed=1).response()
    >>> khmer_digit_misread(response)["result"] != response["result"]
    True
    """
    damaged, slots, choose = _copy(response, seed)
    slot, match = choose.choice(_found(slots, _DATE, mrz=False))
    place = choose.choice([place for place in range(*match.span()) if slot.text[place] != "."])
    _replace(slot, place, choose.choice(digits_misread_as_digits(slot.text[place])))
    return damaged


def swap_mrz_value(response: Mapping[str, Any], *, field: str | None = None, seed: int = 0) -> dict[str, Any]:
    """Put another value into the MRZ, with right check digits, as in that of somebody else's card.

    ``field`` is one of ``MRZ_FIELDS``; without it, the seed chooses.

    >>> from khmerid.testing import make_specimen
    >>> response = make_specimen(seed=1).response()
    >>> swapped = swap_mrz_value(response, field="sex")["result"]
    >>> response["result"]["machine_code2"][7], swapped["machine_code2"][7]
    ('F', 'M')
    """
    damaged, slots, choose = _copy(response, seed)
    if field is None:
        field = choose.choice(MRZ_FIELDS)
    elif field not in MRZ_FIELDS:
        message = f"the MRZ has no field {field!r} to be swapped; it has {', '.join(MRZ_FIELDS)}"
        raise ValueError(message)
    mrz_slots = [slot for slot in slots if slot.kind is not TextKind.PRINTED]
    td1 = parse_td1([slot.text for slot in mrz_slots]).value
    if td1 is None:
        message = "the response has no whole MRZ"
        raise ValueError(message)
    lines = _with(td1, field, _other_value(td1, field, choose))
    for slot, line in zip(mrz_slots[:2], lines, strict=False):
        slot.write(line)
    return damaged


def tamper(response: Mapping[str, Any], *, seed: int = 0) -> dict[str, Any]:
    """Change a printed date or the printed number into another good one, as on a card that was altered.

    >>> import khmerid
    >>> from khmerid.testing import make_specimen
    >>> specimen = make_specimen(seed=1)
    >>> str(khmerid.examine(tamper(specimen.response()), today=specimen.today).decision)
    'review'
    """
    damaged, slots, choose = _copy(response, seed)
    slot, match = choose.choice([*_found(slots, _DATE, mrz=False), *_found(slots, _NUMBER, mrz=False)])
    if len(match[0]) == 9:
        number = (int(match[0]) + choose.integer(1, 10**9 - 1)) % 10**9
        altered = f"{number:09}"
    else:
        day, month, year = (int(to_western_digits(part)) for part in match.groups())
        later = dt.timedelta(days=choose.integer(_LEAST_DAYS, _MOST_DAYS))
        altered = to_printed_date(dt.date(year, month, day) - later)
    slot.write(slot.text[: match.start()] + altered + slot.text[match.end() :])
    return damaged


#: Each fault by its name, to go through all of them.
FAULTS: Final[Mapping[str, Callable[..., dict[str, Any]]]] = {
    fault.__name__: fault
    for fault in (drop_filler, letter_for_digit, khmer_digit_misread, swap_mrz_value, tamper)
}


def _copy(response: Mapping[str, Any], seed: int) -> tuple[dict[str, Any], list[TextSlot], RandomChooser]:
    damaged = copy.deepcopy(dict(response))
    return damaged, slots_of(damaged), RandomChooser(seed)


def _found(
    slots: Iterable[TextSlot], pattern: re.Pattern[str], *, mrz: bool
) -> list[tuple[TextSlot, re.Match[str]]]:
    found = [
        (slot, match)
        for slot in slots
        if (slot.kind is not TextKind.PRINTED) is mrz
        for match in pattern.finditer(slot.text)
    ]
    if not found:
        message = "the response has nothing that could have this fault"
        raise ValueError(message)
    return found


def _replace(slot: TextSlot, place: int, character: str) -> None:
    slot.write(slot.text[:place] + character + slot.text[place + 1 :])


def _other_value(td1: Td1, field: str, choose: RandomChooser) -> str:
    value: str = getattr(td1, field)
    if field == "sex":
        return "F" if value == "M" else "M"
    if field == "document_number":
        return f"{(int(value) + choose.integer(1, 10**9 - 1)) % 10**9:09}"
    day = dt.datetime.strptime(value, "%y%m%d").replace(tzinfo=dt.UTC)
    return f"{day + dt.timedelta(days=choose.integer(_LEAST_DAYS, _MOST_DAYS)):%y%m%d}"


def _with(td1: Td1, field: str, value: str) -> tuple[str, str, str]:
    elements = {
        name: getattr(td1, name)
        for name in (
            "document_code",
            "issuing_state",
            "nationality",
            "primary_identifier",
            "secondary_identifier",
            *MRZ_FIELDS,
        )
    }
    return format_td1(**elements | {field: value})
