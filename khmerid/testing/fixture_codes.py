"""What can be wrong with a fixture.

>>> print(Fault("mrz.composite", FixtureCode.CHECK_DIGIT_WRONG, "9", "6"))
mrz.composite: check_digit_wrong: found 9, right is 6
>>> print(Fault("sex", FixtureCode.ZONES_DIFFER))
sex: zones_differ: The two zones say different things.

"""

import enum
from typing import Self

import attrs


class FixtureCode(enum.Enum):
    """What can be wrong with a fixture, with a sentence."""

    sentence: str

    NOT_JSON = "not_json", "The row is not JSON."
    NOT_A_RESPONSE = "not_a_response", "The row is no response of any OCR known here."
    OTHER_SHAPE = "other_shape", "The service documents another shape."
    NOT_AS_PRINTED = "not_as_printed", "The text is not as a card prints this field."
    ZONE_MALFORMED = "zone_malformed", "The zone does not have the form of that of the card."
    CHECK_DIGIT_WRONG = "check_digit_wrong", "A check digit of the zone is wrong."
    ZONES_DIFFER = "zones_differ", "The two zones say different things."
    TEN_YEARS = "ten_years", "The card does not expire ten years less a day after its issue."
    FIFTEEN_YEARS = "fifteen_years", "The holder was not fifteen on the day of issue."
    PLACE_UNKNOWN = "place_unknown", "The gazetteer has no such place."
    MAY_BE_REAL = "may_be_real", "The number is not a specimen's: this may be somebody's card."

    def __new__(cls, name: str, sentence: str) -> Self:
        """Take the name as the value."""
        member = object.__new__(cls)
        member._value_ = name
        member.sentence = sentence
        return member

    def __str__(self) -> str:
        return str(self.value)


@attrs.frozen
class Fault:
    """What is wrong in one place, what is there and what would be right, as far as that can be said."""

    where: str
    code: FixtureCode
    found: str = ""
    right: str = ""

    def __str__(self) -> str:
        found = f"found {self.found}" if self.found else ""
        right = f"right is {self.right}" if self.right else ""
        detail = ", ".join(part for part in (found, right) if part) or self.code.sentence
        return f"{self.where}: {self.code}: {detail}"
