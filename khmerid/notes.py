"""The catalogue of all that can be noted of a reading, in English and in Khmer.

A code is declared once, with the best status that a reading with this note can have.
Programs branch on the code; a note's detail is for people, is never parsed, and never quotes the card.

>>> Code.NO_SUCH_DAY.status
<Status.REJECTED: 3>
>>> str(Code.NO_SUCH_DAY), Code.NO_SUCH_DAY.sentence
('no_such_day', 'The calendar has no such day.')

"""

import enum
from typing import Self

import attrs


class Status(enum.IntEnum):
    """How a text became a value, from best to worst."""

    CLEAN = 0
    REPAIRED = 1
    DOUBTFUL = 2
    REJECTED = 3
    ABSENT = 4

    def __str__(self) -> str:
        return self.name.lower()


class Code(enum.Enum):
    """Everything that can be noted, with the status it leaves and its sentence in English and in Khmer."""

    status: Status
    sentence: str
    sentence_khmer: str

    # Any text
    MISSING = Status.ABSENT, "Nothing was read.", "មិនមានអ្វីត្រូវបានអានទេ។"
    TOO_LONG = (
        Status.REJECTED,
        "The text is longer than any such field.",
        "អត្ថបទវែងជាងវាលប្រភេទនេះ។",
    )
    NOT_TEXT = (
        Status.ABSENT,
        "The service sent something other than text.",
        "សេវាបានផ្ញើអ្វីផ្សេងពីអត្ថបទ។",
    )
    INVISIBLE_REMOVED = (
        Status.CLEAN,
        "Invisible characters were removed.",
        "តួអក្សរមើលមិនឃើញត្រូវបានដកចេញ។",
    )
    NOISE_REMOVED = (
        Status.REPAIRED,
        "Characters that do not belong to the field were removed.",
        "តួអក្សរដែលមិនមែនជារបស់វាលនេះត្រូវបានដកចេញ។",
    )
    UNREADABLE = (
        Status.REJECTED,
        "The text does not have the form of this field.",
        "អត្ថបទមិនមានទម្រង់នៃវាលនេះទេ។",
    )

    # Numerals
    KHMER_DIGITS = Status.CLEAN, "Written in Khmer numerals.", "សរសេរជាលេខខ្មែរ។"
    MIXED_DIGITS = (
        Status.DOUBTFUL,
        "Numerals of two scripts in one number are the sign of a misreading.",
        "លេខពីរប្រភេទក្នុងចំនួនតែមួយជាសញ្ញានៃការអានខុស។",
    )
    LETTER_FOR_DIGIT = (
        Status.DOUBTFUL,
        "A letter stands where a numeral belongs.",
        "អក្សរមួយនៅកន្លែងដែលត្រូវជាលេខ។",
    )

    # Dates
    NO_SUCH_DAY = Status.REJECTED, "The calendar has no such day.", "ប្រតិទិនមិនមានថ្ងៃនេះទេ។"
    YEAR_OUT_OF_BOUNDS = (
        Status.REJECTED,
        "The year cannot stand on a card of this kind.",
        "ឆ្នាំនេះមិនអាចមាននៅលើអត្តសញ្ញាណប័ណ្ណប្រភេទនេះទេ។",
    )
    SEPARATOR_REPAIRED = (
        Status.REPAIRED,
        "The separators are not the full stops of the card.",
        "សញ្ញាខណ្ឌមិនមែនជាសញ្ញាចុចនៅលើប័ណ្ណទេ។",
    )

    # Sex, height, document number
    SPELLING_REPAIRED = (
        Status.REPAIRED,
        "A misspelt word was read as the one word it can be.",
        "ពាក្យសរសេរខុសត្រូវបានអានជាពាក្យតែមួយដែលអាចជា។",
    )
    UNIT_ASSUMED = (
        Status.REPAIRED,
        "The unit is missing; centimetres are assumed.",
        "មិនមានឯកតាទេ ដោយសន្មតថាជាសង់ទីម៉ែត្រ។",
    )
    UNIT_REPAIRED = Status.REPAIRED, "The unit was misread.", "ឯកតាត្រូវបានអានខុស។"
    UNUSUAL_HEIGHT = (
        Status.DOUBTFUL,
        "The height is outside 130 to 220 cm.",
        "កម្ពស់នៅក្រៅចន្លោះ ១៣០ ដល់ ២២០ ស.ម។",
    )
    HEIGHT_OUT_OF_BOUNDS = (
        Status.REJECTED,
        "The height is outside 50 to 250 cm.",
        "កម្ពស់នៅក្រៅចន្លោះ ៥០ ដល់ ២៥០ ស.ម។",
    )
    SUFFIX_REMOVED = (
        Status.CLEAN,
        "A suffix such as (01) is not part of the number.",
        "បច្ច័យដូចជា (01) មិនមែនជាផ្នែកនៃលេខទេ។",
    )
    WRONG_LENGTH = (
        Status.REJECTED,
        "The number does not have nine numerals.",
        "លេខមិនមានប្រាំបួនខ្ទង់ទេ។",
    )

    # Names

    # Places

    # Distinguishing marks

    # Khmer text

    # Machine readable zone

    # Responses and lines

    # Two zones and the rules of the card

    def __new__(cls, status: Status, sentence: str, sentence_khmer: str) -> Self:
        """Make a member whose value is its sentence."""
        member = object.__new__(cls)
        member._value_ = sentence
        member.status = status
        member.sentence = sentence
        member.sentence_khmer = sentence_khmer
        return member

    def __str__(self) -> str:
        return self.name.lower()


@attrs.frozen
class Note:
    """One thing done or doubted: its code, and what a person may want to know besides."""

    code: Code
    detail: str = ""

    @property
    def status(self) -> Status:
        """The best status that a reading with this note can have."""
        return self.code.status


@attrs.frozen
class Finding:
    """A note and where it belongs: the name of a field, or a path such as ``mrz.middle``."""

    where: str
    note: Note
