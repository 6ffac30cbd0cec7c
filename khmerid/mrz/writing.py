"""The three lines of a TD1 zone from values (ICAO Doc 9303-5, 4.2.2 to 4.2.4).

>>> for line in format_td1(
...     document_code="ID", issuing_state="KHM", document_number="010203040", date_of_birth="900315", sex="F",
...     date_of_expiry="291231", nationality="KHM", primary_identifier="SOK", secondary_identifier="SOPHEA",
... ):
...     print(line)
IDKHM0102030402<<<<<<<<<<<<<<<
9003152F2912316KHM<<<<<<<<<<<4
SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<
>>> format_name("BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", "DINGO POTOROO")
'BENNE<WOOLOO<WARRAN<WARNAM<<DI'

"""

import datetime as dt
import re

from khmerid.mrz.check_digit import FILLER, check_digit
from khmerid.mrz.codes import is_document_code
from khmerid.mrz.dates import is_date_of_birth, is_day
from khmerid.mrz.transliteration import to_zone_name

_LINE = 30
_PRINCIPAL = 9  # characters of a document number before position 15
_LONGEST_NUMBER = 22  # Doc 9303-5, 4.2.2 note j: it ends at position 28 at the latest
_OPTIONAL_1, _OPTIONAL_2 = 15, 11
_LEAST_OF_SECONDARY = 2  # letters kept of a secondary identifier; the standard wants one at least
_TEXT = re.compile(r"[A-Z0-9< ]*")
_COMPONENT = re.compile(r"[A-Z]+")
_STATE = re.compile(r"[A-Z]{1,3}")


def format_td1(  # noqa: PLR0913 - a zone has eleven elements
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
    optional_data_1: str = "",
    optional_data_2: str = "",
) -> tuple[str, str, str]:
    """Return the upper, middle and lower line, with their check digits.

    Dates are days or six characters YYMMDD. Raises ``ValueError``, which names the element and does not
    quote it, for what has no place in a zone.
    """
    number = _text("document_number", document_number, _LONGEST_NUMBER)
    if not number or (len(number) > _PRINCIPAL and FILLER in number):
        _refuse("document_number")
    if not is_document_code(document_code):
        _refuse("document_code")
    if sex not in ("F", "M", FILLER):
        _refuse("sex")
    upper = (
        document_code.ljust(2, FILLER)
        + _state("issuing_state", issuing_state)
        + _number(number, optional_data_1)
    )
    birth = _six("date_of_birth", date_of_birth)
    expiry = _six("date_of_expiry", date_of_expiry)
    if not is_date_of_birth(birth):
        _refuse("date_of_birth")
    if not is_day(expiry):
        _refuse("date_of_expiry")
    birth, expiry = birth + check_digit(birth), expiry + check_digit(expiry)
    rest = _text("optional_data_2", optional_data_2, _OPTIONAL_2).ljust(_OPTIONAL_2, FILLER)
    composite = check_digit(upper[5:] + birth + expiry + rest)
    middle = birth + sex + expiry + _state("nationality", nationality) + rest + composite
    return upper, middle, format_name(primary_identifier, secondary_identifier)


def format_name(primary_identifier: str, secondary_identifier: str = "") -> str:
    """Return the lower line; a name that does not fit is cut so that position 30 is a letter.

    Letters are taken from the longest components of the primary identifier while it leaves no room for two
    letters of the secondary one, then from the end (Doc 9303-5, 4.2.3; the choice is the issuer's).
    """
    primary, secondary = to_zone_name(primary_identifier), to_zone_name(secondary_identifier)
    if not primary:
        _refuse("primary_identifier")
    if not secondary:
        return _cut(primary, _LINE).ljust(_LINE, FILLER)
    room = _LINE - 2 - min(_LEAST_OF_SECONDARY, len(secondary.partition(FILLER)[0]))
    if len(primary) + 2 + len(secondary) > _LINE:
        primary = _shortened(primary, room)
    return _cut(f"{primary}<<{secondary}", _LINE).ljust(_LINE, FILLER)


def _number(number: str, optional_data_1: str) -> str:
    if len(number) <= _PRINCIPAL:
        principal = number.ljust(_PRINCIPAL, FILLER)
        optional = _text("optional_data_1", optional_data_1, _OPTIONAL_1)
        return principal + check_digit(principal) + optional.ljust(_OPTIONAL_1, FILLER)
    rest = number[_PRINCIPAL:] + check_digit(number) + FILLER
    optional = _text("optional_data_1", optional_data_1, _OPTIONAL_1 - len(rest))
    return number[:_PRINCIPAL] + FILLER + (rest + optional).ljust(_OPTIONAL_1, FILLER)


def _text(name: str, value: str, most: int) -> str:
    if len(value) > most or _TEXT.fullmatch(value) is None:
        _refuse(name)
    return value.replace(" ", FILLER).rstrip(FILLER)


def _state(name: str, value: str) -> str:
    if _STATE.fullmatch(value) is None:
        _refuse(name)
    return value.ljust(3, FILLER)


def _six(name: str, value: dt.date | str) -> str:
    six = value if isinstance(value, str) else f"{value:%y%m%d}"
    if len(six) != 6:
        _refuse(name)
    return six


def _refuse(name: str) -> None:
    message = f"{name} has no such form in a TD1 zone"
    raise ValueError(message)


def _cut(name: str, length: int) -> str:
    # Position 30 of a cut name is a letter: where a filler would stand, a letter before it gives way.
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
