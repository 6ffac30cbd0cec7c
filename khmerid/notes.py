"""The catalogue of all that can be noted of a reading.

A code is declared once: its name, the best status that a reading with this note can have, and one sentence.
Programs branch on the code; a note's detail is for people, is never parsed, and never quotes the card.

>>> Code.NO_SUCH_DAY.status
<Status.REJECTED: 3>
>>> Code("no_such_day"), Code.NO_SUCH_DAY.sentence
(<Code.NO_SUCH_DAY: 'no_such_day'>, 'The calendar has no such day.')
"""

import enum
from enum import auto
from typing import Final

import attrs

from khmerid.explained import Explained, Told


class Status(Told, enum.IntEnum):
    """How a text became a value, from best to worst.

    >>> Status.CLEAN < Status.REPAIRED < Status.DOUBTFUL < Status.REJECTED < Status.ABSENT
    True
    """

    CLEAN = 0
    REPAIRED = 1
    DOUBTFUL = 2
    REJECTED = 3
    ABSENT = 4

    def __str__(self) -> str:
        return self.name.lower()


# Short, so that each code fits on a line.
CLEAN: Final = Status.CLEAN
REPAIRED: Final = Status.REPAIRED
DOUBTFUL: Final = Status.DOUBTFUL
REJECTED: Final = Status.REJECTED
ABSENT: Final = Status.ABSENT


class Code(Explained):
    """Everything that can be noted: the status it leaves and its sentence. JSON has small letters."""

    status: Status

    @staticmethod
    def _generate_next_value_(name: str, *_: object) -> str:
        return name.lower()

    # Any text
    MISSING = auto(), ABSENT, "Nothing was read."
    TOO_LONG = auto(), REJECTED, "The text is longer than any such field."
    NOT_TEXT = auto(), ABSENT, "The service sent something other than text."
    INVISIBLE_REMOVED = auto(), CLEAN, "Invisible characters were removed."
    NOISE_REMOVED = auto(), REPAIRED, "Characters that do not belong to the field were removed."
    UNREADABLE = auto(), REJECTED, "The text does not have the form of this field."

    # Numerals
    KHMER_DIGITS = auto(), CLEAN, "Written in Khmer numerals."
    MIXED_DIGITS = auto(), DOUBTFUL, "Numerals of two scripts in one number are the sign of a misreading."
    LETTER_FOR_DIGIT = auto(), DOUBTFUL, "A letter stands where a numeral belongs."
    WESTERN_DIGITS = auto(), DOUBTFUL, "Western numerals stand where the card prints Khmer ones."
    FOREIGN_DIGITS = auto(), DOUBTFUL, "Numerals of another script, such as Thai or Lao, were read."
    DIVINATION_NUMERALS = auto(), REJECTED, "The numerals of divination (U+17F0 to U+17F9) are not digits."

    # Dates
    NO_SUCH_DAY = auto(), REJECTED, "The calendar has no such day."
    YEAR_OUT_OF_BOUNDS = auto(), REJECTED, "The year cannot stand on a card of this kind."
    SEPARATOR_REPAIRED = auto(), REPAIRED, "The separators are not the full stops of the card."
    UNUSUAL_DATE_FORM = auto(), DOUBTFUL, "The date is not two, two and four numerals with separators."
    OTHER_DATE_FORM = auto(), REPAIRED, "The date is complete, but not written in the form of the card."
    BUDDHIST_ERA = auto(), REPAIRED, "The year of the Buddhist era was converted."
    BUDDHIST_YEAR_AMBIGUOUS = auto(), DOUBTFUL, "This Buddhist year falls into two years of the common era."
    LUNAR_DATE = auto(), REJECTED, "This is a date of the lunar calendar."

    # Sex, height, document number
    SPELLING_REPAIRED = auto(), REPAIRED, "A misspelt word was read as the one word it can be."
    SPELLING_DOUBTFUL = auto(), DOUBTFUL, "A misspelt word was read as the word it is nearer to."
    LATIN_WORD = auto(), REPAIRED, "Written in Latin letters where the card has Khmer."
    UNIT_ASSUMED = auto(), REPAIRED, "The unit is missing; centimetres are assumed."
    UNIT_REPAIRED = auto(), REPAIRED, "The unit was misread."
    UNUSUAL_HEIGHT = auto(), DOUBTFUL, "The height is outside 130 to 220 cm."
    HEIGHT_OUT_OF_BOUNDS = auto(), REJECTED, "The height is outside 50 to 250 cm."
    SUFFIX_REMOVED = auto(), CLEAN, "A suffix such as (01) is not part of the number."
    SUFFIX_GLUED = auto(), REPAIRED, "A suffix 01 that was glued to the number was removed."
    BLANKS_REMOVED = auto(), REPAIRED, "Blanks between numerals were removed."
    WRONG_LENGTH = auto(), REJECTED, "The number does not have nine numerals."

    # Names
    LABEL_REMOVED = auto(), REPAIRED, "The label of the field was removed."
    TITLE_REMOVED = auto(), REPAIRED, "A title is not part of the name and was removed."
    LETTER_CASE = auto(), REPAIRED, "Small letters were read as the capitals that the card prints."
    MIXED_CASE = auto(), DOUBTFUL, "A small letter among capitals is the sign of a misreading."
    LOOK_ALIKE_REPLACED = auto(), DOUBTFUL, "A numeral or sign was read as the letter that it looks like."
    ONE_NAME_ONLY = auto(), DOUBTFUL, "Surname and given name are not told apart."
    MATCHES_LATIN = auto(), CLEAN, "The Khmer and the Latin name go together."
    NEARLY_MATCHES_LATIN = auto(), DOUBTFUL, "The Khmer and the Latin name differ by a letter or so."
    ORDER_DIFFERS_FROM_LATIN = auto(), DOUBTFUL, "Surname and given name are in another order than in Latin."
    DIFFERS_FROM_LATIN = auto(), DOUBTFUL, "The Khmer and the Latin name do not go together."
    UNUSUAL_SPELLING = auto(), DOUBTFUL, "The signs stand where Khmer spelling does not have them."
    OTHER_SCRIPT = auto(), DOUBTFUL, "A character does not belong to the script of the field."

    # Places
    PATH_REPAIRED = auto(), REPAIRED, "A misread path was matched to the one official path that comes near."
    PATH_DOUBTFUL = auto(), DOUBTFUL, "Another official path is nearly as likely, or too much is misread."
    PATH_INCOMPLETE = auto(), CLEAN, "The text names a district or a province and no commune."
    PATH_UNKNOWN = auto(), DOUBTFUL, "The text names no official unit and is kept as it is."
    FORMER_NAME = auto(), CLEAN, "The text names a unit as it was before a reform; today's is given."
    NEAR_SIBLING = auto(), CLEAN, "Another commune that can stand there differs by one letter in name."
    AN_ADDRESS = (
        auto(),
        DOUBTFUL,
        "A house, street or group stands before it: this is no place of birth.",
    )
    VILLAGE_REPAIRED = (
        auto(),
        REPAIRED,
        "A misread village was matched to the one of the commune that comes near.",
    )
    VILLAGE_UNKNOWN = auto(), CLEAN, "No village of the commune is named clearly; the text is kept."
    PART_UNREAD = auto(), REPAIRED, "A part of the line before the units is kept as text only."

    # Distinguishing marks
    MARK_WORD_REPAIRED = auto(), DOUBTFUL, "A misspelt word was read as the nearest word of the known ones."
    MARK_WORD_UNKNOWN = auto(), DOUBTFUL, "Part of the description is not known and was left as read."
    SIZE_UNREADABLE = auto(), DOUBTFUL, "The size of the mark could not be read."

    # Khmer text
    DEPRECATED_REPLACED = auto(), CLEAN, "A deprecated character was replaced by its successor."
    MARKS_REORDERED = auto(), CLEAN, "The signs of a syllable were put into their order."
    DOUBLED_MARK = auto(), REPAIRED, "A sign that stood twice was kept once."
    VOWEL_HALVES_JOINED = auto(), CLEAN, "A vowel typed in two halves was joined."
    SHIFTER_RESTORED = auto(), CLEAN, "A vowel -u that stood for a shifter was replaced by it."
    COENG_RO_LAST = auto(), CLEAN, "The subscript RO was put behind the other subscripts."
    COENG_DA_AS_TA = auto(), CLEAN, "The subscript DA is stored as the subscript TA, which looks the same."
    LUNAR_SIGN = auto(), CLEAN, "A lunar day was stored as its one sign."

    # MRZ
    MRZ_NO_ZONE = auto(), ABSENT, "No MRZ was found."
    MRZ_LINE_COUNT = auto(), REJECTED, "An MRZ of this kind has three lines."
    MRZ_LINE_LENGTH = auto(), REJECTED, "A line of an MRZ of this kind has thirty characters."
    MRZ_CHARACTERS = auto(), REJECTED, "Only capital letters, numerals and the filler stand in an MRZ."
    MRZ_CHECK_DIGIT_CONFLICTS = auto(), DOUBTFUL, "A check digit does not agree with what it is taken over."
    MRZ_CHECK_DIGIT_UNDECIDED = auto(), DOUBTFUL, "A check digit is absent or cannot be read."
    MRZ_FILLER_COUNTED = auto(), DOUBTFUL, "A long number's check digit agrees only if the filler is counted."
    MRZ_DOCUMENT_CODE_NOT_ALLOWED = auto(), DOUBTFUL, "Such a document code is not allowed."
    MRZ_STATE_UNKNOWN = auto(), DOUBTFUL, "The code of the issuing State or of the nationality is not known."
    MRZ_SEX_NOT_ALLOWED = auto(), DOUBTFUL, "Sex is F, M or the filler in an MRZ."
    MRZ_NO_SUCH_DATE = auto(), DOUBTFUL, "A date in the MRZ is not a day of the calendar."
    MRZ_NAME_MALFORMED = auto(), DOUBTFUL, "The line of the name does not have the form of a name."
    MRZ_NAME_MAY_BE_CUT = auto(), CLEAN, "The name fills its line and may have been cut."
    CENTURY_INFERRED = auto(), CLEAN, "The century is not written; the latest possible day tells it."
    DATE_PARTS_UNKNOWN = auto(), REJECTED, "Parts of the date are unknown to the issuer."
    MRZ_REPAIRED = auto(), REPAIRED, "Characters of the MRZ were repaired."
    MRZ_AMBIGUOUS = auto(), DOUBTFUL, "More than one MRZ fits what was read."
    MRZ_LINES_LEFT_OUT = auto(), REPAIRED, "Lines that do not belong to the MRZ were left out."
    MRZ_LINE_CUT = auto(), DOUBTFUL, "A line is longer than a whole MRZ; a part of it was looked at."
    MRZ_LINE_MISSING = auto(), DOUBTFUL, "A line of the MRZ was not found."
    MRZ_NAME_DOUBTFUL = auto(), DOUBTFUL, "Letters of the name stand where fillers are misread for them."
    MRZ_OTHER_ISSUER = auto(), DOUBTFUL, "The MRZ does not follow the rules of the expected issuer."

    # Responses and lines
    CONFIDENCE_UNUSABLE = auto(), CLEAN, "The service's confidence is not a number from 0 to 1."
    IMAGE_RESULT_UNEXPECTED = auto(), DOUBTFUL, "A result on the image does not have the documented form."
    ALARM_AGAINST_SCORE = auto(), DOUBTFUL, "An alarm and its score say the opposite; the alarm was taken."
    ALARM_NOT_EXAMINED = auto(), CLEAN, "The picture was not examined for this problem."
    LABEL_LOST = auto(), CLEAN, "The label was not read; the value was found by its form and its place."
    READ_TWICE = auto(), DOUBTFUL, "The field was read more than once, and not the same each time."
    LINES_LEFT_OUT = auto(), DOUBTFUL, "There are more lines than on any card; the last ones were left out."

    # Print and MRZ together, and the rules of the card
    MRZ_DIGIT_AGAINST = auto(), DOUBTFUL, "The check digit in the MRZ is not that of this element."
    MRZ_DIGIT_UNREADABLE = auto(), DOUBTFUL, "The check digit of this element of the MRZ cannot be read."
    HEAD_LOST = auto(), DOUBTFUL, "The head of the MRZ's line is lost, so its number may begin elsewhere."
    NAME_LINE_DAMAGED = auto(), DOUBTFUL, "The name was taken from a line of the MRZ that is damaged."
    RECOVERED = auto(), DOUBTFUL, "The value was recovered from damaged text, from all the evidence."
    ZONES_CONFLICT = auto(), DOUBTFUL, "The printed value and that of the MRZ differ; both are well formed."
    RULE_CONFLICTS = auto(), DOUBTFUL, "The printed value is not what the ten-year rule gives."
    INFERRED_BY_RULE = auto(), DOUBTFUL, "The value was not read; the ten-year rule gives it."
    RIVAL_NEAR = auto(), DOUBTFUL, "Another value fits the evidence nearly as well."
    RIVAL_FITS_BETTER = auto(), DOUBTFUL, "The damaged text of the other side suggests another value."
    CHECK_DIGIT_AGAINST = auto(), DOUBTFUL, "The check digit in the MRZ speaks against this value."
    READ_TOO_NOISILY = auto(), DOUBTFUL, "The card is read so badly that agreement does not prove this."
    COMPOSITE_AGAINST = auto(), DOUBTFUL, "The composite check digit is not that of number, birth and expiry."
    ISSUER_BY_PRINT = (
        auto(),
        REPAIRED,
        "Nothing of the code is left in the MRZ; the card is printed in Khmer.",
    )
    ISSUER_CONFLICTS = auto(), DOUBTFUL, "A code other than KHM stands as issuing State or as nationality."
    SEVERAL_CARDS = auto(), DOUBTFUL, "The texts are of more than one card, and this value may be of either."
    OTHER_TEXTS_CONFLICT = auto(), DOUBTFUL, "Other texts contradict each other: this may be of another card."
    PICTURES_CONFLICT = auto(), DOUBTFUL, "Another picture or engine has another value, as cleanly read."
    NAMES_CONFLICT = auto(), DOUBTFUL, "The printed Latin name differs from the MRZ's by a letter or more."
    NAME_BY_KHMER = auto(), CLEAN, "The MRZ has another letter, and the Khmer name bears the printed one out."
    BLANK_BY_MRZ = (
        auto(),
        REPAIRED,
        "Read as one word in print, the name was divided where the MRZ divides it.",
    )
    LIKELIEST_TAKEN = auto(), DOUBTFUL, "The value is the likeliest that the damaged text can have been."

    # Typed by people
    TYPED_OTHERWISE = auto(), DOUBTFUL, "One reviewer typed another value than the one that was proven."
    TYPED_AGAINST_DIGIT = auto(), DOUBTFUL, "The value that was typed contradicts a check digit of the MRZ."
    TYPED_AGAINST_CALENDAR = auto(), DOUBTFUL, "The dates that were typed cannot stand on one card."
    TYPED_DIFFERENTLY = auto(), DOUBTFUL, "Two reviewers typed different values."
    TYPED_AS_SHOWN = auto(), DOUBTFUL, "The value of the machine was shown before this one was typed."
    CANNOT_BE_READ = auto(), ABSENT, "A reviewer could not read it."

    def __init__(self, name: str, status: Status = CLEAN, sentence: str = "") -> None:
        super().__init__(name, sentence)
        self.status = status


@attrs.frozen
class Note:
    """One thing done or doubted: its code, and what a person may want to know besides.

    >>> note = Note(Code.BLANKS_REMOVED, "2 blanks")
    >>> str(note.code), note.detail
    ('blanks_removed', '2 blanks')
    """

    code: Code
    detail: str = ""

    @property
    def status(self) -> Status:
        """The best status that a reading with this note can have."""
        return self.code.status


@attrs.frozen
class Finding:
    """A note and where it belongs: the name of a field, or a path such as ``mrz.middle``.

    >>> finding = Finding("date_of_birth", Note(Code.KHMER_DIGITS))
    >>> finding.where, str(finding.note.code)
    ('date_of_birth', 'khmer_digits')
    """

    where: str
    note: Note
