"""What is true of a specimen: its values, as a report names and writes them, and assertions about a report.

>>> import khmerid
>>> from khmerid.testing import make_specimen
>>> specimen = make_specimen(seed=1)
>>> report = khmerid.examine(specimen.response(), today=specimen.today)
>>> assert_card(report, decision="accept", **specimen.truth)
>>> assert_card(report, sex="X", address={"commune": {"code": "210901"}})
Traceback (most recent call last):
AssertionError: the report is not as expected:
  sex: expected 'X', found 'F' (confirmed)
  address.commune.code: expected '210901', found '250706' (protected)
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from khmerid.fields.marks import DistinguishingMarks
from khmerid.fields.places import Address, Place
from khmerid.fields.sex import Sex
from khmerid.report.plain import to_plain
from khmerid.report.report import FIELDS, Report

SPECIMEN_PREFIX: Final = "99"


def is_specimen_number(number: str) -> bool:
    """Return whether a document number is in the range of specimens, 990000000 to 999999999.

    The first two numerals of all cards seen are 01 to 25; nothing from 26 on is known to be issued.

    >>> is_specimen_number("990123456"), is_specimen_number("012345678")
    (True, False)
    """
    return len(number) == 9 and number.startswith(SPECIMEN_PREFIX)


@attrs.frozen(kw_only=True)
class CardValues:
    """The values of one invented card.

    >>> from khmerid.testing import make_specimen
    >>> values = make_specimen(seed=1).values
    >>> values.document_number, values.sex, values.to_dict()["sex"]
    ('996368886', <Sex.F: 'F'>, 'F')
    """

    document_number: str
    surname: str
    given_names: str
    name_khmer: str
    date_of_birth: dt.date
    sex: Sex
    height_cm: int
    place_of_birth: Place
    address: Address
    date_of_issue: dt.date
    date_of_expiry: dt.date
    distinguishing_marks: DistinguishingMarks

    def to_dict(self) -> dict[str, object]:
        """Return each value as a report's JSON has it."""
        plain: dict[str, object] = to_plain(self)
        return plain


def assert_card(report: Report, *, decision: object = None, **expected: object) -> None:
    """Raise ``AssertionError`` with every difference between a report and the values expected.

    Values are those of the report or as its JSON has them; of a mapping only the keys that are given are
    compared, at every level. Raises ``TypeError`` for a name that is not a field.
    """
    unknown = [name for name in expected if name not in FIELDS]
    if unknown:
        message = f"a report has no field {unknown[0]!r}; it has {', '.join(FIELDS)}"
        raise TypeError(message)
    lines = []
    if decision is not None and str(decision) != str(report.decision):
        reasons = ", ".join(map(str, report.reasons))
        lines.append(f"decision: expected {decision}, found {report.decision} ({reasons or 'no reason'})")
    for name, value in expected.items():
        resolved = getattr(report, name)
        found = to_plain(resolved.value)
        for where, one, other in _differences(name, to_plain(value), found):
            lines.append(f"{where}: expected {one!r}, found {other!r} ({resolved.assurance})")
    if lines:
        message = "\n  ".join(["the report is not as expected:", *lines])
        raise AssertionError(message)


def _differences(where: str, expected: Any, found: Any) -> Iterator[tuple[str, object, object]]:
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key, value in expected.items():
            yield from _differences(f"{where}.{key}", value, found.get(key))
    elif expected != found:
        yield where, expected, found
