"""What is said around the figures of a profile and of a drift, in both languages.

>>> told_change("date_of_birth differs", Language.ENGLISH)
'date_of_birth differs'
>>> told_change("khmer 3 misread", Language.KHMER)
'អក្សរខ្មែរបោះពុម្ព៖ អានលេខ 3 ខុស'
"""

from typing import Final

from khmerid.explained import Explained, Language
from khmerid.ledger.captions import Caption


class Heading(Explained):
    """Captions and heads of tables, the words in them, and what was compared of two sets of cards."""

    PROFILE = "profile", "Profile {name}"
    ACCEPTED = "accepted", "Accepted"
    WITHOUT_PROFILE = "without_profile", "without a profile"
    WITH_PROFILE = "with_profile", "with it, learned from the other half"
    CARDS = "cards", "cards"
    SHARE = "share", "{count:,} of {of:,} ({share:.1%})"
    ROWS = "rows", "Rows"
    ALL = "all", "all"
    WITHOUT_CARD = "without_card", "without a card"
    LEARNED_FROM = "learned_from", "learned from"
    LABELLED = "labelled", "labelled"
    SURE_VALUES = "sure_values", "Sure values"
    FIELD = "field", "field"
    WITHOUT = "without", "without"
    WITH = "with", "with"
    PREDICTED_WRONG = "predicted_wrong", "predicted wrong"
    OF_THEM_WRONG = "of_them_wrong", "of them wrong"
    WRONG_AT_MOST = "wrong_at_most", "wrong at most"
    PRINT_AND_MRZ = "print_and_mrz", "Print and MRZ"
    BOTH_HAVE_A_VALUE = "both_have_a_value", "both have a value"
    THEY_DIFFER = "they_differ", "they differ"
    SAME_WRONG_ONE = "same_wrong_one", "both have the same wrong one, at most"
    MISREAD_OTHERWISE = "misread_otherwise", "Misread otherwise than the shipped tables have it"
    PRINTED = "printed", "printed"
    READ = "read", "read"
    WHERE = "where", "where"
    SEEN = "seen", "seen"
    OWN_RATE = "own_rate", "own rate"
    SHIPPED_RATE = "shipped_rate", "shipped rate"
    NOTHING = "nothing", "nothing"
    BLANK = "blank", "a blank"
    PICTURES = "pictures", "Pictures"
    CONDITION = "condition", "condition"
    OWN_SHARE = "own_share", "own share"
    SHIPPED_SHARE = "shipped_share", "shipped share"
    RISK_AND_COVERAGE = "risk_and_coverage", "Risk and coverage"
    RISK_ALLOWED = "risk_allowed", "risk that is allowed"
    SHARE_OF_VALUES = "share_of_values", "share of the values with no more"
    BEFORE = "before", "before"
    AFTER = "after", "after"
    WORTH_LABELLING = "worth_labelling", "Rows worth labelling, first those that would say most"
    ROW = "row", "row"

    # Channels of print
    KHMER = "khmer", "printed Khmer"
    LATIN = "latin", "printed Latin"
    MRZ = "mrz", "MRZ"

    # Conditions of a picture
    GOOD = "good", "good"
    FAIR = "fair", "fair"
    BAD = "bad", "bad"
    RUINED = "ruined", "ruined"
    MISREAD_UNSEEN = "misread unseen", "misread unseen"

    # What has changed
    NOW = "now", "now"
    BY_CHANCE = "by_chance", "by chance"
    ALARMS = "alarms", "{alarms} of {comparisons} comparisons say that something has changed."
    NAME_LATIN = "name_latin", "name in Latin letters"
    IS_MISSING = "is_missing", "{what} missing"
    DIFFERS = "differs", "{what} differs"
    NUMERAL_MISREAD = "numeral_misread", "{channel} {numeral} misread"
    MANY_MISREAD = "many_misread", "{channel} at least {many} misread"
    PICTURE_IS = "picture_is", "picture {condition}"
    ROW_UNREADABLE = "row_unreadable", "row unreadable"
    LABELS_OF_NO_ROW = "labels_of_no_row", "{count} of the labels are of no row"


_CAPTIONS: Final = frozenset(map(str, Caption))


def told_field(name: str, language: Language) -> str:
    """Return what a field is called in a table.

    >>> told_field("date_of_birth", Language.ENGLISH), told_field("date_of_birth", Language.KHMER)
    ('date of birth', 'ថ្ងៃខែឆ្នាំកំណើត')
    """
    if language is Language.ENGLISH:
        return name.replace("_", " ")
    return (Caption(name) if name in _CAPTIONS else Heading(name)).told(language)


def told_change(what: str, language: Language) -> str:
    """Return what was counted on cards, which a profile has in English."""
    if language is Language.ENGLISH:
        return what
    heading, parts = _taken_apart(what.split(), language)
    return heading.told(language, **parts)


def _taken_apart(words: list[str], language: Language) -> tuple[Heading, dict[str, str]]:
    match words:
        case [name, "missing"]:
            return Heading.IS_MISSING, {"what": told_field(name, language)}
        case [name, "differs"]:
            return Heading.DIFFERS, {"what": told_field(name, language)}
        case [channel, "at", "least", many, "misread"]:
            return Heading.MANY_MISREAD, {"channel": Heading(channel).told(language), "many": many}
        case [channel, numeral, "misread"]:
            return Heading.NUMERAL_MISREAD, {"channel": Heading(channel).told(language), "numeral": numeral}
        case ["picture", *condition]:
            return Heading.PICTURE_IS, {"condition": Heading(" ".join(condition)).told(language)}
        case _:
            return Heading.ROW_UNREADABLE, {}
