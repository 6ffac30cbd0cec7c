"""A whole invented person and card, each value consistent with the others.

What is drawn includes what is rare and breaks readers: ends of February, births at the fifteenth birthday and
at the turn of the century, former provinces, numbered sangkats, names of several words and names longer than
a line of the MRZ.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from khmerid.fields.marks import DistinguishingMarks
from khmerid.fields.sex import Sex
from khmerid.report.report import FIELDS
from khmerid.rules import EARLIEST_DATE, earliest_birth, expiries_of, issues_of, latest_birth
from khmerid.testing.choosing import GIVEN_NAMES, SURNAMES, Chooser, khmer_spelling
from khmerid.testing.places import address, birth_place
from khmerid.testing.values import SPECIMEN_PREFIX, CardValues
from khmerid.text.numerals import to_khmer_digits

_FIRST_ISSUE: Final = dt.date(2012, 6, 1)  # the month in which cards with an MRZ began
_LAST_ISSUE: Final = dt.date(2026, 12, 31)  # where no day of presentation is given
_TEN_YEARS: Final = dt.timedelta(days=3650)  # less the leap days, so that the card is valid for certain
# Days around which rules are got wrong; the expiry of a card of 29 February is not known, both are allowed.
_ISSUE_EDGES: Final = tuple(
    dt.date(*parts)
    for parts in (
        (2016, 2, 29),
        (2020, 2, 29),
        (2024, 2, 29),
        (2014, 3, 1),
        (2018, 3, 1),
        (2022, 3, 1),
        (2015, 1, 1),
        (2015, 12, 31),
        (2020, 1, 1),
        (2019, 2, 28),
        (2025, 2, 28),
    )
)
_BIRTH_EDGES: Final = (
    dt.date(2000, 1, 1),
    dt.date(1999, 12, 31),
    dt.date(2000, 2, 29),
    dt.date(1996, 2, 29),
    dt.date(1960, 1, 1),
)
# What an override is that is no text and no day.
_TYPES: Final[Mapping[str, type]] = {"height_cm": int, "distinguishing_marks": DistinguishingMarks}
_OFTEN: Final = 9  # one draw in ten is an edge

# Distinguishing marks: the noun, what it is, and whether the words say that it is small; where it is.
_NOUNS: Final = (
    ("ប្រជ្រុយ", "mole", False),
    ("សំលាក", "scar", False),
    ("សំលាកតូច", "scar", True),
    ("ស្លាកស្នាម", "scar", False),
)
_SPOTS: Final = ("ចំ.", "ចំ. ", "ចំ ")
_POSITIONS: Final = (
    ("លើថ្ងាស", "on the forehead", None),
    ("ក្រោមបបូរមាត់", "under the lip", None),
    ("លើថ្ពាល់ឆ្វេង", "on the left cheek", "left"),
    ("ក្រោមភ្នែកស្តាំ", "under the right eye", "right"),
    ("លើចុងចិញ្ចើមឆ្វេង", "on the end of the left eyebrow", "left"),
    ("លើចិញ្ចើមខាងស្តាំ", "on the right eyebrow", "right"),
)


def invent(
    choose: Chooser, *, today: dt.date | None, overrides: Mapping[str, Any]
) -> tuple[CardValues, dt.date, str]:
    """Return the values, the day on which the card is presented, and the first line of the address.

    Raises ``TypeError`` for an override that is not a field of a card, or of another type.
    """
    unknown = [name for name in overrides if name not in FIELDS]
    if unknown:
        message = f"a card has no field {unknown[0]!r}; it has {', '.join(FIELDS)}"
        raise TypeError(message)
    issue, expiry = _validity(choose, today, overrides)
    if today is None:
        today = issue + dt.timedelta(days=choose.integer(0, (expiry - issue).days))
    khmer, surname, given_names = _names(choose)
    drawn = {
        "document_number": f"{SPECIMEN_PREFIX}{choose.integer(0, 9_999_999):07}",
        "surname": surname,
        "given_names": given_names,
        "name_khmer": khmer,
        "date_of_birth": _birth(choose, issue),
        "sex": choose.choice(tuple(Sex)),
        "height_cm": choose.integer(140, 190),
        "place_of_birth": birth_place(choose, issue, overrides.get("place_of_birth")),
        "distinguishing_marks": _marks(choose),
        "date_of_issue": issue,
        "date_of_expiry": expiry,
    }
    home, first_line = address(choose, issue, overrides.get("address"))
    drawn["address"] = home
    values: dict[str, Any] = drawn | {name: _typed(name, given) for name, given in _plain(overrides).items()}
    if "name_khmer" not in overrides and overrides.keys() & {"surname", "given_names"}:
        known = khmer_spelling(f"{values['surname']} {values['given_names']}")
        values["name_khmer"] = known or values["name_khmer"]
    return CardValues(**values), today, first_line


def _plain(overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return the overrides that are values themselves; those of places are codes and already used."""
    return {name: value for name, value in overrides.items() if name not in {"place_of_birth", "address"}}


def _typed(name: str, value: Any) -> Any:
    """Return an override as its type. Raises ``TypeError`` for one that is of another."""
    if name == "sex":
        return Sex(value)
    if name == "distinguishing_marks" and isinstance(value, str):
        return DistinguishingMarks(text=value)
    if name.startswith("date_of") and isinstance(value, str):
        return dt.date.fromisoformat(value)
    wanted = _TYPES.get(name, dt.date if name.startswith("date_of") else str)
    if not isinstance(value, wanted):
        message = f"{name} is given as {wanted.__name__}, not as {type(value).__name__}"
        raise TypeError(message)
    return value


def _validity(
    choose: Chooser, today: dt.date | None, overrides: Mapping[str, Any]
) -> tuple[dt.date, dt.date]:
    """Return issue and expiry; the day of presentation lies between them."""
    given = {name: _typed(name, overrides[name]) for name in overrides if name.startswith("date_of_")}
    if "date_of_issue" in given:
        issue = given["date_of_issue"]
    elif "date_of_expiry" in given:
        issue = issues_of(given["date_of_expiry"])[0]
    else:
        issue = _issue(choose, today)
    return issue, given.get("date_of_expiry") or choose.choice(expiries_of(issue))


def _issue(choose: Chooser, today: dt.date | None) -> dt.date:
    first, last = _FIRST_ISSUE, today or _LAST_ISSUE
    if last < first:
        message = f"no card with an MRZ was issued before {_FIRST_ISSUE}"
        raise ValueError(message)
    if today is not None:
        first = max(first, today - _TEN_YEARS)
    edges = [day for day in _ISSUE_EDGES if first <= day <= last]
    if edges and choose.integer(0, _OFTEN) == _OFTEN:
        return choose.choice(edges)
    return dt.date.fromordinal(choose.integer(first.toordinal(), last.toordinal()))


def _birth(choose: Chooser, issue: dt.date) -> dt.date:
    first, last = max(earliest_birth(issue), EARLIEST_DATE), latest_birth(issue)
    if choose.integer(0, _OFTEN) == _OFTEN:
        return choose.choice([day for day in (*_BIRTH_EDGES, last, first) if first <= day <= last])
    return dt.date.fromordinal(choose.integer(first.toordinal(), last.toordinal()))


def _names(choose: Chooser) -> tuple[str, str, str]:
    """Return a name in Khmer, and its surname and given names in Latin."""
    surname = choose.choice(SURNAMES)
    count = choose.choice((1, 1, 1, 1, 1, 2, 2, 3))
    given = [choose.choice(GIVEN_NAMES) for _ in range(count)]
    while f"{surname[1]}<<{'<'.join(latin for _, latin in given)}".replace(" ", "<")[29:30] == "<":
        given.pop()  # Doc 9303-5, 4.2.3 ends a cut name in a letter; how the issuer then cuts is not known
    khmer = " ".join([surname[0], *(khmer for khmer, _ in given)])
    return khmer, surname[1], " ".join(latin for _, latin in given)


def _marks(choose: Chooser) -> DistinguishingMarks:
    """Return a mark; one card in twelve says that there is none."""
    if choose.integer(0, 11) == 11:
        return DistinguishingMarks(text="គ្មាន", mark="none")
    noun, mark, small = choose.choice(_NOUNS)
    size = choose.choice(("1", "0,5", "1,5", "2"))
    khmer, english, side = choose.choice(_POSITIONS)
    return DistinguishingMarks(
        text=f"{noun}{choose.choice(_SPOTS)}{to_khmer_digits(size)}ស.ម {khmer}",
        mark=mark,
        small=small,
        size_cm=float(size.replace(",", ".")),
        position=english,
        side=side,
    )
