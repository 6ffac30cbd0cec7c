"""The lines of an MRZ from values (ICAO Doc 9303-3, 4; for TD1 also 9303-5, 4.2.2 to 4.2.4).

>>> for line in format_td1(
...     document_code="ID", issuing_state="KHM", document_number="010203040", date_of_birth="900315", sex="F",
...     date_of_expiry="291231", nationality="KHM", primary_identifier="SOK", secondary_identifier="SOPHEA",
... ):
...     print(line)
IDKHM0102030402<<<<<<<<<<<<<<<
9003152F2912316KHM<<<<<<<<<<<4
SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<
>>> format_name("BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", "DINGO POTOROO", TD1)
'BENNE<WOOLOO<WARRAN<WARNAM<<DI'
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final, NotRequired, TypedDict, Unpack

from khmerid.mrz.check_digit import FILLER, check_digit
from khmerid.mrz.formats import TD1, TD2, TD3, MrzFormat
from khmerid.mrz.transliteration import to_mrz_name
from khmerid.mrz.two_digit_years import is_date_of_birth, is_day

#: Letters kept of a secondary identifier at least; the standard wants one. More, and more is cut of the
#: primary one.
_LEAST_OF_SECONDARY: Final = 2
_TEXT = re.compile(r"[A-Z0-9< ]*")
_COMPONENT = re.compile(r"[A-Z]+")
_STATE = re.compile(r"[A-Z]{1,3}")


class Elements(TypedDict):
    """The elements that every format has; dates are days or six characters YYMMDD."""

    document_code: str
    issuing_state: str
    document_number: str
    date_of_birth: dt.date | str
    sex: str
    date_of_expiry: dt.date | str
    nationality: str
    primary_identifier: str
    secondary_identifier: NotRequired[str]


def format_td1(
    *, optional_data_1: str = "", optional_data_2: str = "", **elements: Unpack[Elements]
) -> tuple[str, str, str]:
    """Return the upper, middle and lower line, with their check digits.

    Raises ``ValueError``, which names the element and does not quote it, for what has no place in an MRZ.
    """
    optional = {"optional_data_1": optional_data_1, "optional_data_2": optional_data_2}
    upper, middle, lower = _lines(TD1, optional, **elements)
    return upper, middle, lower


def format_td2(*, optional_data: str = "", **elements: Unpack[Elements]) -> tuple[str, str]:
    """Return the upper and the lower line of 36 characters, as `format_td1` does."""
    upper, lower = _lines(TD2, {"optional_data": optional_data}, **elements)
    return upper, lower


def format_td3(*, optional_data: str = "", **elements: Unpack[Elements]) -> tuple[str, str]:
    """Return the upper and the lower line of 44 characters, as `format_td1` does."""
    upper, lower = _lines(TD3, {"optional_data": optional_data}, **elements)
    return upper, lower


def _lines(  # noqa: PLR0913 - every format has nine elements
    table: MrzFormat,
    optional: Mapping[str, str],
    *,
    document_code: str,
    issuing_state: str,
    document_number: str,
    date_of_birth: dt.date | str,
    sex: str,
    date_of_expiry: dt.date | str,
    nationality: str,
    primary_identifier: str,
    secondary_identifier: str = "",
) -> list[str]:
    number, rest = _number(document_number, table)
    cells = {
        "document_code": document_code,
        "issuing_state": _state("issuing_state", issuing_state, table),
        "document_number": number,
        "date_of_birth": _six("date_of_birth", date_of_birth, table),
        "sex": sex,
        "date_of_expiry": _six("date_of_expiry", date_of_expiry, table),
        "nationality": _state("nationality", nationality, table),
        "name": format_name(primary_identifier, secondary_identifier, table),
    }
    for name, value in optional.items():
        before = rest if name == table.number_goes_on_in else ""
        cells[name] = before + _text(name, value, table.element(name).length - len(before), table)
    if document_code not in table.document_codes:
        _refuse("document_code", table)
    if sex not in ("F", "M", FILLER):
        _refuse("sex", table)
    if not is_date_of_birth(cells["date_of_birth"]):
        _refuse("date_of_birth", table)
    if not is_day(cells["date_of_expiry"]):
        _refuse("date_of_expiry", table)
    for element in table.elements:
        if element.name in cells:
            cells[element.name] = cells[element.name].ljust(element.length, FILLER)
    for name, digit in table.checked.items():
        cells[digit] = check_digit(cells[name])
    if rest:
        cells["document_number_check_digit"] = FILLER  # Doc 9303-5, 4.2.4: the number goes on
    cells["composite_check_digit"] = check_digit("".join(cells[name] for name in table.composite))
    return [
        "".join(cells[element.name] for element in table.elements if element.line == line)
        for line in range(1, table.lines + 1)
    ]


def format_name(primary_identifier: str, secondary_identifier: str, table: MrzFormat) -> str:
    """Return the names as their element; what does not fit is cut so that the last position is a letter.

    Letters are taken from the longest components of the primary identifier while it leaves no room for two
    letters of the secondary one, then from the end (Doc 9303-5, 4.2.3; the choice is the issuer's).
    """
    length = table.element("name").length
    primary, secondary = to_mrz_name(primary_identifier), to_mrz_name(secondary_identifier)
    if not primary:
        _refuse("primary_identifier", table)
    if not secondary:
        return _cut(primary, length).ljust(length, FILLER)
    room = length - 2 - min(_LEAST_OF_SECONDARY, len(secondary.partition(FILLER)[0]))
    if len(primary) + 2 + len(secondary) > length:
        primary = _shortened(primary, room)
    return _cut(f"{primary}<<{secondary}", length).ljust(length, FILLER)


def _number(document_number: str, table: MrzFormat) -> tuple[str, str]:
    """Return the number's own element, and what of it goes before the optional data."""
    principal = table.element("document_number").length
    longest = principal
    if table.number_goes_on_in is not None:  # a digit and a filler follow it: 9303-5, 4.2.2 note j
        longest += table.element(table.number_goes_on_in).length - 2
    number = _text("document_number", document_number, longest, table)
    is_long = len(number) > principal
    if not number or (is_long and FILLER in number):
        _refuse("document_number", table)
    return number[:principal], number[principal:] + check_digit(number) + FILLER if is_long else ""


def _text(name: str, value: str, most: int, table: MrzFormat) -> str:
    if len(value) > most or _TEXT.fullmatch(value) is None:
        _refuse(name, table)
    return value.replace(" ", FILLER).rstrip(FILLER)


def _state(name: str, value: str, table: MrzFormat) -> str:
    if _STATE.fullmatch(value) is None:
        _refuse(name, table)
    return value


def _six(name: str, value: dt.date | str, table: MrzFormat) -> str:
    six = value if isinstance(value, str) else f"{value:%y%m%d}"
    if len(six) != 6:
        _refuse(name, table)
    return six


def _refuse(name: str, table: MrzFormat) -> None:
    message = f"{name} has no such form in a {table.name} MRZ"
    raise ValueError(message)


def _cut(name: str, length: int) -> str:
    # The last position of a cut name is a letter: where a filler would stand, a letter before it gives way.
    if len(name) <= length:
        return name
    if name[length - 1] != FILLER:
        return name[:length]
    components = _COMPONENT.findall(name[: length - 1])
    longest = components[-1] if len(components[-1]) > 1 else max(components, key=len)
    end = name.index(longest) + len(longest)
    return name[: end - 1] + name[end : length + 1]


def _shortened(primary: str, room: int) -> str:
    components = primary.split(FILLER)[: (room + 1) // 2]
    while sum(map(len, components)) + len(components) - 1 > room:
        longest = max(range(len(components)), key=lambda at: len(components[at]))
        components[longest] = components[longest][:-1]
    return FILLER.join(components)
