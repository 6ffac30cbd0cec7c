"""Whether a stored response is a sound fixture, by shape, MRZ, dates and places, and belongs to nobody.

>>> from khmerid.testing import make_specimen
>>> response = make_specimen(seed=1).response()
>>> check_fixture(response)
()
>>> response["result"]["machine_code2"] = response["result"]["machine_code2"][:-1] + "9"
>>> for fault in check_fixture(response):
...     print(fault)
mrz.composite: check_digit_wrong: found 9, right is 6
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from khmerid.adapters import adapt
from khmerid.card import Card, read_card
from khmerid.checks.crosscheck import Rule, compare_names_of_zones, cross_check
from khmerid.checks.name_line import compare_name_line
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.explained import Explained
from khmerid.huawei import recognises
from khmerid.mrz.check_digit import check_digit
from khmerid.mrz.parsing import Td1, parse_td1
from khmerid.notes import Code, Status
from khmerid.outcome import Outcome
from khmerid.raw_card import RawCard
from khmerid.reading import Reading
from khmerid.rules import LATEST_DATE, expiries_of, latest_birth
from khmerid.testing.contract import problems_of
from khmerid.testing.values import is_specimen_number

_MARKS: Final = ("SPECIMEN", "KUMRU", "គំរូ")  # a name that says so; គំរូ means sample
_SPECIMENS: Final = "990000000 to 999999999"
_WITH_A_FORM: Final = (
    "document_number",
    "name_khmer",
    "name_latin",
    "date_of_birth",
    "sex",
    "height_cm",
    "date_of_issue",
    "date_of_expiry",
    "distinguishing_marks",
)
_NUMERIC: Final = ("document_number", "date_of_birth", "date_of_expiry")
_NUMERALS = re.compile("[0-9]+")
_SAID_OTHERWISE: Final = (Code.MRZ_CHECK_DIGIT_CONFLICTS, Code.MRZ_CHECK_DIGIT_UNDECIDED)
_DATES: Final = {Rule.BIRTH_ZONES: "date_of_birth", Rule.EXPIRY_ZONES: "date_of_expiry"}
# The line and the column of each digit, from 0 (Doc 9303-5, 4.2.2).
DIGITS: Final[Mapping[str, tuple[int, int]]] = {
    "document_number": (0, 14),
    "date_of_birth": (1, 6),
    "date_of_expiry": (1, 14),
    "composite": (1, 29),
}


class FixtureCode(Explained):
    """What can be wrong with a fixture, with a sentence.

    >>> FixtureCode.TEN_YEARS.sentence
    'The card does not expire ten years less a day after its issue.'
    """

    NOT_JSON = "not_json", "The row is not JSON."
    NOT_A_RESPONSE = "not_a_response", "The row is not a response of a known OCR."
    OTHER_SHAPE = "other_shape", "The service documents another shape."
    NOT_AS_PRINTED = "not_as_printed", "The text is not as a card prints this field."
    MRZ_MALFORMED = "mrz_malformed", "The MRZ does not have the form of that of the card."
    CHECK_DIGIT_WRONG = "check_digit_wrong", "A check digit of the MRZ is wrong."
    MRZ_DIFFERS = "mrz_differs", "The MRZ says something else than the printed field."
    TEN_YEARS = "ten_years", "The card does not expire ten years less a day after its issue."
    FIFTEEN_YEARS = "fifteen_years", "The holder was not fifteen on the day of issue."
    PLACE_UNKNOWN = "place_unknown", "The gazetteer has no such place."
    MAY_BE_REAL = "may_be_real", "The number is not a specimen's: this may be somebody's card."


@attrs.frozen
class Fault:
    """What is wrong in one place, what is there and what would be right, as far as that can be said.

    >>> fault = Fault("mrz.composite", FixtureCode.CHECK_DIGIT_WRONG, "9", "6")
    >>> print(fault)
    mrz.composite: check_digit_wrong: found 9, right is 6
    """

    where: str
    code: FixtureCode
    found: str = ""
    right: str = ""

    def __str__(self) -> str:
        found = f"found {self.found}" if self.found else ""
        right = f"right is {self.right}" if self.right else ""
        detail = ", ".join(part for part in (found, right) if part) or self.code.sentence
        return f"{self.where}: {self.code}: {detail}"


def check_fixture(row: Any) -> tuple[Fault, ...]:
    """Return everything that is wrong with a response, alone or in an envelope ``{"response": ...}``.

    The texts are held to the form of the card. ``"specimen": true`` in the envelope, or a name with the word
    SPECIMEN, KUMRU or គំរូ, says that a number outside the range of specimens belongs to nobody. With
    ``"misread": true`` beside ``"specimen": true`` the texts are what an OCR made of an invented card: only
    the shape of such a row is checked. The one without the other changes nothing.
    """
    is_envelope = isinstance(row, Mapping) and "response" in row
    response = row["response"] if is_envelope else row
    marked = is_envelope and row.get("specimen") is True
    try:
        raw = adapt(response)
    except ApiError:
        return ()  # the service's errors are responses, too
    except UnexpectedResponseError as error:
        return (Fault("response", FixtureCode.NOT_A_RESPONSE, str(error)),)
    problems = problems_of(response) if isinstance(response, Mapping) and recognises(response) else []
    shape = [
        Fault(problem.where, FixtureCode.OTHER_SHAPE, problem.found, problem.right) for problem in problems
    ]
    if marked and row.get("misread") is True:
        return tuple(shape)
    return (*shape, *_check_card(raw, marked=marked))


def right_digits(lines: Sequence[str]) -> dict[str, str]:
    """Return the digit that belongs into each place of an MRZ of exact lines; the composite counts them.

    >>> upper, middle = "IDKHM0102030409<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4"
    >>> right_digits((upper, middle, "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"))
    {'document_number': '2', 'date_of_birth': '2', 'date_of_expiry': '6', 'composite': '4'}

    Raises ``KeyError`` for a character that has no place in an MRZ.
    """
    upper, middle, _ = with_right_digits(lines)
    return {name: (upper, middle)[line][column] for name, (line, column) in DIGITS.items()}


def with_right_digits(lines: Sequence[str]) -> tuple[str, str, str]:
    """Return the lines with the check digits that belong there, and all else as it is."""
    upper, middle, lower = lines
    upper = upper[:14] + check_digit(upper[5:14]) + upper[15:]
    middle = middle[:6] + check_digit(middle[:6]) + middle[7:14] + check_digit(middle[8:14]) + middle[15:]
    # Doc 9303-5, 4.2.4: upper 6-30, middle 1-7, 9-15 and 19-29 as one string.
    composite = check_digit(upper[5:] + middle[:7] + middle[8:15] + middle[18:29])
    return upper, middle[:29] + composite, lower


def _check_card(raw: RawCard, *, marked: bool) -> Iterator[Fault]:
    card = read_card(raw, latest_issue=LATEST_DATE)
    for name in _WITH_A_FORM:
        yield from _check_text(name, getattr(card, name))
    yield from _check_place("place_of_birth", card.place_of_birth)
    yield from _check_place("address", card.address)
    if any(raw.mrz):
        yield from _check_mrz(parse_td1(raw.mrz))
    yield from _check_rules(card)
    yield from _check_whose(raw, card, marked=marked)


def _check_text(name: str, reading: Reading[Any]) -> Iterator[Fault]:
    """Compare a text with the form of the card; a missing one is not a fault."""
    if reading.status in (Status.REPAIRED, Status.DOUBTFUL, Status.REJECTED):
        codes = [str(note.code) for note in reading.notes if note.code.status is not Status.CLEAN]
        yield Fault(name, FixtureCode.NOT_AS_PRINTED, ", ".join(codes))


def _check_place(name: str, reading: Reading[Any]) -> Iterator[Fault]:
    place = reading.value
    if place is None:
        yield from _check_text(name, reading)
    elif place.commune is None or reading.status > Status.CLEAN:
        near = place.candidates[0] if place.candidates else None
        right = _path(place) if place.commune else _path(near) if near else ""
        yield Fault(name, FixtureCode.PLACE_UNKNOWN, "", right)


def _path(place: Any) -> str:
    units = [unit.printed for unit in (place.commune, place.district) if unit]
    return " ".join([*units, place.province.name_khmer])


def _check_mrz(reading: Reading[Td1]) -> Iterator[Fault]:
    td1 = reading.value
    if td1 is None:
        note = reading.notes[0]
        yield Fault("mrz", FixtureCode.MRZ_MALFORMED, note.detail or str(note.code))
        return
    letters = [name for name in _NUMERIC if not _NUMERALS.fullmatch(getattr(td1, name))]
    for name in letters:
        yield Fault(f"mrz.{name}", FixtureCode.MRZ_MALFORMED, "a character that is not a numeral")
    if not letters:
        right = right_digits(td1.lines)
        for name, (line, column) in DIGITS.items():
            found = td1.lines[line][column]
            if found != right[name]:
                yield Fault(f"mrz.{name}", FixtureCode.CHECK_DIGIT_WRONG, found, right[name])
    for note in reading.notes:
        if note.code.status > Status.CLEAN and note.code not in _SAID_OTHERWISE:
            yield Fault("mrz", FixtureCode.MRZ_MALFORMED, str(note.code))


def _check_rules(card: Card) -> Iterator[Fault]:
    """Compare the MRZ, the printed fields and the dates, without quoting a name or a number."""
    name_line = compare_name_line(card.name_latin.value or "", card.mrz.name_line)
    names = compare_names_of_zones(card, name_line)
    outcomes = {check.rule: check.outcome for check in cross_check(card, names)}
    conflicts = [rule for rule, outcome in outcomes.items() if outcome is Outcome.CONFLICTS]
    issue, expiry, birth = (
        reading.value for reading in (card.date_of_issue, card.date_of_expiry, card.date_of_birth)
    )
    for rule in conflicts:
        if rule is Rule.TEN_YEARS and issue:
            found = str(expiry or card.mrz.date_of_expiry.value)
            right = " or ".join(map(str, expiries_of(issue)))
            yield Fault("date_of_expiry", FixtureCode.TEN_YEARS, found, right)
        elif rule is Rule.FIFTEEN_YEARS and issue:
            right = f"{latest_birth(issue)} or earlier"
            yield Fault("date_of_birth", FixtureCode.FIFTEEN_YEARS, str(birth), right)
        elif rule in _DATES:
            name = _DATES[rule]
            printed, other = (getattr(side, name).value for side in (card, card.mrz))
            if f"{printed}"[2:] != f"{other}"[2:]:  # the MRZ has no century
                yield Fault(name, FixtureCode.MRZ_DIFFERS, f"{printed} printed, {other} in the MRZ")
        elif rule in (Rule.NUMBER_ZONES, Rule.SEX_ZONES, Rule.NAME_ZONES):
            yield Fault(str(rule).partition(".")[0], FixtureCode.MRZ_DIFFERS)
        elif rule is Rule.ISSUER:
            yield Fault("mrz", FixtureCode.MRZ_MALFORMED, "another issuer", "IDKHM and KHM")


def _check_whose(raw: RawCard, card: Card, *, marked: bool) -> Iterator[Fault]:
    """Find a name or a number that may be a real person's."""
    names = f"{raw.name_khmer or ''} {raw.name_latin or ''} {card.mrz.name_line}"
    if marked or any(mark in names for mark in _MARKS):
        return
    read = {"document_number": card.document_number, "mrz.document_number": card.mrz.document_number}
    others = {
        where: reading.value
        for where, reading in read.items()
        if reading.value is not None and not is_specimen_number(reading.value)
    }
    for where, number in list(others.items())[:1]:
        yield Fault(where, FixtureCode.MAY_BE_REAL, f"{number[:2]}*******", _SPECIMENS)
    unread = all(reading.value is None for reading in read.values())
    if unread and any(text and text.strip() for text in (raw.document_number, names, *raw.mrz)):
        yield Fault("document_number", FixtureCode.MAY_BE_REAL, "no number that can be read", _SPECIMENS)
