"""What is true of a specimen: its values, under the names and in the form that a report gives them."""

import datetime as dt
from typing import Final

import attrs

from khmerid.fields.marks import DistinguishingMarks
from khmerid.fields.places import Address, Place
from khmerid.fields.sex import Sex
from khmerid.report.plain import to_plain

SPECIMEN_PREFIX: Final = "99"


def is_specimen_number(number: str) -> bool:
    """Tell whether a document number is in the range of specimens, 990000000 to 999999999.

    The first two numerals of all cards seen are 01 to 25; nothing from 26 on is known to be issued.

    >>> is_specimen_number("990123456"), is_specimen_number("012345678")
    (True, False)

    """
    return len(number) == 9 and number.startswith(SPECIMEN_PREFIX)


@attrs.frozen(kw_only=True)
class CardValues:
    """The values of one invented card."""

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
