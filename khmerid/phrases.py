"""What the command and its tables say around codes and values, in both languages.

>>> from khmerid.explained import Language
>>> Phrase.CARDS.told(Language.KHMER, count=1200)
'ប័ណ្ណចំនួន 1,200'
>>> Trouble("not_json").told(Language.KHMER)
'ជួរនេះមិនមែនជា JSON ទេ។'
"""

from khmerid.explained import Explained, Language
from khmerid.huawei import wire


class Phrase(Explained):
    """Headings and phrases of tables; those of a profile's figures are in `khmerid.calibration.headings`."""

    # Reports
    CARD = "card", "card"
    NUMBER = "number", "number"
    SURNAME = "surname", "surname"
    GIVEN_NAMES = "given_names", "given names"
    BORN = "born", "born"
    SEX = "sex", "sex"
    EXPIRES = "expires", "expires"
    FIELD = "field", "field"
    VALUE = "value", "value"
    ASSURANCE = "assurance", "assurance"
    FROM = "from", "from"
    NOTES = "notes", "notes"
    SEE_BELOW = "see_below", "see below"
    CONFLICT = "conflict", "conflict"
    OR = "or", "or"
    CHECKS = "checks", "checks"
    ERROR = "error", "error"
    COUNTED = "counted", "{count:,} {what}"
    ONE_CARD = "one_card", "1 card"
    CARDS = "cards", "{count:,} cards"
    ROWS_A_SECOND = "rows_a_second", "{rate:,.0f} rows a second"
    SLOW_ROWS_A_SECOND = "slow_rows_a_second", "{rate:.2f} rows a second"
    REASONS = "reasons", "reasons"
    ERRORS = "errors", "errors"
    SURE = "sure", "confirmed, protected: sure. read: as right as the OCR. doubtful: for a person."

    # Codes
    CODE = "code", "code"
    STATUS = "status", "status"
    MEANING = "meaning", "meaning"
    REASON = "reason", "reason"
    RULE = "rule", "rule"
    EDIT = "edit", "edit"
    UNSEEN = "unseen", "unseen"

    # MRZs
    THE_MRZ_OF = "the_mrz_of", "the MRZ of {document} ({form})"
    A_CARD = "a_card", "a card"
    A_LARGER_CARD = "a_larger_card", "a larger card"
    A_PASSPORT = "a_passport", "a passport"
    OUTCOME = "outcome", "outcome"
    ELEMENT = "element", "element"
    LINE = "line", "line"
    POSITIONS = "positions", "positions"
    CHECK_DIGIT = "check_digit", "check digit"
    MAY_BE_WRONG = "may_be_wrong", "may be wrong"
    ONCE_IN = "once_in", "1 in {often:,.0f}"
    COMPOSITE = "composite", "composite check digit"
    REPAIRED_AT = "repaired_at", "line {line}, {first}-{last}: {old} became {new} ({why})"
    NOTHING = "nothing", "nothing"
    LEFT_OUT = "left_out", "a line is left out: it is not of the MRZ"
    REARRANGED = "rearranged", "the lines were put in order, taken apart or together"
    TIMES = "times", "{count} times: {what}"
    CANDIDATE = "candidate", "candidate: {lines}"
    DOCUMENT_CODE = "document_code", "document_code"
    OPTIONAL_DATA_1 = "optional_data_1", "optional_data_1"
    OPTIONAL_DATA_2 = "optional_data_2", "optional_data_2"
    OPTIONAL_DATA = "optional_data", "optional_data"

    # Places
    UNIT_CODE = "unit_code", "code ({system})"
    UNIT_TYPE = "unit_type", "type"
    KHMER = "khmer", "Khmer"
    LATIN = "latin", "Latin"
    PROTECTED_STATUS = "protected_status", "{status}, protected"
    CANDIDATES = "candidates", "candidates, best first:"

    # Review
    DECIDED = "decided", "{rows:,} rows, decided by people: {merged:,}"
    STILL_OPEN = "still_open", "accepted by a reviewer and still open: {reasons}"
    OTHER_VERSION = "other_version", "decisions of another version of their row, not applied: {count:,}"
    WITHOUT_ROW = "without_row", "decisions of no row here, not applied: {count:,}"
    ON_ERRORS = "on_errors", "decisions of rows that are errors, not applied: {count:,}"
    SKIPPED = "skipped", "cards skipped: {count:,}"
    REPEATED = "repeated", "decisions that stood there twice: {count:,}"
    REPLACED = "replaced", "decisions that their reviewer replaced: {count:,}"
    DATED_LATER = "dated_later", "decisions that are dated later than now: {count:,}"
    KNOWN_ROWS = "known_rows", "rows of known cards, left out: {count:,}"
    LABELS = "labels", "labels: {count:,}"
    BY_REVIEWER = "by_reviewer", "{name}: cards {cards:,}; known fields: {bound}"
    UNSEEN_ACCEPTED = "unseen_accepted", "{name}: accepted without typing: {unseen:,} of {accepted:,}"
    TYPED_BY_TWO = "typed_by_two", "typed by two: {wrong:,} of {count:,} fields differ"
    BOUND = "bound", "{wrong:,} of {count:,} wrong, at most {most:.2%} at 95 %"
    NONE = "none", "none"
    KNOWN_CARDS = "known_cards", "known cards: {count:,}: {file}"
    PAGE_MADE = "page_made", "cards: {cards:,}, for people: {people:,}: {file}"
    PICTURES = "pictures", "pictures: {count:,}"
    WITHOUT_PICTURE = "without_picture", "cards for people without one: {count:,}"
    NO_ROOM = "no_room", "pictures without room (--picture-limit): {count:,}"

    # How far a run is
    EXAMINING = "examining", "examining"
    PROGRESS = "progress", "{rows:,} rows, {rate:,.0f} a second"


class Trouble(Explained):
    """Why a row is an error row, by its code; its message says more, and is English."""

    NOT_JSON = "not_json", "The row is not JSON."
    NOT_UTF8 = "not_utf8", "The row is not UTF-8."
    NOT_TEXT = "not_text", "The row is a picture, where pictures are not read."
    DUPLICATE_KEY = "duplicate_key", "An object in the row has a key twice."
    ROW_TOO_LONG = "row_too_long", "The row is too long."
    MALFORMED_ROW = "malformed_row", "The row does not have the form of its file."
    NO_RESPONSE = "no_response", "The row has no response."
    NOT_A_RESPONSE_FILE = "not_a_response_file", "The file has no rows."
    UNREADABLE_TODAY = "unreadable_today", "Its day is not a day such as 2019-05-04."
    UNEXPECTED_RESPONSE = "unexpected_response", "The response does not have the shape of any known OCR."
    NO_PICTURE_READER = "no_picture_reader", "Pictures cannot be read here: something is not installed."
    NO_LINES = "no_lines", "The row has no lines."
    INTERNAL_ERROR = "internal_error", "A fault in khmerid: please report it."
    BAD_FORMAT = wire.BAD_FORMAT.code, "The format of the picture is not supported."
    BAD_SIDES = wire.BAD_SIDES.code, "The sides of the picture are out of bounds."
    NOT_A_CARD = wire.NOT_A_CARD.code, "The picture is of poor quality, or shows something else."
    NOT_RECOGNISED = wire.NOT_RECOGNISED.code, "The recognition failed."


_TROUBLES = {str(trouble): trouble for trouble in Trouble}


def told_trouble(code: str, message: str, language: Language) -> str:
    """Return what is said of an error row: its message, in Khmer after what its code means if that is known.

    >>> told_trouble("not_json", "the row is not JSON", Language.KHMER)
    'ជួរនេះមិនមែនជា JSON ទេ។ (the row is not JSON)'
    """
    if language is Language.ENGLISH or code not in _TROUBLES:
        return message
    return f"{_TROUBLES[code].told(language)} ({message})"
